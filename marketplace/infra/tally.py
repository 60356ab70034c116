"""Counts kept in memory until somebody writes them down: reading writes nothing."""

import threading
from collections import Counter
from collections.abc import Mapping
from typing import Generic, TypeVar

K = TypeVar("K")


class Tally(Generic[K]):
    """Counts of one process; a process that is killed loses the last seconds."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._lock = threading.Lock()
        self._counts: Counter[K] = Counter()

    def add(self, key: K, count: int = 1) -> None:
        """Count something."""
        with self._lock:
            self._counts[key] += count

    def take(self) -> dict[K, int]:
        """Hand out all there is, once."""
        with self._lock:
            taken, self._counts = dict(self._counts), Counter()
            return taken

    def put_back(self, counts: Mapping[K, int]) -> None:
        """Take back what could not be written down."""
        with self._lock:
            self._counts.update(counts)
