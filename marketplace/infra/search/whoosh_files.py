"""Writing a Whoosh index: its schema, its one writer, and few segments."""

from __future__ import annotations

import json
import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from whoosh.analysis import RegexTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
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
_SUMS = "SUMS"
_KINDS = {".seg", ".toc"}
_BLOCK = 1 << 20  # bytes
_SEGMENTS = 4  # more make queries 2-3 times slower and their ranking unsure


def opened(folder: str) -> Any:
    """Return the index in a folder.

    Its files are read, not mapped into memory: if one were cut while it is open, the
    whole process would die of it.
    """
    return FileStorage(folder, supports_mmap=False).open_index()


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
    note_sums(folder)


def note_sums(folder: Path) -> None:
    """Note the check sums of the files a commit has left. Hold the lock."""
    known = _sums(folder)
    names = {path.name for path in folder.iterdir() if path.suffix in _KINDS}
    sums = {name: known.get(name) or _sum(folder / name) for name in names}
    draft = folder / f"{_SUMS}.new"
    draft.write_text(json.dumps(sums), "ascii")
    draft.replace(folder / _SUMS)


def is_damaged(folder: Path) -> bool:
    """Say whether a file is gone or not as it was written. Hold the lock.

    Whoosh checks nothing: a bit that has fallen over would be found as a wrong answer, or
    not at all. A file of a commit that was cut off before its sum is taken as it is.
    """
    return any(_sum(folder / name) != there for name, there in _sums(folder).items())


def _sums(folder: Path) -> dict[str, int]:
    try:
        found: dict[str, int] = json.loads((folder / _SUMS).read_text("ascii"))
    except (OSError, ValueError):
        return {}
    return found


def _sum(path: Path) -> int:
    value = 0
    if not path.exists():
        return -1
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            value = zlib.crc32(block, value)
    return value


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
