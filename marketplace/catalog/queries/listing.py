"""One listing as a buyer sees it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from marketplace.catalog.models import Category, Listing, Review, Term
from marketplace.catalog.queries.cards import PhotoView, open_to
from marketplace.catalog.queries.labels import names_of
from marketplace.catalog.queries.units import (
    PackageView,
    UnitView,
    extras_of,
    packages_of,
    units_of,
)
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import current, named, pick
from marketplace.money import Money, share
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import Lab, Shop, Technique
from marketplace.profiles.queries import address_of, away_to, seen_by


@dataclass(frozen=True)
class SellerView:
    """Whose it is, as far as buyers may know."""

    alias: str
    slug: str
    avatar: str
    away_to: date | None
    public: bool
    seen_by: str  # the visibility of her shop
    story: str
    story_language: str


@dataclass(frozen=True)
class LabView:
    """Where it is made, can be picked up, and whom to ask."""

    name: str
    slug: str
    region: str
    phone: str
    email: str
    delivery: Money
    fee_bps: int


@dataclass(frozen=True)
class ListingView:
    """A listing's page."""

    id: uuid.UUID
    slug: str
    state: str
    kind: str
    title: str
    description: str
    language: str
    price: Money
    own: bool  # the reader's
    may_export: bool
    place: str
    questions: tuple[str, ...]
    options: str  # the names of what a buyer chooses
    units: list[UnitView]
    packages: list[PackageView]
    extras: list[tuple[str, Money, int]]  # name, price, days more
    seller: SellerView
    lab: LabView
    section: str
    section_slug: str
    techniques: list[str]
    materials: list[str]
    colours: list[str]
    care: list[str]
    photos: list[PhotoView]
    reviews: Sequence[Review]
    review_count: int
    stars: float | None  # their mean, None without any

    @property
    def translated(self) -> bool:
        """Whether the text is in the reader's own language."""
        return self.language == current()

    @property
    def can_be_had(self) -> bool:
        """Whether anything of it can be ordered now."""
        return any(unit.can_be_had for unit in self.units)

    @property
    def she_gets(self) -> Money:
        """What is left for her of the lowest price after the Lab's part."""
        fee = share(self.price.minor, self.lab.fee_bps)
        return self.price - Money(fee, self.price.currency)

    @property
    def from_price(self) -> bool:
        """Whether there are dearer ones than the price shown."""
        prices = {unit.price for unit in self.units}
        return len(prices | {package.price for package in self.packages}) > 1


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
    return _dressed(row, reader)


def preview_of(shop_id: uuid.UUID, listing_id: uuid.UUID) -> ListingView:
    """Return her own listing as buyers would see it, in whatever state it is."""
    row = db.session.scalar(
        select(Listing)
        .where(Listing.id == listing_id, Listing.shop_id == shop_id)
        .options(*_parts())
        .execution_options(populate_existing=True)
    )
    return _dressed(row, Reader(shop_id=shop_id))


def _dressed(row: Listing | None, reader: Reader) -> ListingView:
    if row is None:
        raise NotFound
    language, text = pick({part.locale: part for part in row.texts})
    count, stars = _rating(row.id)
    names, service = names_of(row.terms), row.kind == "service"
    return ListingView(
        id=row.id,
        slug=row.slug,
        state=row.state,
        kind=row.kind,
        title=text.title,
        description=text.description,
        language=language,
        price=Money(row.price_minor, row.currency),
        own=row.shop_id == reader.shop_id,
        may_export=row.may_export,
        place=row.place,
        questions=tuple(map(str, row.questions)),
        options=" / ".join(str(one["name"]) for one in row.options),
        units=units_of(row),
        packages=packages_of(row.id, row.currency) if service else [],
        extras=extras_of(row.id, row.currency) if service else [],
        seller=_seller(row.shop),
        lab=_lab(row),
        section=named(row.category.texts),
        section_slug=row.category.slug,
        techniques=[named(one.texts) for one in row.techniques],
        materials=names["material"],
        colours=names["colour"],
        care=names["care"],
        photos=[PhotoView.of(photo) for photo in row.photos],
        reviews=_reviews(row.id) if count else [],
        review_count=count,
        stars=stars,
    )


def _seller(shop: Shop) -> SellerView:
    stories = {part.locale: part.story for part in shop.texts}
    language, story = pick(stories) if stories else (current(), "")
    return SellerView(
        alias=shop.alias,
        slug=address_of(shop),
        avatar=shop.avatar_seed,
        away_to=away_to(shop),
        public=seen_by(shop) == "public",
        seen_by=seen_by(shop),
        story=story,
        story_language=language,
    )


def _lab(row: Listing) -> LabView:
    lab = row.shop.lab
    text = pick({part.locale: part for part in lab.texts})[1]
    return LabView(
        name=text.name,
        slug=lab.slug,
        region=text.region,
        phone=lab.phone,
        email=lab.email,
        delivery=Money(lab.delivery_minor, row.currency),
        fee_bps=lab.fee_bps,
    )


def _parts() -> tuple[ExecutableOption, ...]:
    shop = joinedload(Listing.shop)
    return (
        shop.selectinload(Shop.texts),
        shop.joinedload(Shop.lab).selectinload(Lab.texts),
        selectinload(Listing.texts),
        selectinload(Listing.variants),
        selectinload(Listing.photos),
        selectinload(Listing.terms).selectinload(Term.texts),
        selectinload(Listing.techniques).selectinload(Technique.texts),
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
