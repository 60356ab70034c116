"""Where the index lies: numbered versions, and one small file that names the current.

    folder/CURRENT            «v0002-1a2b3c4d»
    folder/LOCK               held by whoever writes
    folder/v0001-…, v0002-…   indexes; the part after the dash is the analysis chain's

Readers follow CURRENT, so a rebuild is seen all at once or not at all. Version 0 is
what an upsert began on an empty folder: it holds only what came since then.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from whoosh.util.filelock import FileLock

from marketplace.errors import Busy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME = re.compile(r"v(\d{4,})-(\w+)")
_PRIVATE = 0o700  # index files hold pickles: nobody else may write here


class VersionFolder:
    """The versions under one folder, all made by one analysis chain or another."""

    def __init__(self, folder: Path, chain: str) -> None:
        """Remember where; nothing is created before it is needed."""
        self.root = folder
        self._chain = chain

    def current(self) -> Path | None:
        """Return the folder of the current version, None when there is none."""
        try:
            name = (self.root / "CURRENT").read_text("ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        return self.root / name if _NAME.fullmatch(name) else None

    def is_complete(self) -> bool:
        """Say whether the current version was rebuilt, and by this analysis chain."""
        current = self.current()
        found = _NAME.fullmatch(current.name) if current else None
        return bool(found and int(found[1]) and found[2] == self._chain)

    def begin(self) -> Path:
        """Create the partial version 0 afresh and return it. Hold the lock."""
        return self._create(0)

    def create_next(self) -> Path:
        """Create the folder of the next version and return it. Hold the lock."""
        return self._create(1 + max(map(_number, self._versions()), default=0))

    def switch(self, version: Path) -> None:
        """Make a version current, atomically; keep the one before for its readers."""
        keep = {version, self.current()}
        draft = self.root / "CURRENT.new"
        with draft.open("w", encoding="ascii") as file:
            file.write(version.name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.root / "CURRENT")
        for old in self._versions():
            if old not in keep:
                shutil.rmtree(old, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer, or raise Busy("search_locked") at once."""
        self.root.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        lock = FileLock(str(self.root / "LOCK"))
        if not lock.acquire():
            raise Busy("search_locked")
        try:
            yield
        finally:
            lock.release()

    def _create(self, number: int) -> Path:
        version = self.root / f"v{number:04}-{self._chain}"
        shutil.rmtree(version, ignore_errors=True)
        version.mkdir(mode=_PRIVATE)
        return version

    def _versions(self) -> list[Path]:
        return [path for path in self.root.iterdir() if _NAME.fullmatch(path.name)]


def _number(version: Path) -> int:
    return int(version.name[1:].split("-")[0])
