"""What the marketplace asks of a search engine, whichever one it is.

An engine answers with ids only: the database checks again what a reader may see, so a
stale index can never show a withdrawn listing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from marketplace.errors import MarketplaceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SORTS = ("relevance", "newest", "cheapest", "dearest", "rating")
Key = tuple[float, int, str]  # of a found document: what it is sorted by, when, its id
Counts = dict[str, dict[str, int]]  # facet -> value -> how many


class SearchUnavailable(MarketplaceError):  # noqa: N818
    """The index is missing or damaged: show something else, then rebuild it."""

    status = 503
    code = "search_unavailable"


@dataclass(frozen=True, slots=True)
class SearchDoc:
    """One thing to be found: its texts in all their languages together.

    `facets` holds values to filter and count by, each a short code. `price` is in minor
    units, `published` in seconds, `rating` in hundredths of a star (0: none yet).
    """

    id: str
    titles: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    price: int = 0
    published: int = 0
    rating: int = 0


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is asked. Of one facet any value will do, of several each must be met.

    `after` is the key a page ended with. `facets` names those to be counted: each with
    all the other filters in force, its own not.
    """

    text: str
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    price_from: int | None = None
    price_to: int | None = None
    sort: str = "relevance"
    after: Key | None = None
    size: int = 24
    facets: tuple[str, ...] = ()
    as_typed: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """The best ids first; `total` counts every match, also beyond the page.

    `corrected` is the text really searched for when it differs from the asked one,
    `next` the key to go on after, None at the end.
    """

    ids: tuple[str, ...] = ()
    total: int = 0
    counts: Counts = field(default_factory=dict)
    corrected: str | None = None
    next: Key | None = None


class SearchEngine(Protocol):
    """The port. Writing raises Busy("search_locked") while somebody else writes."""

    def upsert(self, docs: Sequence[SearchDoc], gone: Sequence[str] = ()) -> None:
        """Add or replace, and forget the ids of `gone`, in one commit.

        Of one id given twice the last one counts; unknown ids do no harm.
        """

    def search(self, query: SearchQuery) -> Results:
        """Find what holds every word of the text. Raises SearchUnavailable."""
        ...

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        """Return the commonest words that begin so. Raises SearchUnavailable."""
        ...

    def rebuild(self, docs: Iterable[SearchDoc]) -> None:
        """Replace everything at once; of one id given twice the first one counts."""

    def needs_rebuild(self) -> bool:
        """Say whether only a rebuild can make the answers complete."""
        ...

    def ids(self) -> Iterator[str]:
        """Yield the id of every document. Raises SearchUnavailable."""
        ...

    def close(self) -> None:
        """Let go of files; the engine may be used again."""


def firsts(docs: Iterable[SearchDoc]) -> Iterator[SearchDoc]:
    """Yield documents, of one id given twice the first."""
    seen: set[str] = set()
    for doc in docs:
        if doc.id not in seen:
            seen.add(doc.id)
            yield doc
