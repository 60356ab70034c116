"""The null twin: an index in dicts, for tests and for trying things out.

Same analysis and weights as the real one, without term statistics.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from marketplace.infra.search.plan import TITLE_BONUS, fields, plan
from marketplace.infra.search.port import Results

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from marketplace.infra.search.plan import Group, Plan, Reading
    from marketplace.infra.search.port import SearchDoc

_Tokens = dict[str, frozenset[str]]


class MemoryEngine:
    """A SearchEngine that forgets everything when the process ends."""

    def __init__(self) -> None:
        """Start empty."""
        self._docs: dict[str, _Tokens] = {}
        self._lock = threading.Lock()

    def upsert(self, docs: Sequence[SearchDoc]) -> None:
        """Add or replace; of one id given twice the last one counts."""
        with self._lock:
            self._docs |= {doc.id: _tokens(doc) for doc in docs}

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these ids."""
        with self._lock:
            for one in ids:
                self._docs.pop(one, None)

    def search(self, text: str, *, limit: int = 50) -> Results:
        """Find what holds every word, best first, equals by id."""
        planned = plan(text)
        if planned is None:
            return Results()
        with self._lock:
            scores = {one: _score(planned, doc) for one, doc in self._docs.items()}
        found = sorted((-score, one) for one, score in scores.items() if score)
        return Results(tuple(one for _, one in found[:limit]), len(found))

    def rebuild(self, docs: Iterable[SearchDoc]) -> None:
        """Replace everything; of one id given twice the first one counts."""
        fresh: dict[str, _Tokens] = {}
        for doc in docs:
            fresh.setdefault(doc.id, _tokens(doc))
        with self._lock:
            self._docs = fresh

    def needs_rebuild(self) -> bool:
        """Say no: what is in memory was made by this very code."""
        return False

    def count(self) -> int:
        """Return how many documents there are."""
        return len(self._docs)

    def close(self) -> None:
        """Do nothing; there are no files."""


def _tokens(doc: SearchDoc) -> _Tokens:
    return {name: frozenset(tokens) for name, tokens in fields(doc).items()}


def _score(planned: Plan, doc: _Tokens) -> float:
    score = sum(_worth(reading, doc) for reading in planned.readings)
    return score + TITLE_BONUS * _worth(planned.title, doc)


def _worth(reading: Reading, doc: _Tokens) -> float:
    worths = [_group_worth(group, doc) for group in reading]
    return sum(worths) if all(worths) else 0.0


def _group_worth(group: Group, doc: _Tokens) -> float:
    return sum(weight for field, token, weight in group if token in doc[field])
