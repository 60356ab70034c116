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

from marketplace.errors import Busy, MarketplaceError
from marketplace.infra.search import whoosh_files as files
from marketplace.infra.search.matching import match
from marketplace.infra.search.plan import Chain
from marketplace.infra.search.port import Results, SearchUnavailable
from marketplace.infra.search.shelves import answer
from marketplace.infra.search.whoosh_folder import VersionFolder
from marketplace.infra.search.whoosh_pool import SnapshotPool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from marketplace.infra.search.port import SearchDoc, SearchQuery
    from marketplace.infra.search.whoosh_reading import Snapshot

log = logging.getLogger(__name__)


class WhooshEngine:
    """A SearchEngine in files under one folder, for many readers and one writer.

    Threads may share it. Other processes may write: the next search sees their commits.
    """

    def __init__(self, folder: Path, chain: Chain | None = None) -> None:
        """Remember the folder; the first write creates it."""
        self._chain = chain or Chain()
        marks = f"{files.SCHEMA_VERSION}{self._chain.version}"
        self._versions = VersionFolder(folder, marks)
        self._pool = SnapshotPool()

    def upsert(self, docs: Sequence[SearchDoc], gone: Sequence[str] = ()) -> None:
        """Add or replace, and forget; Busy("search_locked") while somebody writes."""
        with self._writer() as writer:
            for one in dict.fromkeys(gone):
                writer.delete_by_term("id", one)
            files.replace(writer, {doc.id: doc for doc in docs}.values(), self._chain)

    def search(self, query: SearchQuery) -> Results:
        """Find what holds every word; equals the newest first, then by id."""
        with self._snapshot() as held:
            planned = self._chain.plan(
                query.text, held.lexicon, held.anywhere, as_typed=query.as_typed
            )
            if planned is None:
                return Results()
            scores = match(held.segments, held.count, planned)
            shelves = [segment.shelf for segment in held.segments]
            return answer(shelves, scores, query, planned.corrected)

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        """Return the commonest words that begin so."""
        with self._snapshot() as held:
            return held.suggest(prefix, limit)

    def rebuild(self, docs: Iterable[SearchDoc]) -> None:
        """Build a new version beside the current one and switch to it.

        Whatever `docs` raises passes through, and the current version stays.
        """
        with self._versions.writing():
            version = self._versions.create_next()
            try:
                files.fill(version, docs, self._chain)
            except BaseException:
                shutil.rmtree(version, ignore_errors=True)
                raise
            self._versions.switch(version)

    def needs_rebuild(self) -> bool:
        """Say whether the index is missing, partial, damaged or of another chain."""
        current = self._versions.current()
        if current is None or not self._versions.is_complete():
            return True
        try:
            with self._snapshot(), _damage_reported(), self._versions.writing():
                return files.is_damaged(current)
        except Busy:
            return False  # who writes it finds out
        except SearchUnavailable:
            return True

    def ids(self) -> Iterator[str]:
        """Yield the id of every document."""
        with self._snapshot() as held:
            yield from held.ids()

    def close(self) -> None:
        """Close the files."""
        self._pool.close()

    @contextmanager
    def _writer(self) -> Iterator[Any]:
        with self._versions.writing(), _damage_reported():
            folder, index = self._open_or_begin()
            with files.writer(index) as writer:
                yield writer
            files.note_sums(folder)

    def _open_or_begin(self) -> tuple[Path, Any]:
        current = self._versions.current()
        if current is not None:
            return current, files.opened(str(current))
        version = self._versions.begin()
        index = files.create(version)
        self._versions.switch(version)
        return version, index

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot]:
        current = self._versions.current()
        if current is None:
            raise SearchUnavailable
        with _damage_reported(), self._pool.lend(str(current)) as held:
            yield held


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
