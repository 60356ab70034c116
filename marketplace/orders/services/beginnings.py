"""How a service order begins once it is paid, and what follows when it ends."""

import uuid
from datetime import timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.extensions import db
from marketplace.infra.jobs import enqueue
from marketplace.orders import rules
from marketplace.orders.models import Change, Order, Work
from marketplace.orders.rules.works import correction_days
from marketplace.orders.services import awards
from marketplace.orders.services.moves import step
from marketplace.profiles.services.transitions import move

FOLLOW = "orders.follow"


@use_case
def begin(order: Order, action: str) -> None:
    """Let paid work begin («pay», «revive»): first the brief, if the maker asks any.

    The row is locked. A paid change counts for the order it belongs to.
    """
    work = get_for_update(Work, order.id)
    asks = bool(work.questions) and work.brief_at is None
    step(order, rules.beginning(action, asks=asks), by=None)
    awards.award(order.id)
    if order.parent_id is not None:
        _count(order)
    elif not asks:
        start_clock(order, work)


@use_case
def start_clock(order: Order, work: Work) -> None:
    """Promise the day from now on: everything the maker must know is there."""
    work.brief_at = clock.now()
    order.ready_on = order.promised_by = clock.today() + timedelta(days=work.days)


def _count(child: Order) -> None:
    """Add what was bought to the order it changes, if that still runs."""
    change = db.session.scalar(
        select(Change).where(Change.child_id == child.id).with_for_update()
    )
    parent = get_for_update(Order, child.parent_id)
    over = parent.state in rules.OVER
    if change is None or over or change.state != "accepted":
        enqueue(FOLLOW, {"order": str(parent.id)})  # its money goes back
        return
    move(change, rules.CHANGE, "pay", by=None)
    add_to(parent, change)


@use_case
def add_to(order: Order, change: Change) -> None:
    """Give an order (locked) the days and corrections of a change."""
    work = get_for_update(Work, order.id)
    work.revisions += change.revisions
    work.days += change.days
    if order.ready_on is not None and change.days:
        begins = max(order.ready_on, clock.today())
        order.ready_on = order.promised_by = begins + timedelta(days=change.days)


@use_case
def new_day(order: Order) -> None:
    """Promise the day by which work (locked) is done once more."""
    work = get_for_update(Work, order.id)
    days = timedelta(days=correction_days(work.days))
    order.ready_on = order.promised_by = clock.today() + days


@use_case
def followed(order: Order) -> None:
    """Have the paid changes of an order that is over end with it.

    In a job of its own: whoever pays a change locks it first and then its order, so
    nobody may hold the order and wait for the change.
    """
    if order.kind == "service" and order.parent_id is None:
        enqueue(FOLLOW, {"order": str(order.id), "over": True})


def children(order_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the paid changes of an order that have not ended with it yet."""
    found = db.session.scalars(
        select(Order.id).where(
            Order.parent_id == order_id, Order.state == "in_progress"
        )
    ).all()
    return list(found)


def unpaid_purchases(order_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the purchases of changes of an order that nobody has paid yet."""
    found = db.session.scalars(
        select(Order.purchase_id).where(
            Order.parent_id == order_id, Order.state == "awaiting_payment"
        )
    ).all()
    return list(found)


def is_counted(child_id: uuid.UUID) -> bool:
    """Whether a change was agreed and paid by this order, before its own was over."""
    found = select(Change.id).where(Change.child_id == child_id, Change.state == "paid")
    return db.session.scalar(found.limit(1)) is not None
