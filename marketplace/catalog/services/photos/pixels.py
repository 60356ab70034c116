"""What workers do with photos: make them ready, give them AVIF, bring them up to date."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from marketplace import failpoints
from marketplace.catalog import rules
from marketplace.catalog.models import Listing, Photo
from marketplace.catalog.services.photos import files, rows
from marketplace.db import get_for_update, use_case
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.infra import media
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import enqueue
from marketplace.infra.staging import staging

MOST_TRIES = 2
OLD_FILES = timedelta(days=30)  # how long pages kept elsewhere may still name them
AT_ONCE = 200  # pictures an hour that are brought up to a new recipe


def work_on(photo_id: uuid.UUID) -> None:
    """Make a received photo ready, or note the code of why it cannot be.

    All files are stored before the row says so, in one update. Safe to repeat; a photo
    whose worker died or ran out of time twice has failed with photo_timeout.
    """
    if _begin(photo_id):
        try:
            picture = media.card_set(staging().whole(photo_id))
        except FileNotFoundError:
            _fail(photo_id, media.PhotoRefused("photo_incomplete"))
        except media.PhotoRefused as refusal:
            _refused(photo_id, refusal)
        else:
            _store(photo_id, picture)
    staging().drop(photo_id)


def _store(photo_id: uuid.UUID, picture: media.Picture) -> None:
    failpoints.reached("photo.worked")
    try:
        stored = media.publish(adapters().storage, picture)
    except Exception:
        _not_its_fault(photo_id)
        raise
    failpoints.reached("photo.stored")
    _ready(photo_id, stored)
    failpoints.reached("photo.ready")


@use_case
def _begin(photo_id: uuid.UUID) -> bool:
    """Count a try; False when there is nothing to do, or it has used them up."""
    photo = db.session.get(Photo, photo_id)
    if photo is None or photo.state != "received":
        return False
    if photo.tries >= MOST_TRIES:
        _note(photo, media.PhotoRefused("photo_timeout"))
        return False
    photo.tries += 1
    return True


@use_case
def _not_its_fault(photo_id: uuid.UUID) -> None:
    """Give a try back: the storage was away, the photo may be good."""
    get_for_update(Photo, photo_id).tries -= 1


def _refused(photo_id: uuid.UUID, refusal: media.PhotoRefused) -> None:
    """Note a refusal; one for want of time is tried once more, by raising it."""
    if refusal.code == "photo_timeout" and not _tried_enough(photo_id):
        raise refusal
    _fail(photo_id, refusal)


def _tried_enough(photo_id: uuid.UUID) -> bool:
    tries = db.session.scalar(select(Photo.tries).where(Photo.id == photo_id))
    db.session.rollback()
    return tries is None or tries >= MOST_TRIES


@use_case
def _fail(photo_id: uuid.UUID, refusal: media.PhotoRefused) -> None:
    photo = db.session.get(Photo, photo_id, populate_existing=True)
    if photo is not None and photo.state == "received":
        _note(photo, refusal)


def _note(photo: Photo, refusal: media.PhotoRefused) -> None:
    photo.state, photo.code, photo.facts = "failed", refusal.code, refusal.facts
    photo.waits_for_id = None


@use_case
def _ready(photo_id: uuid.UUID, stored: media.StoredPicture) -> None:
    listing = _wanted_by(photo_id)
    try:
        photo = get_for_update(Photo, photo_id)
    except NotFound:  # she has deleted it meanwhile
        files.dropped(stored.key, stored.files)
        return
    if photo.state != "received":
        return
    rows.fill(photo, stored)
    if (
        listing is not None
        and photo.waits_for_id == listing.id
        and listing.state in rules.EDITABLE
    ):
        rows.put(photo, listing.id, photo.position)
    # On what was handed in meanwhile nobody would look at it: it stays loose.
    photo.waits_for_id = None


def _wanted_by(photo_id: uuid.UUID) -> Listing | None:
    """Return the thing a photo waits for, locked before the photo as everywhere."""
    wanted = select(Photo.waits_for_id).where(Photo.id == photo_id)
    listing_id = db.session.scalar(wanted)
    if listing_id is None:
        return None
    return db.session.get(
        Listing,
        listing_id,
        with_for_update={"key_share": True},
        populate_existing=True,
    )


def make_avif(key: str) -> None:
    """Make the AVIF files of a stored picture and tell every photo that shows it."""
    if not files.shown(key):
        return  # it was deleted before its turn came
    storage = adapters().storage
    master = storage.get(media.master_key(key))
    made = media.publish_avif(storage, key, media.avif_set(master))
    _add_files(key, [list(file) for file in made])


@use_case
def _add_files(key: str, made: list[list[Any]]) -> None:
    for photo_id in db.session.scalars(select(Photo.id).where(Photo.key == key)).all():
        photo = get_for_update(Photo, photo_id)
        kept = [file for file in photo.files if file[1] != "avif"]
        photo.files = kept + made


@use_case
def order_remakes() -> int:
    """Ask for pictures of an older recipe to be made anew; return how many.

    A job a picture, each asked for once: one that cannot be made is parked and seen.
    """
    keys = db.session.scalars(
        select(Photo.key)
        .where(Photo.state == "ready", Photo.recipe < media.RECIPE)
        .distinct()
        .limit(AT_ONCE)
    ).all()
    for key in keys:
        enqueue("catalog.remake", {"key": key}, key=f"remake:{key}:{media.RECIPE}")
    return len(keys)


def remake(key: str) -> None:
    """Bring one picture to today's recipe: a whole new set, then the rows switch to it."""
    _switch(key, media.remade(adapters().storage, key))


@use_case
def _switch(key: str, stored: media.StoredPicture) -> None:
    ids = db.session.scalars(select(Photo.id).where(Photo.key == key)).all()
    old: list[list[Any]] = []
    for photo_id in ids:
        photo = get_for_update(Photo, photo_id)
        old = photo.files
        photo.key, photo.recipe = stored.key, stored.recipe
        photo.files = [list(file) for file in stored.files]
        photo.likeness, photo.mirrored = stored.likeness, stored.mirrored
    if stored.key != key:
        files.dropped(key, old, after=OLD_FILES)
