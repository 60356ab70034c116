"""From documents and questions to tokens in fields, the same for every engine.

Three fields: `x` exact words of titles and tags, `t` their stems and ~skeletons, `b`
the stems of the bodies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from marketplace.infra.search.analysis import Term, readings, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from marketplace.infra.search.port import SearchDoc

EXACT_TITLE, TITLE, BODY = "x", "t", "b"
# Weights from search.md §7; measured there on judged queries.
_EXACT, _STEM, _SKELETON, _IN_BODY = 4.0, 3.0, 0.5, 1.0
TITLE_BONUS = 6.0


class Clause(NamedTuple):
    """A token to look for in one field, and what finding it is worth."""

    field: str
    token: str
    weight: float


Group = tuple[Clause, ...]  # alternatives for one word: any will do
Reading = tuple[Group, ...]  # words: all must be there


class Plan(NamedTuple):
    """What matches (any of the readings), and what earns the bonus (`title`)."""

    readings: tuple[Reading, ...]
    title: Reading


def plan(text: str) -> Plan | None:
    """Return how to answer a query; None when it holds no word."""
    ways = tuple(tuple(map(_group, words)) for words in readings(text))
    return Plan(ways, _title_part(ways[0])) if ways else None


def fields(doc: SearchDoc) -> dict[str, list[str]]:
    """Return the tokens of a document by field, with repetitions."""
    title = list(_terms((*doc.titles, *doc.tags)))
    return {
        EXACT_TITLE: [term.exact for term in title],
        TITLE: [token for term in title for token in _loose(term)],
        BODY: [stem for term in _terms(doc.bodies) for stem in term.stems],
    }


def _terms(texts: Iterable[str]) -> Iterator[Term]:
    for text in texts:
        yield from terms(text)


def _loose(term: Term) -> Iterator[str]:
    yield from term.stems
    for skeleton in term.skeletons:
        yield f"~{skeleton}"


def _group(term: Term) -> Group:
    return (
        Clause(EXACT_TITLE, term.exact, _EXACT),
        *(Clause(TITLE, stem, _STEM) for stem in term.stems),
        *(Clause(TITLE, f"~{word}", _SKELETON) for word in term.skeletons),
        *(Clause(BODY, stem, _IN_BODY) for stem in term.stems),
    )


def _title_part(reading: Reading) -> Reading:
    return tuple(
        tuple(clause for clause in group if clause.field != BODY) for group in reading
    )
