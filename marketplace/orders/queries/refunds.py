"""Refunds as buyers, sellers and the Lab see them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from marketplace.extensions import db
from marketplace.money import Money
from marketplace.orders.models import Payment, Purchase, Refund
from marketplace.profiles.queries import Labs

OPEN = ("requested", "approved", "processing", "failed")


@dataclass(frozen=True)
class RefundRow:
    """One line of the Lab's list of refunds."""

    id: uuid.UUID
    number: str
    buyer: str
    contact: str
    provider: str
    state: str
    reason: str
    note: str
    amount: Money
    created_at: datetime
    asked_by: uuid.UUID | None
    approved_by: uuid.UUID | None


def refunds_of(purchase_id: uuid.UUID) -> Sequence[Refund]:
    """Return every refund of a purchase, oldest first."""
    return db.session.scalars(
        select(Refund)
        .join(Payment, Payment.id == Refund.payment_id)
        .where(Payment.purchase_id == purchase_id, Refund.state != "denied")
        .order_by(Refund.created_at)
    ).all()


def refunds_of_order(order_id: uuid.UUID) -> Sequence[Refund]:
    """Return every refund of an order, oldest first."""
    return db.session.scalars(
        select(Refund).where(Refund.order_id == order_id).order_by(Refund.created_at)
    ).all()


def open_refunds(labs: Labs, limit: int = 100) -> list[RefundRow]:
    """Return refunds of these Labs somebody has to do something about, oldest first."""
    query = (
        select(Refund, Purchase, Payment.provider)
        .join(Payment, Payment.id == Refund.payment_id)
        .join(Purchase, Purchase.id == Payment.purchase_id)
        .where(Refund.state.in_(OPEN))
        .order_by(Refund.created_at)
        .limit(limit)
    )
    if labs is not None:
        query = query.where(Refund.lab_id.in_(labs))
    return [_row(*row) for row in db.session.execute(query)]


def _row(refund: Refund, purchase: Purchase, provider: str) -> RefundRow:
    return RefundRow(
        id=refund.id,
        number=purchase.number,
        buyer=purchase.name,
        contact=purchase.phone or purchase.email,
        provider=provider,
        state=refund.state,
        reason=refund.reason,
        note=refund.note,
        amount=refund.charged if refund.charged_minor else refund.amount,
        created_at=refund.created_at,
        asked_by=refund.asked_by,
        approved_by=refund.approved_by,
    )
