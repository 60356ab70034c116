"""Where somebody is silent, a timer goes on (features.md §2.2).

Silence never costs a maker money by itself: hers goes to the Lab first, the buyer's
releases what has arrived.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_, select

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.extensions import db
from marketplace.orders import emails, rules
from marketplace.orders.models import Case, Order
from marketplace.orders.rules import timers
from marketplace.orders.services import beginnings, fulfil, holding, providers
from marketplace.orders.services.moves import step

MANY = 500  # at once; the rest comes with the next turn


def run() -> None:
    """Do everything whose time has come."""
    for what, due, act in (
        ("unanswered order", _unanswered(), _answer_late),
        ("unpaid parcel", _uncollected(), _not_collected),
        ("sent parcel", _in(("sent",), timers.ASK_AFTER), _sent_long_ago),
        ("collected parcel", _in(("collected",), timers.COMPLETE_AFTER), _over),
        ("arrived parcel", _arrived(), _over),
        ("decided case", _decided(), _settle),
    ):
        providers.each(what, act, due)
    providers.each("case", _case_waits, _slow_cases())


def _in(states: tuple[str, ...], age: timedelta) -> Sequence[uuid.UUID]:
    return waiting(Order.state.in_(states), Order.since <= clock.now() - age)


def _arrived() -> Sequence[uuid.UUID]:
    return waiting(
        Order.state == "delivered",
        Order.kind == "product",
        Order.since <= clock.now() - timers.COMPLETE_AFTER,
    )


def waiting(*conditions: ColumnElement[bool]) -> Sequence[uuid.UUID]:
    """Return orders of which this holds, the longest waiting first.

    Timers stand still while a case is open.
    """
    open_case = exists().where(
        Case.order_id == Order.id, Case.state.in_(rules.OPEN_CASE)
    )
    found = db.session.scalars(
        select(Order.id)
        .where(~open_case, *conditions)
        .order_by(Order.since)
        .limit(MANY)
    ).all()
    db.session.rollback()
    return found


def _unanswered() -> Sequence[uuid.UUID]:
    # Three working days are three days at least: the exact day is looked at one by one.
    oldest = clock.now() - timedelta(days=timers.ANSWER_DAYS)
    return waiting(Order.state == "awaiting_acceptance", Order.since <= oldest)


@use_case
def _answer_late(order_id: uuid.UUID) -> None:
    order = get_for_update(Order, order_id)
    if order.state != "awaiting_acceptance":
        return
    told = _after(order.since, timers.ANSWER_DAYS)
    over = _after(order.since, timers.ANSWER_DAYS + timers.ANSWER_MORE)
    if clock.now() >= over:
        fulfil.cancel(order, by=None, reason="no_answer", lapsed=True)
    elif clock.now() >= told and order.nudged_at is None:
        order.nudged_at = clock.now()
        emails.desk(order.lab_id, f"/desk/orders/{order.id}")


def _after(moment: datetime, days: int) -> datetime:
    return timers.working_days_later(moment, days)


def _uncollected() -> Sequence[uuid.UUID]:
    return waiting(
        Order.state == "ready",
        Order.pays == "lab",
        Order.paid_at.is_(None),
        Order.since <= clock.now() - timers.CASH_HOLD,
    )


@use_case
def _not_collected(order_id: uuid.UUID) -> None:
    order = get_for_update(Order, order_id)
    if order.state == "ready" and order.paid_at is None:
        fulfil.cancel(order, by=None, reason="not_collected", lapsed=False)


@use_case
def _sent_long_ago(order_id: uuid.UUID) -> None:
    order = get_for_update(Order, order_id)
    if order.state != "sent":
        return
    if clock.now() >= order.since + timers.ARRIVES_AFTER:
        _over(order_id)
    elif order.nudged_at is None:
        order.nudged_at = clock.now()
        emails.news(order, "has_it_come")


@use_case
def _over(order_id: uuid.UUID) -> None:
    """Complete what the buyer has had long enough; later while something is open."""
    order = get_for_update(Order, order_id)
    if holding.blocked_by(order):
        return
    if order.state in rules.WITH_BUYER:
        step(order, "confirm", by=None, reason="timer")
    if order.state == "delivered":
        fulfil.complete(order, by=None, reason="timer")


def _decided() -> Sequence[uuid.UUID]:
    """Return orders that wait only for the refund of a decided case to arrive."""
    decided = exists().where(
        Case.order_id == Order.id,
        Case.state == "closed",
        Case.decision.in_(("refund_full", "refund_part")),
        Case.since >= Order.since,
    )
    return waiting(Order.state.in_(rules.WITH_BUYER | {"delivered"}), decided)


@use_case
def _settle(order_id: uuid.UUID) -> None:
    order = get_for_update(Order, order_id)
    if holding.blocked_by(order):
        return
    step(order, "settle", by=None, reason="case")
    holding.release(order)
    beginnings.followed(order)


def _slow_cases() -> Sequence[uuid.UUID]:
    now = clock.now()
    found = db.session.scalars(
        select(Case.id).where(
            or_(
                (Case.state == "waiting_seller")
                & Case.nudged_at.is_(None)
                & (Case.since <= now - timers.CASE_SELLER),
                Case.state.in_(("waiting_seller", "waiting_buyer"))
                & ~Case.escalated
                & (Case.created_at <= now - timers.CASE_LEAD),
            )
        )
    ).all()
    db.session.rollback()
    return found


@use_case
def _case_waits(case_id: uuid.UUID) -> None:
    """Tell the Lab after five days, the network after thirty; nothing is decided alone."""
    case = get_for_update(Case, case_id)
    now = clock.now()
    if case.created_at <= now - timers.CASE_LEAD and not case.escalated:
        case.escalated = True
        emails.network(f"/desk/cases/{case.id}")
    elif case.nudged_at is None:
        case.nudged_at = now
        emails.desk(case.lab_id, f"/desk/cases/{case.id}")
