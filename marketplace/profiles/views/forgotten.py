"""A new password by a link in the mail, and a new address the same way."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.i18n import _
from marketplace.permissions import Access
from marketplace.profiles.blueprint import bp
from marketplace.profiles.forms import ForgotForm, NewPasswordForm
from marketplace.profiles.services import contacts, passwords, tokens
from marketplace.web import flashes
from marketplace.web.access import access


def unreferred(page: str, status: int = 200) -> ResponseReturnValue:
    """Answer with a page whose address is a secret: no site is told of it."""
    answer = make_response(page, status)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/forgot")
@access(Access.PUBLIC)
def forgot() -> str:
    """Show the form for a new password."""
    return render_template("profiles/forgot.html", form=ForgotForm(), sent=False)


@bp.post("/forgot")
@access(Access.PUBLIC)
def forgot_post() -> ResponseReturnValue:
    """Say the same to everybody; a link goes to who has an address with us."""
    form = ForgotForm(request.form)
    if form.carry_out(lambda: passwords.forgot(form.contact.data)):
        return render_template("profiles/forgot.html", form=form, sent=True)
    return form.again(render_template("profiles/forgot.html", form=form, sent=False))


@bp.get("/reset/<token>")
@access(Access.PUBLIC)
def reset(token: str) -> ResponseReturnValue:
    """Show the form for the new password; looking at it uses nothing up."""
    tokens.find(tokens.RESET, token)
    form = NewPasswordForm()
    return unreferred(render_template("profiles/reset.html", form=form, token=token))


@bp.post("/reset/<token>")
@access(Access.PUBLIC)
def reset_post(token: str) -> ResponseReturnValue:
    """Set the new password. She signs in with it, and with her code if she has one."""
    tokens.find(tokens.RESET, token)
    form = NewPasswordForm(request.form)
    if form.carry_out(lambda: passwords.reset(token, form.password.data)):
        flashes.success(_("Your new password is set. Sign in with it."))
        return redirect(url_for("profiles.sign_in"), 303)
    page = render_template("profiles/reset.html", form=form, token=token)
    return unreferred(page, form.status)


@bp.get("/account/email/<token>")
@access(Access.PUBLIC)
def take_email(token: str) -> ResponseReturnValue:
    """Ask whether the address is hers (a mail program may open links by itself)."""
    tokens.find(tokens.EMAIL, token)
    return unreferred(render_template("profiles/take_email.html", token=token))


@bp.post("/account/email/<token>")
@access(Access.PUBLIC)
def take_email_post(token: str) -> ResponseReturnValue:
    """Make the address hers."""
    contacts.take_email(token)
    flashes.success(_("This e-mail address is yours now."))
    return redirect(url_for("profiles.account"), 303)
