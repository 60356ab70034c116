"""The maker's board, and what is late or silent at a Lab."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.extensions import db
from marketplace.orders.models import Order, Quote, Thread
from marketplace.orders.queries.selling import OrderRow, begun, order_rows
from marketplace.orders.queries.threads import unread_of
from marketplace.orders.rules.masking import hidden
from marketplace.orders.rules.waiting import (
    ANSWER,
    DONE,
    PLACES,
    WAITING,
    states_at,
    waits_for,
)
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import Labs

MANY = 100
SILENT = timedelta(days=3)


@dataclass(frozen=True)
class QuoteRow:
    """A quote that is being talked about."""

    thread_id: uuid.UUID
    name: str
    text: str
    state: str


@dataclass(frozen=True)
class Board:
    """One place of the board: orders, quotes, and how many stand at each place."""

    place: str
    orders: list[OrderRow]
    quotes: list[QuoteRow]
    unread: int
    counts: dict[str, int]


@dataclass(frozen=True)
class LateRow:
    """An order nobody moves: since when, who is next, by which day it was promised."""

    row: OrderRow
    since: date
    ready_on: date | None
    who: str

    @property
    def days_late(self) -> int:
        """Days since the promised day; 0 when it is not over."""
        return max(0, (clock.today() - self.ready_on).days) if self.ready_on else 0


def board(shop_id: uuid.UUID, place: str) -> Board:
    """Return one place of a shop's board; if none is asked for, the first that waits."""
    unread = unread_of(shop_id)
    counts = _counts(shop_id, unread)
    first = next((one for one in PLACES if counts.get(one)), ANSWER)
    chosen = place if place in PLACES else first
    whole = and_(Order.shop_id == shop_id, Order.parent_id.is_(None), begun())
    here = and_(whole, Order.state.in_(states_at(chosen)))
    return Board(
        chosen,
        order_rows(here, limit=MANY, newest=chosen == DONE),
        _quotes(shop_id, chosen),
        unread,
        counts,
    )


def _counts(shop_id: uuid.UUID, unread: int) -> dict[str, int]:
    rows = db.session.execute(
        select(Order.state, func.count())
        .where(Order.shop_id == shop_id, Order.parent_id.is_(None), begun())
        .group_by(Order.state)
    )
    by_state = {state: int(count) for state, count in rows}
    found = {
        place: sum(by_state.get(state, 0) for state in states_at(place))
        for place in PLACES
        if place != DONE
    }
    asked = db.session.execute(
        select(Quote.state, func.count())
        .where(Quote.shop_id == shop_id, Quote.state.in_(("requested", "offered")))
        .group_by(Quote.state)
    )
    quotes = {state: int(count) for state, count in asked}
    found[ANSWER] += quotes.get("requested", 0) + unread
    found[WAITING] += quotes.get("offered", 0)
    return found


def _quotes(shop_id: uuid.UUID, place: str) -> list[QuoteRow]:
    state = {ANSWER: "requested", WAITING: "offered"}.get(place)
    if state is None:
        return []
    rows = db.session.execute(
        select(Quote.thread_id, Thread.name, Quote.text, Quote.state)
        .join(Thread, Thread.id == Quote.thread_id)
        .where(Quote.shop_id == shop_id, Quote.state == state)
        .order_by(Quote.since)
        .limit(MANY)
    )
    return [
        QuoteRow(thread_id, name, hidden(text)[0], quote_state)
        for thread_id, name, text, quote_state in rows
    ]


def late_orders(labs: Labs, limit: int = MANY) -> list[LateRow]:
    """Return what is over its day, or where somebody is silent, the oldest first."""
    at_work = ("in_progress", "ready", "revision_requested")
    late = and_(Order.ready_on < clock.today(), Order.state.in_(at_work))
    silent = and_(
        Order.since <= clock.now() - SILENT,
        or_(
            Order.state.in_(
                ("awaiting_acceptance", "needs_brief", "revision_requested")
            ),
            and_(Order.kind == "service", Order.state == "delivered"),
        ),
    )
    query = (
        select(Order)
        .where(Order.parent_id.is_(None), or_(late, silent))
        .options(joinedload(Order.purchase), joinedload(Order.shop))
        .order_by(Order.since)
        .limit(limit)
    )
    if labs is not None:
        query = query.where(Order.lab_id.in_(labs))
    orders = db.session.scalars(query).all()
    rows = {row.id: row for row in _rows([order.id for order in orders])}
    return [_late(order, rows[order.id]) for order in orders]


def silent_quotes(labs: Labs, limit: int = MANY) -> list[tuple[str, date]]:
    """Return whose quotes wait for a maker's first word too long: alias, since when."""
    query = (
        select(Shop.alias, Quote.since)
        .join(Shop, Shop.id == Quote.shop_id)
        .where(Quote.state == "requested", Quote.since <= clock.now() - SILENT)
        .order_by(Quote.since)
        .limit(limit)
    )
    if labs is not None:
        query = query.where(Shop.lab_id.in_(labs))
    return [
        (alias, since.astimezone(clock.BISHKEK).date())
        for alias, since in db.session.execute(query)
    ]


def _rows(ids: Sequence[uuid.UUID]) -> list[OrderRow]:
    return order_rows(Order.id.in_(ids), limit=MANY, newest=False)


def _late(order: Order, row: OrderRow) -> LateRow:
    since = order.since.astimezone(clock.BISHKEK).date()
    who = waits_for(order.kind, order.state) or "seller"
    return LateRow(row, since, order.ready_on, who)
