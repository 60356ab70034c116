"""Tables of the book. Rows are only ever added: triggers refuse everything else."""

import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, created_at, uuid_pk

KINDS = ("asset", "liability", "income", "expense")


class LedgerAccount(Model):
    """One account in one currency, named by a code such as `held:<order id>`.

    Its owner is known as kind and id only: what that is, the book does not know.
    """

    __tablename__ = "ledger_accounts"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="known_kind"),
        Index("ix_ledger_accounts_owner", "owner_kind", "owner_id"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    currency: Mapped[str]
    owner_kind: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[str] = mapped_column(default="")


class LedgerEntry(Model):
    """One event of money. Its natural key (`pay:…`, `rel:…`) makes it happen once.

    `subject_id` is what it is about (an order, a payout), `actor_id` who did it; one
    that corrects another names it in `reverses_id`: each is reversed once.
    """

    __tablename__ = "ledger_entries"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    event_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="", index=True)
    subject_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    actor_id: Mapped[uuid.UUID | None]
    reverses_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("ledger_entries.id"), unique=True
    )
    memo: Mapped[str] = mapped_column(default="")


class LedgerPosting(Model):
    """One line of an entry: debit above zero, credit below, in minor units.

    `created_at` is the entry's: one index answers balances and statements alone.
    """

    __tablename__ = "ledger_postings"
    __table_args__ = (
        CheckConstraint("amount_minor <> 0", name="not_zero"),
        Index(
            "ix_ledger_postings_statement", "account_id", "created_at", "amount_minor"
        ),
    )

    id: Mapped[uuid_pk]
    entry_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("ledger_entries.id"), index=True
    )
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_accounts.id"))
    created_at: Mapped[created_at]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
