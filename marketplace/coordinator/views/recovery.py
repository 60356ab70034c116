"""Give an account a new contact, with a second coordinator and 72 hours."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.coordinator.blueprint import bp
from marketplace.coordinator.views.residents import _card, _done, _page
from marketplace.errors import MarketplaceError
from marketplace.i18n import _
from marketplace.permissions import Permission
from marketplace.profiles import queries as people
from marketplace.profiles.forms import RecoveryForm
from marketplace.profiles.models import Recovery
from marketplace.profiles.services import recovery as recoveries
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.messages import explain
from marketplace.web.viewer import viewer

RECOVER = Permission.RECOVER_ACCOUNTS


@bp.post("/desk/residents/<uuid:person_id>/recovery")
@access(RECOVER)
def recovery_start(person_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a new contact for her."""
    card = _card(person_id, RECOVER)
    form = RecoveryForm(request.form)
    started = form.carry_out(
        lambda: recoveries.start(
            person_id,
            form.contact.data,
            form.known_by.data,
            **_by(),
        )
    )
    if not started:
        return form.again(_page(card, recover=form))
    return _done(person_id, _("Begun. Now a second coordinator confirms it."))


@bp.post("/desk/recovery/<uuid:recovery_id>/confirm")
@access(RECOVER)
def recovery_confirm(recovery_id: uuid.UUID) -> ResponseReturnValue:
    """Confirm it as the second."""
    done = _("Confirmed. It can be used in 72 hours.")
    return _step(recovery_id, partial(recoveries.confirm, recovery_id, **_by()), done)


@bp.post("/desk/recovery/<uuid:recovery_id>/cancel")
@access(RECOVER)
def recovery_cancel(recovery_id: uuid.UUID) -> ResponseReturnValue:
    """Stop it."""
    stopped = _("Stopped. Nothing changes.")
    cancel = partial(recoveries.cancel, recovery_id, by=viewer().id)
    return _step(recovery_id, cancel, stopped)


@bp.post("/desk/recovery/<uuid:recovery_id>/code")
@access(RECOVER)
def recovery_code(recovery_id: uuid.UUID) -> ResponseReturnValue:
    """Show the code to give into her hand, this once."""
    person_id = _found(recovery_id).person_id
    try:
        code = recoveries.make_code(recovery_id, **_by())
    except MarketplaceError as error:
        flashes.problem(explain(error))
        return redirect(url_for("coordinator.resident", person_id=person_id), 303)
    page = render_template("coordinator/recovery_code.html", code=code)
    return make_response(page)


def _by() -> dict[str, Any]:
    """Who does it, and whether she may for staff, too."""
    me = viewer()
    return {"by": me.id, "staff_too": me.may(Permission.NAME_STAFF)}


def _step(
    recovery_id: uuid.UUID, action: Callable[[], object], done: str
) -> ResponseReturnValue:
    person_id = _found(recovery_id).person_id
    try:
        action()
        flashes.success(done)
    except MarketplaceError as error:
        flashes.problem(explain(error))
    return redirect(url_for("coordinator.resident", person_id=person_id), 303)


def _found(recovery_id: uuid.UUID) -> Recovery:
    return people.recovery_for(viewer().labs(RECOVER), recovery_id)
