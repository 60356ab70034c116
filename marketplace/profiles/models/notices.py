"""What we tell people, and how they want to be told."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk


class Notice(Model):
    """One line in a person's inbox; its words are made for her when she reads it."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_inbox", "person_id", "created_at"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE")
    )
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    link: Mapped[str] = mapped_column(default="")
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NoticeDelivery(Model):
    """What went, or will go, to a channel outside: never the words themselves.

    `state` is `sent` (handed to the channel) or `waiting` for the daily summary.
    """

    __tablename__ = "notice_deliveries"
    __table_args__ = (
        Index("ix_notice_deliveries_waiting", "state", "person_id", "channel"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE")
    )
    kind: Mapped[str]
    channel: Mapped[str]
    state: Mapped[str]


class NoticeSettings(Model):
    """Her wishes; without a row the defaults of `rules.notices` hold.

    `modes` maps «group.channel» to now, digest or off; the quiet hours are those of
    Bishkek's clock, and none at all when both are the same.
    """

    __tablename__ = "notice_settings"

    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    modes: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    quiet_from: Mapped[int]
    quiet_to: Mapped[int]
