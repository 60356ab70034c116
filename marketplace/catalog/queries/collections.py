"""Featured collections: those of today for everybody, all of them for the desk."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from marketplace import clock
from marketplace.catalog.models import Collection, CollectionItem, Listing
from marketplace.catalog.queries.cards import (
    Card,
    card_columns,
    dressed,
    faces,
    on_sale,
)
from marketplace.db.window import kept
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import current, pick
from marketplace.profiles.models import Shop

ON_HOME = 2  # collections on the home page
FIRST = 4  # things of each there


@dataclass(frozen=True)
class CollectionName:
    """What a collection says of itself, in the reader's language."""

    id: uuid.UUID
    slug: str
    title: str
    lead: str
    language: str
    first_day: date
    last_day: date


@dataclass(frozen=True)
class CollectionView:
    """A collection with its things on sale, in order."""

    name: CollectionName
    cards: list[Card]


@dataclass(frozen=True)
class Item:
    """A thing of a collection, on the desk; one that is not on sale is not shown."""

    id: uuid.UUID
    title: str
    thumb: str
    on_sale: bool


def of_today() -> ColumnElement[bool]:
    """Return the condition under which a collection is shown."""
    today = clock.today()
    return (Collection.first_day <= today) & (Collection.last_day >= today)


def shown_collections() -> list[CollectionName]:
    """Return the collections of today, the newest first; kept in memory."""
    today = clock.today()
    known = kept(f"collections.{current()}", lambda: _to_come(today))
    return [one for one in known if one.first_day <= today <= one.last_day]


def _to_come(today: date) -> list[CollectionName]:
    rows = db.session.scalars(
        select(Collection)
        .where(Collection.last_day >= today)
        .options(selectinload(Collection.texts))
        .order_by(Collection.first_day.desc(), Collection.id)
    )
    return [_name(row) for row in rows]


def _name(row: Collection) -> CollectionName:
    language, text = pick({part.locale: part for part in row.texts})
    return CollectionName(
        row.id,
        row.slug,
        text.title,
        text.lead,
        language,
        row.first_day,
        row.last_day,
    )


def featured() -> list[CollectionView]:
    """Return the newest collections of today with their first things, in one query.

    One with nothing on sale is left out.
    """
    names = shown_collections()[:ON_HOME]
    cards = _cards([one.id for one in names])
    return [
        CollectionView(one, cards[one.id][:FIRST]) for one in names if one.id in cards
    ]


def collection_view(slug: str) -> CollectionView:
    """Return a collection while its days last, or NotFound."""
    for one in shown_collections():
        if one.slug == slug:
            return CollectionView(one, _cards([one.id]).get(one.id, []))
    raise NotFound


def _cards(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Card]]:
    if not ids:
        return {}
    rows = db.session.execute(
        card_columns()
        .add_columns(CollectionItem.collection_id)
        .join(CollectionItem, CollectionItem.listing_id == Listing.id)
        .where(CollectionItem.collection_id.in_(ids), on_sale())
        .order_by(CollectionItem.position, Listing.id)
    ).all()
    found: dict[uuid.UUID, list[Card]] = {}
    for row, card in zip(rows, dressed(rows), strict=True):
        found.setdefault(row.collection_id, []).append(card)
    return found


def all_collections() -> Sequence[Collection]:
    """Return every collection with its texts, the latest first."""
    return db.session.scalars(
        select(Collection)
        .options(selectinload(Collection.texts))
        .order_by(Collection.last_day.desc(), Collection.slug)
    ).all()


def collection_of(collection_id: uuid.UUID) -> Collection:
    """Return a collection with its texts, whatever its days; NotFound."""
    row = db.session.scalar(
        select(Collection)
        .where(Collection.id == collection_id)
        .options(selectinload(Collection.texts))
    )
    if row is None:
        raise NotFound
    return row


def items_of(collection_id: uuid.UUID) -> list[Item]:
    """Return every thing of a collection in order, on sale or not."""
    rows = db.session.execute(
        select(Listing.id, on_sale().label("on_sale"))
        .join(CollectionItem, CollectionItem.listing_id == Listing.id)
        .join(Shop, Shop.id == Listing.shop_id)
        .where(CollectionItem.collection_id == collection_id)
        .order_by(CollectionItem.position, Listing.id)
    ).all()
    looks = faces([row.id for row in rows])
    return [
        Item(row.id, looks[row.id][0], photo.thumb if photo else "", row.on_sale)
        for row in rows
        for photo in (looks[row.id][1],)
    ]
