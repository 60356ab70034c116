"""What buyers said."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, created_at, uuid_pk


class Review(Model):
    """Stars and words of somebody who bought; `order_line_id` makes it one a line.

    The line belongs to a higher domain, so it is an opaque id here.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="one_to_five_stars"),
        Index("ix_reviews_listing", "listing_id", "created_at"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listings.id"))
    order_line_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    author: Mapped[str]
    stars: Mapped[int]
    text: Mapped[str]
