"""Photos that a browser sends one by one: received here, worked on by a job.

The browser gives each upload a name of its own, so that sending it again after a cut line
changes nothing. What goes over 1 MB comes in pieces (after tus.io: how far it is, then the
rest).
"""

import uuid
from dataclasses import dataclass
from typing import IO

from sqlalchemy import select

from marketplace.catalog.models import Photo
from marketplace.catalog.services.photos import rows
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, NotFound
from marketplace.extensions import db
from marketplace.infra import media
from marketplace.infra.jobs import enqueue
from marketplace.infra.media.isolated import check_size
from marketplace.infra.media.sniff import HEAD
from marketplace.infra.staging import Part, staging
from marketplace.profiles.models import Shop

MOST = media.MAX_MEGABYTES * 1024 * 1024  # bytes


@dataclass(frozen=True)
class Upload:
    """What a browser sends: whose, under which name, and for which thing, if any.

    `sha256` is what the browser says of the bytes; empty if it says nothing.
    """

    shop_id: uuid.UUID
    client_id: uuid.UUID
    listing_id: uuid.UUID | None = None
    sha256: str = ""


def receive(upload: Upload, stream: IO[bytes]) -> Photo:
    """Take a whole upload in; one that is here already is not even read.

    Raises media.PhotoRefused, Invalid("photo_too_many"), TooMany("photo_too_often"),
    NotFound when the name or the thing is another shop's.
    """
    known = _expected(upload)
    if known is not None:
        return known
    rows.take_quota(upload.shop_id)
    db.session.rollback()  # end the read: a slow line takes minutes
    return _accept(upload, staging().receive(stream, MOST))


def begin(upload: Upload, length: int) -> Photo | Part:
    """Open an upload of `length` bytes that comes in pieces; say how far it is.

    Raises as `receive` does.
    """
    known = _expected(upload)
    if known is not None:
        return known
    if length < 1:
        raise media.PhotoRefused("photo_empty")
    check_size(length)
    part = staging().part(upload.shop_id, upload.client_id)
    if part is None or part.length != length:
        rows.take_quota(upload.shop_id)
        part = staging().begin(upload.shop_id, upload.client_id, length)
    return part


def add(upload: Upload, offset: int, stream: IO[bytes]) -> Photo | Part:
    """Write the next piece, which begins at `offset`; the last one makes it a photo.

    Raises NotFound when nothing was begun, Conflict("photo_offset"), and as `receive`.
    """
    found = _here(upload) or _just_made(upload)
    if isinstance(found, Photo):
        return found
    db.session.rollback()
    part = staging().append(found, offset, stream)
    return _accept(upload, part) if part.whole else part


def progress(upload: Upload) -> Photo | Part:
    """Return the photo, or how far its upload is. NotFound for another shop's."""
    found = _here(upload)
    if found is None:
        raise NotFound
    return found


def _here(upload: Upload) -> Photo | Part | None:
    return known(upload) or staging().part(upload.shop_id, upload.client_id)


@use_case
def _just_made(upload: Upload) -> Photo:
    """Wait for whoever has taken the part away and not yet committed its row."""
    get_for_update(Shop, upload.shop_id)
    found = known(upload)
    if found is None:
        raise NotFound
    return found


def known(upload: Upload) -> Photo | None:
    """Return the photo of this name; one that failed may be sent again."""
    return db.session.scalar(
        select(Photo).where(
            Photo.client_id == upload.client_id,
            Photo.shop_id == upload.shop_id,
            Photo.state != "failed",
        )
    )


def _expected(upload: Upload) -> Photo | None:
    """Return the photo if it is here already, else see that it may come at all."""
    found = known(upload)
    if found is None:
        _refuse_foreign(upload)
        if upload.listing_id is not None:
            _has_room(upload.shop_id, upload.listing_id)
    return found


def _refuse_foreign(upload: Upload) -> None:
    others = select(Photo.id).where(
        Photo.client_id == upload.client_id, Photo.shop_id != upload.shop_id
    )
    if db.session.scalar(others) or staging().known_elsewhere(
        upload.shop_id, upload.client_id
    ):
        raise NotFound


@use_case
def _has_room(shop_id: uuid.UUID, listing_id: uuid.UUID) -> None:
    rows.changeable(shop_id, listing_id)
    rows.check_room(listing_id, more=1)


def _accept(upload: Upload, part: Part) -> Photo:
    """Make a row of what has arrived, or refuse it by what can be seen from outside."""
    try:
        check_size(part.length)
        media.sniff(part.head(HEAD))
        sha256 = part.digest()
        if upload.sha256 and sha256 != upload.sha256.lower():
            raise media.PhotoRefused("photo_incomplete")
        return _keep(upload, part, sha256)
    except FileNotFoundError:  # its last piece came twice and the other was faster
        raise Conflict("photo_offset") from None
    finally:
        part.path.unlink(missing_ok=True)


@use_case
def _keep(upload: Upload, part: Part, sha256: str) -> Photo:
    # Whoever sends the same twice at once waits here and then finds the first one's row.
    get_for_update(Shop, upload.shop_id)
    found = known(upload)
    if found is None:
        _forget_failed(upload)
        same = (upload.shop_id, sha256, upload.client_id, upload.listing_id)
        found = rows.sent_before(*same) or _received(upload, part, sha256)
    if upload.listing_id is not None and not _is_on(found, upload.listing_id):
        _put_last(found, upload.listing_id)
    db.session.flush()
    return found


def _received(upload: Upload, part: Part, sha256: str) -> Photo:
    photo = Photo(
        id=uuid.uuid4(),
        shop_id=upload.shop_id,
        client_id=upload.client_id,
        sha256=sha256,
        state="received",
    )
    # The file first: a worker may look for it the moment the row is there.
    staging().keep(part, photo.id)
    enqueue("catalog.photo", {"id": str(photo.id)})
    db.session.add(photo)
    return photo


def _put_last(photo: Photo, listing_id: uuid.UUID) -> None:
    listing = rows.changeable(photo.shop_id, listing_id)
    rows.put(photo, listing_id, rows.check_room(listing_id, more=1))
    rows.log(listing, "added")


def _forget_failed(upload: Upload) -> None:
    failed = select(Photo).where(
        Photo.client_id == upload.client_id, Photo.shop_id == upload.shop_id
    )
    for photo in db.session.scalars(failed):
        db.session.delete(photo)
    db.session.flush()


def _is_on(photo: Photo, listing_id: uuid.UUID) -> bool:
    return listing_id in {photo.listing_id, photo.waits_for_id}
