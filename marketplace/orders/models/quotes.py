"""Quotes: what a buyer wants, what is offered for it; and what is wanted in public."""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.db import Model, UtcDateTime, created_at, uuid_pk
from marketplace.orders.models.threads import Thread


class Wanted(Model):
    """What a buyer looks for in public; approved residents answer with offers.

    `secret` opens its own page without an account; the public one shows no name.
    """

    __tablename__ = "wanted"
    __table_args__ = (
        CheckConstraint("phone <> '' OR email <> ''", name="reachable"),
        Index("ix_wanted_newest", "state", "created_at", "id"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    secret: Mapped[str] = mapped_column(unique=True)
    category_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("categories.id"))
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("people.id"), index=True
    )
    state: Mapped[str] = mapped_column(default="open")
    title: Mapped[str]
    text: Mapped[str]
    budget_minor: Mapped[int | None] = mapped_column(BigInteger)
    wanted_by: Mapped[date | None]
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_why: Mapped[str] = mapped_column(default="")
    hidden_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))


class WantedQuestion(Model):
    """What a resident asks about something wanted, and the buyer's answer: for all."""

    __tablename__ = "wanted_questions"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    wanted_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("wanted.id", ondelete="CASCADE"), index=True
    )
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"))
    text: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Quote(Model):
    """What one buyer wants of one shop, until it is agreed or given up."""

    __tablename__ = "quotes"
    __table_args__ = (
        UniqueConstraint("wanted_id", "shop_id", name="uq_quotes_wanted"),
        Index("ix_quotes_state", "state", "since"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("threads.id"), index=True)
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"), index=True)
    wanted_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("wanted.id"))
    state: Mapped[str] = mapped_column(default="requested")
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    nudged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    text: Mapped[str]

    thread: Mapped[Thread] = relationship(lazy="raise")
    offers: Mapped[list["Offer"]] = relationship(
        lazy="raise", order_by="Offer.version", viewonly=True
    )
    milestones: Mapped[list["Milestone"]] = relationship(
        lazy="raise", order_by="Milestone.position", viewonly=True
    )


class Offer(Model):
    """One version of an offer; never changed, so old ones can be read.

    `place` says where it is done or how it comes; `delivery_minor` what bringing it
    costs, beside the price.
    """

    __tablename__ = "offers"
    __table_args__ = (
        UniqueConstraint("quote_id", "version", name="uq_offers_version"),
        CheckConstraint("who IN ('buyer', 'seller')", name="known_who"),
        CheckConstraint("price_minor > 0", name="price_above_zero"),
        CheckConstraint("delivery_minor >= 0", name="delivery_not_negative"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    quote_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("quotes.id", ondelete="CASCADE")
    )
    version: Mapped[int]
    who: Mapped[str]
    text: Mapped[str]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    delivery_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    place: Mapped[str]
    days: Mapped[int]
    revisions: Mapped[int]
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime)

    parts: Mapped[list["Milestone"]] = relationship(
        lazy="raise", order_by="Milestone.position"
    )


class Milestone(Model):
    """A part of an offer that is paid, done and accepted by itself.

    `order_id` is the order that carries it, once the buyer has begun to pay for it.
    """

    __tablename__ = "milestones"
    __table_args__ = (
        UniqueConstraint("offer_id", "position", name="uq_milestones_position"),
        CheckConstraint("price_minor > 0", name="price_above_zero"),
    )

    id: Mapped[uuid_pk]
    quote_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("quotes.id", ondelete="CASCADE"), index=True
    )
    offer_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("offers.id", ondelete="CASCADE")
    )
    position: Mapped[int]
    title: Mapped[str]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    days: Mapped[int]
    order_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("orders.id"), index=True
    )
