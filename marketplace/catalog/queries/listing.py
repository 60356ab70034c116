"""One listing as a buyer sees it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    or_,
    select,
)

from marketplace import clock
from marketplace.catalog.models import Listing, ListingCard
from marketplace.catalog.queries.cards import PhotoView, open_to
from marketplace.catalog.queries.labels import names_in
from marketplace.catalog.queries.sections import sections_by_id
from marketplace.catalog.queries.units import (
    PackageView,
    Units,
    UnitView,
    as_units,
    extras_in,
    packages_in,
    units_now,
)
from marketplace.catalog.rules import Question
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import current, pick
from marketplace.money import Money, share
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import Lab, Shop, ShopText
from marketplace.profiles.queries import (
    TechniqueName,
    address_of,
    away_to,
    labs_by_id,
    seen_by,
    technique_names,
)


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
class ReviewView:
    """What a buyer has said."""

    author: str
    stars: int
    text: str
    created_at: datetime
    answer: str  # the seller's, "" without one


@dataclass(frozen=True)
class ListingView:
    """A listing's page."""

    id: uuid.UUID
    shop_id: uuid.UUID
    category_id: uuid.UUID
    section_id: uuid.UUID
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
    full: bool  # no place is free just now
    busy_until: date | None
    questions: tuple[Question, ...]
    options: str  # the names of what a buyer chooses
    units: list[UnitView]
    packages: list[PackageView]
    extras: list[tuple[str, Money, int]]  # name, price, days more
    seller: SellerView
    lab: LabView
    section: str
    section_slug: str
    techniques: list[TechniqueName]
    materials: list[str]
    colours: list[str]
    care: list[str]
    photos: list[PhotoView]
    reviews: list[ReviewView]  # the newest
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


def listing_view(
    slug: str, reader: Reader = STRANGER, units: Units | None = None
) -> ListingView:
    """Return what a reader may see under this address; NotFound for anything else.

    Her own things she sees whoever else does. `units` are its `live_units`, if they
    were read already.
    """
    if reader == STRANGER:
        return _view(_public(), reader, units, slug=slug)
    own = and_(Listing.state == "published", Shop.id == reader.shop_id)
    seen = and_(Listing.slug == slug, or_(open_to(reader), own))
    return _view(_COLUMNS.where(seen), reader, units)


@cache
def _public() -> Select[*tuple[Any, ...]]:
    """Return the query of strangers, put together once."""
    return _COLUMNS.where(Listing.slug == bindparam("slug"), open_to(STRANGER))


def preview_of(shop_id: uuid.UUID, listing_id: uuid.UUID) -> ListingView:
    """Return her own listing as buyers would see it, in whatever state it is."""
    hers = and_(Listing.id == listing_id, Listing.shop_id == shop_id)
    return _view(_COLUMNS.where(hers), Reader(shop_id=shop_id), None)


def _view(
    query: Select[*tuple[Any, ...]],
    reader: Reader,
    units: Units | None,
    **values: str,
) -> ListingView:
    """Read it in two queries: itself with its card and her story, the stock of now."""
    row = db.session.execute(query, {**values, "reads": current()}).first()
    if row is None:
        raise NotFound
    if units is None:
        units = units_now(row.id)
    language, title = pick(row.titles)
    said, service = row.page, row.kind == "service"
    section, names = sections_by_id()[row.category_id], names_in(said["terms"])
    photos = [row.photo, *said["photos"]] if row.photo else []
    return ListingView(
        id=row.id,
        shop_id=row.Shop.id,
        category_id=row.category_id,
        section_id=row.section_id,
        slug=row.slug,
        state=row.state,
        kind=row.kind,
        title=title,
        description=said["texts"][language],
        language=language,
        price=Money(row.price_minor, row.currency),
        own=row.Shop.id == reader.shop_id,
        may_export=row.may_export,
        place=row.place,
        full=row.taken >= row.capacity,
        busy_until=_still(row.busy_until),
        questions=tuple(map(Question.read, row.questions)),
        options=" / ".join(str(one["name"]) for one in row.options),
        units=[] if service else as_units(units, row.currency),
        packages=packages_in(said["packages"], row.currency) if service else [],
        extras=extras_in(said["extras"], row.currency) if service else [],
        seller=_seller(row),
        lab=_lab(row),
        section=section.name,
        section_slug=section.slug,
        techniques=[
            one for one in technique_names() if one.id.hex in said["techniques"]
        ],
        materials=names["material"],
        colours=names["colour"],
        care=names["care"],
        photos=[PhotoView.read(photo) for photo in photos],
        reviews=[_review(one) for one in said["reviews"]],
        review_count=row.reviews,
        stars=None if row.stars is None else round(row.stars, 1),
    )


def _still(day: date | None) -> date | None:
    """Return a day that is not over yet."""
    return day if day is not None and day >= clock.today() else None


def _story(column: Any) -> ScalarSelect[Any]:
    """A column of the text that `i18n.pick` would choose for who `reads`."""
    nearest = case(
        (ShopText.locale == bindparam("reads"), 0),
        (ShopText.locale == "ru", 1),
        (ShopText.locale == "ky", 2),
        else_=3,
    )
    texts = select(column).where(ShopText.shop_id == Shop.id).order_by(nearest)
    return texts.limit(1).correlate(Shop).scalar_subquery()


_COLUMNS: Select[*tuple[Any, ...]] = (
    select(
        Listing.id,
        Listing.slug,
        Listing.state,
        Listing.kind,
        Listing.category_id,
        Listing.section_id,
        Listing.price_minor,
        Listing.currency,
        Listing.may_export,
        Listing.place,
        Listing.taken,
        Listing.capacity,
        Listing.busy_until,
        Listing.questions,
        Listing.options,
        Shop,
        _story(ShopText.story).label("story"),
        _story(ShopText.locale).label("story_language"),
        Lab.delivery_minor,
        Lab.fee_bps,
        ListingCard.titles,
        ListingCard.photo,
        ListingCard.stars,
        ListingCard.reviews,
        ListingCard.page,
    )
    .join(Shop, Shop.id == Listing.shop_id)
    .join(Lab, Lab.id == Shop.lab_id)
    .join(ListingCard, ListingCard.listing_id == Listing.id)
)


def _seller(row: Row[*tuple[Any, ...]]) -> SellerView:
    shop: Shop = row.Shop
    return SellerView(
        alias=shop.alias,
        slug=address_of(shop),
        avatar=shop.avatar_seed,
        away_to=away_to(shop),
        public=seen_by(shop) == "public",
        seen_by=seen_by(shop),
        story=row.story or "",
        story_language=row.story_language or current(),
    )


def _lab(row: Row[*tuple[Any, ...]]) -> LabView:
    lab = labs_by_id()[row.Shop.lab_id]
    return LabView(
        name=lab.name,
        slug=lab.slug,
        region=lab.region,
        phone=lab.phone,
        email=lab.email,
        delivery=Money(row.delivery_minor, row.currency),
        fee_bps=row.fee_bps,
    )


def _review(said: dict[str, Any]) -> ReviewView:
    at = datetime.fromisoformat(said["at"])
    answer = said.get("answer", "")
    return ReviewView(said["author"], said["stars"], said["text"], at, answer)
