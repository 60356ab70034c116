"""Keep the cards in step: what changes a listing rewrites its card, before the commit."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from marketplace.catalog.models import (
    Extra,
    Listing,
    ListingCard,
    ListingText,
    Package,
    Photo,
    Review,
)
from marketplace.catalog.queries.documents import documents
from marketplace.db import FIRST, finishes, in_use_case, pending, use_case
from marketplace.extensions import db

BATCH = 200
PARTS = (ListingText, Photo, Review, Package, Extra)


@use_case
def changed(listing_id: uuid.UUID) -> None:
    """Have a listing's card written anew at the end of this use case.

    Rows that are changed as objects are seen by themselves: this is for statements that
    change many at once.
    """
    pending("cards").append(listing_id)


def _notice(session: Session, _context: Any) -> None:
    """Put aside whose texts, photos, reviews, packages this flush has written."""
    if not in_use_case():
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, PARTS):
            pending("cards").extend(_listings_of(row))
    pending("cards").extend(row.id for row in session.new if isinstance(row, Listing))


event.listen(db.session, "after_flush", _notice)


def _listings_of(row: Any) -> Iterator[uuid.UUID]:
    """Yield whose it is now and whose it was."""
    history = inspect(row).attrs.listing_id.history
    yield from (one for part in history if part for one in part if one is not None)


@finishes(place=FIRST)
def _rewrite_changed() -> None:
    db.session.flush()
    waiting: list[uuid.UUID] = pending("cards")
    if waiting:
        # Always in one order: two that rewrite the same cards wait in one line.
        rewrite(sorted(set(waiting)))
        waiting.clear()


@use_case
def rewrite(ids: Sequence[uuid.UUID]) -> int:
    """Write the cards of these listings as their rows say; return how many differed."""
    there = _locked(ids)
    said = documents(ids)
    differed = 0
    for one in db.session.scalars(select(Listing.id).where(Listing.id.in_(ids))):
        card = there.get(one)
        if card is None:
            db.session.add(ListingCard(listing_id=one, **said[one]))
        elif _says(card) == said[one]:
            continue
        else:
            for name, value in said[one].items():
                setattr(card, name, value)
        differed += 1
    db.session.flush()
    return differed


def _locked(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, ListingCard]:
    """Lock the cards first: two buyers who review at once count each other."""
    rows = db.session.scalars(
        select(ListingCard)
        .where(ListingCard.listing_id.in_(ids))
        .order_by(ListingCard.listing_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.listing_id: row for row in rows}


def _says(card: ListingCard) -> dict[str, Any]:
    names = ("titles", "photo", "stars", "reviews", "page")
    return {name: getattr(card, name) for name in names}


def problems() -> list[str]:
    """Return which cards say something else than the rows, or are missing."""
    found = []
    for ids in _batches():
        rows = db.session.scalars(
            select(ListingCard).where(ListingCard.listing_id.in_(ids))
        )
        there, said = {row.listing_id: row for row in rows}, documents(ids)
        for one in ids:
            if one not in there:
                found.append(f"listing {one} has no card")
            elif odd := [
                name
                for name, value in _says(there[one]).items()
                if value != said[one][name]
            ]:
                found.append(f"the card of listing {one} differs in {', '.join(odd)}")
        db.session.expire_all()
    return found


def repair() -> int:
    """Write every card that differs from its rows anew; return how many did."""
    return sum(rewrite(ids) for ids in list(_batches()))


def _batches() -> Iterator[Sequence[uuid.UUID]]:
    last = uuid.UUID(int=0)
    while ids := db.session.scalars(
        select(Listing.id).where(Listing.id > last).order_by(Listing.id).limit(BATCH)
    ).all():
        yield ids
        last = ids[-1]
