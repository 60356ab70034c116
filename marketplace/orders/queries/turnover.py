"""What a shop has turned over: what buyers paid, less what went back to them.

A sale counts when it is paid, money back when it leaves; both from rows that never
change, so a month that is over stays as it was. What the Lab takes for carrying a parcel
is no turnover of hers.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, union_all

from marketplace.extensions import db
from marketplace.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting
from marketplace.money import Money
from marketplace.orders.models import Dispute, DisputePart, Order, Refund, TaxLimit
from marketplace.orders.rules.periods import Span

Key = Callable[[Any], Any]  # of the moment's column: what sums are summed up by


@dataclass(frozen=True)
class Turnover:
    """What was turned over: paid in cash (at the Lab or to the maker), and otherwise."""

    cash: Money
    other: Money

    @property
    def total(self) -> Money:
        """All of it."""
        return self.cash + self.other


def turnover(shop_id: uuid.UUID, span: Span) -> Turnover:
    """Return a shop's turnover in a span of time, by one query."""
    sums = turnover_by(Order.shop_id == shop_id, span, lambda _at: _cash())
    return Turnover(Money(sums.get(1, 0)), Money(sums.get(0, 0)))


def turnover_by(of: ColumnElement[bool], span: Span, key: Key) -> dict[Any, int]:
    """Return the turnover of some orders in a span of time, in minor units, by one query.

    `key` makes of the moment's column what it is summed up by; it may name `Order`.
    """
    since, until = span
    paid = select(key(Order.paid_at).label("key"), _own().label("amount")).where(
        of, Order.paid_at >= since, Order.paid_at < until
    )
    back = _back(of, key).subquery()
    gone = select(back.c.key, -back.c.amount).where(
        back.c.at >= since, back.c.at < until
    )
    every = union_all(paid, gone).subquery()
    rows = db.session.execute(
        select(every.c.key, func.sum(every.c.amount)).group_by(every.c.key)
    )
    return {found: int(amount) for found, amount in rows}


def _cash() -> ColumnElement[int]:
    return case((Order.pays == "before", 0), else_=1)


def _own() -> ColumnElement[int]:
    """What of an order is turnover: not what the Lab takes for carrying the parcel."""
    return case(
        (Order.delivery == "lab_parcel", Order.items_minor), else_=Order.total_minor
    )


def _back(of: ColumnElement[bool], key: Key) -> Select[*tuple[Any, ...]]:
    """Return when how much turnover went back.

    Goods go back before the delivery (`rules.amounts.left`): of the running sum of an
    order only what stays below its own turnover counts.
    """
    moves = union_all(
        _refunds(of),
        _disputed(of, "dp_lost:", DisputePart.held_minor),
        _disputed(of, "dp_fault:", DisputePart.amount_minor - DisputePart.held_minor),
    ).subquery()
    so_far = func.sum(moves.c.amount).over(
        partition_by=moves.c.order_id,
        order_by=(moves.c.at, moves.c.key),
        rows=(None, 0),
    )
    sums = select(moves, so_far.label("so_far")).subquery()
    part = _at_most(sums.c.so_far) - _at_most(sums.c.so_far - sums.c.amount)
    return select(key(sums.c.at).label("key"), sums.c.at, part.label("amount")).join(
        Order, Order.id == sums.c.order_id
    )


def _at_most(amount: ColumnElement[int]) -> ColumnElement[int]:
    return case((amount > _own(), _own()), else_=amount)


def _refunds(of: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Refunds as the book has them: asked for, and those that did not arrive."""
    hers = select(Refund.order_id).join(Order, Order.id == Refund.order_id).where(of)
    return (
        select(
            LedgerEntry.subject_id.label("order_id"),
            LedgerEntry.created_at.label("at"),
            LedgerEntry.event_key.label("key"),
            (-LedgerPosting.amount_minor).label("amount"),
        )
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(
            LedgerEntry.subject_id.in_(hers),
            LedgerEntry.kind.in_(("rf_req", "rf_fail")),
            LedgerAccount.owner_kind == "refund_pending",
        )
    )


def _disputed(
    of: ColumnElement[bool], event: str, amount: ColumnElement[int] | Any
) -> Select[*tuple[Any, ...]]:
    """Parts of lost disputes that were taken from what was hers."""
    return (
        select(
            DisputePart.order_id, LedgerEntry.created_at, LedgerEntry.event_key, amount
        )
        .join(Order, Order.id == DisputePart.order_id)
        .join(Dispute, Dispute.id == DisputePart.dispute_id)
        .join(LedgerEntry, LedgerEntry.event_key == event + Dispute.reference)
        .where(of)
    )


def limit_of(regime: str, day: date) -> TaxLimit | None:
    """Return the limit of a regime that counts on a day; None where there is none."""
    found = db.session.scalar(
        select(TaxLimit)
        .where(TaxLimit.regime == regime, TaxLimit.valid_from <= day)
        .order_by(TaxLimit.valid_from.desc(), TaxLimit.created_at.desc())
        .limit(1)
    )
    return found if found is not None and found.yearly_minor else None


def tax_limits() -> Sequence[TaxLimit]:
    """Return every limit, the newest first."""
    return db.session.scalars(
        select(TaxLimit).order_by(
            TaxLimit.valid_from.desc(), TaxLimit.created_at.desc(), TaxLimit.regime
        )
    ).all()
