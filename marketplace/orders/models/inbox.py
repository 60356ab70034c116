"""What payment providers have told us."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace import clock
from marketplace.db import Model, UtcDateTime, created_at, uuid_pk


class InboxEvent(Model):
    """A webhook, kept once: new → done, or parked for a person after ten tries.

    Nothing of its body is kept: it only says about what the provider is to be asked.
    """

    __tablename__ = "inbox_events"
    __table_args__ = (
        UniqueConstraint("provider", "event_id"),
        CheckConstraint("state IN ('new', 'done', 'parked')", name="known_state"),
        Index("ix_inbox_events_due", "state", "due_at"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    provider: Mapped[str]
    event_id: Mapped[str]
    kind: Mapped[str]
    about: Mapped[str]
    state: Mapped[str] = mapped_column(default="new")
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    error: Mapped[str] = mapped_column(default="")
