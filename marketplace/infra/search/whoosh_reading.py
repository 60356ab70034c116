"""Reading a Whoosh index: its segments, kept in memory as far as searches ask for them.

A segment never changes but for its deleted documents, so what was read of it (columns,
postings, words) stays good when the index goes on; after a commit only the new, small
segment is read.
"""

from __future__ import annotations

import threading
from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from whoosh.reading import TermNotFound

from marketplace.infra.search.analysis import Lexicon
from marketplace.infra.search.matching import NOWHERE
from marketplace.infra.search.plan import BODY, EXACT, TAGS, TITLE, WRITTEN
from marketplace.infra.search.shelves import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from marketplace.infra.search.matching import Postings

_POSTINGS = 2_000_000  # kept by a process: 5 bytes each
_SURE = 50  # documents with a word: then one of them is surely still there


class Memory:
    """What a process keeps of the segments of one index version."""

    def __init__(self) -> None:
        """Start empty."""
        self.lexicon = Lexicon()
        self._shelves: dict[str, Shelf] = {}
        self._postings: OrderedDict[tuple[str, str, str], Postings] = OrderedDict()
        self._size = 0

    def shelf(self, reader: Any) -> Shelf:
        """Return the columns of a segment; its words are learnt by the way."""
        name = _name(reader)
        if name not in self._shelves:
            self.lexicon.add(_words(reader))
            self._shelves[name] = Shelf.of(_rows(reader))
        return self._shelves[name]

    def postings(self, reader: Any, field: str, token: str) -> Postings:
        """Return the postings of a token in a segment, read once."""
        key = (_name(reader), field, token)
        found = self._postings.get(key)
        if found is None:
            found = self._postings[key] = _read(reader, field, token)
            self._size += 1 + len(found[0])
            while self._size > _POSTINGS:
                _, old = self._postings.popitem(last=False)
                self._size -= 1 + len(old[0])
        else:
            self._postings.move_to_end(key)
        return found

    def forget_others(self, names: set[str]) -> None:
        """Forget segments that are gone."""
        for name in self._shelves.keys() - names:
            del self._shelves[name]
        for key in [key for key in self._postings if key[0] not in names]:
            self._size -= 1 + len(self._postings.pop(key)[0])


class _Segment:
    """One segment as it is in one generation."""

    def __init__(self, reader: Any, memory: Memory, lock: threading.Lock) -> None:
        self.shelf = memory.shelf(reader)
        self.dead = frozenset[int](reader.segment().deleted_docs())
        self._reader, self._memory, self._lock = reader, memory, lock

    def postings(self, field: str, token: str) -> Postings:
        with self._lock:  # readers move file positions about
            return self._memory.postings(self._reader, field, token)


class Snapshot:
    """An index as one commit left it. Threads may share it."""

    def __init__(self, reader: Any, memory: Memory, lock: threading.Lock) -> None:
        """Read the columns of its segments; `lock` guards memory and files."""
        self._reader, self._lock = reader, lock
        leaves = [leaf for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]
        with lock:
            self.segments = [_Segment(leaf, memory, lock) for leaf in leaves]
            memory.forget_others({_name(leaf) for leaf in leaves})
        self.count = int(reader.doc_count())
        self.lexicon = memory.lexicon

    def anywhere(self, tokens: Sequence[str]) -> bool:
        """Say whether any of these tokens is in any field."""
        with self._lock:
            return any(
                (name, token) in self._reader
                for name in (EXACT, TITLE, TAGS, BODY)
                for token in tokens
            )

    def suggest(self, prefix: str, limit: int) -> list[str]:
        """Return the commonest words that begin so and are not only in deleted ones."""
        found = self.lexicon.suggest(prefix, 2 * limit)
        return [word for word in found if self._is_there(word)][:limit]

    def ids(self) -> Iterator[str]:
        """Yield the id of every document."""
        for segment in self.segments:
            for number, one in enumerate(segment.shelf.ids):
                if number not in segment.dead:
                    yield one

    def close(self) -> None:
        """Close its files."""
        self._reader.close()

    def _is_there(self, word: str) -> bool:
        dead = sum(len(segment.dead) for segment in self.segments)
        if self.lexicon.count(word) > _SURE + dead:
            return True
        for segment in self.segments:
            numbers, _ = segment.postings(WRITTEN, word)
            if any(number not in segment.dead for number in numbers):
                return True
        return False


def _name(reader: Any) -> str:
    return str(reader.segment().segment_id())


def _words(reader: Any) -> Iterator[tuple[str, int]]:
    for text, info in reader.iter_field(WRITTEN):
        yield text.decode(), int(info.doc_frequency())


def _rows(
    reader: Any,
) -> Iterator[tuple[str, int, int, int, dict[str, tuple[str, ...]]]]:
    for number in range(reader.doc_count_all()):
        stored = reader.stored_fields(number)
        yield (stored["id"], *stored["columns"])


def _read(reader: Any, field: str, token: str) -> Postings:
    try:
        matcher = reader.postings(field, token)
    except TermNotFound:
        return NOWHERE
    numbers, weights = array("I"), bytearray()
    while matcher.is_active():
        numbers.append(matcher.id())
        weights.append(int(matcher.weight()))
        matcher.next()
    return numbers, weights
