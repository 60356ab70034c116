"""Featured collections: made on the desk, shown while their days last."""

import re
import uuid
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, func, select

from marketplace.catalog.models import (
    Collection,
    CollectionItem,
    CollectionText,
    Listing,
)
from marketplace.catalog.queries import on_sale
from marketplace.catalog.services import counts
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.i18n import LOCALES
from marketplace.profiles.models import Shop
from marketplace.profiles.rules import Event, slug
from marketplace.profiles.services import audit

MOST = 48  # things: a page
_RESERVED = {"new"}  # an address of the desk
Words = Mapping[str, tuple[str, str]]  # language -> title, lead


@use_case
def save(
    collection_id: uuid.UUID | None,
    words: Words,
    first_day: date,
    last_day: date,
    *,
    by: uuid.UUID,
) -> Collection:
    """Make a collection or change its words and days; its address stays.

    Raises Invalid("name_needed") unless it has a title in every language, Invalid
    ("days_order") when it ends before it begins, NotFound.
    """
    if set(words) != set(LOCALES) or not all(
        title.strip() for title, _ in words.values()
    ):
        raise Invalid("name_needed")
    if last_day < first_day:
        raise Invalid("days_order", field="last_day")
    row = get_for_update(Collection, collection_id) if collection_id else Collection()
    if collection_id is None:
        row.slug = _free_slug(words["en"][0])
    row.first_day, row.last_day = first_day, last_day
    db.session.add(row)
    db.session.flush()
    for locale, (title, lead) in words.items():
        text = CollectionText(
            collection_id=row.id, locale=locale, title=title.strip(), lead=lead.strip()
        )
        db.session.merge(text)
    days = [first_day.isoformat(), last_day.isoformat()]
    _log(
        row.id, by, words={code: list(said) for code, said in words.items()}, days=days
    )
    return row


@use_case
def put_in(collection_id: uuid.UUID, address: str, *, by: uuid.UUID) -> None:
    """Add a thing on sale by the address of its page, as the last one.

    Raises Invalid("no_such_thing") when nothing on sale has it, Conflict
    ("collection_full"), NotFound. One that is in it already stays where it is.
    """
    get_for_update(Collection, collection_id)
    listing_id = _on_sale(address)
    if db.session.get(CollectionItem, (collection_id, listing_id)) is not None:
        return
    mine = CollectionItem.collection_id == collection_id
    many, last = db.session.execute(
        select(
            func.count(), func.coalesce(func.max(CollectionItem.position), -1)
        ).where(mine)
    ).one()
    if many >= MOST:
        raise Conflict("collection_full", field="address", most=MOST)
    item = CollectionItem(collection_id=collection_id, listing_id=listing_id)
    item.position = last + 1
    db.session.add(item)
    _log(collection_id, by, put_in=str(listing_id))
    counts.changed()


@use_case
def take_out(collection_id: uuid.UUID, listing_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Take a thing out; one that is not in it changes nothing."""
    get_for_update(Collection, collection_id)
    item = db.session.get(CollectionItem, (collection_id, listing_id))
    if item is None:
        return
    db.session.delete(item)
    _log(collection_id, by, taken_out=str(listing_id))
    counts.changed()


@use_case
def move_up(collection_id: uuid.UUID, listing_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Change places with the thing before it; the first one stays."""
    get_for_update(Collection, collection_id)
    items = db.session.scalars(
        select(CollectionItem)
        .where(CollectionItem.collection_id == collection_id)
        .order_by(CollectionItem.position, CollectionItem.listing_id)
    ).all()
    for before, item in pairwise(items):
        if item.listing_id == listing_id:
            before.position, item.position = item.position, before.position
            _log(collection_id, by, moved_up=str(listing_id))


@use_case
def drop(collection_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Delete a collection; its things stay on sale."""
    row = get_for_update(Collection, collection_id)
    db.session.execute(
        delete(CollectionItem).where(CollectionItem.collection_id == row.id)
    )
    db.session.execute(
        delete(CollectionText).where(CollectionText.collection_id == row.id)
    )
    _log(row.id, by, dropped=row.slug)
    db.session.delete(row)
    counts.changed()


def _on_sale(address: str) -> uuid.UUID:
    """Return what a pasted address or its end names."""
    name = re.split(r"[?#]", address.strip())[0].rstrip("/").rpartition("/")[2]
    found = db.session.scalar(
        select(Listing.id)
        .join(Shop, Shop.id == Listing.shop_id)
        .where(Listing.slug == name, on_sale())
    )
    if found is None:
        raise Invalid("no_such_thing", field="address")
    return found


def _free_slug(title: str) -> str:
    wanted = free = slug(title, "collection")
    taken = _RESERVED | set(db.session.scalars(select(Collection.slug)))
    number = 1
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def _log(collection_id: uuid.UUID, by: uuid.UUID, **details: Any) -> None:
    audit.record(
        Event.CATALOGUE_CHANGED,
        by=by,
        subject=collection_id,
        what="collection",
        **details,
    )
