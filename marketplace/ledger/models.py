"""Tables of the book. Rows are only ever added: triggers refuse everything else."""

import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, created_at, uuid_pk

KINDS = ("asset", "liability", "income", "expense")


class LedgerAccount(Model):
    """One account in one currency, named by a code such as `held:<order id>`."""

    __tablename__ = "ledger_accounts"
    __table_args__ = (CheckConstraint(f"kind IN {KINDS}", name="known_kind"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    currency: Mapped[str]


class LedgerEntry(Model):
    """One event of money. Its natural key (`pay:…`, `rel:…`) makes it happen once."""

    __tablename__ = "ledger_entries"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    event_key: Mapped[str] = mapped_column(unique=True)
    memo: Mapped[str] = mapped_column(default="")


class LedgerPosting(Model):
    """One line of an entry: debit above zero, credit below, in minor units."""

    __tablename__ = "ledger_postings"
    __table_args__ = (CheckConstraint("amount_minor <> 0", name="not_zero"),)

    id: Mapped[uuid_pk]
    entry_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("ledger_entries.id"), index=True
    )
    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("ledger_accounts.id"), index=True
    )
    amount_minor: Mapped[int] = mapped_column(BigInteger)
