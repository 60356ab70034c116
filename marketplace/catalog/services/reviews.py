"""Reviews: kept, opened when both sides may read, answered, reported.

The right to write one is decided in orders, which calls this. What the Lab does with
them is in `moderating`, what they come to in `ratings`.
"""

import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select

from marketplace import clock
from marketplace.catalog.models import Listing, Review
from marketplace.catalog.rules import reviews as rules
from marketplace.catalog.services import ratings
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.profiles.models import Shop
from marketplace.profiles.rules import Event
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import audit, notices
from marketplace.profiles.services.transitions import move

BATCH = 200


@use_case
def add(
    *,
    listing_id: uuid.UUID,
    order_line_id: uuid.UUID,
    author: str,
    stars: int,
    text: str,
    shown_at: datetime,
) -> Review:
    """Keep a review of a thing somebody bought; others read it from `shown_at` on.

    Raises Invalid("stars") outside 1…5, Conflict("reviewed") the second time. The caller
    holds the order's lock, so two at once cannot both find nothing.
    """
    if not 1 <= stars <= 5:
        raise Invalid("stars", field="stars")
    if db.session.scalar(
        select(Review.id).where(Review.order_line_id == order_line_id)
    ):
        raise Conflict("reviewed")
    listing = db.session.get_one(Listing, listing_id)
    review = Review(
        listing_id=listing_id,
        shop_id=listing.shop_id,
        lab_id=listing.lab_id,
        order_line_id=order_line_id,
        author=author,
        stars=stars,
        text=text,
        state="waiting",
        shown_at=shown_at,
    )
    db.session.add(review)
    db.session.flush()
    if shown_at <= clock.now():
        _open(review)
    return review


def is_written(order_line_id: uuid.UUID) -> bool:
    """Whether the buyer of an order line has written."""
    found = select(Review.id).where(Review.order_line_id == order_line_id)
    return db.session.scalar(found) is not None


@use_case
def reveal(order_line_id: uuid.UUID) -> None:
    """Let others read the review of an order line now: its other side has written, too.

    Nothing happens while there is none, or when it is open already.
    """
    found = db.session.scalar(
        select(Review.id).where(Review.order_line_id == order_line_id)
    )
    if found is None:
        return
    review = get_for_update(Review, found)
    if review.state == "waiting":
        review.shown_at = min(review.shown_at, clock.now())
        _open(review)


def open_due() -> int:
    """Let everybody read what has waited long enough; return how many were opened."""
    opened = 0
    while db.session.scalar(select(exists().where(*_due()))):
        opened += _open_some()
    return opened


@use_case
def _open_some() -> int:
    rows = db.session.scalars(
        select(Review)
        .where(*_due())
        .order_by(Review.shown_at, Review.id)
        .limit(BATCH)
        .with_for_update(key_share=True)
    ).all()
    for review in rows:
        _open(review)
    return len(rows)


def _due() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Review.state == "waiting", Review.shown_at <= clock.now()


def _open(review: Review) -> None:
    move(review, rules.REVIEW, "open", by=None)
    ratings.moved(review)
    notices.tell(_seller_of(review), Kind.REVIEW_NEW, "/my/reviews")


@use_case
def answer(
    shop_id: uuid.UUID, review_id: uuid.UUID, text: str, *, by: uuid.UUID
) -> None:
    """Answer a review of her shop, or mend the answer of the last 24 hours.

    Raises like `rules.reviews.checked_answer`; NotFound for what is not hers to read.
    """
    review = _of_shop(shop_id, review_id)
    now, before = clock.now(), review.answer
    words = rules.checked_answer(review.state, review.answered_at, now, text)
    review.answer, review.answered_at = words, review.answered_at or now
    audit.record(
        Event.REVIEW_ANSWERED,
        by=by,
        about=_seller_of(review),
        subject=review.id,
        before=before,
        after=words,
    )


@use_case
def report(shop_id: uuid.UUID, review_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Have her Lab look at a review; a second tap changes nothing.

    Raises Conflict("report_answered") when the Lab has looked, Conflict("moved_on") for
    a hidden one, NotFound for what is not hers to read.
    """
    review = _of_shop(shop_id, review_id)
    if review.looked_at is not None:
        raise Conflict("report_answered")
    if review.state != "shown":
        raise Conflict("moved_on", state=review.state)
    if review.reported_at is None:
        review.reported_at = clock.now()
        audit.record(
            Event.REVIEW_REPORTED, by=by, about=_seller_of(review), subject=review.id
        )


def _of_shop(shop_id: uuid.UUID, review_id: uuid.UUID) -> Review:
    review = get_for_update(Review, review_id)
    if review.shop_id != shop_id or review.state == "waiting":
        raise NotFound
    return review


def _seller_of(review: Review) -> uuid.UUID:
    return db.session.get_one(Shop, review.shop_id).person_id
