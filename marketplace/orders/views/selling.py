"""A resident's orders and her money."""

import uuid

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.i18n import _
from marketplace.money import Money
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.services import fulfil
from marketplace.orders.services.fulfil import Keeper
from marketplace.permissions import Access, Scope
from marketplace.profiles.queries import history
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import own_shop_id, viewer


@bp.get("/my/orders")
@access(Scope.ORDERS)
def my_orders() -> str:
    """Show what she has to make ready, and what is done."""
    rows = queries.shop_orders(own_shop_id())
    return render_template("orders/my_orders.html", rows=rows)


@bp.get("/my/orders/<uuid:order_id>")
@access(Scope.ORDERS)
def my_order(order_id: uuid.UUID) -> str:
    """Show one order: what to pack, for whom, and the next step."""
    order = queries.shop_order(own_shop_id(), order_id)
    return render_template(
        "orders/my_order.html",
        order=order,
        total=Money(order.total_minor, order.currency),
        fee=Money(order.fee_minor, order.currency),
        steps=history("order", order.id),
    )


@bp.post("/my/orders/<uuid:order_id>/ready")
@access(Scope.ORDERS)
def order_ready(order_id: uuid.UUID) -> ResponseReturnValue:
    """Say that it is packed."""
    fulfil.make_ready(Keeper(own_shop_id()), order_id, by=viewer().id)
    flashes.success(_("Marked as ready."))
    return redirect(url_for("orders.my_order", order_id=order_id), 303)


@bp.post("/my/orders/<uuid:order_id>/hand-over")
@access(Scope.ORDERS)
def order_handed_over(order_id: uuid.UUID) -> ResponseReturnValue:
    """Say that it has left her hands."""
    fulfil.hand_over(Keeper(own_shop_id()), order_id, by=viewer().id)
    flashes.success(_("Marked as handed over. The buyer confirms next."))
    return redirect(url_for("orders.my_order", order_id=order_id), 303)


@bp.get("/my/money")
@access(Access.HERSELF)
def my_money() -> str:
    """Show to the som what is hers, what is held for her, and why."""
    return render_template("orders/my_money.html", view=queries.money_of(own_shop_id()))
