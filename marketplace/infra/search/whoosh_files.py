"""Writing a Whoosh index: its schema, its one writer, and few segments."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from whoosh.analysis import RegexTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.index import LockError, create_in
from whoosh.reading import SegmentReader

from marketplace.errors import Busy
from marketplace.infra.search.plan import FIELDS
from marketplace.infra.search.port import firsts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from marketplace.infra.search.plan import Chain
    from marketplace.infra.search.port import SearchDoc

SCHEMA_VERSION = "2"  # raise it with any change of `_schema`
_BUILD_MEMORY = 256  # MB of postings before they go to disk
_SEGMENTS = 4  # more make queries 2-3 times slower and their ranking unsure


def create(folder: Path) -> Any:
    """Create an empty index and return it."""
    return create_in(str(folder), _schema())


@contextmanager
def writer(index: Any, **options: Any) -> Iterator[Any]:
    """Commit what the block writes, or nothing. Busy("search_locked") if locked."""
    try:
        opened = index.writer(**options)
    except LockError:
        raise Busy("search_locked") from None
    try:
        yield opened
        opened.commit(mergetype=_keep_few_segments)
    except BaseException:
        _give_up(opened)
        raise


def replace(opened: Any, docs: Iterable[SearchDoc], chain: Chain) -> None:
    """Write documents with different ids over what they were."""
    for doc in docs:
        opened.delete_by_term("id", doc.id)
        opened.add_document(**_row(doc, chain))


def fill(folder: Path, docs: Iterable[SearchDoc], chain: Chain) -> None:
    """Create an index of these documents; a repeated id is passed over."""
    index, count = create(folder), 0
    with writer(index, limitmb=_BUILD_MEMORY) as opened:
        for doc in firsts(docs):
            opened.add_document(**_row(doc, chain))
            count += 1
    if index.doc_count() != count:
        raise RuntimeError(f"index holds {index.doc_count()} of {count} documents")


def _schema() -> Any:
    words = TEXT(analyzer=RegexTokenizer(r"\S+"), phrase=False)
    return Schema(
        id=ID(unique=True, stored=True),
        columns=STORED(),
        **dict.fromkeys(FIELDS, words),
    )


def _row(doc: SearchDoc, chain: Chain) -> dict[str, Any]:
    # A token's weight is how often it is written: Whoosh keeps it as its frequency.
    words = {
        name: " ".join(tokens.elements()) for name, tokens in chain.fields(doc).items()
    }
    columns = (doc.price, doc.published, doc.rating, dict(doc.facets))
    return {"id": doc.id, "columns": columns, **words}


def _give_up(opened: Any) -> None:
    # A failed commit keeps the lock in Whoosh <= 2.7.5, and then cancel() fails too.
    with suppress(Exception):
        opened.cancel()
    if opened.writelock.fd is not None:
        opened.writelock.release()


def _keep_few_segments(opened: Any, segments: list[Any]) -> list[Any]:
    """Merge the smallest segments into the new one (a Whoosh merge policy)."""
    kept = sorted(segments, key=lambda one: int(one.doc_count_all()), reverse=True)
    merged = [kept.pop() for _ in range(len(kept) - (_SEGMENTS - 1))]
    merged += [one for one in kept if one.deleted_count() * 2 > one.doc_count_all()]
    for segment in merged:
        reader = SegmentReader(opened.storage, opened.schema, segment)
        opened.add_reader(reader)
        reader.close()
    return [one for one in kept if one not in merged]
