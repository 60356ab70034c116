"""What people at the Lab write down about money: bank lines, cash counted, fee rules."""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk
from marketplace.money import Money


class BankLine(Model):
    """One line of a Lab's bank statement, typed or imported; `checksum` makes it once.

    `state`: matched (it paid a purchase), suspense (ours, but the sum or the time is
    another, or nobody knows whose), given_back, allocated.
    """

    __tablename__ = "bank_lines"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_above_zero"),
        Index("ix_bank_lines_lab", "lab_id", "state", "created_at"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"))
    checksum: Mapped[str] = mapped_column(unique=True)
    booked_on: Mapped[date]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(default="KGS")
    text: Mapped[str] = mapped_column(default="")
    payer: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    payment_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("payments.id"), index=True
    )
    state: Mapped[str]

    @property
    def amount(self) -> Money:
        """What came."""
        return Money(self.amount_minor, self.currency)


class CashCount(Model):
    """Somebody has counted a Lab's cash desk and brought some of it to the bank."""

    __tablename__ = "cash_counts"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"), index=True)
    expected_minor: Mapped[int] = mapped_column(BigInteger)
    counted_minor: Mapped[int] = mapped_column(BigInteger)
    banked_minor: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(default="")
    counted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))


class FeeRule(Model):
    """A Lab's part of sales from a day on (`rules.fees.Rule`); never changed, only added.

    Without a Lab it counts for all of them, without a category for everything.
    """

    __tablename__ = "fee_rules"
    __table_args__ = (
        CheckConstraint("bps BETWEEN 0 AND 5000", name="fee_is_a_part"),
        CheckConstraint(
            "fixed_minor >= 0 AND least_minor >= 0 AND most_minor >= 0",
            name="not_negative",
        ),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    valid_from: Mapped[date]
    lab_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("labs.id"), index=True)
    category_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("categories.id"))
    bps: Mapped[int]
    fixed_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    least_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    most_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))


class ProviderMovement(Model):
    """A line of a provider's own account, as it told us: what our book must equal."""

    __tablename__ = "provider_movements"
    __table_args__ = (
        Index("uq_provider_movements_once", "provider", "reference", unique=True),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    provider: Mapped[str]
    reference: Mapped[str]
    kind: Mapped[str]
    money: Mapped[str] = mapped_column(default="")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    fee_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
