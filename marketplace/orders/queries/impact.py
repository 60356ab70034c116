"""What the Labs have moved: makers who sell, orders, turnover, what a maker earns.

No figure leaves this module that is about fewer than five people.
"""

import uuid
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, and_, func, select, true, union_all

from marketplace.extensions import db
from marketplace.ledger.models import LedgerEntry
from marketplace.money import Money
from marketplace.orders.models import Order
from marketplace.orders.queries.figures import settled, sold, taken, which, whole
from marketplace.orders.queries.turnover import turnover_by
from marketplace.orders.rules.figures import LEAST, few, kept_back
from marketplace.orders.rules.periods import Month
from marketplace.profiles.queries import Labs

K = TypeVar("K", bound=Hashable)
Of_co = TypeVar("Of_co", bound=Hashable, covariant=True)


@dataclass(frozen=True)
class Impact(Generic[Of_co]):
    """Figures of a month or a Lab; None is what would tell of fewer than five people.

    `makers` have sold something. `median`: half of those who earned, earned less.
    """

    of: Of_co
    makers: int | None
    orders: int | None
    turnover: Money | None
    median: Money | None = None


def impact_by_month(labs: Labs, months: Sequence[Month]) -> list[Impact[Month]]:
    """Return the months of these Labs (None: all); three queries."""
    of = _of(labs)
    made = _sold(of, months, which(Order.paid_at, months))
    sums = turnover_by(of, whole(months), lambda at: which(at, months))
    medians = _medians(of, months)
    return [
        _told(month, made.get(at, (0, 0)), sums.get(at, 0), medians.get(at))
        for at, month in enumerate(months)
    ]


def impact_by_lab(
    labs: Labs, lab_ids: Sequence[uuid.UUID], months: Sequence[Month]
) -> list[Impact[uuid.UUID]]:
    """Return these Labs over all the months together; two queries."""
    of = _of(labs)
    made = _sold(of, months, Order.lab_id)
    sums = turnover_by(of, whole(months), lambda _at: Order.lab_id)
    hidden = kept_back({lab_id: people for lab_id, (people, _) in made.items()})
    rows = [
        _told(one, made.get(one, (0, 0)), sums.get(one, 0), None) for one in lab_ids
    ]
    return [
        replace(row, orders=None, turnover=None) if row.of in hidden else row
        for row in rows
    ]


def _told(
    of: K, made: tuple[int, int], turnover: int, median: Money | None
) -> Impact[K]:
    people, orders = made
    # Money that went back in a month without a sale is somebody's alone.
    if few(people) or (turnover and not people):
        return Impact(of, None, None, None, median)
    return Impact(of, people, orders, Money(turnover), median)


def _of(labs: Labs) -> ColumnElement[bool]:
    return true() if labs is None else Order.lab_id.in_(labs)


def _sold(
    of: ColumnElement[bool], months: Sequence[Month], key: Any
) -> dict[Any, tuple[int, int]]:
    """Return how many makers have sold how many orders."""
    every = sold(months, key).where(of).subquery()
    people = func.count(every.c.shop_id.distinct())
    rows = db.session.execute(
        select(every.c.key, people, func.count()).group_by(every.c.key)
    )
    return {found: (int(makers), int(orders)) for found, makers, orders in rows}


def _medians(of: ColumnElement[bool], months: Sequence[Month]) -> dict[int, Money]:
    """Return the middle of what makers have earned in each month where enough have."""
    every = union_all(
        settled(months)
        .add_columns(Order.shop_id)
        .join(Order, Order.id == LedgerEntry.subject_id)
        .where(of),
        taken(months).add_columns(Order.shop_id).where(of),
    ).subquery()
    month, net = every.c.month, func.sum(every.c.amount)
    place = func.row_number().over(partition_by=month, order_by=net)
    many = func.count().over(partition_by=month)
    ranked = (
        select(month, net.label("net"), place.label("place"), many.label("many"))
        .group_by(month, every.c.shop_id)
        .subquery()
    )
    # One in the middle, or the two beside it.
    middle = and_(
        2 * ranked.c.place >= ranked.c.many, 2 * ranked.c.place <= ranked.c.many + 2
    )
    rows = db.session.execute(
        select(ranked.c.month, func.min(ranked.c.net), func.max(ranked.c.net))
        .where(middle, ranked.c.many >= LEAST)
        .group_by(ranked.c.month)
    )
    return {at: Money((int(low) + int(high)) // 2) for at, low, high in rows}
