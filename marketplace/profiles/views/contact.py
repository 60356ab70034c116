"""Name, language, phone, e-mail."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from marketplace import i18n
from marketplace.i18n import _
from marketplace.permissions import Access
from marketplace.profiles import queries
from marketplace.profiles.blueprint import bp
from marketplace.profiles.forms import EmailForm, NameForm, PhoneForm
from marketplace.profiles.services import contacts
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import viewer


@bp.get("/account/contact")
@access(Access.HERSELF, fresh=True)
def contact() -> str:
    """Show what the account says of her."""
    return _page()


@bp.post("/account/name")
@access(Access.HERSELF, fresh=True)
def name_post() -> ResponseReturnValue:
    """Change name and language."""
    form = NameForm(request.form)
    if form.carry_out(
        lambda: contacts.rename(viewer().id, form.name.data, form.language.data)
    ):
        with force_locale(i18n.regional(form.language.data)):  # she reads on in it
            return _done(_("Saved."), form.language.data)
    return form.again(_page(name=form))


@bp.post("/account/phone")
@access(Access.HERSELF, fresh=True)
def phone_post() -> ResponseReturnValue:
    """Change the phone."""
    form = PhoneForm(request.form)
    if form.carry_out(
        lambda: contacts.change_phone(viewer().id, form.phone.data or "")
    ):
        if not form.phone.data:
            return _done(_("The phone is taken out. Sign in with your e-mail address."))
        return _done(_("Saved. Next time sign in with the new phone."))
    return form.again(_page(phone=form))


@bp.post("/account/email")
@access(Access.HERSELF, fresh=True)
def email_post() -> ResponseReturnValue:
    """Send a link to a new address."""
    form = EmailForm(request.form)
    if form.carry_out(lambda: contacts.ask_email(viewer().id, form.email.data)):
        return _done(_("Look into your mail: a link is on its way."))
    return form.again(_page(email=form))


def _done(text: str, language: str | None = None) -> ResponseReturnValue:
    flashes.success(text)
    lang = language or i18n.current()
    return redirect(url_for("profiles.contact", lang=lang), 303)


def _page(
    name: NameForm | None = None,
    phone: PhoneForm | None = None,
    email: EmailForm | None = None,
) -> str:
    me = queries.person(viewer().id)
    return render_template(
        "profiles/contact.html",
        name=name or NameForm(obj=me),
        phone=phone or PhoneForm(obj=me),
        email=email or EmailForm(obj=me),
        problems=next((form for form in (name, phone, email) if form), None),
    )
