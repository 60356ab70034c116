"""Reported conversations, late and silent orders, what does not belong in public."""

import uuid
from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.coordinator.blueprint import bp
from marketplace.coordinator.views.acting import step
from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.services import nudges, reports, threads, wanted
from marketplace.orders.services.threads import Said
from marketplace.permissions import Permission
from marketplace.web.access import access
from marketplace.web.acting import done
from marketplace.web.viewer import viewer

DECIDE, HANDLE = Permission.DECIDE_CASES, Permission.HANDLE_ORDERS
MODERATE = Permission.MODERATE_LISTINGS


@bp.get("/desk/late")
@access(HANDLE)
def late_orders() -> str:
    """Show what is late and who is silent, each with its next step."""
    labs = viewer().labs(HANDLE)
    return render_template(
        "coordinator/late.html",
        rows=queries.late_orders(labs),
        quotes=queries.silent_quotes(labs),
    )


@bp.post("/desk/late/<uuid:order_id>/remind")
@access(HANDLE)
def late_remind(order_id: uuid.UUID) -> ResponseReturnValue:
    """Remind whoever an order waits for."""
    me = viewer()
    return step(
        lambda: nudges.remind(me.labs(HANDLE), order_id, by=me.id),
        _("Reminded."),
        url_for("coordinator.late_orders"),
    )


@bp.get("/desk/reports")
@access(DECIDE)
def reported() -> str:
    """Show the reported conversations of my Labs, the longest waiting first."""
    rows = queries.open_reports(viewer().labs(DECIDE))
    return render_template("coordinator/reports.html", rows=rows)


@bp.get("/desk/reports/<uuid:thread_id>")
@access(DECIDE)
def report(thread_id: uuid.UUID) -> str:
    """Show one report without its words: reading them is noted."""
    return _page(thread_id, {})


@bp.post("/desk/reports/<uuid:thread_id>/read")
@access(DECIDE)
def report_read(thread_id: uuid.UUID) -> ResponseReturnValue:
    """Note that the conversation is read, and show it."""
    me = viewer()
    reports.read(me.labs(DECIDE), thread_id, by=me.id)
    return _page(thread_id, {}, whole=True), 200


def _page(thread_id: uuid.UUID, kept: dict[str, str], *, whole: bool = False) -> str:
    view = queries.thread_for_lab(viewer().labs(DECIDE), thread_id)
    return render_template(
        "coordinator/report.html",
        view=view,
        whole=whole,
        kept={"note": "", "text": "", **kept},
    )


@bp.post("/desk/reports/<uuid:thread_id>/say")
@access(DECIDE)
def report_say(thread_id: uuid.UUID) -> ResponseReturnValue:
    """Write into it, as the Lab."""
    me, text = viewer(), request.form.get("text", "")
    say = partial(threads.say_as_lab, me.labs(DECIDE), thread_id, Said(text, by=me.id))
    if error := done(say, _("Sent.")):
        return _page(thread_id, {"text": text}), error.status
    return redirect(url_for("coordinator.report", thread_id=thread_id), 303)


@bp.post("/desk/reports/<uuid:thread_id>")
@access(DECIDE)
def report_decide(thread_id: uuid.UUID) -> ResponseReturnValue:
    """Open it again, or leave it closed, with a reason."""
    me, form = viewer(), request.form
    view = queries.thread_for_lab(me.labs(DECIDE), thread_id)
    report_id = view.report.id if view.report else uuid.UUID(int=0)
    decide = partial(
        reports.decide,
        me.labs(DECIDE),
        report_id,
        form.get("decision", ""),
        form.get("note", ""),
        by=me.id,
    )
    if error := done(decide, _("Decided. Both have been told.")):
        return _page(thread_id, form.to_dict()), error.status
    return redirect(url_for("coordinator.reported"), 303)


@bp.post("/desk/wanted/<uuid:wanted_id>/hide")
@access(MODERATE)
def wanted_hide(wanted_id: uuid.UUID) -> ResponseReturnValue:
    """Take something wanted out of sight, with a reason."""
    me, note = viewer(), request.form.get("note", "")
    return step(
        lambda: wanted.hide(wanted_id, note, by=me.id),
        _("It is out of sight."),
        url_for("orders.wanted_list"),
    )
