"""What the search index has yet to learn, and searches that people have kept."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk


class SearchChange(Model):
    """A listing whose entry in the index is to be written anew.

    The indexer deletes the row if its `version` is still the one it has indexed.
    """

    __tablename__ = "search_changes"

    listing_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    created_at: Mapped[created_at]
    version: Mapped[int] = mapped_column(default=1)


class SavedSearch(Model):
    """A search somebody wishes to hear of: `query` as it stands in the address.

    `seen_at` is the newest thing she has been told of.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("person_id", "query"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE")
    )
    query: Mapped[str]
    language: Mapped[str]
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
