"""Count what is on sale in each place, beside the requests.

A change asks for a count in the next minute; many changes ask for the same one. Counts
are a courtesy of pages: who may see what is decided on the rows, at once.
"""

import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, inspect, select
from sqlalchemy import event as hooks
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import History

from marketplace import clock
from marketplace.catalog.models import (
    CatalogueCount,
    Category,
    Collection,
    CollectionItem,
    Listing,
    listing_techniques,
)
from marketplace.catalog.queries import on_sale
from marketplace.catalog.queries.collections import of_today
from marketplace.db import finishes, in_use_case, pending, use_case
from marketplace.extensions import db
from marketplace.infra.jobs import enqueue
from marketplace.profiles.models import Shop

JOB = "catalog.count"
EVERY = 60  # seconds: changes of one such stretch are counted together
MOVES = {  # a change of these can move a thing in or out of a place
    Listing: ("state", "category_id", "shop_id"),
    Shop: ("state", "visibility", "lab_id"),
    Category: ("parent_id",),
}
Place = tuple[str, uuid.UUID]


@use_case
def changed() -> None:
    """Have everything counted soon after this use case commits."""
    pending("counts").append(True)


def _notice(session: Session, _context: Any) -> None:
    if not in_use_case():
        return
    for row in session.dirty:
        names = MOVES.get(type(row), ())
        was = {name: inspect(row).attrs[name].history for name in names}
        moved = any(history.has_changes() for history in was.values())
        if moved and (type(row) is not Listing or _was_or_is_open(was["state"])):
            pending("counts").append(True)


def _was_or_is_open(state: History) -> bool:
    return "published" in {*(state.deleted or ()), *(state.non_deleted() or ())}


hooks.listen(db.session, "after_flush", _notice)


@finishes()
def _ask() -> None:
    db.session.flush()
    if not pending("counts"):
        return
    now = clock.now().timestamp()
    stretch = int(now // EVERY)
    wait = timedelta(seconds=(stretch + 1) * EVERY - now)
    enqueue(JOB, key=f"{JOB}:{stretch}", delay=wait)


def recount() -> int:
    """Count anew; return how many numbers differed. Only those are written."""
    found, known = _found(), _known()
    db.session.rollback()  # counting takes its time: nobody waits for it at the gate
    differing = {
        place: found.get(place, 0)
        for place in found.keys() | known.keys()
        if found.get(place, 0) != known.get(place)
    }
    if differing:
        _write(differing)
    return len(differing)


def _found() -> dict[Place, int]:
    made, chosen = listing_techniques.c, CollectionItem
    found: Counter[Place] = Counter()
    found.update(_numbers("lab", Shop.lab_id))
    found.update(_numbers("category", Listing.category_id))
    for child, section in db.session.execute(select(Category.id, Category.parent_id)):
        if section is not None:
            found["category", section] += found["category", child]
    found.update(
        _numbers("technique", made.technique_id, made.listing_id == Listing.id)
    )
    # Only those of today: when their days begin or end a number changes, and with it the
    # version of the shop window, so that no kept page shows them a day too long.
    found.update(
        _numbers(
            "collection",
            chosen.collection_id,
            chosen.listing_id == Listing.id,
            chosen.collection_id.in_(select(Collection.id).where(of_today())),
        )
    )
    return +found


def _numbers(kind: str, column: Any, *conditions: Any) -> dict[Place, int]:
    rows = db.session.execute(
        select(column, func.count())
        .where(Listing.shop_id == Shop.id, on_sale(), *conditions)
        .group_by(column)
    )
    return {(kind, place_id): things for place_id, things in rows}


def _known() -> dict[Place, int]:
    rows = db.session.execute(
        select(CatalogueCount.kind, CatalogueCount.place_id, CatalogueCount.things)
    )
    return {(kind, place_id): things for kind, place_id, things in rows}


@use_case
def _write(numbers: dict[Place, int]) -> None:
    for (kind, place_id), things in sorted(numbers.items()):
        row = CatalogueCount(kind=kind, place_id=place_id, things=things)
        if things:
            db.session.merge(row)
        else:
            db.session.execute(
                delete(CatalogueCount).where(
                    CatalogueCount.kind == kind, CatalogueCount.place_id == place_id
                )
            )
