"""Things chosen by hand, shown for some days."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db import Model, created_at, uuid_pk


class Collection(Model):
    """A featured collection: shown from its first to its last day, both of them too."""

    __tablename__ = "collections"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        Index("ix_collections_days", "last_day", "first_day"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    slug: Mapped[str] = mapped_column(unique=True)
    first_day: Mapped[date]
    last_day: Mapped[date]

    texts: Mapped[list["CollectionText"]] = relationship(lazy="raise")


class CollectionText(Model):
    """A collection's title and lead in one language."""

    __tablename__ = "collection_texts"

    collection_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("collections.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    lead: Mapped[str]


class CollectionItem(Model):
    """A thing in a collection; `position` is its place on the page."""

    __tablename__ = "collection_items"

    collection_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("collections.id", ondelete="CASCADE"), primary_key=True
    )
    listing_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]
