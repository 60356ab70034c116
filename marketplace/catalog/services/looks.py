"""Count how often things are looked at, outside the requests that look."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import delete, select

from marketplace import clock
from marketplace.catalog.models import Listing, ListingViews
from marketplace.db import insert_into, use_case
from marketplace.extensions import db
from marketplace.infra.adapters import adapters

KEPT = timedelta(days=90)
Looks = Mapping[tuple[uuid.UUID, date], int]


def seen(listing_id: uuid.UUID) -> None:
    """Count one look, in memory."""
    adapters().looks.add((listing_id, clock.today()))


def flush() -> int:
    """Write down what was counted since the last time; return how many looks.

    Each row is raised by what was counted, so any number of processes may do it.
    """
    counted = adapters().looks.take()
    if not counted:
        return 0
    try:
        _write(counted)
    except Exception:
        adapters().looks.put_back(counted)
        raise
    return sum(counted.values())


@use_case
def _write(counted: Looks) -> None:
    there = set(
        db.session.scalars(
            select(Listing.id).where(Listing.id.in_({key for key, _day in counted}))
        )
    )
    # In one order: two processes that raise the same rows wait in one line.
    for (listing_id, day), count in sorted(counted.items()):
        if listing_id in there:
            row = insert_into(ListingViews).values(
                listing_id=listing_id, day=day, count=count
            )
            db.session.execute(
                row.on_conflict_do_update(
                    index_elements=[ListingViews.listing_id, ListingViews.day],
                    set_={"count": ListingViews.count + count},
                )
            )


@use_case
def forget_old() -> None:
    """Delete the counts of days long ago."""
    db.session.execute(
        delete(ListingViews).where(ListingViews.day < clock.today() - KEPT)
    )
