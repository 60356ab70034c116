"""What shows that she is herself, beside the password."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk


class SecondFactor(Model):
    """A code app of hers.

    The shared secret is derived from `salt` and the site's key: a stolen database alone
    makes no codes. `last_counter` is the step of the last code taken, so that each code
    works once.
    """

    __tablename__ = "second_factors"

    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    created_at: Mapped[created_at]
    salt: Mapped[str]
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_counter: Mapped[int] = mapped_column(BigInteger, default=0)


class RecoveryCode(Model):
    """One of ten codes on paper, each good once; only its hash is here."""

    __tablename__ = "recovery_codes"

    id: Mapped[uuid_pk]
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AccountToken(Model):
    """A secret that was sent out: for a new password, a new address, a cancellation.

    `purpose` is part of what is looked up, so a link for one thing opens no other.
    """

    __tablename__ = "account_tokens"
    __table_args__ = (Index("ix_account_tokens_of", "person_id", "purpose"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE")
    )
    purpose: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
