"""Acting for a resident, and getting an account back, with people as witnesses."""

import uuid
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk


class Consent(Model):
    """A resident lets her Lab do some things for her, for a while.

    `how` is «herself» (on her account page), «paper» (signed, kept at the Lab) or
    «spoken» (in person); the last two are written down by `recorded_by_id`, and she is
    told at once.
    """

    __tablename__ = "consents"
    __table_args__ = (
        Index("ix_consents_of", "person_id", "expires_at"),
        CheckConstraint("how IN ('herself', 'paper', 'spoken')", name="known_how"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    how: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


_OPEN = "state IN ('started', 'confirmed')"


class Recovery(Model):
    """An account gets a new phone or e-mail, by two coordinators who know her.

    `due_at` is 72 hours after the second one; till then she, and everybody with her old
    address, is told and can stop it.
    """

    __tablename__ = "recoveries"
    __table_args__ = (
        Index(
            "uq_recoveries_one_open",
            "person_id",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"))
    state: Mapped[str] = mapped_column(default="started")
    phone: Mapped[str | None]
    email: Mapped[str | None]
    known_by: Mapped[str]  # how the coordinator knows that it is she
    started_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
