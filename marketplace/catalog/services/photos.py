"""Take a photo in: check, make safe, store, remember."""

import base64
import tempfile
import uuid
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Select, select, update

from marketplace.catalog.models import Photo
from marketplace.catalog.rules import MAX_PHOTOS
from marketplace.db import get_for_update, use_case
from marketplace.errors import Invalid
from marketplace.extensions import db
from marketplace.infra import media
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import enqueue
from marketplace.profiles.models import ApplicationFile

FORGET_AFTER = timedelta(minutes=10)
COPIED = (
    *("shop_id", "key", "recipe", "width", "height", "colour", "placeholder"),
    *("files", "alt"),
)


def take_in(shop_id: uuid.UUID, stream: IO[bytes]) -> Photo:
    """Make a photo of an upload, not yet part of a listing.

    Raises media.PhotoRefused with the code that says why, TooMany. The pixels are worked on
    outside any transaction; the upload itself is never kept.
    """
    adapters().limits.take("upload", str(shop_id))
    db.session.rollback()  # end the read the request has begun: pixels take a while
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        source = Path(folder) / "upload"
        media.receive(stream, source)
        picture = media.card_set(source)
    return remember(shop_id, media.publish(adapters().storage, picture))


@use_case
def remember(shop_id: uuid.UUID, stored: media.StoredPicture) -> Photo:
    """Keep the row of a stored picture and order its AVIF files."""
    photo = Photo(
        shop_id=shop_id,
        key=stored.key,
        recipe=stored.recipe,
        width=stored.width,
        height=stored.height,
        colour=stored.colour,
        placeholder=base64.b64encode(stored.placeholder).decode(),
        files=[list(file) for file in stored.files],
    )
    same = db.session.scalar(select(Photo).where(Photo.key == photo.key).limit(1))
    if same is not None:
        photo.files = same.files  # the same pixels: its AVIF files may be there already
    else:
        enqueue("catalog.avif", {"key": photo.key})
    db.session.add(photo)
    db.session.flush()
    return photo


@use_case
def attach(
    listing_id: uuid.UUID,
    shop_id: uuid.UUID,
    photo_ids: Sequence[uuid.UUID],
    title: str,
) -> None:
    """Show just these of her photos on a listing, in the order given.

    Photos of other shops or other listings are left alone; those no longer shown are
    loose again, the sweep takes them. Raises Invalid("photo_too_many").
    """
    if len(photo_ids) > MAX_PHOTOS:
        raise Invalid("photo_too_many", most=MAX_PHOTOS, field="photos")
    db.session.execute(
        update(Photo)
        .where(Photo.listing_id == listing_id, Photo.id.not_in(photo_ids))
        .values(listing_id=None)
    )
    for position, photo_id in enumerate(photo_ids):
        db.session.execute(
            update(Photo)
            .where(
                Photo.id == photo_id,
                Photo.shop_id == shop_id,
                Photo.listing_id.is_(None) | (Photo.listing_id == listing_id),
            )
            .values(listing_id=listing_id, position=position, alt=title)
        )


@use_case
def copies(shop_id: uuid.UUID, photo_ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Return rows of their own, not on any listing yet, for the same pictures."""
    rows = {row.id: row for row in db.session.scalars(_hers(shop_id, photo_ids))}
    made = []
    for photo_id in photo_ids:
        if photo_id in rows:
            copy = Photo(**{name: getattr(rows[photo_id], name) for name in COPIED})
            db.session.add(copy)
            db.session.flush()
            made.append(copy.id)
    return made


def _hers(
    shop_id: uuid.UUID, photo_ids: Sequence[uuid.UUID]
) -> Select[*tuple[Photo, ...]]:
    return select(Photo).where(Photo.id.in_(photo_ids), Photo.shop_id == shop_id)


@use_case
def dropped(key: str, files: Sequence[Sequence[Any]]) -> None:
    """Have the files of a picture deleted a while after its row is gone.

    The while lets an upload of the same pixels, which writes no files because they are
    there, come to its own row first.
    """
    payload = {"key": key, "files": [list(file) for file in files]}
    enqueue("catalog.forget_picture", payload, delay=FORGET_AFTER)


def forget(key: str, files: Sequence[Sequence[Any]]) -> None:
    """Delete a picture's files, unless something shows the same pixels."""
    used = db.session.scalar(select(Photo.id).where(Photo.key == key).limit(1))
    used = used or db.session.scalar(
        select(ApplicationFile.id).where(ApplicationFile.key == key).limit(1)
    )
    if used is None:
        known = tuple((int(w), str(ext), int(size)) for w, ext, size in files)
        media.withdraw(adapters().storage, key, known)


def make_avif(key: str) -> None:
    """Make the AVIF files of a stored picture and tell every photo that shows it."""
    storage = adapters().storage
    master = storage.get(media.master_key(key))
    files = media.publish_avif(storage, key, media.avif_set(master))
    _add_files(key, [list(file) for file in files])


@use_case
def _add_files(key: str, files: list[list[object]]) -> None:
    for photo_id in db.session.scalars(select(Photo.id).where(Photo.key == key)).all():
        photo = get_for_update(Photo, photo_id)
        kept = [file for file in photo.files if file[1] != "avif"]
        photo.files = kept + files
