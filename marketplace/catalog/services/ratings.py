"""What the reviews of a shop come to, counted beside the requests.

A listing's own numbers stand in its card, which is written with the review that changes
them; a shop's would make all its buyers and its Lab wait for one row.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, func, select, update

from marketplace import clock
from marketplace.catalog.models import Review, ShopRating
from marketplace.catalog.services import search
from marketplace.db import use_case
from marketplace.extensions import db

BATCH = 500
Numbers = dict[uuid.UUID, tuple[int, float]]


@use_case
def moved(review: Review) -> None:
    """Bring up to date what follows from a review that was opened, hidden, shown again.

    Its card notices by itself.
    """
    review.uncounted_since = clock.now()
    search.changed(review.listing_id)


def recount() -> int:
    """Count the shops anew in which a review was opened or moved; return how many differed."""
    differed = 0
    waits = select(Review.id).where(Review.uncounted_since.is_not(None)).limit(1)
    while db.session.scalar(waits) is not None:
        differed += _recount_some()
    return differed


@use_case
def _recount_some() -> int:
    """Take the marks off and count in one transaction, so that no change is lost.

    What moves a review meanwhile waits for its mark here and sets it again.
    """
    rows = db.session.execute(
        select(Review.id, Review.shop_id)
        .where(Review.uncounted_since.is_not(None))
        .order_by(Review.uncounted_since, Review.id)
        .limit(BATCH)
        .with_for_update(key_share=True)
    ).all()
    shops = sorted({row.shop_id for row in rows})
    db.session.execute(
        update(Review)
        .where(Review.id.in_([row.id for row in rows]))
        .values(uncounted_since=None)
    )
    found, known = numbers_of(shops), _known(shops)
    differing = [one for one in shops if found.get(one) != known.get(one)]
    for shop_id in differing:
        _write(shop_id, found.get(shop_id))
    return len(differing)


def numbers_of(shops: Sequence[uuid.UUID]) -> Numbers:
    """Return of each of these shops how many reviews are shown, and their mean."""
    rows = db.session.execute(
        select(Review.shop_id, func.count(), func.sum(Review.stars))
        .where(Review.shop_id.in_(shops), Review.state == "shown")
        .group_by(Review.shop_id)
    )
    return {one: (many, round(stars / many, 2)) for one, many, stars in rows}


def _known(shops: Sequence[uuid.UUID]) -> Numbers:
    rows = db.session.scalars(select(ShopRating).where(ShopRating.shop_id.in_(shops)))
    return {row.shop_id: (row.reviews, row.stars) for row in rows}


def _write(shop_id: uuid.UUID, numbers: tuple[int, float] | None) -> None:
    if numbers is None:
        db.session.execute(delete(ShopRating).where(ShopRating.shop_id == shop_id))
    else:
        row = ShopRating(shop_id=shop_id, reviews=numbers[0], stars=numbers[1])
        db.session.merge(row)
