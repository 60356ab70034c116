"""Reviews as a seller, her Lab and who has written them see them."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, or_, select, true

from marketplace import clock
from marketplace.catalog.models import Review
from marketplace.catalog.queries.cards import faces
from marketplace.catalog.rules.reviews import may_answer
from marketplace.db import newest_first
from marketplace.extensions import db
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import Labs
from marketplace.web.paging import PAGE, Cursor, Page, cut


@dataclass(frozen=True)
class ReviewLine:
    """One review in a list, with what it is about and whose that is."""

    review: Review
    title: str
    alias: str

    @property
    def may_answer(self) -> bool:
        """Whether the seller can answer now, or mend her answer."""
        one = self.review
        return may_answer(one.state, one.answered_at, clock.now())


def shop_reviews(
    shop_id: uuid.UUID, after: Cursor | None = None, size: int = PAGE
) -> Page[ReviewLine]:
    """Return what was said of a shop's things and is open to read, newest first.

    With what her Lab has hidden: she may know why.
    """
    return _page(_open().where(Review.shop_id == shop_id), after, size)


def lab_reviews(
    labs: Labs, after: Cursor | None = None, size: int = PAGE
) -> Page[ReviewLine]:
    """Return the reviews in these Labs that are open to read, newest first.

    Without those a seller has reported and nobody has looked at: they are above.
    """
    quiet = or_(Review.reported_at.is_(None), Review.looked_at.is_not(None))
    return _page(_open().where(_in(labs), quiet), after, size)


def reported_reviews(labs: Labs, limit: int = 50) -> list[ReviewLine]:
    """Return what sellers of these Labs have reported, the longest waiting first."""
    rows = db.session.execute(
        _open()
        .where(_in(labs), Review.reported_at.is_not(None), Review.looked_at.is_(None))
        .order_by(Review.reported_at, Review.id)
        .limit(limit)
    ).all()
    return _dressed(rows)


def reviews_of_lines(line_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Review]:
    """Return by order line what its buyer has written, whoever else may read it."""
    rows = db.session.scalars(
        select(Review).where(Review.order_line_id.in_(list(line_ids)))
    )
    return {row.order_line_id: row for row in rows}


def _open() -> Select[Review, str]:
    return (
        select(Review, Shop.alias)
        .join(Shop, Shop.id == Review.shop_id)
        .where(Review.state != "waiting")
    )


def _in(labs: Labs) -> Any:
    return true() if labs is None else Review.lab_id.in_(labs)


def _page(
    query: Select[Review, str], after: Cursor | None, size: int
) -> Page[ReviewLine]:
    query = newest_first(query, Review.shown_at, Review.id, after, size)
    found = db.session.execute(query).all()
    rows, more = cut(found, size, lambda row: Cursor(row[0].shown_at, row[0].id))
    return Page(_dressed(rows), more)


def _dressed(rows: Sequence[Row[Review, str]]) -> list[ReviewLine]:
    titles = faces([review.listing_id for review, _alias in rows])
    return [
        ReviewLine(review, titles[review.listing_id][0], alias)
        for review, alias in rows
    ]
