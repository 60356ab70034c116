"""Money as the Lab sees it: what waits for somebody, and what the desk holds."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.extensions import db
from marketplace.ledger import balance, balances
from marketplace.money import Money
from marketplace.orders.models import (
    BankLine,
    Case,
    CashCount,
    Dispute,
    FeeRule,
    Order,
    Payment,
    Payout,
    Purchase,
    Refund,
)
from marketplace.orders.queries.refunds import OPEN as OPEN_REFUNDS
from marketplace.orders.rules import OPEN_CASE
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import Labs, of_labs


@dataclass(frozen=True)
class Astray:
    """Money that is late or another sum, and waits for a decision."""

    payment_id: uuid.UUID
    number: str
    buyer: str
    contact: str
    asked: Money
    has: Money
    created_at: datetime


@dataclass(frozen=True)
class Waiting:
    """How much of each kind waits for somebody at these Labs."""

    transfers: int
    refunds: int
    cases: int
    payouts: int
    disputes: int


@dataclass(frozen=True)
class DisputeRow:
    """One line of the list of disputes."""

    id: uuid.UUID
    number: str
    state: str
    amount: Money
    created_at: datetime
    proposed_by: uuid.UUID | None
    blamed: bool


def lab_order(labs: Labs, order_id: uuid.UUID) -> Order:
    """Return an order of these Labs with all that is in it; NotFound for any other."""
    found = db.session.scalar(
        select(Order)
        .where(Order.id == order_id)
        .options(
            selectinload(Order.lines),
            joinedload(Order.purchase),
            joinedload(Order.shop),
        )
    )
    return of_labs(labs, found)


def bank_lines(lab_id: uuid.UUID, limit: int = 50) -> Sequence[BankLine]:
    """Return what was written down of a Lab's statement last."""
    return db.session.scalars(
        select(BankLine)
        .where(BankLine.lab_id == lab_id)
        .order_by(BankLine.created_at.desc(), BankLine.id)
        .limit(limit)
    ).all()


def unknown_lines(lab_id: uuid.UUID) -> Sequence[BankLine]:
    """Return transfers nobody knows whose they are."""
    return db.session.scalars(
        select(BankLine)
        .where(
            BankLine.lab_id == lab_id,
            BankLine.payment_id.is_(None),
            BankLine.state == "suspense",
        )
        .order_by(BankLine.created_at)
    ).all()


def money_astray(labs: Labs) -> list[Astray]:
    """Return payments of these Labs whose money waits, oldest first."""
    query = (
        select(Payment, Purchase)
        .join(Purchase, Purchase.id == Payment.purchase_id)
        .where(Payment.state == "suspended")
        .order_by(Payment.created_at)
    )
    if labs is not None:
        query = query.where(_of(labs))
    rows = db.session.execute(query).all()
    sums = balances([_account(payment) for payment, _ in rows])
    return [
        _astray(payment, purchase, -sums[_account(payment)])
        for payment, purchase in rows
        if sums.get(_account(payment))
    ]


def _of(labs: frozenset[uuid.UUID]) -> ColumnElement[bool]:
    """A payment is a Lab's when it goes to its account, or an order of it is there."""
    there = select(Order.purchase_id).where(Order.lab_id.in_(labs))
    return Payment.lab_id.in_(labs) | (
        Payment.lab_id.is_(None) & Payment.purchase_id.in_(there)
    )


def _account(payment: Payment) -> str:
    home = payment.charged_currency == "KGS"
    return f"unalloc:{payment.id}" + ("" if home else f":{payment.charged_currency}")


def _astray(payment: Payment, purchase: Purchase, has: int) -> Astray:
    return Astray(
        payment.id,
        purchase.number,
        purchase.name,
        purchase.phone or purchase.email,
        payment.charged,
        Money(has, payment.charged_currency),
        payment.created_at,
    )


def cash_in(lab_id: uuid.UUID) -> Money:
    """Return what should be in a Lab's cash desk."""
    return balance(f"cash:{lab_id}")


def cash_counts(lab_id: uuid.UUID, limit: int = 20) -> Sequence[CashCount]:
    """Return how the desk was counted last."""
    return db.session.scalars(
        select(CashCount)
        .where(CashCount.lab_id == lab_id)
        .order_by(CashCount.created_at.desc())
        .limit(limit)
    ).all()


def lab_disputes(labs: Labs, limit: int = 100) -> list[DisputeRow]:
    """Return the disputes about sales of these Labs, newest first."""
    query = (
        select(Dispute, Purchase.number)
        .join(Payment, Payment.id == Dispute.payment_id)
        .join(Purchase, Purchase.id == Payment.purchase_id)
        .order_by(Dispute.created_at.desc())
        .limit(limit)
    )
    if labs is not None:
        query = query.where(_of(labs))
    return [
        DisputeRow(
            row.id,
            number,
            row.state,
            Money(row.amount_minor, row.currency),
            row.created_at,
            row.proposed_by,
            row.blamed_at is not None,
        )
        for row, number in db.session.execute(query)
    ]


def fee_rules() -> Sequence[FeeRule]:
    """Return every fee rule, the newest first."""
    return db.session.scalars(
        select(FeeRule).order_by(FeeRule.valid_from.desc(), FeeRule.created_at.desc())
    ).all()


def waiting_money(labs: Labs) -> Waiting:
    """Count what waits for somebody at these Labs."""
    return Waiting(
        transfers=len(money_astray(labs)) + _count(BankLine, labs, _unknown()),
        refunds=_count(Refund, labs, Refund.state.in_(OPEN_REFUNDS)),
        cases=_count(Case, labs, Case.state.in_(OPEN_CASE)),
        payouts=_count(Payout, labs, Payout.state.in_(("draft", "approved"))),
        disputes=sum(row.state == "open" for row in lab_disputes(labs)),
    )


def _unknown() -> ColumnElement[bool]:
    return (BankLine.state == "suspense") & BankLine.payment_id.is_(None)


def _count(table: Any, labs: Labs, condition: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(condition)
    if labs is not None:
        query = query.where(table.lab_id.in_(labs))
    return int(db.session.scalar(query) or 0)


def debts(labs: Labs) -> list[tuple[uuid.UUID, str, Money]]:
    """Return the shops of these Labs that owe money after refunds, with how much."""
    query = select(Shop.id, Shop.alias).order_by(Shop.alias)
    if labs is not None:
        query = query.where(Shop.lab_id.in_(labs))
    shops = {
        f"payable:{shop_id}": (shop_id, alias)
        for shop_id, alias in db.session.execute(query)
    }
    found = balances(list(shops)) if shops else {}
    return [(*shops[code], Money(owed)) for code, owed in found.items() if owed > 0]
