"""What a shop has earned, from the book."""

import uuid
from dataclasses import dataclass

from marketplace.ledger import balance
from marketplace.money import Money
from marketplace.orders.queries.selling import OrderRow, shop_orders


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
    held = sum((row.hers.minor for row in rows if not row.released), 0)
    payable = balance(f"payable:{shop_id}") * -1
    return MoneyView(payable, Money(held), rows)


def _earned(order: OrderRow) -> Earned:
    return Earned(order, order.total - order.fee, order.state == "completed")
