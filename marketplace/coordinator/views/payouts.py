"""Paying makers out: one draws the list up, another approves, each payment is noted."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.coordinator.blueprint import bp
from marketplace.coordinator.views.acting import step
from marketplace.errors import MarketplaceError, NotFound
from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.services import payouts as services
from marketplace.orders.views.order_forms import paper
from marketplace.permissions import Permission
from marketplace.profiles import queries as people
from marketplace.profiles.views.private_files import send_private
from marketplace.web import csv, flashes
from marketplace.web.access import access
from marketplace.web.downloads import csv_file
from marketplace.web.messages import explain
from marketplace.web.viewer import viewer

MONEY = Permission.KEEP_MONEY


@bp.get("/desk/money/payouts")
@access(MONEY)
def payouts() -> str:
    """Show the last runs, and draw a new one up."""
    labs = viewer().labs(MONEY)
    return render_template(
        "coordinator/payouts.html",
        labs=people.lab_names(labs),
        rows=queries.payout_runs(labs),
    )


@bp.post("/desk/money/payouts")
@access(MONEY)
def payouts_draw() -> ResponseReturnValue:
    """Draw up what each maker of a Lab can be paid now."""
    me = viewer()
    lab = people.lab_for(me.labs(MONEY), request.form.get("lab", ""))
    lab_id = lab.id
    try:
        run_id = services.draw_up(me.labs(MONEY), lab_id, by=me.id).id
    except MarketplaceError as error:
        flashes.problem(explain(error))
        return redirect(url_for("coordinator.payouts"), 303)
    return redirect(url_for("coordinator.payout_run", run_id=run_id), 303)


@bp.get("/desk/money/payouts/<uuid:run_id>")
@access(MONEY)
def payout_run(run_id: uuid.UUID) -> str:
    """Show a run: who gets what, for what, and how it is paid."""
    view = queries.payout_run(viewer().labs(MONEY), run_id)
    return render_template(
        "coordinator/payout_run.html",
        view=view,
        items=queries.items_of(row.id for row in view.rows),
        my_id=viewer().id,
    )


@bp.get("/desk/money/payouts/<uuid:run_id>/list.csv")
@access(MONEY)
def payout_list(run_id: uuid.UUID) -> ResponseReturnValue:
    """Hand the approved payments out as a table, for the bank's own form."""
    view = queries.payout_run(viewer().labs(MONEY), run_id)
    head = (_("Name"), _("How"), _("Account or phone number"), _("Sum"), _("Purpose"))
    rows = [
        (
            row.name,
            row.method,
            row.details,
            f"{row.amount.minor / 100:.2f}",
            str(row.id)[:8],
        )
        for row in view.rows
        if row.state == "approved"
    ]
    return csv_file("payouts.csv", csv.table(head, rows))


@bp.get("/desk/money/payouts/<uuid:run_id>/receipts")
@access(MONEY)
def payout_receipts(run_id: uuid.UUID) -> str:
    """Show a receipt to sign for each payment in cash, made for print."""
    view = queries.payout_run(viewer().labs(MONEY), run_id)
    rows = [
        row
        for row in view.rows
        if row.method == "cash" and row.state in {"approved", "paid"}
    ]
    return render_template(
        "coordinator/payout_receipts.html",
        run=view.run,
        rows=rows,
        items=queries.items_of(row.id for row in rows),
        labs={lab.id: lab.name for lab in people.lab_names()},
    )


@bp.post("/desk/money/payouts/<uuid:run_id>/<any(approve, cancel):what>")
@access(MONEY, fresh=True)
def payout_run_step(run_id: uuid.UUID, what: str) -> ResponseReturnValue:
    """Approve a run somebody else drew up, or throw its drafts away."""
    me = viewer()
    act = services.approve if what == "approve" else services.cancel
    return step(
        lambda: act(me.labs(MONEY), run_id, by=me.id),
        _("Approved: pay it now.") if what == "approve" else _("Thrown away."),
        url_for("coordinator.payout_run", run_id=run_id),
    )


@bp.post("/desk/money/payout/<uuid:payout_id>/<any(paid, failed):what>")
@access(MONEY)
def payout_step(payout_id: uuid.UUID, what: str) -> ResponseReturnValue:
    """Note a payment as made, or as sent back by the bank."""
    me = viewer()
    labs = me.labs(MONEY)
    run_id = queries.lab_payout(labs, payout_id).run_id

    def act() -> None:
        form = request.form
        if what == "failed":
            services.failed(labs, payout_id, by=me.id, note=form.get("note", ""))
        else:
            receipt = paper("receipt", me.id)
            proof = form.get("proof", "")
            services.paid(labs, payout_id, by=me.id, proof=proof, receipt=receipt)

    return step(act, _("Saved."), url_for("coordinator.payout_run", run_id=run_id))


@bp.get("/desk/money/payout/<uuid:payout_id>/receipt")
@access(MONEY)
def payout_receipt(payout_id: uuid.UUID) -> ResponseReturnValue:
    """Send the photo of the signed receipt."""
    found = queries.lab_payout(viewer().labs(MONEY), payout_id)
    if not found.receipt:
        raise NotFound
    return send_private(found.receipt)
