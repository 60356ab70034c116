"""What is agreed of a piece of work, and what is changed of it while it runs."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk


class Work(Model):
    """The terms of one service order, copied at the sale.

    The clock of `days` starts when the brief is complete (`brief_at`). `revisions` are
    those included and those bought since, `used` those asked for.
    """

    __tablename__ = "works"
    __table_args__ = (
        CheckConstraint("used BETWEEN 0 AND revisions", name="used_of_revisions"),
        CheckConstraint("days > 0", name="days_above_zero"),
    )

    order_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("orders.id"), primary_key=True
    )
    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("threads.id"), index=True)
    package_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("packages.id"))
    days: Mapped[int]
    revisions: Mapped[int] = mapped_column(default=0)
    used: Mapped[int] = mapped_column(default=0)
    points: Mapped[str] = mapped_column(default="")
    extras: Mapped[list[Any]] = mapped_column(JSON, default=list)
    questions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    answers: Mapped[list[Any]] = mapped_column(JSON, default=list)
    brief_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Change(Model):
    """More work for more money, or only more days: offered by the maker.

    `child_id` is the small order that carries its money. With no money it counts as
    soon as the buyer agrees.
    """

    __tablename__ = "changes"
    __table_args__ = (
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        CheckConstraint("days >= 0 AND revisions >= 0", name="only_more"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    child_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("orders.id"), index=True
    )
    state: Mapped[str] = mapped_column(default="offered")
    text: Mapped[str]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    days: Mapped[int] = mapped_column(default=0)
    revisions: Mapped[int] = mapped_column(default=0)
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime)


class BuyerReview(Model):
    """What a maker says of the buyer of her work; other makers read only the stars.

    Neither side reads the other's before `shown_at`: two weeks, or both have written.
    """

    __tablename__ = "buyer_reviews"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="one_to_five_stars"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"), unique=True)
    stars: Mapped[int]
    text: Mapped[str] = mapped_column(default="")
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)
