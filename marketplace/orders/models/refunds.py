"""Money on its way back: the decision is one object, the movement another."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk
from marketplace.money import Money


class Refund(Model):
    """requested → approved | denied; approved → processing → done | failed.

    Of an order, or (without one) of money that belongs to none. `tries` counts the
    movements: each is its own key at the provider and in the book. `fee_minor`,
    `courier_minor` and `seller_minor` are what a refund after the release takes back
    from each; all are zero while the money is still held.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_above_zero"),
        Index("ix_refunds_state", "state", "created_at"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments.id"), index=True)
    order_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("orders.id"), index=True
    )
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"))
    lab_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("labs.id"))
    state: Mapped[str] = mapped_column(default="requested")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    charged_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    charged_currency: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    asked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    sent_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    tries: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reference: Mapped[str | None] = mapped_column(unique=True)
    fee_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    courier_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    seller_minor: Mapped[int] = mapped_column(BigInteger, default=0)

    @property
    def amount(self) -> Money:
        """What goes back, in the purchase's currency."""
        return Money(self.amount_minor, self.currency)

    @property
    def charged(self) -> Money:
        """What goes back, in the money the buyer was charged in."""
        return Money(self.charged_minor, self.charged_currency)

    @property
    def key(self) -> str:
        """The key of its present try, at the provider and in the book."""
        return f"{self.id}" if self.tries <= 1 else f"{self.id}:{self.tries}"
