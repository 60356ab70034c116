"""What a shop has earned, from the book."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.extensions import db
from marketplace.ledger import balance
from marketplace.money import Money
from marketplace.orders.models import Order
from marketplace.orders.queries.selling import OrderRow, shop_orders
from marketplace.orders.rules import UNPAID


@dataclass(frozen=True)
class Earned:
    """One order's money: what the buyer paid, the Lab's part, hers."""

    order: OrderRow
    hers: Money
    released: bool


@dataclass(frozen=True)
class MoneyView:
    """A shop's money page."""

    payable: Money  # released to her, not paid out yet
    held: Money  # paid by buyers, released when they confirm
    rows: list[Earned]


def money_of(shop_id: uuid.UUID) -> MoneyView:
    """Return what is hers now, what is held for her, and why."""
    rows = [_earned(order) for order in shop_orders(shop_id)]
    payable = balance(f"payable:{shop_id}") * -1
    return MoneyView(payable, _held(shop_id), rows)


def _held(shop_id: uuid.UUID) -> Money:
    total = db.session.scalar(
        select(func.sum(Order.total_minor - Order.fee_minor)).where(
            Order.shop_id == shop_id, Order.state.not_in(UNPAID | {"completed"})
        )
    )
    return Money(int(total or 0))


def _earned(order: OrderRow) -> Earned:
    return Earned(order, order.total - order.fee, order.state == "completed")
