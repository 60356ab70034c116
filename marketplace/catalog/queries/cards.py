"""Cards: what lists of things show, in one query whatever their number.

What a card says comes from `listing_cards`; who may see it, its state and its price from
the rows themselves, so that a hidden shop is gone at once.
"""

import functools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    Uuid,
    and_,
    bindparam,
    select,
    tuple_,
)

from marketplace.catalog.models import Listing, ListingCard, Photo
from marketplace.catalog.queries.sections import Section
from marketplace.db import UtcDateTime
from marketplace.extensions import db
from marketplace.i18n import current, pick
from marketplace.money import Money
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import labs_by_id, listed, reachable
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

    @classmethod
    def read(cls, said: dict[str, Any]) -> "PhotoView":
        """Build it from what a card says."""
        files = tuple([(width, ext) for width, ext in said["files"]])
        return cls(
            said["key"],
            said["width"],
            said["height"],
            said["colour"],
            said["alt"],
            said["placeholder"],
            files,
        )

    @property
    def avif(self) -> str:
        """Every width of the smallest format; empty until it is made."""
        return self._srcset("avif")

    @property
    def webp(self) -> str:
        """Every width of the format every browser of today reads."""
        return self._srcset("webp")

    def _srcset(self, ext: str) -> str:
        base = f"/media/{self.key}/"
        widths = sorted([width for width, kind in self.files if kind == ext])
        return ", ".join([f"{base}{width}.{ext} {width}w" for width in widths])

    @property
    def src(self) -> str:
        """The one JPEG, for old browsers and for mail."""
        width = max([width for width, kind in self.files if kind == "jpg"])
        return f"/media/{self.key}/{width}.jpg"

    @property
    def largest(self) -> str:
        """The largest WebP."""
        width = max(width for width, kind in self.files if kind == "webp")
        return f"/media/{self.key}/{width}.webp"

    @property
    def thumb(self) -> str:
        """The smallest WebP."""
        width = min(width for width, kind in self.files if kind == "webp")
        return f"/media/{self.key}/{width}.webp"


@dataclass(frozen=True)
class Card:
    """One thing in a list; `stars` is the mean of its `reviews`, None without any."""

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
    ready: bool
    stars: float | None
    reviews: int
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
    section: Section | None = None,
    shop_id: uuid.UUID | None = None,
    lab_id: uuid.UUID | None = None,
    size: int = PAGE,
) -> Page[Card]:
    """Return things on sale, newest first, after a cursor.

    With `shop_id` those of one shop, whoever may see it: its page has asked before.
    """
    of: dict[str, uuid.UUID] = {}
    if section is not None:
        of[_place(section)] = section.id
    if shop_id is not None:
        of["shop_id"] = shop_id
    if lab_id is not None:
        of["lab_id"] = lab_id
    begins = {} if after is None else {"after_at": after.at, "after_id": after.id}
    rows = db.session.execute(
        _newest(tuple(of), after is not None), {**of, **begins, "most": size + 1}
    ).all()
    shown = rows[:size]
    last = Cursor(shown[-1].published_at, shown[-1].id) if len(rows) > size else None
    return Page(dressed(shown), last.encode() if last else None)


@functools.cache
def _newest(of: tuple[str, ...], begins: bool) -> Select[*tuple[Any, ...]]:
    """Return the query of a kind of list, put together once."""
    seen = Listing.state == "published" if "shop_id" in of else on_sale()
    query = card_columns().where(seen)
    for column in of:
        query = query.where(getattr(Listing, column) == bindparam(column))
    if begins:
        key = tuple_(Listing.published_at, Listing.id)
        # Typed by hand: a bare value would be read in the session's time zone.
        at = bindparam("after_at", type_=UtcDateTime())
        query = query.where(key < tuple_(at, bindparam("after_id", type_=Uuid())))
    return query.order_by(Listing.published_at.desc(), Listing.id.desc()).limit(
        bindparam("most", type_=Integer())
    )


def in_section(section: Section) -> ColumnElement[bool]:
    """Return the condition of being in a section or category."""
    column: ColumnElement[uuid.UUID] = getattr(Listing, _place(section))
    return column == section.id


def _place(section: Section) -> str:
    """Return the column a section is looked up by.

    One value each: a list of categories would have to be sorted, all of it.
    """
    return "section_id" if section.parent_id is None else "category_id"


def cards(ids: Sequence[uuid.UUID]) -> list[Card]:
    """Return what is on sale of these ids, in their order."""
    return _of(ids, on_sale())


def open_cards(ids: Sequence[uuid.UUID], reader: Reader) -> list[Card]:
    """Return what a reader of these Labs may open of these ids, in their order."""
    return _of(ids, open_to(reader))


def _of(ids: Sequence[uuid.UUID], allowed: ColumnElement[bool]) -> list[Card]:
    if not ids:
        return []
    rows = db.session.execute(card_columns().where(Listing.id.in_(ids), allowed)).all()
    found = {card.id: card for card in dressed(rows)}
    return [found[listing_id] for listing_id in ids if listing_id in found]


def card_columns() -> Select[*tuple[Any, ...]]:
    """Return the query of what `dressed` makes cards of; Shop is joined."""
    return (
        select(
            Listing.id,
            Listing.slug,
            Listing.kind,
            Listing.price_minor,
            Listing.currency,
            Listing.ready,
            Listing.published_at,
            Shop.alias,
            Shop.slug.label("shop_slug"),
            Shop.lab_id,
            ListingCard.titles,
            ListingCard.photo,
            ListingCard.stars,
            ListingCard.reviews,
        )
        .join(Shop, Shop.id == Listing.shop_id)
        .join(ListingCard, ListingCard.listing_id == Listing.id)
    )


def dressed(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Card]:
    """Make cards of rows of `card_columns`, in the reader's language."""
    if not rows:
        return []
    labs, spoken = labs_by_id(), current()
    made = []
    for row in rows:
        language, title = pick(row.titles, spoken)
        made.append(
            Card(
                id=row.id,
                slug=row.slug,
                kind=row.kind,
                title=title,
                language=language,
                price=Money(row.price_minor, row.currency),
                alias=row.alias,
                shop_slug=row.shop_slug,
                place=labs[row.lab_id].region,
                photo=PhotoView.read(row.photo) if row.photo else None,
                ready=row.ready,
                stars=row.stars,
                reviews=row.reviews,
                published_at=row.published_at,
            )
        )
    return made


def faces(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[str, PhotoView | None]]:
    """Return the title in the reader's language and the first photo, of any listing.

    For who may see them all: its seller, her Lab.
    """
    if not ids:
        return {}
    rows = db.session.execute(
        select(ListingCard.listing_id, ListingCard.titles, ListingCard.photo).where(
            ListingCard.listing_id.in_(ids)
        )
    )
    return {
        row.listing_id: (
            pick(row.titles)[1],
            PhotoView.read(row.photo) if row.photo else None,
        )
        for row in rows
    }
