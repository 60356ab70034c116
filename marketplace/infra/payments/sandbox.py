"""A provider inside our own house, for the demo and for tests: no money moves.

Its tables stand for the other company's books: nothing of ours reads them but through
the port, so that a lost return or a crash looks as it does with a real provider.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from marketplace import clock
from marketplace.db import Model, UtcDateTime, created_at, get_for_update, use_case
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.infra.payments.port import (
    BadEventError,
    Event,
    Movement,
    PaymentRequest,
    ProviderPayment,
    ProviderRefund,
    ProviderRefusedError,
    RefundRequest,
    Started,
    Status,
)
from marketplace.money import CURRENCIES, Money


class SandboxPayment(Model):
    """A payment as the sandbox sees it."""

    __tablename__ = "sandbox_payments"

    reference: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[created_at]
    key: Mapped[str] = mapped_column(unique=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")
    return_path: Mapped[str]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SandboxRefund(Model):
    """Money the sandbox has given back, at once and for good."""

    __tablename__ = "sandbox_refunds"

    reference: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[created_at]
    key: Mapped[str] = mapped_column(unique=True)
    payment: Mapped[str] = mapped_column(
        ForeignKey("sandbox_payments.reference"), index=True
    )
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]


class SandboxProvider:
    """Pays when the buyer presses a button that says so; it takes no fee."""

    code = "sandbox"
    by_hand = False
    currencies: tuple[str, ...] = CURRENCIES

    def start(self, request: PaymentRequest) -> Started:
        """Open a payment, or find the one this key has opened."""
        reference = _open(request)
        return Started(reference, f"/{request.language}/sandbox/{reference}")

    def fetch(self, reference: str) -> ProviderPayment:
        """Look the payment up."""
        found = look_up(reference)
        status: Status = found.status  # type: ignore[assignment]
        amount = Money(found.amount_minor, found.currency)
        if status != "paid":
            return ProviderPayment(status, amount)
        refunds = tuple(_refund(row) for row in _refunds_of(reference))
        return ProviderPayment(
            status, amount, reference, _charge(found), refunds=refunds
        )

    def cancel(self, reference: str) -> ProviderPayment:
        """Close it if it is still open."""
        decide(reference, "cancelled")
        return self.fetch(reference)

    def refund(self, request: RefundRequest) -> ProviderRefund:
        """Give money back once; ProviderRefusedError if it is more than is left."""
        return _give_back(request)

    def fetch_refund(self, reference: str) -> ProviderRefund:
        """Look a refund up."""
        found = db.session.get(SandboxRefund, reference)
        if found is None:
            raise NotFound
        return _refund(found)

    def read_event(self, body: bytes, signature: str) -> Event:  # noqa: ARG002
        """Refuse: the sandbox sends no webhooks."""
        raise BadEventError

    def find(self, about: str) -> str | None:
        """Return the reference itself, if it is one of a payment here."""
        known = db.session.get(SandboxPayment, about)
        return None if known is None else about

    def movements(self, since: datetime) -> Iterable[Movement]:
        """Return what was paid and given back since then, oldest first."""
        paid = db.session.scalars(
            select(SandboxPayment).where(
                SandboxPayment.status == "paid", SandboxPayment.decided_at >= since
            )
        ).all()
        back = db.session.scalars(
            select(SandboxRefund).where(SandboxRefund.created_at >= since)
        ).all()
        lines = [(row.decided_at or since, _charge(row)) for row in paid]
        lines += [(row.created_at, _went(row)) for row in back]
        return [line for _, line in sorted(lines, key=lambda one: one[0])]


@use_case
def _open(request: PaymentRequest) -> str:
    known = db.session.scalar(
        select(SandboxPayment.reference).where(SandboxPayment.key == request.key)
    )
    if known:
        return known
    payment = SandboxPayment(
        reference=secrets.token_urlsafe(16),
        key=request.key,
        amount_minor=request.amount.minor,
        currency=request.amount.currency,
        return_path=request.return_path,
    )
    db.session.add(payment)
    db.session.flush()
    return payment.reference


@use_case
def _give_back(request: RefundRequest) -> ProviderRefund:
    payment = get_for_update(SandboxPayment, request.reference)
    known = db.session.scalar(
        select(SandboxRefund).where(SandboxRefund.key == request.key)
    )
    if known is not None:
        return _refund(known)
    if payment.status != "paid" or request.amount.currency != payment.currency:
        raise ProviderRefusedError
    if not 0 < request.amount.minor <= payment.amount_minor - _given_back(payment):
        raise ProviderRefusedError
    row = SandboxRefund(
        reference=secrets.token_urlsafe(16),
        key=request.key,
        payment=payment.reference,
        amount_minor=request.amount.minor,
        currency=request.amount.currency,
    )
    db.session.add(row)
    db.session.flush()
    return _refund(row)


def _given_back(payment: SandboxPayment) -> int:
    given = db.session.scalar(
        select(func.sum(SandboxRefund.amount_minor)).where(
            SandboxRefund.payment == payment.reference
        )
    )
    return int(given or 0)


def _refunds_of(reference: str) -> Iterable[SandboxRefund]:
    return db.session.scalars(
        select(SandboxRefund)
        .where(SandboxRefund.payment == reference)
        .order_by(SandboxRefund.created_at)
    ).all()


def _refund(row: SandboxRefund) -> ProviderRefund:
    amount = Money(row.amount_minor, row.currency)
    return ProviderRefund(row.reference, "done", amount, row.key)


def _charge(row: SandboxPayment) -> Movement:
    """Return the movement of a payment; it is booked at once."""
    return Movement(
        f"charge-{row.reference}",
        "charge",
        Money(row.amount_minor, row.currency),
        Money(0, row.currency),
        row.reference,
    )


def _went(row: SandboxRefund) -> Movement:
    return Movement(
        f"refund-{row.reference}",
        "refund",
        Money(-row.amount_minor, row.currency),
        Money(0, row.currency),
        row.reference,
    )


def look_up(reference: str) -> SandboxPayment:
    """Return the sandbox's row; NotFound if there is none."""
    found = db.session.get(SandboxPayment, reference)
    if found is None:
        raise NotFound
    return found


@use_case
def decide(reference: str, status: Status) -> str:
    """Press a button of the sandbox page; only an open payment changes."""
    get_for_update(SandboxPayment, reference)
    db.session.execute(
        update(SandboxPayment)
        .where(SandboxPayment.reference == reference, SandboxPayment.status == "open")
        .values(status=status, decided_at=clock.now())
    )
    return look_up(reference).return_path
