"""The search engine of small and middle-sized networks: Whoosh, with guard rails.

The rules come from measurements in search.md §5. Above all `Searcher.refresh()` is
never called: in Whoosh-Reloaded 2.7.5 it shows old copies beside the new ones, and a
withdrawn listing would stay to be seen.
"""

from __future__ import annotations

import logging
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from whoosh.index import open_dir
from whoosh.query import And, Or, Term

from marketplace.errors import MarketplaceError
from marketplace.infra.search import whoosh_files as files
from marketplace.infra.search.analysis import chain_version
from marketplace.infra.search.plan import TITLE_BONUS, plan
from marketplace.infra.search.port import Results, SearchUnavailable
from marketplace.infra.search.whoosh_folder import VersionFolder
from marketplace.infra.search.whoosh_pool import SearcherPool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from marketplace.infra.search.plan import Plan, Reading
    from marketplace.infra.search.port import SearchDoc

log = logging.getLogger(__name__)


class WhooshEngine:
    """A SearchEngine in files under one folder, for many readers and one writer.

    Threads may share it. Other processes may write: the next search sees their commits.
    """

    def __init__(self, folder: Path) -> None:
        """Remember the folder; the first write creates it."""
        chain = f"{files.SCHEMA_VERSION}{chain_version()}"
        self._versions = VersionFolder(folder, chain)
        self._pool = SearcherPool()

    def upsert(self, docs: Sequence[SearchDoc]) -> None:
        """Add or replace; Busy("search_locked") while somebody else writes."""
        with self._writer() as writer:
            files.replace(writer, {doc.id: doc for doc in docs}.values())

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these ids; Busy("search_locked") while somebody else writes."""
        with self._writer() as writer:
            for one in dict.fromkeys(ids):
                writer.delete_by_term("id", one)

    def search(self, text: str, *, limit: int = 50) -> Results:
        """Find what holds every word, best first, equals by id."""
        planned = plan(text)
        if planned is None:
            return Results()
        with self._searcher() as searcher:
            return _best(searcher, _query(planned), limit)

    def rebuild(self, docs: Iterable[SearchDoc]) -> None:
        """Build a new version beside the current one and switch to it.

        Whatever `docs` raises passes through, and the current version stays.
        """
        with self._versions.writing():
            version = self._versions.create_next()
            try:
                files.fill(version, docs)
            except BaseException:
                shutil.rmtree(version, ignore_errors=True)
                raise
            self._versions.switch(version)

    def needs_rebuild(self) -> bool:
        """Say whether the index is missing, partial, damaged or of another chain."""
        if not self._versions.is_complete():
            return True
        try:
            self.count()
        except SearchUnavailable:
            return True
        return False

    def count(self) -> int:
        """Return how many documents there are."""
        with self._searcher() as searcher:
            return int(searcher.doc_count())

    def close(self) -> None:
        """Close the idle searchers."""
        self._pool.close()

    @contextmanager
    def _writer(self) -> Iterator[Any]:
        with (
            self._versions.writing(),
            _damage_reported(),
            files.writer(self._open_or_begin()) as writer,
        ):
            yield writer

    def _open_or_begin(self) -> Any:
        current = self._versions.current()
        if current is not None:
            return open_dir(str(current))
        version = self._versions.begin()
        index = files.create(version)
        self._versions.switch(version)
        return index

    @contextmanager
    def _searcher(self) -> Iterator[Any]:
        current = self._versions.current()
        if current is None:
            raise SearchUnavailable
        with _damage_reported(), self._pool.lend(str(current)) as searcher:
            yield searcher


@contextmanager
def _damage_reported() -> Iterator[None]:
    # Broken index files raise anything: struct, zlib and pickle errors, assertions.
    try:
        yield
    except MarketplaceError:
        raise
    except Exception as error:
        log.warning("search index unusable: %s", repr(error))
        raise SearchUnavailable from error


def _query(planned: Plan) -> Any:
    # Require and AndMaybe fail or lie in every Whoosh (search.md §5.2): the bonus for
    # having all words in the title is one more branch of an Or.
    ways = [_all_of(reading) for reading in planned.readings]
    return Or([*ways, _all_of(planned.title, TITLE_BONUS)])


def _all_of(reading: Reading, boost: float = 1.0) -> Any:
    groups = [Or([Term(*clause) for clause in group]) for group in reading]
    return And(groups, boost=boost)


def _best(searcher: Any, query: Any, limit: int) -> Results:
    """Rank every match, for Whoosh's own limit misses some over several segments."""
    scores = dict(searcher.search(query, limit=None).items())
    if not scores:
        return Results()
    worst = sorted(scores.values(), reverse=True)[min(limit, len(scores)) - 1]
    best = [number for number, score in scores.items() if score >= worst]
    ranked = sorted((-scores[number], _id(searcher, number)) for number in best)
    return Results(tuple(one for _, one in ranked[:limit]), len(scores))


def _id(searcher: Any, number: int) -> str:
    return str(searcher.stored_fields(number)["id"])
