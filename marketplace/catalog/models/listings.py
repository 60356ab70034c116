"""Something for sale, its texts and its buyable units."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from marketplace.catalog.models.categories import Category
from marketplace.catalog.models.photos import Photo
from marketplace.catalog.models.terms import Term
from marketplace.catalog.models.units import Extra, Package, Variant
from marketplace.catalog.rules.browsing import band_of
from marketplace.db import Model, UtcDateTime, created_at, uuid_pk
from marketplace.profiles.models import Shop, Technique

listing_terms = Table(
    "listing_terms",
    Model.metadata,
    Column(
        "listing_id", ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("term_id", ForeignKey("terms.id"), primary_key=True, index=True),
)
# `published_at` repeats the listing's, so that a technique's page follows one index.
listing_techniques = Table(
    "listing_techniques",
    Model.metadata,
    Column(
        "listing_id", ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("technique_id", ForeignKey("techniques.id"), primary_key=True),
    Column("published_at", UtcDateTime),
    Index("ix_listing_techniques_newest", "technique_id", "published_at", "listing_id"),
)


class Listing(Model):
    """A product or a service. Its price is in minor units of `currency`.

    `price_minor` repeats the lowest price of its units, `price_band` is its band, `ready`
    says whether one can be had at once, `section_id` is the section of its category and
    `lab_id` the Lab of its shop, so that lists need no join and no sorting. `code` is her
    own number of it, which an import goes by. `options` keeps what a buyer chooses,
    [{"name", "values"}]; `questions` what a service asks first. Of a service `taken`
    counts the orders in hand, at most `capacity`; until `busy_until` she takes none.
    `checked_at` is empty while nobody of the Lab has looked at what a trusted shop has
    opened or changed by itself; `decided_at` is the moment of the answer that can still
    be taken back, `decided_from` the state before it. `written_by` is who wrote or sent
    it last: herself, or who helps her.
    """

    __tablename__ = "listings"
    __table_args__ = (
        CheckConstraint("price_minor > 0", name="price_above_zero"),
        CheckConstraint("kind IN ('product', 'service')", name="known_kind"),
        CheckConstraint("taken >= 0", name="taken_not_negative"),
        Index("ix_listings_newest", "state", "published_at", "id"),
        Index("ix_listings_section", "section_id", "state", "published_at", "id"),
        Index("ix_listings_category", "category_id", "state", "published_at", "id"),
        Index("ix_listings_lab", "lab_id", "state", "published_at", "id"),
        Index(
            "ix_listings_section_band",
            "section_id",
            "state",
            "price_band",
            "published_at",
            "id",
        ),
        Index(
            "ix_listings_category_band",
            "category_id",
            "state",
            "price_band",
            "published_at",
            "id",
        ),
        Index("ix_listings_section_price", "section_id", "state", "price_minor", "id"),
        Index(
            "ix_listings_category_price", "category_id", "state", "price_minor", "id"
        ),
        Index("ix_listings_ready", "state", "ready", "published_at", "id"),
        Index("ix_listings_shop", "shop_id", "state", "published_at", "id"),
        UniqueConstraint("shop_id", "code", name="uq_listings_code"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"))
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"))
    category_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("categories.id"))
    section_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("categories.id"))
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="product")
    state: Mapped[str] = mapped_column(default="draft")
    price_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(default="KGS")
    price_band: Mapped[int]
    ready: Mapped[bool] = mapped_column(default=True)
    code: Mapped[str | None]
    may_export: Mapped[bool] = mapped_column(default=True)
    options: Mapped[list[Any]] = mapped_column(JSON, default=list)
    questions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    place: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int] = mapped_column(default=1)
    taken: Mapped[int] = mapped_column(default=0)
    busy_until: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_from: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    written_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    shop: Mapped[Shop] = relationship(lazy="raise")
    category: Mapped[Category] = relationship(
        lazy="raise", foreign_keys="Listing.category_id"
    )
    texts: Mapped[list["ListingText"]] = relationship(lazy="raise")
    variants: Mapped[list["Variant"]] = relationship(
        lazy="raise",
        order_by="Variant.position",
        viewonly=True,
        primaryjoin="and_(Variant.listing_id == Listing.id, Variant.active)",
    )
    packages: Mapped[list["Package"]] = relationship(
        lazy="raise",
        order_by="Package.position",
        viewonly=True,
        primaryjoin="and_(Package.listing_id == Listing.id, Package.active)",
    )
    extras: Mapped[list["Extra"]] = relationship(
        lazy="raise", order_by="Extra.position", viewonly=True
    )
    terms: Mapped[list[Term]] = relationship(
        lazy="raise", secondary=listing_terms, order_by=Term.position, viewonly=True
    )
    techniques: Mapped[list[Technique]] = relationship(
        lazy="raise",
        secondary=listing_techniques,
        order_by=Technique.position,
        viewonly=True,
    )
    photos: Mapped[list[Photo]] = relationship(lazy="raise", order_by=Photo.position)

    @validates("price_minor")
    def _keep_band(self, _name: str, minor: int) -> int:
        """The band follows the price, whoever sets it."""
        self.price_band = band_of(minor)
        return minor


class ListingText(Model):
    """Title and description in one language; the one at position 0 is her own."""

    __tablename__ = "listing_texts"

    listing_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    description: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
