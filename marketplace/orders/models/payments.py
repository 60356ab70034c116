"""Attempts to pay, and what a buyer's bank takes back."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk
from marketplace.money import Money

_OPEN = "state IN ('creating', 'open')"


class Payment(Model):
    """One attempt at one provider: creating → open → paid | failed | cancelled.

    Late or wrong money makes it «suspended»: it is in the book, for a person to decide.
    The row is there before the provider is called, and the idempotency key is its id.

    `reference` is what the provider calls the attempt, `money` what it calls the money
    that came. The buyer is charged `charged_minor` of `charged_currency`, the same as
    the amount unless the provider shows foreign money: `rate_units` of it cost
    `rate_minor` tyiyn. `lab_id` is whose account or cash desk it goes to.
    """

    __tablename__ = "payments"
    __table_args__ = (
        Index(
            "uq_payments_one_open",
            "purchase_id",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        Index("ix_payments_state", "state", "created_at"),
        CheckConstraint("charged_minor > 0", name="charged_above_zero"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    purchase_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("purchases.id"), index=True
    )
    provider: Mapped[str]
    lab_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("labs.id"))
    state: Mapped[str] = mapped_column(default="creating")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    charged_minor: Mapped[int] = mapped_column(BigInteger)
    charged_currency: Mapped[str]
    rate_minor: Mapped[int | None] = mapped_column(BigInteger)
    rate_units: Mapped[int | None] = mapped_column(BigInteger)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reference: Mapped[str | None] = mapped_column(unique=True)
    money: Mapped[str | None] = mapped_column(unique=True)
    redirect_to: Mapped[str] = mapped_column(default="")
    fee_booked: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # last time synced

    @property
    def charged(self) -> Money:
        """What the buyer is charged."""
        return Money(self.charged_minor, self.charged_currency)

    @property
    def amount(self) -> Money:
        """What her orders cost."""
        return Money(self.amount_minor, self.currency)


class Dispute(Model):
    """A buyer's bank asks for the money back. While it is open nothing is released.

    Amounts: `amount_minor` of the purchase's currency, `charged_minor` as the provider
    took it. A lost one is ours to bear, unless two people say the seller is at fault.
    """

    __tablename__ = "disputes"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments.id"), index=True)
    reference: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="open")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    charged_minor: Mapped[int] = mapped_column(BigInteger)
    charged_currency: Mapped[str]
    fee_minor: Mapped[int] = mapped_column(BigInteger)
    fee_currency: Mapped[str]
    proposed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    blamed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DisputePart(Model):
    """The part of a dispute that is of one order.

    `held_minor` of it was still held when the dispute was lost; the rest was the
    seller's already.
    """

    __tablename__ = "dispute_parts"

    dispute_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("disputes.id"), primary_key=True
    )
    order_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("orders.id"), primary_key=True, index=True
    )
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    held_minor: Mapped[int] = mapped_column(BigInteger, default=0)
