"""Uploads on their way: files below the data folder, never served, gone within a day.

`parts/` holds what still comes in: a name says whose it is and how long it will be, its
size says how far it is, so a cut line needs no row and no other book. `whole/` holds what
waits for a worker, under the id of its row. Machines that share the work must share the
folder.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import IO

from flask import current_app

from marketplace.config import Settings
from marketplace.errors import Conflict

CHUNK = 256 * 1024  # bytes


@dataclass(frozen=True)
class Part:
    """An upload in a file: `offset` of `length` bytes are here."""

    path: Path
    offset: int
    length: int

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return self.offset >= self.length

    def digest(self) -> str:
        """Return the SHA-256 of what is here, in hexadecimal digits."""
        return digest_of(self.path)

    def head(self, size: int) -> bytes:
        """Return the first bytes."""
        with self.path.open("rb") as file:
            return file.read(size)


class Staging:
    """The folder of uploads."""

    def __init__(self, root: Path) -> None:
        """Work below `root`; it is made when first needed."""
        self._parts = root / "parts"
        self._whole = root / "whole"

    def receive(self, stream: IO[bytes], most: int) -> Part:
        """Write a stream to a new part; what goes over `most` bytes is read, not kept.

        Its length is what really came, so that a refusal can name it.
        """
        path = self._made(self._parts) / f"{uuid.uuid4().hex}.0"
        size = 0
        try:
            with path.open("wb") as file:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size <= most:
                        file.write(chunk)
        except BaseException:
            path.unlink()
            raise
        return Part(path, size, size)

    def begin(self, owner: uuid.UUID, name: uuid.UUID, length: int) -> Part:
        """Open a part of `length` bytes, or return how far it has come already."""
        path = self._part_path(owner, name, length)
        for other in self._parts.glob(f"{owner.hex}-{name.hex}.*"):
            if other != path:
                other.unlink(missing_ok=True)  # another file under the same name
        path.touch()
        return Part(path, path.stat().st_size, length)

    def part(self, owner: uuid.UUID, name: uuid.UUID) -> Part | None:
        """Return how far an owner's upload has come, if it was begun."""
        for path in self._parts.glob(f"{owner.hex}-{name.hex}.*"):
            with suppress(FileNotFoundError):  # its last piece was taken this moment
                return Part(path, path.stat().st_size, int(path.suffix[1:]))
        return None

    def known_elsewhere(self, owner: uuid.UUID, name: uuid.UUID) -> bool:
        """Whether somebody else has begun an upload of this name."""
        found = self._parts.glob(f"*-{name.hex}.*")
        return any(not path.name.startswith(owner.hex) for path in found)

    def append(self, part: Part, offset: int, stream: IO[bytes]) -> Part:
        """Write on at `offset`; what came before a line was cut stays.

        Raises Conflict("photo_offset") when it is not where the part ends. There is no
        lock: a writer whose line hangs would hold it, and two that send the same upload
        write the same bytes to the same places.
        """
        if offset != part.offset:
            raise Conflict("photo_offset")
        try:
            with part.path.open("r+b", buffering=0) as file:
                at = _write_on(file.fileno(), part, stream)
        except FileNotFoundError:  # the same piece came twice and the other was faster
            raise Conflict("photo_offset") from None
        return Part(part.path, at, part.length)

    def keep(self, part: Part, row_id: uuid.UUID) -> None:
        """Let a part wait for a worker under the id of its row."""
        self._made(self._whole)
        part.path.replace(self.whole(row_id))

    def whole(self, row_id: uuid.UUID) -> Path:
        """Return where the upload of a row waits, or would."""
        return self._whole / row_id.hex

    def drop(self, row_id: uuid.UUID) -> None:
        """Delete what waits for a row; nothing is no error."""
        self.whole(row_id).unlink(missing_ok=True)

    def walk(self) -> Iterator[tuple[Path, datetime]]:
        """Yield every file with the time it was last written to."""
        for folder in (self._parts, self._whole):
            for path in folder.glob("*"):
                try:
                    written = path.stat().st_mtime
                except FileNotFoundError:  # it was taken while we walk
                    continue
                yield path, datetime.fromtimestamp(written, UTC)

    def _part_path(self, owner: uuid.UUID, name: uuid.UUID, length: int) -> Path:
        return self._made(self._parts) / f"{owner.hex}-{name.hex}.{length}"

    @staticmethod
    def _made(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def _write_on(file: int, part: Part, stream: IO[bytes]) -> int:
    at = part.offset
    while at < part.length and (chunk := stream.read(min(CHUNK, part.length - at))):
        os.pwrite(file, chunk, at)
        at += len(chunk)
    return at


def staging() -> Staging:
    """Return the staging folder of the running app."""
    settings: Settings = current_app.extensions["settings"]
    return Staging(settings.folder / "staging")


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
