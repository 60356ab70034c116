"""The Lab looks at reviews: takes one away for a reason, shows it again, lets it be."""

import uuid

from marketplace import clock
from marketplace.catalog.models import Review
from marketplace.catalog.rules import reviews as rules
from marketplace.catalog.services import ratings
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.extensions import db
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import Labs, check_labs
from marketplace.profiles.rules import Event
from marketplace.profiles.services import audit
from marketplace.profiles.services.transitions import move

EVENTS = {
    "hide": Event.REVIEW_HIDDEN,
    "show": Event.REVIEW_SHOWN,
    "keep": Event.REVIEW_KEPT,
}


@use_case
def decide(
    labs: Labs, review_id: uuid.UUID, what: str, *, by: uuid.UUID, reason: str = ""
) -> None:
    """Hide a review, show it again, or answer a report by keeping it; it holds at once.

    The reason is read by its writer and by the seller. Raises NotFound for a review of
    other Labs or one that nobody may read yet, NotAllowed("own_review") for its own
    seller, Invalid("hide_reason") without a reason or with more than 1000 letters,
    Conflict("moved_on") when somebody was faster.
    """
    if what not in rules.STEPS:
        raise Invalid
    review, shop = _of_labs(labs, review_id)
    if shop.person_id == by:
        raise NotAllowed("own_review")
    before = review.state
    reason = rules.checked_words(reason, "hide_reason") if what == "hide" else ""
    if what != "keep":
        move(review, rules.REVIEW, what, by=by, note=reason)
        review.hidden_reason = reason
        ratings.moved(review)
    elif not review.report_waits:
        raise Conflict("moved_on", state=review.state)
    review.looked_at = clock.now()
    audit.record(
        EVENTS[what],
        by=by,
        about=shop.person_id,
        subject=review.id,
        lab=review.lab_id,
        before=before,
        after=review.state,
        reason=reason,
    )


def _of_labs(labs: Labs, review_id: uuid.UUID) -> tuple[Review, Shop]:
    review = get_for_update(Review, review_id)
    check_labs(labs, review.lab_id)
    if review.state == "waiting":
        raise NotFound
    return review, db.session.get_one(Shop, review.shop_id)
