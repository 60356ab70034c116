"""Let my Lab help me, see what it did, and stop it; recover an account."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.errors import NotFound
from marketplace.i18n import _
from marketplace.permissions import Access, Scope
from marketplace.profiles import queries
from marketplace.profiles.blueprint import bp
from marketplace.profiles.forms import HelpForm, RecoverForm
from marketplace.profiles.rules.help import HERSELF
from marketplace.profiles.services import helping, recovery, tokens
from marketplace.profiles.views.forgotten import unreferred
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import viewer


@bp.get("/account/help")
@access(Access.HERSELF)
def help_page() -> str:
    """Show what her Lab may do for her."""
    return _page(HelpForm())


@bp.post("/account/help")
@access(Access.HERSELF)
def help_post() -> ResponseReturnValue:
    """Let her Lab do some things, for some days."""
    form = HelpForm(request.form)
    me = viewer().id

    def keep() -> None:
        scopes = [Scope(scope) for scope in form.scopes.data or []]
        helping.give(me, scopes, how=HERSELF, days=int(form.days.data), by=me)

    if form.carry_out(keep):
        flashes.success(_("Saved. You can take it back any time."))
        return redirect(url_for("profiles.help_page"), 303)
    return form.again(_page(form))


@bp.post("/account/help/<uuid:consent_id>/end")
@access(Access.HERSELF)
def help_end(consent_id: uuid.UUID) -> ResponseReturnValue:
    """Take it back."""
    helping.withdraw(viewer().id, consent_id)
    flashes.success(_("Taken back. From now on nobody acts for you."))
    return redirect(url_for("profiles.help_page"), 303)


@bp.get("/account/helped")
@access(Access.HERSELF)
def helped() -> str:
    """Show what was done in her name."""
    rows = queries.done_for(viewer().id)
    return render_template("profiles/helped.html", rows=rows)


@bp.post("/account/help/stop")
@access(Access.SIGNED_IN)
def help_stop() -> ResponseReturnValue:
    """Be oneself again, as a coordinator."""
    helping.stop(viewer().session.id)
    flashes.success(_("You are yourself again. She is told what you did."))
    return redirect(url_for("coordinator.residents"), 303)


@bp.get("/account/recovery")
@access(Access.HERSELF)
def recovery_page() -> str:
    """Show whether a Lab is asked to give her account a new contact."""
    return render_template(
        "profiles/recovery.html",
        found=queries.recovery_of(viewer().id),
        person=queries.person(viewer().id),
    )


@bp.post("/account/recovery/stop")
@access(Access.HERSELF)
def recovery_stop() -> ResponseReturnValue:
    """Stop it."""
    found = queries.recovery_of(viewer().id)
    if found is None:
        raise NotFound
    recovery.cancel(found.id, by=viewer().id)
    flashes.success(_("Stopped. Nothing changes. Choose a new password, to be safe."))
    return redirect(url_for("profiles.security"), 303)


@bp.post("/account/recovery/lock")
@access(Access.HERSELF, fresh=True)
def recovery_lock() -> ResponseReturnValue:
    """Forbid or allow that a Lab ever does this."""
    recovery.lock(viewer().id, request.form.get("locked") == "1")
    flashes.success(_("Saved."))
    return redirect(url_for("profiles.recovery_page"), 303)


@bp.get("/stop/<token>")
@access(Access.PUBLIC)
def stop(token: str) -> ResponseReturnValue:
    """Ask whether to stop it, with the link from the mail."""
    tokens.find(tokens.STOP, token)
    return unreferred(render_template("profiles/stop.html", token=token, done=False))


@bp.post("/stop/<token>")
@access(Access.PUBLIC)
def stop_post(token: str) -> ResponseReturnValue:
    """Stop it, without a password."""
    recovery.stop_by_link(token)
    return unreferred(render_template("profiles/stop.html", token=token, done=True))


@bp.get("/recover")
@access(Access.PUBLIC)
def recover() -> str:
    """Ask for the code from the Lab."""
    return render_template("profiles/recover.html", form=RecoverForm())


@bp.post("/recover")
@access(Access.PUBLIC)
def recover_post() -> ResponseReturnValue:
    """Take the account over."""
    form = RecoverForm(request.form)
    if form.carry_out(
        lambda: recovery.finish(form.contact.data, form.code.data, form.password.data)
    ):
        flashes.success(_("Your new password is set. Sign in with it."))
        return redirect(url_for("profiles.sign_in"), 303)
    return form.again(render_template("profiles/recover.html", form=form))


def _page(form: HelpForm) -> str:
    return render_template(
        "profiles/help.html", form=form, rows=helping.of_person(viewer().id)
    )
