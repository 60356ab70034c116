"""Something for sale, its texts and its buyable units."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.catalog.models.categories import Category
from marketplace.catalog.models.photos import Photo
from marketplace.db import Model, UtcDateTime, created_at, uuid_pk
from marketplace.profiles.models import Shop


class Listing(Model):
    """A product or a service. Its price is in minor units of `currency`.

    `price_minor` repeats the lowest variant price, so that lists need no join.
    """

    __tablename__ = "listings"
    __table_args__ = (
        CheckConstraint("price_minor > 0", name="price_above_zero"),
        CheckConstraint("kind IN ('product', 'service')", name="known_kind"),
        Index("ix_listings_newest", "state", "published_at", "id"),
        Index("ix_listings_category", "category_id", "state", "published_at", "id"),
        Index("ix_listings_shop", "shop_id", "state", "published_at"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"))
    category_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("categories.id"))
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="product")
    state: Mapped[str] = mapped_column(default="draft")
    price_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(default="KGS")
    note: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    shop: Mapped[Shop] = relationship(lazy="raise")
    category: Mapped[Category] = relationship(lazy="raise")
    texts: Mapped[list["ListingText"]] = relationship(lazy="raise")
    variants: Mapped[list["Variant"]] = relationship(
        lazy="raise", order_by="Variant.position"
    )
    photos: Mapped[list[Photo]] = relationship(lazy="raise", order_by=Photo.position)


class ListingText(Model):
    """Title and description in one language; the first one written is hers."""

    __tablename__ = "listing_texts"

    listing_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    description: Mapped[str]


class Variant(Model):
    """The buyable unit of a product. The database itself refuses to oversell."""

    __tablename__ = "variants"
    __table_args__ = (
        CheckConstraint("stock >= 0", name="stock_not_negative"),
        CheckConstraint("price_minor > 0", name="price_above_zero"),
    )

    id: Mapped[uuid_pk]
    listing_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("listings.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    stock: Mapped[int]
    price_minor: Mapped[int] = mapped_column(BigInteger)
