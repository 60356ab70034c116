"""What similar things were sold for: helps to see a price with a zero too many."""

import statistics
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.catalog.models import Listing
from marketplace.extensions import db
from marketplace.money import Money
from marketplace.orders.models import Order, OrderLine
from marketplace.orders.rules import UNPAID

LEAST = 5  # fewer say nothing, and could say who
LAST = 200
FAR = 3  # times below or above the middle


@dataclass(frozen=True)
class Neighbours:
    """Prices of sold things of the same category; `odd` when this one is far off."""

    count: int
    least: Money
    middle: Money
    most: Money
    odd: bool


def neighbours(
    category_id: uuid.UUID, price_minor: int, *, but: uuid.UUID
) -> Neighbours | None:
    """Compare a price with those of the last sold in its category, without itself.

    None while fewer than five were sold.
    """
    prices = db.session.scalars(
        select(OrderLine.price_minor)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Listing, Listing.id == OrderLine.listing_id)
        .where(
            Listing.category_id == category_id,
            Listing.id != but,
            Order.state.not_in(UNPAID),
        )
        .order_by(Order.created_at.desc())
        .limit(LAST)
    ).all()
    if len(prices) < LEAST:
        return None
    middle = round(statistics.median(prices))
    odd = not middle / FAR <= price_minor <= middle * FAR
    return Neighbours(
        len(prices), Money(min(prices)), Money(middle), Money(max(prices)), odd
    )
