"""What nobody asks for any more goes at night. Rows are the truth; files follow them."""

import logging
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Select, select

from marketplace import clock
from marketplace.catalog.models import (
    ListingRevision,
    Photo,
    UnfinishedForm,
    revision_photos,
)
from marketplace.catalog.queries.changes import may_be_shown
from marketplace.catalog.services.photos import files, rows
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.staging import staging
from marketplace.profiles.models import ApplicationFile

log = logging.getLogger(__name__)
STAGED = timedelta(hours=24)
STORED = timedelta(days=7)
LOOSE = timedelta(days=7)
PICTURES = ("p/", "m/")  # what is ours to sweep in the storage


def sweep(dry_run: bool = False) -> list[str]:
    """Delete what is left over; return a line for each. With `dry_run` only say it.

    Left over are uploads in staging for a day that no row waits for, stored files for
    seven days that no row names, and photos for seven days that are on no thing.
    """
    said = _staging(dry_run) + _loose(dry_run) + _stored(dry_run)
    for line in said:
        log.info("sweep%s: %s", " (dry run)" if dry_run else "", line)
    return said


def _staging(dry_run: bool) -> list[str]:
    waiting = select(Photo.id).where(Photo.state == "received")
    kept = {photo_id.hex for photo_id in db.session.scalars(waiting)}
    before = clock.now() - STAGED
    old = [path for path, written in staging().walk() if written < before]
    said = []
    for path in (path for path in old if path.name not in kept):
        said.append(f"staging {path.name}")
        if not dry_run:
            path.unlink(missing_ok=True)
    return said


def _loose(dry_run: bool) -> list[str]:
    old = Photo.created_at < clock.now() - LOOSE
    unused = (rows.is_loose(), old, Photo.id.not_in(_in_changes()))
    begun = _in_forms()
    found = db.session.scalars(select(Photo.id).where(*unused))
    ids = [photo_id for photo_id in found if str(photo_id) not in begun]
    if not dry_run:
        for photo_id in ids:
            _delete(photo_id)
    return [f"loose photo {photo_id}" for photo_id in ids]


def _in_forms() -> set[str]:
    """Return the photos of forms that are not finished: she may go on with them."""
    kept = db.session.scalars(select(UnfinishedForm.fields))
    return {name for fields in kept for name in fields.get("photo_ids", ())}


def _in_changes() -> Select[*tuple[uuid.UUID, ...]]:
    """Return the photos of changes that wait, or whose answer may be taken back."""
    return (
        select(revision_photos.c.photo_id)
        .join(ListingRevision, ListingRevision.id == revision_photos.c.revision_id)
        .where(may_be_shown(STAGED))
    )


@use_case
def _delete(photo_id: uuid.UUID) -> None:
    photo = db.session.get(
        Photo, photo_id, with_for_update=True, populate_existing=True
    )
    # Asked once it is locked: who was putting it on a thing has done so by now.
    unused = select(Photo.id).where(
        Photo.id == photo_id, rows.is_loose(), Photo.id.not_in(_in_changes())
    )
    if photo is not None and db.session.scalar(unused):
        files.delete(photo)


def _stored(dry_run: bool) -> list[str]:
    known = _named() | {_name(key) for key in files.waiting_to_go()}
    said = []
    for key in _old_files():
        if _name(key) not in known and not _named_since(key):
            said.append(f"stored {key}")
            if not dry_run:
                adapters().storage.delete(key)
    return said


def _old_files() -> Iterator[str]:
    before = clock.now() - STORED
    for key, written in adapters().storage.walk():
        if key.startswith(PICTURES) and written < before:
            yield key


def _named() -> set[str]:
    keys = [*db.session.scalars(select(Photo.key))]
    keys += db.session.scalars(select(ApplicationFile.key))
    db.session.rollback()  # the walk may be long, and over a network
    return {_name(key) for key in keys if key}


def _named_since(key: str) -> bool:
    """Whether somebody has sent the same pixels while we were looking."""
    name = _name(key)
    found = files.shown(f"p/{name[:2]}/{name}")
    db.session.rollback()
    return found


def _name(key: str) -> str:
    """Return the part of a key that stands for the picture, of files and master alike.

    `p/ab/abcd` and `p/ab/abcd/360.webp` and `m/abcd.jpg` are all `abcd`.
    """
    parts = Path(key).parts
    return parts[2] if parts[0] == "p" and len(parts) > 2 else Path(key).stem
