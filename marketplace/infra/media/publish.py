"""Put the files of a picture where they are served from, named after their content.

All files are written before anybody learns the key, so no reader meets half a set, and
a second run writes nothing new.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from marketplace.infra.media.picture import Picture, Rendition, StoredPicture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.infra.media.storage import Storage

RECIPE = 1
"""Raise it when widths, formats or qualities change: pictures get new addresses."""

Files = tuple[tuple[int, str, int], ...]


def key_for(master: bytes) -> str:
    """Return the public key of the picture that has this master."""
    digest = sha256(master + str(RECIPE).encode()).hexdigest()[:32]
    return f"p/{digest[:2]}/{digest}"


def master_key(key: str) -> str:
    """Return where the master lies: not under `p/`, the only prefix that is served."""
    return f"m/{key.rsplit('/', 1)[-1]}.jpg"


def file_key(key: str, width: int, ext: str) -> str:
    """Return where one rendition lies (`width` in px, `ext` without the dot)."""
    return f"{key}/{width}.{ext}"


def publish(storage: Storage, picture: Picture) -> StoredPicture:
    """Store the master and every rendition; return what a row must keep."""
    key = key_for(picture.master)
    storage.put(master_key(key), picture.master)
    return StoredPicture(
        key=key,
        recipe=RECIPE,
        width=picture.width,
        height=picture.height,
        colour=picture.colour,
        placeholder=picture.placeholder,
        files=_put_all(storage, key, picture.renditions),
        likeness=picture.likeness,
        mirrored=picture.mirrored,
        advice=picture.advice,
    )


def publish_avif(storage: Storage, key: str, renditions: Iterable[Rendition]) -> Files:
    """Store the AVIF files beside the others; return the rows to add to `files`."""
    return _put_all(storage, key, renditions)


def withdraw(storage: Storage, key: str, files: Files) -> None:
    """Delete every file of the picture and its master. Safe to repeat.

    The same photo uploaded twice has one key: the caller counts who still needs it.
    """
    for width, ext, _ in files:
        storage.delete(file_key(key, width, ext))
    storage.delete(master_key(key))


def _put_all(storage: Storage, key: str, renditions: Iterable[Rendition]) -> Files:
    rows = []
    for rendition in renditions:
        storage.put(file_key(key, rendition.width, rendition.ext), rendition.data)
        rows.append((rendition.width, rendition.ext, len(rendition.data)))
    return tuple(rows)
