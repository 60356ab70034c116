"""The right to review: who bought it and has it; of work also who did it."""

import uuid

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Review
from marketplace.catalog.rules.reviews import MOST, shown_from
from marketplace.catalog.services import reviews
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.orders.models import BuyerReview, Order, OrderLine
from marketplace.orders.services import fulfil
from marketplace.orders.services.fulfil import Keeper


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
    # A paid change is reviewed with the order it belongs to.
    if order.purchase_id != purchase_id or order.parent_id is not None:
        raise NotFound
    if order.state != "completed":
        raise Conflict("moved_on", state=order.state)
    review = reviews.add(
        listing_id=line.listing_id,
        order_line_id=line.id,
        author=author,
        stars=stars,
        text=text,
        # It moves no more: since it came into this state it is completed.
        shown_at=shown_from(order.since, clock.now()),
    )
    _reveal_both(order.id, line.id)
    return review


@use_case
def write_of_buyer(
    keeper: Keeper, order_id: uuid.UUID, *, stars: int, text: str
) -> BuyerReview:
    """Say, as the maker, how it was to work for this buyer; once.

    Raises Invalid("stars"), Invalid("words_long"), Conflict("moved_on") before the work
    is completed, Conflict("reviewed").
    """
    order = fulfil.own(keeper, order_id)
    if order.kind != "service" or order.parent_id is not None:
        raise NotFound
    if order.state != "completed":
        raise Conflict("moved_on", state=order.state)
    if not 1 <= stars <= 5:
        raise Invalid("stars", field="stars")
    if len(text) > MOST:
        raise Invalid("words_long", field="text", most=MOST)
    if db.session.scalar(
        select(BuyerReview.id).where(BuyerReview.order_id == order.id)
    ):
        raise Conflict("reviewed")
    review = BuyerReview(
        order_id=order.id,
        stars=stars,
        text=text.strip(),
        shown_at=shown_from(order.since, clock.now()),
    )
    db.session.add(review)
    db.session.flush()
    lines = select(OrderLine.id).where(OrderLine.order_id == order.id)
    _reveal_both(order.id, db.session.scalars(lines.limit(1)).one())
    return review


def _reveal_both(order_id: uuid.UUID, line_id: uuid.UUID) -> None:
    """Let both be read once both have written: nobody answers words with stars."""
    theirs = db.session.scalar(
        select(BuyerReview).where(BuyerReview.order_id == order_id)
    )
    if theirs is not None and reviews.is_written(line_id):
        theirs.shown_at = min(theirs.shown_at, clock.now())
        reviews.reveal(line_id)
