"""The right to review: who bought it and has it."""

import uuid

from marketplace import clock
from marketplace.catalog.models import Review
from marketplace.catalog.rules.reviews import shown_from
from marketplace.catalog.services import reviews
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, NotFound
from marketplace.extensions import db
from marketplace.orders.models import Order, OrderLine


@use_case
def write(
    purchase_id: uuid.UUID,
    line_id: uuid.UUID,
    *,
    stars: int,
    text: str,
    author: str = "",
) -> Review:
    """Review a thing of a completed order; Conflict("moved_on") before it is one.

    Others read it 14 days after the order was completed, so that neither side answers
    the other's words with its own; who writes later is read at once.
    `author` is the name she wants to be shown by: never taken from the order by itself.
    """
    line = db.session.get(OrderLine, line_id)
    if line is None or line.listing_id is None:
        raise NotFound
    order = get_for_update(Order, line.order_id)
    if order.purchase_id != purchase_id:
        raise NotFound
    if order.state != "completed":
        raise Conflict("moved_on", state=order.state)
    return reviews.add(
        listing_id=line.listing_id,
        order_line_id=line.id,
        author=author,
        stars=stars,
        text=text,
        # It moves no more: since it came into this state it is completed.
        shown_at=shown_from(order.since, clock.now()),
    )
