"""Orders of my Labs: every step of the maker has its twin here."""

import uuid
from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.coordinator.blueprint import bp
from marketplace.coordinator.views.acting import step
from marketplace.errors import NotFound
from marketplace.i18n import _
from marketplace.money import Money
from marketplace.orders import queries
from marketplace.orders.services import cash
from marketplace.orders.services.fulfil import Keeper
from marketplace.orders.views.order_forms import OF_WORK, WORDS, act
from marketplace.permissions import Permission
from marketplace.profiles.queries import history
from marketplace.profiles.views.private_files import send_private
from marketplace.web.access import access
from marketplace.web.acting import done
from marketplace.web.viewer import viewer

SEE, HANDLE = Permission.SEE_LAB_ORDERS, Permission.HANDLE_ORDERS
MONEY = Permission.KEEP_MONEY
TWINS = tuple(step for step in (*WORDS, *OF_WORK) if step != "collect")


@bp.get("/desk/orders")
@access(SEE)
def lab_orders() -> str:
    """Show the orders of my Labs."""
    rows = queries.lab_orders(viewer().labs(SEE))
    return render_template("coordinator/orders.html", rows=rows)


@bp.get("/desk/orders/<uuid:order_id>")
@access(SEE)
def lab_order(order_id: uuid.UUID) -> str:
    """Show an order with everything that happened, and what can be done."""
    return _page(order_id, {})


def _page(order_id: uuid.UUID, kept: dict[str, str]) -> str:
    order = queries.lab_order(viewer().labs(SEE), order_id)
    return render_template(
        "coordinator/order.html",
        order=order,
        total=Money(order.total_minor, order.currency),
        steps=history("order", order.id),
        case=queries.cases_of([order.id]).get(order.id),
        refunds=queries.refunds_of_order(order.id),
        code_locked=cash.locked(order),
        work=queries.works_of([order.id]).get(order.id),
        kept={"note": "", "text": "", "tracking": "", "ready_on": "", **kept},
    )


@bp.post(
    "/desk/orders/<uuid:order_id>/<any({steps}):what>".format(steps=", ".join(TWINS))
)
@access(HANDLE)
def lab_order_step(order_id: uuid.UUID, what: str) -> ResponseReturnValue:
    """Take a step in the maker's stead; her order says who did it."""
    return _step(order_id, what, Keeper(labs=viewer().labs(HANDLE)))


@bp.post("/desk/orders/<uuid:order_id>/collect")
@access(MONEY)
def lab_order_collect(order_id: uuid.UUID) -> ResponseReturnValue:
    """Hand a parcel over to who says its code, and take its cash."""
    return _step(order_id, "collect", Keeper(labs=viewer().labs(MONEY)))


def _step(order_id: uuid.UUID, what: str, keeper: Keeper) -> ResponseReturnValue:
    if error := done(partial(act, what, keeper, order_id, viewer().id), _("Saved.")):
        return _page(order_id, request.form.to_dict()), error.status
    return redirect(url_for("coordinator.lab_order", order_id=order_id), 303)


@bp.post("/desk/orders/<uuid:order_id>/new-code")
@access(HANDLE)
def lab_order_new_code(order_id: uuid.UUID) -> ResponseReturnValue:
    """Make a new code; only the buyer sees it."""
    me = viewer()
    return step(
        lambda: cash.new_code(me.labs(HANDLE), order_id, by=me.id),
        _("There is a new code on the buyer’s page."),
        url_for("coordinator.lab_order", order_id=order_id),
    )


@bp.post("/desk/orders/<uuid:order_id>/without-code")
@access(HANDLE)
def lab_order_without_code(order_id: uuid.UUID) -> ResponseReturnValue:
    """Hand a paid parcel over to a buyer who lost her code."""
    me, note = viewer(), request.form.get("note", "")
    return step(
        lambda: cash.without_code(me.labs(HANDLE), order_id, note, by=me.id),
        _("Marked as handed over. The buyer confirms next."),
        url_for("coordinator.lab_order", order_id=order_id),
    )


@bp.get("/desk/orders/<uuid:order_id>/post-receipt")
@access(SEE)
def lab_post_receipt(order_id: uuid.UUID) -> ResponseReturnValue:
    """Send the photo of the post's receipt."""
    order = queries.lab_order(viewer().labs(SEE), order_id)
    if not order.post_receipt:
        raise NotFound
    return send_private(order.post_receipt)
