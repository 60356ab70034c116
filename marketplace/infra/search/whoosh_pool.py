"""Open searchers, lent to one thread at a time."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from whoosh.index import open_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN_TRIES = 5
_OPEN_PAUSE = 0.02  # s


class _Lent(NamedTuple):
    folder: str
    generation: int
    searcher: Any


class SearcherPool:
    """Searchers of the newest generation that this process has met.

    Whoosh readers move file positions about, so no two threads may use one at once. As
    many stay open as ever searched at the same moment.
    """

    def __init__(self) -> None:
        """Start without any."""
        self._lock = threading.Lock()
        self._idle: list[_Lent] = []
        self._index: tuple[str, Any] | None = None

    @contextmanager
    def lend(self, folder: str) -> Iterator[Any]:
        """Lend a searcher that sees the last commit in `folder`, whoever made it."""
        lent = self._take(folder)
        try:
            yield lent.searcher
        except BaseException:
            lent.searcher.close()
            raise
        with self._lock:
            self._idle.append(lent)

    def close(self) -> None:
        """Close those which nobody uses."""
        with self._lock:
            idle, self._idle, self._index = self._idle, [], None
        for lent in idle:
            lent.searcher.close()

    def _take(self, folder: str) -> _Lent:
        index = self._opened(folder)
        generation = index.latest_generation()
        with self._lock:
            fresh = [lent for lent in self._idle if lent[:2] == (folder, generation)]
            stale = [lent for lent in self._idle if lent[:2] != (folder, generation)]
            self._idle = fresh[1:]
        for lent in stale:
            lent.searcher.close()
        # Asked before opening: a commit in between only makes the searcher newer than
        # its label, and the next search opens another. Never refresh() (search.md §1).
        return fresh[0] if fresh else _Lent(folder, generation, index.searcher())

    def _opened(self, folder: str) -> Any:
        held = self._index
        if held is None or held[0] != folder:
            held = self._index = (folder, _open(folder))
        return held[1]


def _open(folder: str) -> Any:
    for _ in range(_OPEN_TRIES):
        try:
            return open_dir(folder)
        except FileNotFoundError:
            # A commit swept away the table of contents between its listing and its
            # reading; the next one is there already.
            time.sleep(_OPEN_PAUSE)
    return open_dir(folder)
