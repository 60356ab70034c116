"""What buyers said, what was answered, and how good a shop is found."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk

_REPORTED = text("reported_at IS NOT NULL AND looked_at IS NULL")
_UNCOUNTED = text("uncounted_since IS NOT NULL")


class Review(Model):
    """Stars and words of somebody who bought; `order_line_id` makes it one a line.

    The line belongs to a higher domain, so it is an opaque id here. `state` is
    "waiting" until others may read it (`shown_at`, opened by a job), "hidden" when the
    Lab has taken it away for `hidden_reason`. `shop_id` and `lab_id` repeat the
    listing's: the pages of both follow them. `reported_at`: she has asked her Lab to
    look; `looked_at`: it has.
    `uncounted_since`: the numbers of its shop do not know yet what happened to it.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="one_to_five_stars"),
        CheckConstraint("state IN ('waiting', 'shown', 'hidden')", name="known_state"),
        CheckConstraint(
            "(state = 'hidden') = (hidden_reason <> '')", name="hidden_for_a_reason"
        ),
        CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name="answered_in_words"
        ),
        Index("ix_reviews_listing", "listing_id", "created_at"),
        Index("ix_reviews_shop", "shop_id", "shown_at", "id"),
        Index("ix_reviews_lab", "lab_id", "shown_at", "id"),
        Index("ix_reviews_newest", "shown_at", "id"),
        Index("ix_reviews_due", "state", "shown_at"),
        Index(
            "ix_reviews_reported",
            "lab_id",
            "reported_at",
            "id",
            sqlite_where=_REPORTED,
            postgresql_where=_REPORTED,
        ),
        Index(
            "ix_reviews_uncounted",
            "uncounted_since",
            sqlite_where=_UNCOUNTED,
            postgresql_where=_UNCOUNTED,
        ),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listings.id"))
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"))
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"))
    order_line_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    author: Mapped[str]
    stars: Mapped[int]
    text: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uncounted_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_reason: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def report_waits(self) -> bool:
        """Whether her Lab has still to look at it."""
        return self.reported_at is not None and self.looked_at is None


class ShopRating(Model):
    """How many reviews of a shop everybody sees, and their mean; kept by a job.

    A shop without a row has none.
    """

    __tablename__ = "shop_ratings"

    shop_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True
    )
    reviews: Mapped[int]
    stars: Mapped[float] = mapped_column(Double)
