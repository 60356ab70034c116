"""Where files lie: one small port, a directory behind it, a dictionary for tests."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Protocol

from marketplace import clock
from marketplace.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = r"[a-z0-9][a-z0-9_-]*"
_KEY = re.compile(rf"{_NAME}(/{_NAME})*(\.[a-z0-9]{{1,8}})?")
_MAX_KEY = 200


class NoSuchFile(NotFound):
    """Nothing is stored under this key."""

    code = "media_not_found"


class UnsafeKey(NoSuchFile):
    """Nothing can ever be stored under this key: it might lead out of the storage."""


class Storage(Protocol):
    """Files by key. Keys are lower case words joined by slashes, with one extension."""

    def put(self, key: str, data: bytes) -> bool:
        """Store whole or not at all; False, changing nothing, when the key is taken."""

    def get(self, key: str) -> bytes:
        """Return the bytes. Raises `NoSuchFile`."""

    def exists(self, key: str) -> bool:
        """Tell whether something is stored there."""

    def delete(self, key: str) -> None:
        """Remove it; a missing one is no error."""

    def walk(self) -> Iterator[tuple[str, datetime]]:
        """Yield every key and when it was stored (UTC), in no order.

        What is stored or deleted meanwhile may be missed or named.
        """


def is_key(text: str) -> bool:
    """Tell whether something may be stored under this text."""
    return len(text) <= _MAX_KEY and _KEY.fullmatch(text) is not None


def checked(key: str) -> str:
    """Return the key when it is safe as a path. Raises `UnsafeKey`."""
    if not is_key(key):
        raise UnsafeKey
    return key


class LocalStorage:
    """Files in a directory, made when first needed."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, key: str) -> Path:
        """Return where the file lies or would lie. Raises `UnsafeKey`."""
        return self._root / checked(key)

    def put(self, key: str, data: bytes) -> bool:
        """Store whole or not at all; False when the key is taken."""
        path = self.path(key)
        if path.exists():
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = _written(path.parent, data)
        try:
            # A link, unlike a rename, refuses to overwrite: of two writers one wins.
            os.link(temporary, path)
        except FileExistsError:
            return False
        finally:
            temporary.unlink()
        return True

    def get(self, key: str) -> bytes:
        """Return the bytes. Raises `NoSuchFile`."""
        try:
            return self.path(key).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            raise NoSuchFile from None

    def exists(self, key: str) -> bool:
        """Tell whether something is stored there."""
        return self.path(key).is_file()

    def delete(self, key: str) -> None:
        """Remove it; a missing one is no error."""
        self.path(key).unlink(missing_ok=True)

    def walk(self) -> Iterator[tuple[str, datetime]]:
        """Yield every key and when it was stored, in no order."""
        for path in self._root.rglob("*"):
            key = path.relative_to(self._root).as_posix()
            if not is_key(key) or not path.is_file():
                continue
            try:
                modified = path.stat().st_mtime
            except FileNotFoundError:
                continue  # deleted since it was listed
            yield key, datetime.fromtimestamp(modified, UTC)


def _written(folder: Path, data: bytes) -> Path:
    """Return a temporary file with the data, already on the disk."""
    # The leading dot keeps it outside the space of keys.
    with NamedTemporaryFile(dir=folder, prefix=".part-", delete=False) as file:
        file.write(data)
        file.flush()
        # Rows say "ready" after this; a power cut must not leave them with empty files.
        os.fsync(file.fileno())
    path = Path(file.name)
    path.chmod(0o644)
    return path


class MemoryStorage:
    """Files in a dictionary, for tests."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[bytes, datetime]] = {}

    def put(self, key: str, data: bytes) -> bool:
        """Store; False when the key is taken."""
        entry = (data, clock.now())
        return self._files.setdefault(checked(key), entry) is entry

    def get(self, key: str) -> bytes:
        """Return the bytes. Raises `NoSuchFile`."""
        try:
            return self._files[checked(key)][0]
        except KeyError:
            raise NoSuchFile from None

    def exists(self, key: str) -> bool:
        """Tell whether something is stored there."""
        return checked(key) in self._files

    def delete(self, key: str) -> None:
        """Remove it; a missing one is no error."""
        self._files.pop(checked(key), None)

    def walk(self) -> Iterator[tuple[str, datetime]]:
        """Yield every key and when it was stored, in no order."""
        for key, (_, stored) in list(self._files.items()):
            yield key, stored
