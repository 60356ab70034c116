"""Quotes with their versions and parts."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace import clock
from marketplace.extensions import db
from marketplace.money import Money
from marketplace.orders.models import Milestone, Offer, Order, Purchase, Quote
from marketplace.orders.rules.quotes import may_begin_anew, part_state
from marketplace.orders.rules.talk import SELLER

Shown = Callable[[str], str]


@dataclass(frozen=True)
class PartView:
    """A part of an offer, where it stands, and the order that carries it."""

    id: uuid.UUID
    title: str
    price: Money
    days: int
    state: str
    order_id: uuid.UUID | None
    purchase_secret: str
    can_be_paid: bool


@dataclass(frozen=True)
class OfferView:
    """One version of an offer."""

    version: int
    who: str
    text: str
    price: Money
    delivery: Money
    place: str
    days: int
    revisions: int
    valid_until: datetime
    parts: list[PartView]

    @property
    def over(self) -> bool:
        """Whether its time is over."""
        return self.valid_until <= clock.now()

    @property
    def in_parts(self) -> bool:
        """Whether it is paid part by part."""
        return len(self.parts) > 1


@dataclass(frozen=True)
class QuoteView:
    """A quote: the version that counts, and the older ones."""

    id: uuid.UUID
    state: str
    text: str
    wanted_id: uuid.UUID | None
    offers: list[OfferView]

    @property
    def last(self) -> OfferView | None:
        """The version that counts."""
        return self.offers[-1] if self.offers else None

    @property
    def old(self) -> list[OfferView]:
        """The versions before it, the newest first."""
        return list(reversed(self.offers[:-1]))

    @property
    def to_accept(self) -> bool:
        """Whether the buyer can say yes now."""
        last = self.last
        return (
            self.state == "offered"
            and last is not None
            and last.who == SELLER
            and not last.over
        )


def quotes_of(thread_id: uuid.UUID, shown: Shown = str) -> list[QuoteView]:
    """Return the quotes of a conversation, the oldest first.

    `shown` makes of a text what the reader may see of it.
    """
    rows = db.session.scalars(
        select(Quote)
        .where(Quote.thread_id == thread_id)
        .options(selectinload(Quote.offers).selectinload(Offer.parts))
        .order_by(Quote.created_at)
        .execution_options(populate_existing=True)
    ).all()
    orders = _orders(rows)
    return [_quote(row, orders, shown) for row in rows]


def _orders(rows: Sequence[Quote]) -> dict[uuid.UUID, tuple[str, str]]:
    """Return state and link of the orders that carry parts."""
    ids = [
        part.order_id
        for row in rows
        for offer in row.offers
        for part in offer.parts
        if part.order_id is not None
    ]
    if not ids:
        return {}
    found = db.session.execute(
        select(Order.id, Order.state, Order.paid_at, Purchase.secret)
        .join(Purchase, Purchase.id == Order.purchase_id)
        .where(Order.id.in_(ids))
    )
    return {
        order_id: (state, "" if may_begin_anew(state, paid=bool(paid)) else secret)
        for order_id, state, paid, secret in found
    }


def _quote(
    row: Quote, orders: dict[uuid.UUID, tuple[str, str]], shown: Shown
) -> QuoteView:
    return QuoteView(
        row.id,
        row.state,
        shown(row.text),
        row.wanted_id,
        [_offer(one, row.state, orders, shown) for one in row.offers],
    )


def _offer(
    one: Offer, state: str, orders: dict[uuid.UUID, tuple[str, str]], shown: Shown
) -> OfferView:
    parts: list[PartView] = []
    for part in one.parts:
        before = all(known.state == "accepted" for known in parts)
        ready = before and state == "accepted"
        parts.append(_part(part, orders, shown(part.title), ready=ready))
    return OfferView(
        one.version,
        one.who,
        shown(one.text),
        Money(one.price_minor),
        Money(one.delivery_minor),
        one.place,
        one.days,
        one.revisions,
        one.valid_until,
        parts,
    )


def _part(
    part: Milestone,
    orders: dict[uuid.UUID, tuple[str, str]],
    title: str,
    *,
    ready: bool,
) -> PartView:
    state, secret = orders.get(part.order_id, ("", "")) if part.order_id else ("", "")
    fresh = not secret
    return PartView(
        part.id,
        title,
        Money(part.price_minor),
        part.days,
        part_state(state),
        part.order_id,
        secret,
        ready and fresh,
    )
