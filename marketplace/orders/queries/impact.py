"""What the Labs have moved: makers who sell, orders, turnover, what a maker earns.

No figure leaves this module that is about fewer than five people.
"""

import uuid
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    func,
    literal,
    select,
    true,
    union_all,
)

from marketplace.extensions import db
from marketplace.ledger.models import LedgerEntry
from marketplace.money import Money
from marketplace.orders.models import Order
from marketplace.orders.queries.figures import settled, sold, taken, which, whole
from marketplace.orders.queries.turnover import turnover_by
from marketplace.orders.rules.figures import LEAST, few, kept_back, summed_up
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
    """Return the months of these Labs (None: all); four queries.

    A Lab with few makers in a month is not in that month's sums, unless several such
    are enough people together: its neighbours' own reports would give it away.
    """
    of = _of(labs)
    places = {lab_id: at for at, lab_id in enumerate(_with_orders(of))}
    lab = case(places, value=Order.lab_id) if places else literal(0)

    def cell(moment: Any) -> ColumnElement[int]:
        return which(moment, months) * len(places) + lab

    made = _sold(of, months, cell(Order.paid_at))
    sums = turnover_by(of, whole(months), cell)
    medians = _medians(of, months)
    rows = (
        range(at * len(places), (at + 1) * len(places)) for at in range(len(months))
    )
    return [
        _month(
            month,
            {key: _Group(*made.get(key, (0, 0)), sums.get(key, 0)) for key in row},
            medians.get(at),
        )
        for at, (month, row) in enumerate(zip(months, rows, strict=True))
    ]


def impact_by_lab(
    labs: Labs, lab_ids: Sequence[uuid.UUID], months: Sequence[Month]
) -> list[Impact[uuid.UUID]]:
    """Return these Labs over all the months together; two queries."""
    of = _of(labs)
    made = _sold(of, months, Order.lab_id)
    sums = turnover_by(of, whole(months), lambda _at: Order.lab_id)
    groups = {
        one: _Group(*made.get(one, (0, 0)), sums.get(one, 0))
        for one in {*lab_ids, *made, *sums}
    }
    hidden = kept_back({one: group.about for one, group in groups.items()})
    return [
        replace(row, orders=None, turnover=None) if row.of in hidden else row
        for row in (_told(one, groups[one], None) for one in lab_ids)
    ]


@dataclass(frozen=True)
class _Group:
    """Those who sold something, their orders, and what it came to in minor units."""

    makers: int
    orders: int
    turnover: int

    @property
    def about(self) -> int:
        """How many people it tells of: money back without a sale is somebody's alone."""
        return self.makers or int(self.turnover != 0)


def _month(
    month: Month, groups: Mapping[int, _Group], median: Money | None
) -> Impact[Month]:
    about = {at: group.about for at, group in groups.items() if group.about}
    among = summed_up(about) or frozenset(about)
    some = [groups[at] for at in among]
    together = _Group(
        sum(group.makers for group in some),
        sum(group.orders for group in some),
        sum(group.turnover for group in some),
    )
    return _told(month, together, median)


def _told(of: K, group: _Group, median: Money | None) -> Impact[K]:
    if few(group.about):
        return Impact(of, None, None, None, median)
    return Impact(of, group.makers, group.orders, Money(group.turnover), median)


def _with_orders(of: ColumnElement[bool]) -> Sequence[uuid.UUID]:
    return db.session.scalars(select(Order.lab_id).where(of).distinct()).all()


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
