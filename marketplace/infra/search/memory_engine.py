"""The null twin: an index in dicts, for tests and for trying things out.

Analysis, matching and ranking are those of the real one; only the files are missing.
"""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING

from marketplace.infra.search.analysis import Lexicon
from marketplace.infra.search.matching import NOWHERE, match
from marketplace.infra.search.plan import BODY, EXACT, TAGS, TITLE, WRITTEN, Chain
from marketplace.infra.search.port import Results, firsts
from marketplace.infra.search.shelves import Shelf, answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from marketplace.infra.search.matching import Postings
    from marketplace.infra.search.port import SearchDoc, SearchQuery


class _Held:
    """Documents and their postings, never changed once made."""

    def __init__(self, docs: Iterable[SearchDoc], chain: Chain) -> None:
        self.docs = {doc.id: doc for doc in docs}
        self.shelf = Shelf.of_docs(self.docs.values())
        self.dead: frozenset[int] = frozenset()
        self._postings: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
        words = Counter[str]()
        for number, doc in enumerate(self.docs.values()):
            for name, tokens in chain.fields(doc).items():
                if name == WRITTEN:
                    words.update(tokens.keys())
                for token, weight in tokens.items():
                    numbers, weights = self._postings.setdefault(
                        (name, token), ([], [])
                    )
                    numbers.append(number)
                    weights.append(weight)
        self.lexicon = Lexicon(words.items())

    def postings(self, field: str, token: str) -> Postings:
        return self._postings.get((field, token), NOWHERE)

    def anywhere(self, tokens: Sequence[str]) -> bool:
        return any(
            (name, token) in self._postings
            for name in (EXACT, TITLE, TAGS, BODY)
            for token in tokens
        )


class MemoryEngine:
    """A SearchEngine that forgets everything when the process ends."""

    def __init__(self, chain: Chain | None = None) -> None:
        """Start empty."""
        self._chain = chain or Chain()
        self._lock = threading.Lock()
        self._held = _Held((), self._chain)

    def upsert(self, docs: Sequence[SearchDoc], gone: Sequence[str] = ()) -> None:
        """Add or replace, and forget; of one id given twice the last one counts."""
        with self._lock:
            kept = self._held.docs | {doc.id: doc for doc in docs}
            for one in gone:
                kept.pop(one, None)
            self._held = _Held(kept.values(), self._chain)

    def search(self, query: SearchQuery) -> Results:
        """Find what holds every word."""
        held = self._held
        planned = self._chain.plan(
            query.text, held.lexicon, held.anywhere, as_typed=query.as_typed
        )
        if planned is None:
            return Results()
        scores = match([held], len(held.docs), planned)
        return answer([held.shelf], scores, query, planned.corrected)

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        """Return the commonest words that begin so."""
        return self._held.lexicon.suggest(prefix, limit)

    def rebuild(self, docs: Iterable[SearchDoc]) -> None:
        """Replace everything; of one id given twice the first one counts."""
        held = _Held(firsts(docs), self._chain)
        with self._lock:
            self._held = held

    def needs_rebuild(self) -> bool:
        """Say no: what is in memory was made by this very code."""
        return False

    def ids(self) -> Iterator[str]:
        """Yield the id of every document."""
        yield from self._held.docs

    def close(self) -> None:
        """Do nothing; there are no files."""
