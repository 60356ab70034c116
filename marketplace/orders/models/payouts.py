"""Paying sellers out: where to, how much, of what, by whom."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk
from marketplace.money import Money

METHODS = ("bank", "wallet", "cash")
_LIVE = "state IN ('draft', 'approved')"


class PayoutDetails(Model):
    """Where a seller wants her money; a new row for each change, the old ones stay.

    `usable_from`: new details rest 72 hours and the old contact is told.
    """

    __tablename__ = "payout_details"
    __table_args__ = (
        CheckConstraint("method IN ('bank', 'wallet', 'cash')", name="known_method"),
        Index("ix_payout_details_shop", "shop_id", "created_at"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"))
    method: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    usable_from: Mapped[datetime] = mapped_column(UtcDateTime)


class PayoutRun(Model):
    """One sweep over the sellers of a Lab, made by one person."""

    __tablename__ = "payout_runs"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"), index=True)
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(default="")


class Payout(Model):
    """What one seller gets in one run: draft → approved → paid | failed.

    Where to is copied from her details of that day. `receipt` is the key of a private
    photo (cash: signed), `proof` the bank's number of the transfer.
    """

    __tablename__ = "payouts"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_above_zero"),
        Index(
            "uq_payouts_one_live",
            "shop_id",
            unique=True,
            sqlite_where=text(_LIVE),
            postgresql_where=text(_LIVE),
        ),
        Index("ix_payouts_lab", "lab_id", "state", "created_at"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payout_runs.id"), index=True)
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"))
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"))
    state: Mapped[str] = mapped_column(default="draft")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    method: Mapped[str]
    details: Mapped[str] = mapped_column(default="")
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    paid_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proof: Mapped[str] = mapped_column(default="")
    receipt: Mapped[str] = mapped_column(default="")

    @property
    def amount(self) -> Money:
        """What she gets."""
        return Money(self.amount_minor, self.currency)


class PayoutItem(Model):
    """One posting of her account that a payout pays; in one live or paid payout only."""

    __tablename__ = "payout_items"

    posting_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("ledger_postings.id"), primary_key=True
    )
    payout_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payouts.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
