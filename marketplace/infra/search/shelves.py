"""Columns of documents, kept in memory: to filter, count and sort what was matched.

A facet's value is one whole number with a bit for each document. Filtering and counting
100,000 documents is then a few microseconds for each value (Whoosh's own filters take a
second, search.md §5.3).
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import TYPE_CHECKING

from marketplace.infra.search.port import Counts, Key, Results

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from marketplace.infra.search.matching import Scores
    from marketplace.infra.search.port import SearchDoc, SearchQuery

Values = dict[str, tuple[str, ...]]


@dataclass
class Shelf:
    """The columns of some documents, by their number."""

    ids: list[str] = field(default_factory=list)
    price: array[int] = field(default_factory=lambda: array("q"))
    published: array[int] = field(default_factory=lambda: array("q"))
    rating: array[int] = field(default_factory=lambda: array("h"))
    bits: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, rows: Iterable[tuple[str, int, int, int, Mapping[str, tuple[str, ...]]]]
    ) -> Shelf:
        """Build from (id, price, published, rating, facets), in the order of numbers."""
        made = cls()
        members: dict[tuple[str, str], list[int]] = {}
        for number, (one, price, published, rating, facets) in enumerate(rows):
            made.ids.append(one)
            made.price.append(price)
            made.published.append(published)
            made.rating.append(rating)
            for facet, values in facets.items():
                for value in values:
                    members.setdefault((facet, value), []).append(number)
        for (facet, value), numbers in members.items():
            made.bits.setdefault(facet, {})[value] = bits_of(numbers, len(made.ids))
        return made

    @classmethod
    def of_docs(cls, docs: Iterable[SearchDoc]) -> Shelf:
        """Build from documents."""
        return cls.of(
            (doc.id, doc.price, doc.published, doc.rating, doc.facets) for doc in docs
        )

    def worth(self, sort: str, scores: Scores, number: int) -> float:
        """Return what a document is sorted by; the smaller comes first."""
        if sort == "newest":
            return -self.published[number]
        if sort == "cheapest":
            return self.price[number]
        if sort == "dearest":
            return -self.price[number]
        if sort == "rating":
            return -self.rating[number]
        return -scores[number]


def bits_of(numbers: Iterable[int], size: int) -> int:
    """Return a whole number with these bits of `size` set."""
    held = bytearray(size // 8 + 1)
    for number in numbers:
        held[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(held, "little")


def answer(
    shelves: Sequence[Shelf],
    scores: Sequence[Scores],
    query: SearchQuery,
    corrected: str | None,
) -> Results:
    """Filter, count, sort and cut what was matched on each shelf."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in query.facets}
    found: list[tuple[Shelf, Scores, list[int]]] = []
    for shelf, matched in zip(shelves, scores, strict=True):
        numbers = _in_price(shelf, matched, query)
        if query.filters or query.facets:
            numbers = _filtered(shelf, numbers, query, counts)
        found.append((shelf, matched, numbers))
    total = sum(len(numbers) for _, _, numbers in found)
    page, following = _page(found, query)
    plain: Counts = {name: dict(counter) for name, counter in counts.items()}
    return Results(tuple(page), total, plain, corrected, following)


def _in_price(shelf: Shelf, matched: Scores, query: SearchQuery) -> list[int]:
    low, high = query.price_from, query.price_to
    if low is None and high is None:
        return list(matched)
    price = shelf.price
    return [
        number
        for number in matched
        if (low is None or price[number] >= low)
        and (high is None or price[number] <= high)
    ]


def _filtered(
    shelf: Shelf,
    numbers: list[int],
    query: SearchQuery,
    counts: Mapping[str, Counter[str]],
) -> list[int]:
    size = len(shelf.ids)
    matched = bits_of(numbers, size)
    masks = {name: _mask(shelf, name, wanted) for name, wanted in query.filters.items()}
    for facet, counter in counts.items():
        within = matched
        for name, mask in masks.items():
            if name != facet:
                within &= mask
        for value, bits in shelf.bits.get(facet, {}).items():
            if many := (within & bits).bit_count():
                counter[value] += many
    if not masks:
        return numbers
    for mask in masks.values():
        matched &= mask
    held = matched.to_bytes(size // 8 + 1, "little")
    return [number for number in numbers if held[number >> 3] >> (number & 7) & 1]


def _mask(shelf: Shelf, facet: str, wanted: frozenset[str]) -> int:
    mask = 0
    for value in wanted:
        mask |= shelf.bits.get(facet, {}).get(value, 0)
    return mask


def _page(
    found: Sequence[tuple[Shelf, Scores, list[int]]], query: SearchQuery
) -> tuple[list[str], Key | None]:
    wanted = query.size + 1
    best = nsmallest(wanted, _keys(found, query, wanted))
    shown = best[: query.size]
    return [one for *_, one in shown], shown[-1] if len(best) == wanted else None


def _keys(
    found: Sequence[tuple[Shelf, Scores, list[int]]], query: SearchQuery, wanted: int
) -> Iterator[Key]:
    """Yield the keys that may be on the page: most documents never need one."""
    after = query.after
    worths: list[tuple[float, Shelf, int]] = []
    for shelf, scores, numbers in found:
        worths += [
            (shelf.worth(query.sort, scores, number), shelf, number)
            for number in numbers
        ]
    if after is not None:
        worths = [one for one in worths if one[0] >= after[0]]
        # Those level with the cursor may all be before it.
        level = sum(worth == after[0] for worth, _, _ in worths)
        wanted += level
    if len(worths) > wanted:
        limit = sorted(worth for worth, _, _ in worths)[wanted - 1]
        worths = [one for one in worths if one[0] <= limit]
    for worth, shelf, number in worths:
        key = (worth, -shelf.published[number], shelf.ids[number])
        if after is None or key > after:
            yield key
