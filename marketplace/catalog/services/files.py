"""Files for sale: taken in from a form, and gone once nobody names them."""

import logging
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import IO

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import DigitalFile, ListingRevision, Variant
from marketplace.catalog.queries.changes import may_be_shown
from marketplace.catalog.rules import Content
from marketplace.catalog.rules.files import HEAD, MAX_FILE, clean_name, kind_of
from marketplace.db import use_case
from marketplace.errors import Invalid
from marketplace.extensions import db
from marketplace.infra.adapters import adapters

log = logging.getLogger(__name__)
FOLDER = "d/"
CHUNK = 1024 * 1024  # bytes
LOOSE = timedelta(days=7)
ON_ITS_WAY = timedelta(hours=24)  # between the file and its row, or back to what was


class FileTooBig(Invalid):
    """It has more than `MAX_FILE` bytes."""

    status = 413
    code = "file_too_big"


def take_in(shop_id: uuid.UUID, stream: IO[bytes], name: str) -> tuple[str, str]:
    """Store a file a shop wants to sell; return its key and its cleaned name.

    Raises FileTooBig, Invalid("file_empty"), Invalid("file_kind"), TooMany. The form
    that brings it may still be refused: the row says whose it is until then.
    """
    adapters().limits.take("upload", str(shop_id))
    db.session.rollback()  # end the read the request has begun: storing takes a while
    data = _read(stream)
    kind = kind_of(data[:HEAD], name)
    file = (f"{FOLDER}{uuid.uuid4().hex}.{kind}", clean_name(name, kind))
    adapters().storage.put(file[0], data)
    _remember(shop_id, *file, size=len(data))
    return file


def _read(stream: IO[bytes]) -> bytes:
    data = bytearray()
    while chunk := stream.read(CHUNK):
        data += chunk
        if len(data) > MAX_FILE:
            raise FileTooBig(limit_mb=MAX_FILE // 2**20, field="file")
    if not data:
        raise Invalid("file_empty", field="file")
    return bytes(data)


@use_case
def _remember(shop_id: uuid.UUID, key: str, name: str, *, size: int) -> None:
    db.session.add(DigitalFile(shop_id=shop_id, key=key, name=name, size=size))


def sweep(sold: Callable[[str], bool]) -> list[str]:
    """Delete files nobody names; return a line for each.

    Kept is what a variant names, a change that waits or may be taken back, whoever has
    sent it within seven days, and what was `sold`: its buyers come back for it.
    """
    said = [f"file of nothing {key}" for key in _loose() if _forgotten(key)]
    for key in _old_files():
        if not _has_row(key) and not sold(key):
            adapters().storage.delete(key)
            said.append(f"stored {key}")
    for line in said:
        log.info("sweep: %s", line)
    return said


def _loose() -> list[str]:
    used = select(Variant.file_key).where(Variant.file_key != "")
    old = DigitalFile.created_at < clock.now() - LOOSE
    found = select(DigitalFile.key).where(old, DigitalFile.key.not_in(used))
    return list(db.session.scalars(found))


@use_case
def _forgotten(key: str) -> bool:
    """Forget whose a file was; False when somebody has named it meanwhile."""
    # The whole row, unlike `get_for_update`: it waits for whoever is just writing it
    # into a variant, and then sees that variant.
    row = db.session.scalar(
        select(DigitalFile).where(DigitalFile.key == key).with_for_update()
    )
    offered = select(Variant.id).where(Variant.file_key == key).limit(1)
    if row is None or db.session.scalar(offered) or key in _in_changes():
        return False
    db.session.delete(row)
    return True


def _in_changes() -> set[str]:
    """Return the files of changes that wait, or whose answer may be taken back."""
    rows = db.session.execute(
        select(ListingRevision.content, ListingRevision.before).where(
            may_be_shown(ON_ITS_WAY)
        )
    )
    both = [data for pair in rows for data in pair if data]
    return {key for data in both for key, _name in Content.from_json(data).files}


def _old_files() -> Iterator[str]:
    before = clock.now() - ON_ITS_WAY
    for key, written in adapters().storage.walk():
        if key.startswith(FOLDER) and written < before:
            yield key


def _has_row(key: str) -> bool:
    found = db.session.scalar(select(DigitalFile.id).where(DigitalFile.key == key))
    db.session.rollback()  # the walk may be long, and over a network
    return found is not None
