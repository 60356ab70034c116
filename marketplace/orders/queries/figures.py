"""A maker's own figures: what her sales brought, month by month, and what sold best."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    func,
    literal,
    select,
    text,
    union_all,
)

from marketplace.extensions import db
from marketplace.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting
from marketplace.money import Money
from marketplace.orders.models import Order, OrderLine
from marketplace.orders.queries.account import payable
from marketplace.orders.queries.statements import OF_SALES
from marketplace.orders.rules import UNPAID
from marketplace.orders.rules.periods import Month, Span

BEST = 5


@dataclass(frozen=True)
class MonthFigures:
    """One month: how many orders were paid, and what sales brought her."""

    month: Month
    orders: int
    earned: Money


@dataclass(frozen=True)
class Sold:
    """A thing of hers: how many were sold, for how much altogether."""

    title: str
    number: int
    total: Money


def figures_of(shop_id: uuid.UUID, months: Sequence[Month]) -> list[MonthFigures]:
    """Return a shop's months, in the order given; two queries, however many there are."""
    counts = _counts(shop_id, months)
    earned = _sums(shop_id, months)
    return [
        MonthFigures(month, counts.get(at, 0), Money(earned.get(at, 0)))
        for at, month in enumerate(months)
    ]


def best_sold(shop_id: uuid.UUID, months: Sequence[Month]) -> list[Sold]:
    """Return what of hers was bought most often in these months.

    What was agreed with her alone has no listing: there the same words are one thing.
    """
    alone = case((OrderLine.listing_id.is_(None), OrderLine.title), else_=text("''"))
    number = func.sum(OrderLine.quantity)
    total = func.sum(OrderLine.quantity * OrderLine.price_minor)
    title = func.max(OrderLine.title)
    rows = db.session.execute(
        select(title, number, total)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Order.shop_id == shop_id,
            Order.parent_id.is_(None),
            Order.state.not_in(UNPAID),
            within(Order.paid_at, months),
        )
        .group_by(OrderLine.listing_id, alone)
        .order_by(number.desc(), total.desc(), title)
        .limit(BEST)
    )
    return [Sold(name, int(many), Money(int(sum_))) for name, many, sum_ in rows]


def whole(months: Sequence[Month]) -> Span:
    """Return the span of months that follow each other, in order of time."""
    return months[0].span[0], months[-1].span[1]


def within(moment: Any, months: Sequence[Month]) -> ColumnElement[bool]:
    """Say that a moment is in one of these months, along an index."""
    since, until = whole(months)
    return and_(moment >= since, moment < until)


def which(moment: Any, months: Sequence[Month]) -> ColumnElement[int]:
    """Say in SQL which of the months a moment within them is in.

    Compared with the midnights of Bishkek: no database has to know of time zones.
    """
    ends = [
        (moment < month.span[1], literal(at)) for at, month in enumerate(months[:-1])
    ]
    return case(*ends, else_=literal(len(months) - 1))


def settled(months: Sequence[Month]) -> Select[*tuple[Any, ...]]:
    """Return what came to sellers of sales, less what went back: which month, how much."""
    return (
        select(
            which(LedgerPosting.created_at, months).label("month"),
            (-LedgerPosting.amount_minor).label("amount"),
        )
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .where(
            LedgerAccount.owner_kind == "payable",
            LedgerEntry.kind.in_(OF_SALES),
            within(LedgerPosting.created_at, months),
        )
    )


def taken(months: Sequence[Month]) -> Select[*tuple[Any, ...]]:
    """Return what makers took in cash themselves, less the Lab's part; as `settled`."""
    return select(
        which(Order.paid_at, months).label("month"),
        (Order.total_minor - Order.fee_minor).label("amount"),
    ).where(
        Order.pays == "maker",
        Order.state.not_in(UNPAID),
        within(Order.paid_at, months),
    )


def sold(months: Sequence[Month], key: Any) -> Select[*tuple[Any, ...]]:
    """Return the orders that were paid and stand, as key and shop."""
    # A paid change is no order of its own here: it belongs to the work it changes.
    return select(key.label("key"), Order.shop_id).where(
        Order.parent_id.is_(None),
        Order.state.not_in(UNPAID),
        within(Order.paid_at, months),
    )


def _counts(shop_id: uuid.UUID, months: Sequence[Month]) -> dict[int, int]:
    month = which(Order.paid_at, months)
    every = sold(months, month).where(Order.shop_id == shop_id).subquery()
    rows = db.session.execute(select(every.c.key, func.count()).group_by(every.c.key))
    return {at: int(number) for at, number in rows}


def _sums(shop_id: uuid.UUID, months: Sequence[Month]) -> dict[int, int]:
    every = union_all(
        settled(months).where(LedgerAccount.code == payable(shop_id)),
        taken(months).where(Order.shop_id == shop_id),
    ).subquery()
    rows = db.session.execute(
        select(every.c.month, func.sum(every.c.amount)).group_by(every.c.month)
    )
    return {at: int(amount) for at, amount in rows}
