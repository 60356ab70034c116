"""One listing: as a buyer sees it, and as its seller does."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from marketplace.catalog.models import Category, Listing, Review
from marketplace.catalog.queries.cards import (
    PhotoView,
    first_photos,
    open_to,
    texts_of,
)
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import current, pick
from marketplace.money import Money
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import Lab, Shop
from marketplace.profiles.queries import address_of, away_to, seen_by


@dataclass(frozen=True)
class ListingView:
    """A listing's page."""

    id: uuid.UUID
    variant_id: uuid.UUID
    slug: str
    kind: str
    title: str
    description: str
    language: str
    price: Money
    stock: int
    alias: str
    shop_slug: str
    avatar: str
    away_to: date | None
    public: bool
    own: bool  # the reader's
    seen_by: str  # the visibility of her shop
    story: str
    lab: str
    lab_slug: str
    region: str
    delivery: Money
    section: str
    section_slug: str
    photos: list[PhotoView]
    reviews: Sequence[Review]
    review_count: int
    stars: float | None  # their mean, None without any

    @property
    def translated(self) -> bool:
        """Whether the text is in the reader's own language."""
        return self.language == current()


def listing_view(slug: str, reader: Reader = STRANGER) -> ListingView:
    """Return what a reader may see under this address; NotFound for anything else.

    Her own things she sees whoever else does.
    """
    own = and_(Listing.state == "published", Shop.id == reader.shop_id)
    row = db.session.scalar(
        select(Listing)
        .join(Shop, Shop.id == Listing.shop_id)
        .where(Listing.slug == slug, or_(open_to(reader), own))
        .options(*_parts())
    )
    if row is None:
        raise NotFound
    language, text = pick({part.locale: part for part in row.texts})
    _, lab = pick({part.locale: part for part in row.shop.lab.texts})
    stories = {part.locale: part.story for part in row.shop.texts}
    count, stars = _rating(row.id)
    return ListingView(
        id=row.id,
        variant_id=row.variants[0].id,
        slug=row.slug,
        kind=row.kind,
        title=text.title,
        description=text.description,
        language=language,
        price=Money(row.price_minor, row.currency),
        stock=sum(variant.stock for variant in row.variants),
        alias=row.shop.alias,
        shop_slug=address_of(row.shop),
        avatar=row.shop.avatar_seed,
        away_to=away_to(row.shop),
        public=seen_by(row.shop) == "public",
        own=row.shop_id == reader.shop_id,
        seen_by=seen_by(row.shop),
        story=pick(stories)[1] if stories else "",
        lab=lab.name,
        lab_slug=row.shop.lab.slug,
        region=lab.region,
        delivery=Money(row.shop.lab.delivery_minor, row.currency),
        section=pick({part.locale: part.name for part in row.category.texts})[1],
        section_slug=row.category.slug,
        photos=[PhotoView.of(photo) for photo in row.photos],
        reviews=_reviews(row.id) if count else [],
        review_count=count,
        stars=stars,
    )


def _parts() -> tuple[ExecutableOption, ...]:
    shop = joinedload(Listing.shop)
    return (
        shop.selectinload(Shop.texts),
        shop.joinedload(Shop.lab).selectinload(Lab.texts),
        selectinload(Listing.texts),
        selectinload(Listing.variants),
        selectinload(Listing.photos),
        joinedload(Listing.category).selectinload(Category.texts),
    )


def _rating(listing_id: uuid.UUID) -> tuple[int, float | None]:
    count, mean = db.session.execute(
        select(func.count(), func.avg(Review.stars)).where(
            Review.listing_id == listing_id
        )
    ).one()
    return int(count), round(float(mean), 1) if count else None


def _reviews(listing_id: uuid.UUID, limit: int = 20) -> Sequence[Review]:
    return db.session.scalars(
        select(Review)
        .where(Review.listing_id == listing_id)
        .order_by(Review.created_at.desc())
        .limit(limit)
    ).all()


@dataclass(frozen=True)
class MyListing:
    """One line of a seller's own list."""

    id: uuid.UUID
    slug: str
    title: str
    state: str
    note: str
    price: Money
    stock: int
    created_at: datetime
    photo: PhotoView | None


def my_listings(shop_id: uuid.UUID, limit: int = 100) -> list[MyListing]:
    """Return what a shop has, newest first."""
    rows = db.session.scalars(
        select(Listing)
        .where(Listing.shop_id == shop_id, Listing.state != "archived")
        .options(selectinload(Listing.variants))
        .order_by(Listing.created_at.desc())
        .limit(limit)
    ).all()
    ids = [row.id for row in rows]
    titles, photos = texts_of(ids), first_photos(ids)
    return [
        MyListing(
            row.id,
            row.slug,
            pick(titles[row.id])[1],
            row.state,
            row.note,
            Money(row.price_minor, row.currency),
            sum(variant.stock for variant in row.variants),
            row.created_at,
            photos.get(row.id),
        )
        for row in rows
    ]


def my_listing(shop_id: uuid.UUID, listing_id: uuid.UUID) -> Listing:
    """Return one listing of this shop with its parts; NotFound for any other."""
    row = db.session.scalar(
        select(Listing)
        .where(Listing.id == listing_id, Listing.shop_id == shop_id)
        .options(
            selectinload(Listing.texts),
            selectinload(Listing.variants),
            selectinload(Listing.photos),
        )
    )
    if row is None:
        raise NotFound
    return row
