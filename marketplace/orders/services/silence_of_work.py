"""Where work waits for somebody who is silent (features.md §2.2, «Timers»).

A maker's silence goes to her Lab and costs her nothing by itself; the buyer's, after two
notices, accepts what was handed in.
"""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.extensions import db
from marketplace.orders import emails, rules
from marketplace.orders.models import (
    Change,
    Offer,
    Order,
    Purchase,
    Quote,
    Thread,
    Wanted,
)
from marketplace.orders.rules import timers
from marketplace.orders.services import (
    changes,
    fulfil,
    holding,
    providers,
    quote_ends,
    wanted,
    works,
)
from marketplace.orders.services.silence import waiting
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import notices


def run() -> None:
    """Do everything whose time has come."""
    for what, due, act in (
        ("unanswered brief", _since("needs_brief", timers.BRIEF_ASK), _no_brief),
        ("delivered work", _since("delivered", timers.ACCEPT_NOTICES[0]), _not_looked),
        ("late work", _late(), _is_late),
        ("ended change", _left_over(), works.end_with),
        ("change offer", _old_changes(), changes.lapse),
        ("offer", _old_offers(), quote_ends.lapse),
        ("unanswered quote", _unanswered_quotes(), _no_offer),
        ("wish", _old_wishes(), wanted.lapse),
    ):
        providers.each(what, act, due)


def _since(state: str, age: timedelta) -> Sequence[uuid.UUID]:
    return waiting(
        Order.kind == "service",
        Order.parent_id.is_(None),
        Order.state == state,
        Order.since <= clock.now() - age,
    )


@use_case
def _no_brief(order_id: uuid.UUID) -> None:
    """Remind the buyer, then tell the Lab, then let it go and give the money back."""
    order = get_for_update(Order, order_id)
    if order.state != "needs_brief":
        return
    waits = clock.now() - order.since
    if waits >= timers.BRIEF_OVER:
        fulfil.cancel(order, by=None, reason="no_brief", lapsed=True)
    elif _first(order, timers.BRIEF_LAB):
        _tell_lab(order)
    elif _first(order, timers.BRIEF_ASK):
        _note(order)
        emails.news(order, "brief_wanted")


@use_case
def _not_looked(order_id: uuid.UUID) -> None:
    """Tell the buyer twice, then take her silence for a yes.

    Never without a notice, however long nobody did this; and who has no e-mail is
    called by the Lab, which is told instead.
    """
    order = get_for_update(Order, order_id)
    if order.state != "delivered" or holding.blocked_by(order):
        return
    if clock.now() - order.since >= timers.ACCEPT_AFTER and _was_told(order):
        fulfil.complete(order, by=None, reason="timer")
    elif any(_first(order, after) for after in timers.ACCEPT_NOTICES):
        _note(order)
        emails.news(order, "will_be_accepted")
        if not db.session.get_one(Purchase, order.purchase_id).email:
            emails.desk(order.lab_id, f"/desk/orders/{order.id}")


def _was_told(order: Order) -> bool:
    """Whether the last notice has gone out, a day ago at least."""
    last = order.since + timers.ACCEPT_NOTICES[-1]
    told = order.nudged_at
    return told is not None and told >= last and clock.now() >= told + timers.LAST_WORD


def _first(order: Order, after: timedelta) -> bool:
    """Whether so much time has gone, and nobody was told since it had."""
    due = order.since + after
    told = order.nudged_at is not None and order.nudged_at >= due
    return clock.now() >= due and not told


def _note(order: Order) -> None:
    order.nudged_at = clock.now()


def _tell_lab(order: Order) -> None:
    _note(order)
    emails.desk(order.lab_id, f"/desk/orders/{order.id}")


def _late() -> Sequence[uuid.UUID]:
    return waiting(
        Order.kind == "service",
        Order.state.in_(("in_progress", "revision_requested")),
        Order.ready_on <= clock.today() - timedelta(days=timers.LATE_DAYS),
        # Whoever was told today waits: the others must have their turn.
        or_(
            Order.nudged_at.is_(None),
            Order.nudged_at < clock.now() - timers.LAST_WORD,
        ),
    )


@use_case
def _is_late(order_id: uuid.UUID) -> None:
    """Ask the maker for a new day; after some days more tell her Lab."""
    order = get_for_update(Order, order_id)
    if order.ready_on is None or order.state not in rules.IN_HAND:
        return
    days = (clock.today() - order.ready_on).days
    asked = order.nudged_at is not None and _day_of(order) > order.ready_on
    if days >= timers.LATE_LAB_DAYS and not _lab_knows(order):
        _tell_lab(order)
    elif days >= timers.LATE_DAYS and not asked:
        _note(order)
        notices.tell(emails.seller_of(order), Kind.ORDER_NEWS, f"/my/orders/{order.id}")


def _day_of(order: Order) -> date:
    return (order.nudged_at or order.since).astimezone(clock.BISHKEK).date()


def _lab_knows(order: Order) -> bool:
    """Whether somebody was told on the day on which the Lab is, or later."""
    if order.nudged_at is None or order.ready_on is None:
        return False
    return (_day_of(order) - order.ready_on).days >= timers.LATE_LAB_DAYS


def _left_over() -> Sequence[uuid.UUID]:
    """Return paid changes whose order is over, or that no change knows."""
    parent = aliased(Order)
    ended = exists().where(parent.id == Order.parent_id, parent.state.in_(rules.OVER))
    counted = exists().where(Change.child_id == Order.id, Change.state == "paid")
    return waiting(
        Order.parent_id.is_not(None),
        Order.state == "in_progress",
        or_(ended, ~counted),
    )


def _old_changes() -> Sequence[uuid.UUID]:
    return _found(
        select(Change.id).where(
            Change.state.in_(("offered", "accepted")),
            Change.valid_until <= clock.now(),
        )
    )


def _old_offers() -> Sequence[uuid.UUID]:
    newest = (
        select(func.max(Offer.valid_until))
        .where(Offer.quote_id == Quote.id)
        .correlate(Quote)
        .scalar_subquery()
    )
    return _found(
        select(Quote.id).where(Quote.state == "offered", newest <= clock.now())
    )


def _unanswered_quotes() -> Sequence[uuid.UUID]:
    return _found(
        select(Quote.id).where(
            Quote.state == "requested",
            Quote.nudged_at.is_(None),
            Quote.since <= clock.now() - timers.QUOTE_ASK,
        )
    )


@use_case
def _no_offer(quote_id: uuid.UUID) -> None:
    """Ask the maker once more, and tell her Lab: she may have no phone."""
    quote = get_for_update(Quote, quote_id)
    if quote.state == "requested" and quote.nudged_at is None:
        quote.nudged_at = clock.now()
        emails.quote_to_seller(quote)
        emails.desk(_lab_of(quote), "/desk/late")


def _lab_of(quote: Quote) -> uuid.UUID:
    return db.session.get_one(Thread, quote.thread_id).lab_id


def _old_wishes() -> Sequence[uuid.UUID]:
    return _found(
        select(Wanted.id).where(Wanted.state == "open", Wanted.closes_at <= clock.now())
    )


def _found(query: Select[uuid.UUID]) -> Sequence[uuid.UUID]:
    found = db.session.scalars(query).all()
    db.session.rollback()
    return found
