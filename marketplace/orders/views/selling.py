"""A resident's orders."""

import uuid
from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.errors import NotFound
from marketplace.i18n import _
from marketplace.money import Money
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.forms.work import ChangeForm
from marketplace.orders.services import fulfil
from marketplace.orders.services.fulfil import Keeper
from marketplace.orders.views.order_forms import OF_WORK, WORDS, act
from marketplace.permissions import Scope
from marketplace.profiles.queries import history
from marketplace.profiles.views.private_files import send_private
from marketplace.web import acting
from marketplace.web.access import access
from marketplace.web.viewer import own_shop_id, viewer

HER_STEPS = (*WORDS, *OF_WORK)


@bp.get("/my/orders")
@access(Scope.ORDERS)
def my_orders() -> str:
    """Show her board: what to answer, what to do, what waits, what is done."""
    board = queries.board(own_shop_id(), request.args.get("at", ""))
    return render_template("orders/my_orders.html", board=board)


@bp.get("/my/orders/<uuid:order_id>")
@access(Scope.ORDERS)
def my_order(order_id: uuid.UUID) -> ResponseReturnValue:
    """Show one order: what to pack, for whom, and the next step."""
    order = queries.shop_order(own_shop_id(), order_id)
    if order.parent_id is not None:  # a paid change is shown with what it changes
        return redirect(url_for("orders.my_order", order_id=order.parent_id), 303)
    return page(order_id, {})


def page(
    order_id: uuid.UUID, kept: dict[str, str], change: ChangeForm | None = None
) -> str:
    """Return the page of an order of hers; `kept` is what was written into a form."""
    order = queries.shop_order(own_shop_id(), order_id)
    return render_template(
        "orders/my_order.html",
        order=order,
        total=Money(order.total_minor, order.currency),
        fee=Money(order.fee_minor, order.currency),
        steps=history("order", order.id),
        case=queries.cases_of([order.id]).get(order.id),
        refunds=queries.refunds_of_order(order.id),
        of_buyer=queries.review_of_buyer(order.id) if order.kind == "service" else None,
        work=queries.works_of([order.id]).get(order.id),
        change=change or ChangeForm(),
        kept={"note": "", "text": "", "tracking": "", "ready_on": "", **kept},
    )


@bp.get("/my/orders/<uuid:order_id>/packing-list")
@access(Scope.ORDERS)
def packing_list(order_id: uuid.UUID) -> str:
    """Show what goes into the parcel, made for print."""
    order = queries.shop_order(own_shop_id(), order_id)
    return render_template("orders/packing_list.html", order=order)


@bp.get("/my/orders/<uuid:order_id>/post-receipt")
@access(Scope.ORDERS)
def post_receipt(order_id: uuid.UUID) -> ResponseReturnValue:
    """Send the photo of the post's receipt."""
    order = queries.shop_order(own_shop_id(), order_id)
    if not order.post_receipt:
        raise NotFound
    return send_private(order.post_receipt)


@bp.post(
    "/my/orders/<uuid:order_id>/<any({steps}):what>".format(steps=", ".join(HER_STEPS))
)
@access(Scope.ORDERS)
def order_step(order_id: uuid.UUID, what: str) -> ResponseReturnValue:
    """Take one step of her order; what cannot be keeps what she has written."""
    step = partial(act, what, Keeper(own_shop_id()), order_id, viewer().id)
    if error := acting.done(step, _("Saved.")):
        return page(order_id, request.form.to_dict()), error.status
    return redirect(url_for("orders.my_order", order_id=order_id), 303)


@bp.post("/my/orders/<uuid:order_id>/hand-over")
@access(Scope.ORDERS)
def order_handed_over(order_id: uuid.UUID) -> ResponseReturnValue:
    """Say that it has left her hands, without the buyer's code."""
    step = partial(fulfil.hand_over, Keeper(own_shop_id()), order_id, by=viewer().id)
    words = _("Marked as handed over. The buyer confirms next.")
    if error := acting.done(step, words):
        return page(order_id, {}), error.status
    return redirect(url_for("orders.my_order", order_id=order_id), 303)
