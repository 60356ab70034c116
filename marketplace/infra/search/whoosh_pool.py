"""The snapshot in use: opened anew after a commit, closed after its last search."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from marketplace.infra.search.whoosh_files import opened
from marketplace.infra.search.whoosh_reading import Memory, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN_TRIES = 5
_OPEN_PAUSE = 0.02  # s


class _Held:
    """A snapshot and how many searches are at it."""

    def __init__(self, folder: str, generation: int, snapshot: Snapshot) -> None:
        self.of = (folder, generation)
        self.snapshot = snapshot
        self.users = 0
        self.old = False


class SnapshotPool:
    """Lends the newest snapshot; one thread opens the next, others go on meanwhile."""

    def __init__(self) -> None:
        """Start without any."""
        self._counting = threading.Lock()
        self._opening = threading.Lock()
        self._reading = threading.Lock()
        self._memory: tuple[str, Memory] = ("", Memory())
        self._index: tuple[str, Any] | None = None
        self._held: _Held | None = None

    @contextmanager
    def lend(self, folder: str) -> Iterator[Snapshot]:
        """Lend a snapshot that sees the last commit in `folder`, whoever made it."""
        held = self._take(folder)
        try:
            yield held.snapshot
        finally:
            self._give_back(held)

    def close(self) -> None:
        """Close the snapshot as soon as nobody uses it; forget what was read."""
        with self._counting:
            held, self._held, self._index = self._held, None, None
            self._memory = ("", Memory())
        if held is not None:
            self._retire(held)

    def _take(self, folder: str) -> _Held:
        generation = self._opened(folder).latest_generation()
        held = self._borrow((folder, generation))
        while held is None:
            # Whoever comes while another opens the next one gets the last one, unless
            # it is of another version: that may be gone.
            if self._opening.acquire(blocking=self._held is None):
                try:
                    held = self._borrow((folder, generation)) or self._open(folder)
                finally:
                    self._opening.release()
            else:
                held = self._borrow(None)
        return held

    def _borrow(self, wanted: tuple[str, int] | None) -> _Held | None:
        with self._counting:
            held = self._held
            if held is None or (wanted is not None and held.of != wanted):
                return None
            held.users += 1
            return held

    def _give_back(self, held: _Held) -> None:
        with self._counting:
            held.users -= 1
            done = held.old and not held.users
        if done:
            held.snapshot.close()

    def _retire(self, held: _Held) -> None:
        with self._counting:
            held.old = True
            idle = not held.users
        if idle:
            held.snapshot.close()

    def _open(self, folder: str) -> _Held:
        index = self._opened(folder)
        # Asked before opening: a commit in between only makes the snapshot newer than
        # its label, and the next search opens another. Never refresh() (search.md §1).
        generation = index.latest_generation()
        if self._memory[0] != folder:
            self._memory = (folder, Memory())
        snapshot = Snapshot(index.reader(), self._memory[1], self._reading)
        fresh = _Held(folder, generation, snapshot)
        fresh.users = 1
        with self._counting:
            before, self._held = self._held, fresh
        if before is not None:
            self._retire(before)
        return fresh

    def _opened(self, folder: str) -> Any:
        held = self._index
        if held is None or held[0] != folder:
            held = self._index = (folder, _open(folder))
        return held[1]


def _open(folder: str) -> Any:
    for _ in range(_OPEN_TRIES):
        try:
            return opened(folder)
        except FileNotFoundError:
            # A commit swept away the table of contents between its listing and its
            # reading; the next one is there already.
            time.sleep(_OPEN_PAUSE)
    return opened(folder)
