"""Keep the search index in step. The index is a cache: the database is the truth.

A use case that changes a listing notes it in `search_changes`, in its own transaction,
with one job for all it has changed. The job writes what is noted in batches, one commit
each; a note that changed meanwhile stays for the next one.
"""

import time
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select

from marketplace import clock
from marketplace.catalog.models import Listing, SearchChange
from marketplace.catalog.queries import for_search
from marketplace.catalog.services import writing
from marketplace.db import finishes, insert_into, pending, use_case
from marketplace.errors import Busy
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import enqueue

BATCH = 200
JOB = "catalog.index"
_PATIENCE = 2.0  # seconds to wait for another writer


@use_case
def changed(listing_id: uuid.UUID) -> None:
    """Have a listing indexed (or forgotten) after this use case commits."""
    pending("search").append(listing_id)


@use_case
def shop_changed(shop_id: uuid.UUID) -> None:
    """Have everything a shop has on sale indexed (or forgotten) after this use case."""
    ids = select(Listing.id).where(
        Listing.shop_id == shop_id, Listing.state == "published"
    )
    pending("search").extend(db.session.scalars(ids).all())


@use_case
def names_changed() -> None:
    """Have the index written anew: a section or a material has another name."""
    enqueue("catalog.rebuild_index", {})


@finishes()
def _note() -> None:
    waiting: list[uuid.UUID] = pending("search")
    if not waiting:
        return
    # In one order always, so that two who note the same listings never wait in a ring.
    rows: list[dict[str, Any]] = [
        {"listing_id": one, "created_at": clock.now(), "version": 1}
        for one in sorted(set(waiting))
    ]
    noted = insert_into(SearchChange).on_conflict_do_update(
        index_elements=[SearchChange.listing_id],
        set_={"version": SearchChange.version + 1},
    )
    db.session.execute(noted, rows)
    enqueue(JOB, {})
    waiting.clear()


def index_changes() -> int:
    """Bring the index up to date with every noted change; return how many there were.

    Raises Busy("search_locked") while somebody else writes for longer than a moment.
    """
    done = 0
    while noted := _noted():
        ids = [one for one, _ in noted]
        writing.refresh_ready(ids)
        documents = for_search.documents(ids)
        found = {doc.id for doc in documents}
        gone = [str(one) for one in ids if str(one) not in found]
        _patiently(documents, gone)
        _learnt(noted)
        done += len(noted)
    return done


def rebuild() -> int:
    """Write the whole index anew and switch to it; return how many are in it.

    What is noted meanwhile is written again afterwards: the new index may have read a
    listing before its change.
    """
    noted = _noted(most=None)
    adapters().search.rebuild(for_search.everything())
    _learnt(noted)
    index_changes()
    return sum(1 for _ in adapters().search.ids())


def rebuild_if_stale() -> bool:
    """Rebuild a missing, damaged or outdated index; say whether it was one."""
    if not adapters().search.needs_rebuild():
        return False
    rebuild()
    return True


def problems() -> list[str]:
    """Return in words what the index has otherwise than the database."""
    engine = adapters().search
    if engine.needs_rebuild():
        return ["the index needs a rebuild (marketplace reindex)"]
    there, wanted = list(engine.ids()), for_search.on_sale_ids()
    waiting = {str(one) for one, _ in _noted(most=None)}
    found = [
        ("is missing", wanted - set(there) - waiting),
        ("is in it, but not on sale", set(there) - wanted - waiting),
    ]
    said = [f"listing {one} {what}" for what, ids in found for one in sorted(ids)]
    if len(there) > len(set(there)):
        said.append(f"{len(there) - len(set(there))} listings are in it twice")
    return said


def _noted(most: int | None = BATCH) -> Sequence[tuple[uuid.UUID, int]]:
    rows = db.session.execute(
        select(SearchChange.listing_id, SearchChange.version)
        .order_by(SearchChange.created_at)
        .limit(most)
    )
    found = [(row[0], row[1]) for row in rows]
    db.session.rollback()  # what is read next must be as new as the notes
    return found


@use_case
def _learnt(noted: Sequence[tuple[uuid.UUID, int]]) -> None:
    for one, version in noted:
        db.session.execute(
            delete(SearchChange).where(
                SearchChange.listing_id == one, SearchChange.version == version
            )
        )


def _patiently(documents: Sequence[Any], gone: Sequence[str]) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            adapters().search.upsert(documents, gone)
        except Busy:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def waiting() -> int:
    """Return how many listings the index has yet to learn of."""
    return db.session.scalar(select(func.count()).select_from(SearchChange)) or 0
