"""Reviews. The right to write one is decided in orders, which calls this."""

import uuid

from sqlalchemy import select

from marketplace.catalog.models import Review
from marketplace.db import use_case
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db


@use_case
def add(
    *,
    listing_id: uuid.UUID,
    order_line_id: uuid.UUID,
    author: str,
    stars: int,
    text: str,
) -> Review:
    """Keep a review of a thing somebody bought.

    Raises Invalid("stars") outside 1…5, Conflict("reviewed") the second time. The caller
    holds the order's lock, so two at once cannot both find nothing.
    """
    if not 1 <= stars <= 5:
        raise Invalid("stars", field="stars")
    if db.session.scalar(
        select(Review.id).where(Review.order_line_id == order_line_id)
    ):
        raise Conflict("reviewed")
    review = Review(
        listing_id=listing_id,
        order_line_id=order_line_id,
        author=author,
        stars=stars,
        text=text,
    )
    db.session.add(review)
    db.session.flush()
    return review
