"""The photos of a thing: which, in which order, with which words."""

import uuid
from collections.abc import Sequence
from typing import IO

from sqlalchemy import func, select, update

from marketplace.catalog import rules
from marketplace.catalog.models import Listing, Photo
from marketplace.catalog.services.photos import files, forms, rows
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db


@use_case
def attach(
    listing_id: uuid.UUID,
    shop_id: uuid.UUID,
    photo_ids: Sequence[uuid.UUID],
    title: str,
) -> None:
    """Show just these of her photos on a listing, in the order given.

    Those no longer shown are loose again: the sweep takes them. One that is still worked
    on comes to its place later, also when the form did not know of it; of one that is on
    another thing by now (the same bytes, sent for two forms) a copy comes. Photos of
    other shops are left alone. Raises Invalid("photo_too_many").
    """
    if len(photo_ids) > rules.MAX_PHOTOS:
        raise Invalid("photo_too_many", most=rules.MAX_PHOTOS, field="photos")
    db.session.execute(
        update(Photo)
        .where(Photo.listing_id == listing_id, Photo.id.not_in(photo_ids))
        .values(listing_id=None)
    )
    hers = {photo.id: photo for photo in _hers(shop_id, photo_ids)}
    for position, photo_id in enumerate(photo_ids):
        photo = _free_for(listing_id, hers.get(photo_id))
        if photo is not None:
            rows.put(photo, listing_id, position)
            photo.alt = photo.alt or title
    db.session.flush()
    rows.check_room(listing_id)


@use_case
def copies(shop_id: uuid.UUID, photo_ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Return rows of their own, on no thing yet, for the same pictures, with the words."""
    hers = {photo.id: photo for photo in _hers(shop_id, photo_ids)}
    made = []
    for photo_id in photo_ids:
        if photo_id in hers and hers[photo_id].state == "ready":
            copy = rows.copy(hers[photo_id])
            copy.alt = hers[photo_id].alt
            made.append(copy.id)
    return made


def _hers(shop_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> Sequence[Photo]:
    return db.session.scalars(
        select(Photo)
        .where(Photo.id.in_(ids), Photo.shop_id == shop_id, Photo.state != "failed")
        # The worker writes the same rows the moment a photo is ready.
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def _free_for(listing_id: uuid.UUID, photo: Photo | None) -> Photo | None:
    """Return the photo, or a copy if it is elsewhere; None if neither can be had."""
    if photo is None:
        return None
    where = photo.listing_id or photo.waits_for_id
    if where is None or where == listing_id:
        return photo
    return rows.copy(photo) if photo.state == "ready" else None


def add(shop_id: uuid.UUID, listing_id: uuid.UUID, stream: IO[bytes]) -> Photo:
    """Make a photo of an upload and put it on a thing, as its last.

    Raises as `take_in`, Invalid("photo_too_many"), NotFound, Conflict("photo_thing_seen").
    """
    _check_place(shop_id, listing_id)
    return _put_last(shop_id, listing_id, forms.take_in(shop_id, stream, listing_id).id)


@use_case
def _check_place(shop_id: uuid.UUID, listing_id: uuid.UUID) -> None:
    rows.changeable(shop_id, listing_id)
    rows.check_room(listing_id, more=1)


@use_case
def _put_last(shop_id: uuid.UUID, listing_id: uuid.UUID, photo_id: uuid.UUID) -> Photo:
    listing = rows.changeable(shop_id, listing_id)
    photo = get_for_update(Photo, photo_id)
    if photo.listing_id is None:
        rows.put(photo, listing_id, rows.check_room(listing_id, more=1))
        rows.log(listing, "added")
    return photo


def replace(shop_id: uuid.UUID, photo_id: uuid.UUID, stream: IO[bytes]) -> Photo:
    """Put another photo in the place of one; its words go, they said what was on it.

    Raises as `take_in`, NotFound, Conflict("photo_thing_seen").
    """
    _check_replaceable(shop_id, photo_id)
    return _swap(shop_id, photo_id, forms.take_in(shop_id, stream).id)


@use_case
def _check_replaceable(shop_id: uuid.UUID, photo_id: uuid.UUID) -> None:
    rows.changeable(shop_id, _own(shop_id, photo_id)[0].id)


@use_case
def _swap(shop_id: uuid.UUID, photo_id: uuid.UUID, new_id: uuid.UUID) -> Photo:
    listing, old = _own(shop_id, photo_id)
    rows.changeable(shop_id, listing.id)
    new = get_for_update(Photo, new_id)
    rows.put(new, listing.id, old.position)
    if new.id != old.id:
        files.delete(old)
    rows.log(listing, "replaced")
    return new


@use_case
def move(shop_id: uuid.UUID, photo_id: uuid.UUID, step: int) -> Listing:
    """Let a photo change places with the one before (-1) or after it (1).

    At the end of the row nothing happens. Raises NotFound for another shop's photo,
    Conflict("being_looked_at").
    """
    listing, photo = _own(shop_id, photo_id)
    row = list(_on(listing.id))
    at = row.index(photo)
    to = min(max(at + step, 0), len(row) - 1)
    row.insert(to, row.pop(at))
    for position, one in enumerate(row):
        one.position = position
    rows.log(listing, "moved")
    return listing


@use_case
def describe(shop_id: uuid.UUID, photo_id: uuid.UUID, words: str) -> Listing:
    """Write what is on a photo, for those who do not see it.

    Raises Invalid("photo_words_long"), NotFound for another shop's photo, Conflict
    ("being_looked_at"), and Conflict("photo_thing_seen") for a thing on sale: buyers
    would read what nobody has looked at.
    """
    listing, photo = _own(shop_id, photo_id)
    rows.changeable(shop_id, listing.id)
    words = words.strip()
    if len(words) > rules.MAX_ALT:
        raise Invalid("photo_words_long", most=rules.MAX_ALT)
    photo.alt = words
    rows.log(listing, "described")
    return listing


@use_case
def delete(shop_id: uuid.UUID, photo_id: uuid.UUID) -> Listing:
    """Take a photo off its thing for good.

    Raises NotFound for another shop's, Conflict("being_looked_at"), and Conflict
    ("photo_last") for the only one of a thing on sale.
    """
    listing, photo = _own(shop_id, photo_id)
    if listing.state in rules.LIVE and photo.listing_id and _shown(listing.id) == 1:
        raise Conflict("photo_last")
    files.delete(photo)
    rows.log(listing, "deleted")
    return listing


def _own(shop_id: uuid.UUID, photo_id: uuid.UUID) -> tuple[Listing, Photo]:
    """Return a photo of this shop that is on a thing, and the thing, both locked.

    NotFound for any other, Conflict("being_looked_at") while its Lab looks at it.

    The thing first, always: two that change the same order wait in one line.
    """
    photo = db.session.scalar(
        select(Photo).where(Photo.id == photo_id, Photo.shop_id == shop_id)
    )
    listing_id = photo and (photo.listing_id or photo.waits_for_id)
    if photo is None or listing_id is None:
        raise NotFound
    listing = get_for_update(Listing, listing_id)
    rows.check_unwatched(listing)
    return listing, get_for_update(Photo, photo_id)


def _shown(listing_id: uuid.UUID) -> int:
    counted = select(func.count()).where(Photo.listing_id == listing_id)
    return db.session.scalar(counted) or 0


def _on(listing_id: uuid.UUID) -> Sequence[Photo]:
    return db.session.scalars(
        select(Photo)
        .where(rows.on(listing_id))
        .order_by(Photo.position, Photo.created_at)
    ).all()
