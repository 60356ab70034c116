"""Who is signed in where."""

import hashlib
import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, and_
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk


class SignInSession(Model):
    """One signed-in browser.

    `half` means the password was right and the code is still asked for: it opens
    nothing. `second_step` says that a code was given, `confirmed_at` when the password
    was given last. With `consent_id` its owner acts for the resident who gave it.
    """

    __tablename__ = "sessions"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    half: Mapped[bool] = mapped_column(default=False)
    own_phone: Mapped[bool] = mapped_column(default=False)
    second_step: Mapped[bool] = mapped_column(default=False)
    device: Mapped[str] = mapped_column(default="")
    idle_seconds: Mapped[int]
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    idle_until: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    consent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("consents.id"))


def hashed(token: str) -> str:
    """Return what the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def alive(now: datetime) -> ColumnElement[bool]:
    """Return the condition under which a session still counts."""
    return and_(SignInSession.expires_at > now, SignInSession.idle_until > now)
