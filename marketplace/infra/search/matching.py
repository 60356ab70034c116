"""Which documents a plan finds, and how well: over posting lists kept in memory.

Whoosh's own matchers cost 40-70 ms for a query of two words at 100,000 documents
(search.md §5). Here each token's postings are read once and kept, and a document's worth
is looked up only for the documents of the rarest word.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from marketplace.infra.search.plan import Clause, Group, Plan, Reading

ENOUGH = 24  # found in titles and tags: a page; then bodies are not asked
FEW = 10  # found with all the words: then those with most of them follow
MOST = 0.5  # of what all the words are worth, if some may be missing
# Worth beside what has all the words in title and tags:
MENTIONED = 0.2  # what has some of them in its body only
MISSED = 0.05  # what lacks a word
_ROUND = 4  # digits: equal worth must be equal on every machine

Scores = dict[int, float]  # document number -> worth
Postings = tuple[Sequence[int], Sequence[int]]  # numbers, weights
NOWHERE: Postings = ((), ())


class Part(Protocol):
    """Some documents with their postings."""

    dead: frozenset[int]  # numbers of deleted documents the postings may still name

    def postings(self, field: str, token: str) -> Postings:
        """Return the numbers of the documents with a token, and its weight in each."""
        ...


@dataclass(frozen=True)
class _Word:
    """One group over all parts: its worth for each document, and how rare it is."""

    scores: list[Scores]
    rarity: float


def match(parts: Sequence[Part], count: int, plan: Plan) -> list[Scores]:
    """Return what each part holds of the answer; `count` documents there are in all."""
    found = _all(parts, count, plan, bodies=False)
    if sum(map(len, found)) < ENOUGH:
        more = _all(parts, count, plan, bodies=True)
        for into, others in zip(found, more, strict=True):
            _add_behind(into, others, MENTIONED)
        if sum(map(len, found)) < FEW:
            _fill_up(found, parts, count, plan.readings[0])
    return found


def _all(
    parts: Sequence[Part], count: int, plan: Plan, *, bodies: bool
) -> list[Scores]:
    found: list[Scores] = [{} for _ in parts]
    for reading in plan.readings:
        words = [_word(parts, count, group, bodies=bodies) for group in reading]
        for number, into in enumerate(found):
            _join(into, [(word.scores[number], word.rarity) for word in words])
    return found


def _join(into: Scores, words: list[tuple[Scores, float]]) -> None:
    """Add the documents that have every word; of two readings the better one counts."""
    first, *rest = sorted((scores for scores, _ in words), key=len)
    common = set(first).intersection(*rest)
    for number in common:
        worth = sum(scores[number] * rarity for scores, rarity in words)
        if worth > into.get(number, 0.0):
            into[number] = round(worth, _ROUND)


def _fill_up(
    found: list[Scores], parts: Sequence[Part], count: int, reading: Reading
) -> None:
    """Add the documents that have most of the words, behind the others."""
    words = [_word(parts, count, group, bodies=True) for group in reading]
    words = [word for word in words if any(word.scores)]
    needed = MOST * sum(word.rarity for word in words)
    for number, into in enumerate(found):
        had: Scores = {}
        worth: Scores = {}
        for word in words:
            for one, score in word.scores[number].items():
                had[one] = had.get(one, 0.0) + word.rarity
                worth[one] = worth.get(one, 0.0) + score * word.rarity
        enough = {one: worth[one] for one in had if had[one] >= needed}
        _add_behind(into, enough, MISSED)


def _add_behind(into: Scores, others: Scores, part: float) -> None:
    for number, worth in others.items():
        if number not in into:
            into[number] = round(worth * part, _ROUND)


def _word(parts: Sequence[Part], count: int, group: Group, *, bodies: bool) -> _Word:
    scores = [_scores(part, group, bodies=bodies) for part in parts]
    having = sum(map(len, scores))
    return _Word(scores, group.weight * math.log(1 + count / (1 + having)))


def _scores(part: Part, group: Group, *, bodies: bool) -> Scores:
    best = _best(part, group.letters)
    for number, worth in _best(part, group.meanings).items():
        best[number] = best.get(number, 0.0) + worth
    if bodies:
        for number, worth in _best(part, group.body).items():
            best[number] = best.get(number, 0.0) + worth
    for number in part.dead:
        best.pop(number, None)
    return best


def _best(part: Part, clauses: Sequence[Clause]) -> Scores:
    """Return what the best clause gives each document."""
    best: Scores = {}
    for field, token, weight in sorted(clauses, key=lambda clause: clause.weight):
        numbers, weights = part.postings(field, token)
        if not best:
            best = {
                number: weight * times
                for number, times in zip(numbers, weights, strict=True)
            }
            continue
        for number, times in zip(numbers, weights, strict=True):
            worth = weight * times
            if worth > best.get(number, 0.0):
                best[number] = worth
    return best
