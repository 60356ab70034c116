"""Cards: what lists of things show, in three queries whatever their number."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, literal, select, tuple_
from sqlalchemy.orm import aliased

from marketplace.catalog.models import Listing, ListingText, Photo
from marketplace.db import UtcDateTime
from marketplace.extensions import db
from marketplace.i18n import pick
from marketplace.money import Money
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import LabText, Shop
from marketplace.profiles.queries import listed, reachable
from marketplace.web.paging import PAGE, Cursor, Page


@dataclass(frozen=True)
class PhotoView:
    """A photo as a page shows it; `files` holds (width px, extension)."""

    key: str
    width: int
    height: int
    colour: str
    alt: str
    placeholder: str
    files: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, photo: Photo) -> "PhotoView":
        """Build it from a row."""
        files = tuple((int(file[0]), str(file[1])) for file in photo.files)
        return cls(
            photo.key,
            photo.width,
            photo.height,
            photo.colour,
            photo.alt,
            photo.placeholder,
            files,
        )

    def srcset(self, ext: str) -> str:
        """Return every width of one format, smallest first; empty if it has none."""
        widths = sorted(width for width, kind in self.files if kind == ext)
        return ", ".join(f"/media/{self.key}/{w}.{ext} {w}w" for w in widths)

    @property
    def src(self) -> str:
        """The one JPEG, for old browsers and for mail."""
        width = max(width for width, kind in self.files if kind == "jpg")
        return f"/media/{self.key}/{width}.jpg"

    @property
    def thumb(self) -> str:
        """The smallest WebP."""
        width = min(width for width, kind in self.files if kind == "webp")
        return f"/media/{self.key}/{width}.webp"


@dataclass(frozen=True)
class Card:
    """One thing in a list."""

    id: uuid.UUID
    slug: str
    kind: str
    title: str
    language: str
    price: Money
    alias: str
    shop_slug: str
    place: str
    photo: PhotoView | None
    published_at: datetime | None = None


def on_sale() -> ColumnElement[bool]:
    """Return the condition under which a listing is in lists; needs Shop joined."""
    return and_(Listing.state == "published", listed())


def open_to(reader: Reader = STRANGER) -> ColumnElement[bool]:
    """Return the condition under which a reader may open a listing; needs Shop joined.

    `home` are the Labs she belongs to.
    """
    return and_(Listing.state == "published", reachable(reader))


def newest(
    after: Cursor | None = None,
    *,
    categories: Sequence[uuid.UUID] | None = None,
    shop_id: uuid.UUID | None = None,
    lab_id: uuid.UUID | None = None,
    size: int = PAGE,
) -> Page[Card]:
    """Return things on sale, newest first, after a cursor.

    With `shop_id` those of one shop, whoever may see it: its page has asked before.
    """
    listed_only = on_sale() if shop_id is None else Listing.state == "published"
    query = _columns().where(listed_only)
    if lab_id is not None:
        query = query.where(Shop.lab_id == lab_id)
    if categories is not None:
        query = query.where(Listing.category_id.in_(categories))
    if shop_id is not None:
        query = query.where(Listing.shop_id == shop_id)
    if after is not None:
        key = tuple_(Listing.published_at, Listing.id)
        # Typed by hand: a bare value would be read in the session's time zone.
        at = literal(after.at, UtcDateTime())
        query = query.where(key < tuple_(at, after.id))
    rows = db.session.execute(
        query.order_by(Listing.published_at.desc(), Listing.id.desc()).limit(size + 1)
    ).all()
    shown = rows[:size]
    last = Cursor(shown[-1].published_at, shown[-1].id) if len(rows) > size else None
    return Page(_dressed(shown), last.encode() if last else None)


def cards(ids: Sequence[uuid.UUID]) -> list[Card]:
    """Return what is on sale of these ids, in their order."""
    return _of(ids, on_sale())


def open_cards(ids: Sequence[uuid.UUID], reader: Reader) -> list[Card]:
    """Return what a reader of these Labs may open of these ids, in their order."""
    return _of(ids, open_to(reader))


def _of(ids: Sequence[uuid.UUID], allowed: ColumnElement[bool]) -> list[Card]:
    rows = db.session.execute(_columns().where(Listing.id.in_(ids), allowed)).all()
    found = {card.id: card for card in _dressed(rows)}
    return [found[listing_id] for listing_id in ids if listing_id in found]


def _columns() -> Select[*tuple[Any, ...]]:
    return select(
        Listing.id,
        Listing.slug,
        Listing.kind,
        Listing.price_minor,
        Listing.currency,
        Listing.published_at,
        Shop.alias,
        Shop.slug.label("shop_slug"),
        Shop.lab_id,
    ).join(Shop, Shop.id == Listing.shop_id)


def _dressed(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Card]:
    ids = [row.id for row in rows]
    titles = texts_of(ids)
    photos = first_photos(ids)
    places = _places({row.lab_id for row in rows})
    made = []
    for row in rows:
        language, text = pick(titles[row.id])
        made.append(
            Card(
                id=row.id,
                slug=row.slug,
                kind=row.kind,
                title=text,
                language=language,
                price=Money(row.price_minor, row.currency),
                alias=row.alias,
                shop_slug=row.shop_slug,
                place=pick(places[row.lab_id])[1],
                photo=photos.get(row.id),
                published_at=row.published_at,
            )
        )
    return made


def texts_of(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, str]]:
    """Return the titles of listings by language."""
    if not ids:
        return {}
    rows = db.session.execute(
        select(ListingText.listing_id, ListingText.locale, ListingText.title).where(
            ListingText.listing_id.in_(ids)
        )
    )
    return _by_language(rows)


def first_photos(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, PhotoView]:
    """Return the first photo of each listing that has one."""
    if not ids:
        return {}
    earlier = aliased(Photo)  # places have gaps: one was deleted, one is worked on
    rows = db.session.scalars(
        select(Photo).where(
            Photo.listing_id.in_(ids),
            ~select(earlier.id)
            .where(earlier.listing_id == Photo.listing_id)
            .where(earlier.position < Photo.position)
            .exists(),
        )
    )
    return {row.listing_id: PhotoView.of(row) for row in rows if row.listing_id}


def _places(lab_ids: set[uuid.UUID]) -> dict[uuid.UUID, dict[str, str]]:
    if not lab_ids:
        return {}
    rows = db.session.execute(
        select(LabText.lab_id, LabText.locale, LabText.region).where(
            LabText.lab_id.in_(lab_ids)
        )
    )
    return _by_language(rows)


def _by_language(
    rows: Iterable[Row[uuid.UUID, str, str]],
) -> dict[uuid.UUID, dict[str, str]]:
    found: dict[uuid.UUID, dict[str, str]] = {}
    for key, locale, text in rows:
        found.setdefault(key, {})[locale] = text
    return found
