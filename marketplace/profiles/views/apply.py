"""Apply at a Lab and follow the answer."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.errors import MarketplaceError
from marketplace.i18n import _, pick
from marketplace.permissions import Access
from marketplace.profiles import queries
from marketplace.profiles.blueprint import bp
from marketplace.profiles.forms import ApplyForm
from marketplace.profiles.services import applications
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.forms import options
from marketplace.web.messages import explain
from marketplace.web.viewer import viewer


@bp.get("/apply")
@access(Access.SIGNED_IN)
def apply() -> ResponseReturnValue:
    """Show the application, as she left it."""
    found = queries.application_of(viewer().id)
    if found and found.state not in {"draft", "needs_info", "declined", "withdrawn"}:
        return redirect(url_for("profiles.application"), 303)
    form = _form(obj=found, data={"lab": str(found.lab_id)} if found else None)
    return render_template("profiles/apply.html", form=form, application=found)


@bp.post("/apply")
@access(Access.SIGNED_IN)
def apply_post() -> ResponseReturnValue:
    """Keep the answers, and hand them in unless she only saves."""
    form = _form(request.form)
    if form.validate():
        answers = applications.Answers(
            lab_id=uuid.UUID(form.lab.data),
            alias=form.alias.data,
            craft=form.craft.data,
            about=form.about.data,
        )
        try:
            return _keep(answers, only_save="save" in request.form)
        except MarketplaceError as error:
            form.add_error(error, explain(error))
    found = queries.application_of(viewer().id)
    page = render_template("profiles/apply.html", form=form, application=found)
    return page, 422


@bp.get("/application")
@access(Access.SIGNED_IN)
def application() -> ResponseReturnValue:
    """Show how far the application is and what the Lab has said."""
    found = queries.application_of(viewer().id)
    if found is None:
        return redirect(url_for("profiles.apply"), 303)
    return render_template(
        "profiles/application.html",
        application=found,
        steps=queries.history("application", found.id),
    )


def _keep(answers: applications.Answers, *, only_save: bool) -> ResponseReturnValue:
    if only_save:
        applications.save(viewer().id, answers)
        flashes.success(_("Saved. You can go on later."))
        return redirect(url_for("profiles.apply"), 303)
    applications.submit(viewer().id, answers)
    flashes.success(_("Sent. Your Lab will answer within 3 days."))
    return redirect(url_for("profiles.application"), 303)


def _form(*args: object, **more: object) -> ApplyForm:
    form = ApplyForm(*args, **more)
    found = queries.labs()
    names = (pick({part.locale: part.name for part in lab.texts})[1] for lab in found)
    form.lab.choices = options(
        ("", *(str(lab.id) for lab in found)), (_("Choose…"), *names)
    )
    return form
