"""The right to review: who bought it and has it."""

import uuid

from marketplace.catalog.models import Review
from marketplace.catalog.services import reviews
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, NotFound
from marketplace.extensions import db
from marketplace.orders.models import Order, OrderLine, Purchase


@use_case
def write(
    purchase_id: uuid.UUID, line_id: uuid.UUID, *, stars: int, text: str
) -> Review:
    """Review a thing of a completed order; Conflict("moved_on") before it is one."""
    line = db.session.get(OrderLine, line_id)
    if line is None:
        raise NotFound
    order = get_for_update(Order, line.order_id)
    if order.purchase_id != purchase_id:
        raise NotFound
    if order.state != "completed":
        raise Conflict("moved_on", state=order.state)
    purchase = db.session.get_one(Purchase, purchase_id)
    return reviews.add(
        listing_id=line.listing_id,
        order_line_id=line.id,
        author=purchase.name.split()[0],
        stars=stars,
        text=text,
    )
