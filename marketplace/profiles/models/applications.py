"""A resident's request to sell."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk
from marketplace.profiles.rules import CLOSED_APPLICATION

_OPEN = f"state NOT IN ({', '.join(repr(s) for s in sorted(CLOSED_APPLICATION))})"


class Application(Model):
    """One request at one Lab; a person has one open at a time.

    `note` is the Lab's last word to her. A decision waits a while before it goes out
    (`decision`, its note, its verdicts `{item id: {"verdict", "reason"}}`,
    `decided_by_id`, `due_at`) and can be taken back till then. `version` grows with
    every step: a form that shows an older one is refused.
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
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"))
    state: Mapped[str] = mapped_column(default="draft")
    version: Mapped[int] = mapped_column(default=0)
    alias: Mapped[str] = mapped_column(default="")
    craft: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision: Mapped[str] = mapped_column(default="")
    decision_note: Mapped[str] = mapped_column(default="")
    decision_verdicts: Mapped[dict[str, dict[str, str]]] = mapped_column(
        JSON, default=dict
    )
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ApplicationFiller(Model):
    """Who has written into an application: none of them may decide it (four eyes)."""

    __tablename__ = "application_fillers"

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("applications.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("people.id"), primary_key=True
    )


class ApplicationItem(Model):
    """Her answer to one item of the checklist, and what the Lab says of it."""

    __tablename__ = "application_items"

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("applications.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("checklist_items.id"), primary_key=True
    )
    state: Mapped[str] = mapped_column(default="incomplete")
    text: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ApplicationFile(Model):
    """A photo she has sent with an item: made safe like every photo, never public."""

    __tablename__ = "application_files"
    __table_args__ = (
        Index("ix_application_files_of", "application_id", "item_id", "created_at"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("applications.id", ondelete="CASCADE")
    )
    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("checklist_items.id"))
    key: Mapped[str] = mapped_column(index=True)
    width: Mapped[int]
    height: Mapped[int]
    files: Mapped[list[Any]] = mapped_column(JSON)
