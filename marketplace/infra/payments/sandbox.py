"""A provider inside our own house, for the demo and for tests: no money moves.

Its table stands for the other company's books: nothing of ours reads it but through
the port, so that a lost return or a crash looks as it does with a real provider.
"""

import secrets

from sqlalchemy import BigInteger, select, update
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, created_at, get_for_update, use_case
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.infra.payments.port import (
    PaymentRequest,
    ProviderPayment,
    Started,
    Status,
)
from marketplace.money import Money


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


class SandboxProvider:
    """Pays when the buyer presses a button that says so."""

    code = "sandbox"

    def start(self, request: PaymentRequest) -> Started:
        """Open a payment, or find the one this key has opened."""
        reference = _open(request)
        return Started(reference, f"/{request.language}/sandbox/{reference}")

    def fetch(self, reference: str) -> ProviderPayment:
        """Look the payment up."""
        found = look_up(reference)
        status: Status = found.status  # type: ignore[assignment]
        return ProviderPayment(status, Money(found.amount_minor, found.currency))

    def cancel(self, reference: str) -> ProviderPayment:
        """Close it if it is still open."""
        decide(reference, "cancelled")
        return self.fetch(reference)


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
        .values(status=status)
    )
    return look_up(reference).return_path
