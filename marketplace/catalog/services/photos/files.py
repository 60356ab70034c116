"""When a picture's files go: when nothing shows the same pixels any more."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from marketplace.catalog.models import Photo
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra import media
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import Job, enqueue
from marketplace.profiles.models import ApplicationFile

FORGET = "catalog.forget_picture"
FORGET_AFTER = timedelta(minutes=10)


@use_case
def dropped(
    key: str, files: Sequence[Sequence[Any]], after: timedelta = FORGET_AFTER
) -> None:
    """Have the files of a picture deleted a while after its row is gone.

    The while lets an upload of the same pixels, which writes no files because they are
    there, come to its own row first.
    """
    if not key:
        return  # it was never ready: there are none
    payload = {"key": key, "files": [list(file) for file in files]}
    enqueue(FORGET, payload, delay=after)


@use_case
def delete(photo: Photo) -> None:
    """Delete a photo's row, and its files once nothing shows them."""
    dropped(photo.key, photo.files)
    db.session.delete(photo)


def forget(key: str, files: Sequence[Sequence[Any]]) -> None:
    """Delete a picture's files, unless something shows the same pixels.

    AVIF of the same widths as well: it may have been made after `files` was written down.
    """
    if not shown(key):
        known = {(int(width), str(ext), 0) for width, ext, _size in files}
        known |= {(width, "avif", 0) for width, _ext, _size in known}
        media.withdraw(adapters().storage, key, tuple(known))


def shown(key: str) -> bool:
    """Whether a row still names this picture."""
    photos = select(Photo.id).where(Photo.key == key)
    sent = select(ApplicationFile.id).where(ApplicationFile.key == key)
    return any(db.session.scalar(rows.limit(1)) for rows in (photos, sent))


def waiting_to_go() -> set[str]:
    """Return the keys of pictures whose end is ordered for a later day."""
    jobs = select(Job.payload).where(Job.kind == FORGET, Job.state == "queued")
    return {str(payload["key"]) for payload in db.session.scalars(jobs)}
