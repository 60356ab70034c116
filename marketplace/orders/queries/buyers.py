"""How makers have found a buyer to work for."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from marketplace import clock
from marketplace.extensions import db
from marketplace.orders.models import BuyerReview, Order, Purchase, Thread


@dataclass(frozen=True)
class BuyerRating:
    """The mean of the stars makers have given her, and how many have."""

    stars: float
    count: int


def review_of_buyer(order_id: uuid.UUID) -> BuyerReview | None:
    """Return what the maker of an order has said of its buyer."""
    return db.session.scalar(
        select(BuyerReview).where(BuyerReview.order_id == order_id)
    )


def shown_review_of_buyer(order_id: uuid.UUID) -> BuyerReview | None:
    """Return it only when the buyer may read it."""
    found = review_of_buyer(order_id)
    return found if found is not None and found.shown_at <= clock.now() else None


def rating_of_buyer(thread: Thread) -> BuyerRating | None:
    """Return how makers have found who writes in a conversation; None without any.

    She is known by her account, or by the same phone or e-mail.
    """
    same = []
    if thread.person_id is not None:
        same.append(Purchase.person_id == thread.person_id)
    if thread.phone:
        same.append(Purchase.phone == thread.phone)
    if thread.email:
        same.append(Purchase.email == thread.email)
    stars, count = db.session.execute(
        select(func.avg(BuyerReview.stars), func.count())
        .join(Order, Order.id == BuyerReview.order_id)
        .join(Purchase, Purchase.id == Order.purchase_id)
        .where(or_(*same), BuyerReview.shown_at <= clock.now())
    ).one()
    return BuyerRating(round(float(stars), 1), int(count)) if count else None
