"""Searches that people keep, to be told when something new fits."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qs

from sqlalchemy import delete, func, select

from marketplace import clock
from marketplace.catalog import queries
from marketplace.catalog.models import SavedSearch
from marketplace.catalog.rules.asking import Asked
from marketplace.db import get_for_update, use_case
from marketplace.errors import Invalid, NotFound
from marketplace.extensions import db
from marketplace.profiles.models import Person
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import notices

MOST = 20
BATCH = 100


@use_case
def keep(person_id: uuid.UUID, query: str, language: str) -> None:
    """Keep a search; keeping it again changes nothing.

    Raises Invalid("search_empty") without words, Invalid("searches_full") above 20.
    """
    if not Asked.read(parse_qs(query)).text:
        raise Invalid("search_empty")
    get_for_update(Person, person_id)
    if queries.is_saved(person_id, query):
        return
    mine = select(func.count()).where(SavedSearch.person_id == person_id)
    if (db.session.scalar(mine) or 0) >= MOST:
        raise Invalid("searches_full")
    row = SavedSearch(
        person_id=person_id, query=query, language=language, seen_at=clock.now()
    )
    db.session.add(row)


@use_case
def forget(person_id: uuid.UUID, search_id: uuid.UUID) -> None:
    """Forget one of her searches; NotFound for anybody else's."""
    gone = delete(SavedSearch).where(
        SavedSearch.id == search_id, SavedSearch.person_id == person_id
    )
    if db.session.scalar(gone.returning(SavedSearch.id)) is None:
        raise NotFound


def tell_new() -> int:
    """Tell everybody whose kept search finds something new; return how many."""
    told = 0
    for ids in _batches():
        told += sum(_tell(one) for one in ids)
    return told


def _tell(search_id: uuid.UUID) -> bool:
    kept = db.session.get_one(SavedSearch, search_id)
    person_id, query, seen_at = kept.person_id, kept.query, kept.seen_at
    found = queries.find(Asked.read(parse_qs(query)).ordered("newest"), size=1)
    db.session.rollback()
    published = [card.published_at for card in found.cards if card.published_at]
    newest = max(published, default=datetime.min.replace(tzinfo=UTC))
    if found.degraded or newest <= seen_at:
        return False
    return _told(search_id, person_id, query, newest)


@use_case
def _told(
    search_id: uuid.UUID, person_id: uuid.UUID, query: str, newest: datetime
) -> bool:
    row = db.session.get(SavedSearch, search_id, with_for_update=True)
    if row is None or row.seen_at >= newest:
        return False
    row.seen_at = newest
    notices.tell(person_id, Kind.SEARCH_FOUND, f"/search?{query}&sort=newest")
    return True


def _batches() -> Iterator[Sequence[uuid.UUID]]:
    last = uuid.UUID(int=0)
    while ids := db.session.scalars(
        select(SavedSearch.id)
        .where(SavedSearch.id > last)
        .order_by(SavedSearch.id)
        .limit(BATCH)
    ).all():
        yield ids
        last = ids[-1]
