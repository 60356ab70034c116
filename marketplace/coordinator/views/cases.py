"""Cases of my Labs: both sides are heard, then somebody decides."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.coordinator.blueprint import bp
from marketplace.coordinator.views.acting import step
from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.forms.money import VerdictForm
from marketplace.orders.rules.cases import decisions_for
from marketplace.orders.services import cases as services
from marketplace.orders.services.fulfil import Keeper
from marketplace.permissions import Permission
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import viewer

DECIDE = Permission.DECIDE_CASES


@bp.get("/desk/cases")
@access(DECIDE)
def cases() -> str:
    """Show the open cases of my Labs, the longest waiting first."""
    rows = queries.open_cases(viewer().labs(DECIDE))
    return render_template("coordinator/cases.html", rows=rows)


@bp.get("/desk/cases/<uuid:case_id>")
@access(DECIDE)
def case(case_id: uuid.UUID) -> str:
    """Show what both have said, and decide."""
    return _page(case_id, VerdictForm())


@bp.post("/desk/cases/<uuid:case_id>")
@access(DECIDE)
def case_post(case_id: uuid.UUID) -> ResponseReturnValue:
    """Decide; what follows happens at once."""
    form, me = VerdictForm(request.form), viewer()
    labs = me.labs(DECIDE)
    decided = form.carry_out(
        lambda: services.decide(labs, case_id, form.verdict, by=me.id)
    )
    if not decided:
        return form.again(_page(case_id, form))
    flashes.success(_("Decided. Both have been told."))
    return redirect(url_for("coordinator.cases"), 303)


@bp.post("/desk/cases/<uuid:case_id>/answer")
@access(DECIDE)
def case_answer(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write to the buyer, as the Lab."""
    me, text = viewer(), request.form.get("text", "")
    keeper = Keeper(labs=me.labs(DECIDE))
    return step(
        lambda: services.answer(keeper, case_id, text, by=me.id),
        _("Sent."),
        url_for("coordinator.case", case_id=case_id),
    )


def _page(case_id: uuid.UUID, form: VerdictForm) -> str:
    labs = viewer().labs(DECIDE)
    found = queries.case_for(labs, case_id)
    order = queries.lab_order(labs, found.order_id)
    form.offer(decisions_for(order.kind, order.state))
    return render_template("coordinator/case.html", case=found, order=order, form=form)
