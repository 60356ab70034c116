"""A resident's request to sell."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk
from marketplace.profiles.rules import CLOSED_APPLICATION

_OPEN = f"state NOT IN ({', '.join(repr(s) for s in sorted(CLOSED_APPLICATION))})"


class Application(Model):
    """One request at one Lab; a person has one open at a time.

    `note` is the reviewer's last word to her; `filled_by_id` is who typed it in, who
    may therefore not decide it.
    """

    __tablename__ = "applications"
    __table_args__ = (
        Index(
            "uq_applications_one_open",
            "person_id",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        Index("ix_applications_queue", "lab_id", "state", "submitted_at"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    filled_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"))
    state: Mapped[str] = mapped_column(default="draft")
    alias: Mapped[str] = mapped_column(default="")
    craft: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
