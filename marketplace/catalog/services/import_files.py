"""The files of an import: kept in a private folder, photos made of a ZIP one by one."""

import tempfile
import uuid
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from marketplace import clock
from marketplace.catalog.rules import archives
from marketplace.catalog.rules.imports import MAX_PHOTO
from marketplace.catalog.rules.sheets import MAX_BYTES, fold
from marketplace.errors import Invalid
from marketplace.infra import media
from marketplace.infra.adapters import adapters

CHUNK = 1024 * 1024  # bytes
_UNREADABLE = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError)


def keep(stream: IO[bytes], ending: str, most: int) -> str:
    """Write a stream into the private folder; return its name there.

    Raises Invalid("import_too_big") after `most` bytes, and keeps nothing then.
    """
    folder = adapters().imports
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{uuid.uuid4().hex}.{ending}"
    try:
        with (folder / name).open("xb") as file:
            while chunk := stream.read(CHUNK):
                file.write(chunk)
                if file.tell() > most:
                    raise Invalid("import_too_big", most=most // 2**20)
    except Invalid:
        drop(name)
        raise
    return name


def keep_both(table: IO[bytes], photos: IO[bytes] | None) -> tuple[str, str]:
    """Keep a table and the ZIP that may come with it; the ZIP's name is empty if none."""
    name = keep(table, "csv", MAX_BYTES)
    try:
        zipped = keep(photos, "zip", archives.MAX_UNPACKED) if photos else ""
    except Invalid:
        drop(name)
        raise
    return name, zipped


def path_of(name: str) -> Path | None:
    """Return where a kept file lies; None for no name."""
    return adapters().imports / name if name else None


def drop(*names: str) -> None:
    """Delete kept files; those that are gone already are no error."""
    for name in filter(None, names):
        (adapters().imports / name).unlink(missing_ok=True)


def drop_older(seconds: float) -> None:
    """Delete whatever lies in the folder for longer than this."""
    folder = adapters().imports
    before = clock.now().timestamp() - seconds
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def sizes_in(path: Path | None) -> dict[str, int]:
    """Return how many bytes each photo of a ZIP has, by folded name.

    Raises what `archives.opened` and `archives.photos_in` raise.
    """
    if path is None:
        return {}
    with archives.opened(path) as archive:
        found = archives.photos_in(archive)
    return {name: one.file_size for name, one in found.items()}


class Photos:
    """The photos of one ZIP; each is worked on once, however many rows show it."""

    def __init__(self, archive: ZipFile | None) -> None:
        """Look into the ZIP; without one there are no photos."""
        self._archive = archive
        self._files: Mapping[str, ZipInfo] = {}
        self._made: dict[str, media.StoredPicture] = {}
        if archive is not None:
            self._files = archives.photos_in(archive)

    def stored(self, name: str) -> media.StoredPicture:
        """Return a photo made safe and stored.

        Raises media.PhotoRefused. It takes the way of an upload, without counting as one:
        imports have a limit of their own.
        """
        key = fold(name)
        if key not in self._made:
            self._made[key] = media.publish(adapters().storage, self._picture(key))
        return self._made[key]

    def forget(self, name: str) -> media.StoredPicture | None:
        """Return a photo that was stored and let the next row make it anew."""
        return self._made.pop(fold(name), None)

    def _picture(self, key: str) -> media.Picture:
        if self._archive is None or key not in self._files:
            raise media.PhotoRefused("photo_empty")
        with tempfile.TemporaryDirectory(prefix="upload-") as folder:
            source = Path(folder) / "upload"
            try:
                _unpack(self._archive, self._files[key], source)
            except (*_UNREADABLE, zlib.error):
                raise media.PhotoRefused("photo_incomplete") from None
            return media.card_set(source)


@contextmanager
def photos_of(path: Path | None) -> Iterator[Photos]:
    """Open the photos of a kept ZIP."""
    if path is None:
        yield Photos(None)
        return
    with archives.opened(path) as archive:
        yield Photos(archive)


def _unpack(archive: ZipFile, one: ZipInfo, target: Path) -> None:
    """Write one file of a ZIP, whatever it says of its size, up to the limit.

    The pipeline refuses by size what goes over: one chunk more is enough for that.
    """
    with archive.open(one) as stream, target.open("wb") as file:
        while file.tell() <= MAX_PHOTO and (chunk := stream.read(CHUNK)):
            file.write(chunk)
