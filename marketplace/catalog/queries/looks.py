"""How often a shop's things were looked at."""

import uuid
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from marketplace.catalog.models import Listing, ListingViews
from marketplace.extensions import db


def looks_by_week(shop_id: uuid.UUID, mondays: Sequence[date]) -> list[int]:
    """Return how many looks each week had, from these days on, by one query.

    Counts are kept for ninety days only: ask for twelve weeks at most.
    """
    rows = db.session.execute(
        select(ListingViews.day, func.sum(ListingViews.count))
        .join(Listing, Listing.id == ListingViews.listing_id)
        .where(Listing.shop_id == shop_id, ListingViews.day >= mondays[0])
        .group_by(ListingViews.day)
    )
    found = [0] * len(mondays)
    for day, number in rows:
        found[bisect_right(mondays, day) - 1] += int(number)
    return found
