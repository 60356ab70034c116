"""One step of an order, a case, …: the state, since when, and the row that says so."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.services import stock
from marketplace.extensions import db
from marketplace.orders import rules
from marketplace.orders.models import Case, Order, OrderLine
from marketplace.profiles.services.transitions import move


def step(
    order: Order,
    action: str,
    *,
    by: uuid.UUID | None,
    note: str = "",
    reason: str = "",
) -> str:
    """Move an order, fetched for update, one step; Conflict("moved_on") otherwise."""
    table, old = rules.ORDERS[order.kind], order.state
    state = move(order, table, action, by=by, note=note, reason=reason)
    order.since, order.nudged_at = clock.now(), None
    if state == "delivered":
        order.delivered_at = order.since
    if order.kind == "service" and order.parent_id is None:
        _places(order, old, state)
    return state


def _places(order: Order, old: str, new: str) -> None:
    """Keep count of the work a maker has in hand."""
    before, after = old in rules.IN_PLACE, new in rules.IN_PLACE
    # What had expired takes its place when it comes back (`receiving.revive`).
    if before == after or old == "expired":
        return
    lines = select(OrderLine.listing_id).where(OrderLine.order_id == order.id)
    for listing_id in db.session.scalars(lines).all():
        if listing_id is not None:
            (stock.keep_place if after else stock.free_place)(listing_id)


def case_step(case: Case, action: str, *, by: uuid.UUID | None, **more: Any) -> str:
    """Move a case, fetched for update, one step."""
    state = move(case, rules.CASE, action, by=by, **more)
    case.since, case.nudged_at = clock.now(), None
    return state


def locked_orders(purchase_id: uuid.UUID) -> Sequence[Order]:
    """Return every order of a purchase, locked, always in the same order."""
    return db.session.scalars(
        select(Order)
        .where(Order.purchase_id == purchase_id)
        .order_by(Order.position)
        .with_for_update()
    ).all()
