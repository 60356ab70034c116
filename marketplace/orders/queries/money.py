"""What a shop has earned: what is hers, what is on its way, what is held and why."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, or_, select

from marketplace import clock
from marketplace.extensions import db
from marketplace.ledger import balances
from marketplace.money import Money
from marketplace.orders.models import (
    Case,
    Dispute,
    DisputePart,
    Order,
    Payment,
    Payout,
    PayoutDetails,
    Purchase,
    Refund,
    TaxLimit,
)
from marketplace.orders.queries.account import payable
from marketplace.orders.queries.payouts import details_now
from marketplace.orders.queries.turnover import Turnover, limit_of, turnover
from marketplace.orders.rules import (
    LIVE_REFUND,
    MOVING_REFUND,
    OPEN_CASE,
    UNPAID,
    held,
    periods,
)
from marketplace.orders.rules.amounts import left
from marketplace.profiles.models import Shop


@dataclass(frozen=True)
class HeldOrder:
    """An order whose money is not hers yet: how much will be, and what it waits for.

    `until` is when it is released if nobody says anything. Not `paid` is what comes in
    cash with the parcel.
    """

    id: uuid.UUID
    number: str
    hers: Money
    why: str
    until: datetime | None
    paid: bool


@dataclass(frozen=True)
class MoneyView:
    """A shop's money page. `owes` is her debt to the Lab, of every kind."""

    payable: Money
    on_its_way: Money
    owes: Money
    waiting: list[HeldOrder]
    details: PayoutDetails | None

    @property
    def held(self) -> Money:
        """What buyers have paid and the Lab keeps until they confirm."""
        return Money(sum(one.hers.minor for one in self.waiting if one.paid))

    @property
    def rests(self) -> bool:
        """Whether her newest payout details cannot be used yet."""
        return self.details is not None and self.details.usable_from > clock.now()


@dataclass(frozen=True)
class YearView:
    """What she has turned over this year, and how much her tax regime allows."""

    year: int
    regime: str
    turnover: Turnover
    limit: TaxLimit | None

    @property
    def percent(self) -> int:
        """How much of the limit it is, in whole per cent."""
        limit = self.limit.yearly_minor if self.limit else 0
        return periods.percent(self.turnover.total.minor, limit) if limit else 0

    @property
    def near(self) -> bool:
        """Whether the limit is near or over."""
        return self.limit is not None and self.percent >= periods.NEAR


def money_of(shop_id: uuid.UUID) -> MoneyView:
    """Return what is hers now, what is on its way, what is held and why."""
    sums = balances([payable(shop_id), f"recv:{shop_id}"])
    account = -sums.get(payable(shop_id), 0)
    return MoneyView(
        payable=Money(max(account, 0)),
        on_its_way=_on_its_way(shop_id),
        owes=Money(sums.get(f"recv:{shop_id}", 0) + max(-account, 0)),
        waiting=[_waiting(row) for row in _open_orders(shop_id)],
        details=details_now(shop_id),
    )


def year_of(shop_id: uuid.UUID) -> YearView:
    """Return this calendar year's turnover beside the limit of her regime."""
    today = clock.today()
    regime = db.session.scalars(select(Shop.tax_regime).where(Shop.id == shop_id)).one()
    made = turnover(shop_id, periods.year(today.year))
    return YearView(today.year, regime, made, limit_of(regime, today))


def _on_its_way(shop_id: uuid.UUID) -> Money:
    total = db.session.scalar(
        select(func.sum(Payout.amount_minor)).where(
            Payout.shop_id == shop_id, Payout.state == "approved"
        )
    )
    return Money(int(total or 0))


def _waiting(row: Row[Any]) -> HeldOrder:
    order: Order = row[0]
    blocked = "case" if row.case else "dispute" if row.dispute else ""
    blocked = blocked or ("refund" if row.refund else "")
    paid = order.paid_at is not None
    back = int(row.refunded or 0) + int(row.lost or 0)
    return HeldOrder(
        order.id,
        row.number,
        Money(left(order.sale, back).seller, order.currency),
        held.why(order.state, order.pays, blocked, paid=paid),
        held.until(order.state, blocked, order.since, order.kind) if paid else None,
        paid,
    )


def _open_orders(shop_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return her orders that are not over, with all that may hold them, by one query."""
    return db.session.execute(
        select(
            Order,
            Purchase.number,
            _case().label("case"),
            _dispute().label("dispute"),
            _refund().label("refund"),
            _refunded().label("refunded"),
            _lost().label("lost"),
        )
        .join(Purchase, Purchase.id == Order.purchase_id)
        .where(
            Order.shop_id == shop_id,
            Order.state.not_in(UNPAID | {"completed"}),
            or_(Order.paid_at.is_not(None), Order.pays != "before"),
        )
        .order_by(Order.created_at.desc(), Order.id)
    ).all()


def _case() -> ColumnElement[bool]:
    return exists().where(Case.order_id == Order.id, Case.state.in_(OPEN_CASE))


def _dispute() -> ColumnElement[bool]:
    return exists().where(
        Payment.purchase_id == Order.purchase_id,
        Dispute.payment_id == Payment.id,
        Dispute.state == "open",
    )


def _refund() -> ColumnElement[bool]:
    return exists().where(Refund.order_id == Order.id, Refund.state.in_(MOVING_REFUND))


def _refunded() -> Any:
    return (
        select(func.sum(Refund.amount_minor))
        .where(Refund.order_id == Order.id, Refund.state.in_(LIVE_REFUND))
        .scalar_subquery()
    )


def _lost() -> Any:
    return (
        select(func.sum(DisputePart.held_minor))
        .join(Dispute, Dispute.id == DisputePart.dispute_id)
        .where(DisputePart.order_id == Order.id, Dispute.state == "lost")
        .scalar_subquery()
    )
