"""Changes that wait for a look, patterns to start from, and what a piece costs her."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.catalog.models.listings import Listing
from marketplace.db import Model, UtcDateTime, created_at, uuid_pk

# Photos that only a change shows: buyers do not see them, and the sweep leaves them.
revision_photos = Table(
    "revision_photos",
    Model.metadata,
    Column(
        "revision_id",
        ForeignKey("listing_revisions.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("photo_id", ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
)


class ListingRevision(Model):
    """A change to something that is on sale, not applied yet.

    `content` is the whole listing as it is to be (`rules.Content`), `before` as it was
    when the change was applied, so that this can be taken back.
    """

    __tablename__ = "listing_revisions"
    __table_args__ = (
        CheckConstraint(
            "state IN ('pending', 'applied', 'declined', 'withdrawn')",
            name="known_state",
        ),
        Index("ix_revisions_queue", "state", "created_at"),
        Index("ix_revisions_listing", "listing_id", "state"),
        Index(
            "uq_revisions_pending",
            "listing_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    listing_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("listings.id", ondelete="CASCADE")
    )
    state: Mapped[str] = mapped_column(default="pending")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    written_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))

    listing: Mapped[Listing] = relationship(lazy="raise")


class Pattern(Model):
    """Something to start a new listing from; without a Lab it is everybody's.

    `listing_id` is the one it was made of: it goes when its seller closes her account.
    """

    __tablename__ = "patterns"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    lab_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("labs.id"), index=True)
    listing_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("listings.id"), index=True
    )
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class CostSheet(Model):
    """What one piece costs her, kept because she wished it. Minor units, minutes."""

    __tablename__ = "cost_sheets"

    listing_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True
    )
    materials: Mapped[int] = mapped_column(BigInteger)
    minutes: Mapped[int]
    wage: Mapped[int] = mapped_column(BigInteger)
    overhead: Mapped[int] = mapped_column(BigInteger)
