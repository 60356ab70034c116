"""Files of conversations: taken in, made harmless, handed out, swept."""

import logging
import secrets
import tempfile
import uuid
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import IO

from sqlalchemy import select

from marketplace import clock
from marketplace.errors import Invalid, NotFound
from marketplace.extensions import db
from marketplace.infra import media
from marketplace.infra.adapters import adapters
from marketplace.orders.models import Attachment
from marketplace.orders.rules.attachments import (
    MAX_FILE,
    PICTURES,
    check,
    check_count,
    clean_name,
    ending_of,
)
from marketplace.orders.rules.talk import Taken

log = logging.getLogger(__name__)
FOLDER = "t/"  # of the storage; no public address serves it
SMALL = 540  # px wide, what a page shows of a picture
CHUNK = 1024 * 1024
ON_ITS_WAY = timedelta(hours=24)  # between a file and its message


class AttachmentTooBig(Invalid):
    """It has more than `MAX_FILE` bytes."""

    status = 413
    code = "files_big"


def take_in(who: str, sent: Iterable[tuple[IO[bytes], str]]) -> tuple[Taken, ...]:
    """Store the files of a message: (stream, name) each. Works outside transactions.

    `who` is whom the limit counts. Raises AttachmentTooBig, TooMany, what
    `rules.attachments` raises, and media.PhotoRefused for pictures that are none.
    """
    files = list(sent)
    check_count(len(files))
    endings = [ending_of(name) for _stream, name in files]
    db.session.rollback()
    # Twice through all: the first refuses before anything is stored, one at a time is
    # in memory.
    for ending, (stream, name) in zip(endings, files, strict=True):
        data = _read(stream, name)
        if ending not in PICTURES:
            check(data, ending, name)
        stream.seek(0)
    return tuple(
        _stored(who, ending, *one) for ending, one in zip(endings, files, strict=True)
    )


def _stored(who: str, ending: str, stream: IO[bytes], name: str) -> Taken:
    adapters().limits.take("upload", who)
    data = _read(stream, name)
    store = _picture if ending in PICTURES else _file
    return store(data, ending, name)


def _read(stream: IO[bytes], name: str) -> bytes:
    data = bytearray()
    while chunk := stream.read(CHUNK):
        data += chunk
        if len(data) > MAX_FILE:
            raise AttachmentTooBig(
                limit_mb=MAX_FILE // 2**20, name=name[:40], field="files"
            )
    if not data:
        raise Invalid("files_empty", field="files", name=name[:40])
    return bytes(data)


def _file(data: bytes, ending: str, name: str) -> Taken:
    key = f"{FOLDER}{secrets.token_hex(16)}.{ending}"
    adapters().storage.put(key, data)
    return Taken(key, clean_name(name, ending), ending, len(data))


def _picture(data: bytes, _ending: str, name: str) -> Taken:
    """Make a picture anew from its pixels: nothing else of the file survives."""
    with tempfile.TemporaryDirectory(prefix="sent-") as folder:
        source = Path(folder) / "upload"
        source.write_bytes(data)
        picture = media.card_set(source)
    key = f"{FOLDER}{secrets.token_hex(16)}.jpg"
    small = [one for one in picture.renditions if one.ext == "webp"]
    fitting = [one for one in small if one.width <= SMALL] or small
    adapters().storage.put(small_key(key), max(fitting, key=lambda one: one.width).data)
    adapters().storage.put(key, picture.master)
    return Taken(key, clean_name(name, "jpg"), "jpg", len(picture.master))


def small_key(key: str) -> str:
    """Return where the small picture of a picture lies."""
    return f"{key.rpartition('.')[0]}.webp"


def get(attachment_id: uuid.UUID, *, small: bool) -> tuple[bytes, str, str]:
    """Return bytes, name and kind of a file; NotFound when it is gone.

    The caller has checked that the reader may have it.
    """
    row = db.session.get(Attachment, attachment_id)
    if row is None or (small and row.kind != "jpg"):
        raise NotFound
    key = small_key(row.key) if small else row.key
    name, kind = row.name, "webp" if small else row.kind
    db.session.rollback()
    try:
        return adapters().storage.get(key), name, kind
    except (media.NoSuchFile, media.UnsafeKey):
        raise NotFound from None


def sweep() -> list[str]:
    """Delete files no message names and nobody has just sent; return a line for each."""
    before = clock.now() - ON_ITS_WAY
    said = []
    for key, written in adapters().storage.walk():
        if key.startswith(FOLDER) and written < before and not _named(key):
            adapters().storage.delete(key)
            said.append(f"stored {key}")
    for line in said:
        log.info("sweep: %s", line)
    return said


def _named(key: str) -> bool:
    stem = key.rpartition(".")[0]
    keys = [key, f"{stem}.jpg"] if key.endswith(".webp") else [key]
    found = db.session.scalar(
        select(Attachment.id).where(Attachment.key.in_(keys)).limit(1)
    )
    db.session.rollback()
    return found is not None
