"""What the marketplace asks of a search engine, whichever one it is.

An engine answers with ids only: the database checks again what a reader may see, so a
stale index can never show a withdrawn listing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from marketplace.errors import MarketplaceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class SearchUnavailable(MarketplaceError):  # noqa: N818
    """The index is missing or damaged: show something else, then rebuild it."""

    status = 503
    code = "search_unavailable"


@dataclass(frozen=True, slots=True)
class SearchDoc:
    """One thing to be found: its texts in all their languages together."""

    id: str
    titles: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The best ids first; `total` counts every match, also beyond the limit.

    `corrected` is the text really searched for when it differs from the asked one.
    """

    ids: tuple[str, ...] = ()
    total: int = 0
    corrected: str | None = None


class SearchEngine(Protocol):
    """The port. Writing raises Busy("search_locked") while somebody else writes."""

    def upsert(self, docs: Sequence[SearchDoc]) -> None:
        """Add or replace, in one commit; of one id given twice the last one counts."""

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these ids, in one commit; unknown ids do no harm."""

    def search(self, text: str, *, limit: int = 50) -> Results:
        """Find what holds every word of `text`. Raises SearchUnavailable."""
        ...

    def rebuild(self, docs: Iterable[SearchDoc]) -> None:
        """Replace everything at once; of one id given twice the first one counts."""

    def needs_rebuild(self) -> bool:
        """Say whether only a rebuild can make the answers complete."""
        ...

    def count(self) -> int:
        """Return how many documents there are. Raises SearchUnavailable."""
        ...

    def close(self) -> None:
        """Let go of files; the engine may be used again."""
