"""More work for more money: offered by the maker, answered by the buyer."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.rules import check_price
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.infra.jobs import enqueue
from marketplace.money import Money
from marketplace.orders import emails, rules
from marketplace.orders.models import Change, Order, OrderLine, Purchase, Thread, Work
from marketplace.orders.rules.talk import SELLER, Buyer, Side
from marketplace.orders.rules.works import MAX_REVISIONS, Terms
from marketplace.orders.services import beginnings, commissions, fulfil, threads, ways
from marketplace.orders.services.awards import LET_GO
from marketplace.orders.services.fulfil import Keeper
from marketplace.orders.services.threads import Said
from marketplace.profiles.services.transitions import move

VALID = timedelta(days=7)
MAX_DAYS = 180
RUNNING = rules.IN_HAND | {"delivered"}


@dataclass(frozen=True)
class More:
    """What is added: price in minor units (0: only time), days, corrections."""

    text: str
    price_minor: int = 0
    days: int = 0
    revisions: int = 0


@use_case
def offer(keeper: Keeper, order_id: uuid.UUID, more: More, *, by: uuid.UUID) -> Change:
    """Offer a change of an order that runs; one at a time.

    Raises Invalid ("note_needed", "change_empty", "price_range", "days_range"),
    Conflict("moved_on"), Conflict("change_open").
    """
    order = fulfil.own(keeper, order_id)
    _check(more)
    if order.kind != "service" or order.parent_id or order.state not in RUNNING:
        raise Conflict("moved_on", state=order.state)
    waits = select(Change.id).where(
        Change.order_id == order.id, Change.state.in_(("offered", "accepted"))
    )
    if db.session.scalar(waits.limit(1)) is not None:
        raise Conflict("change_open")
    change = Change(
        order_id=order.id,
        text=more.text.strip(),
        price_minor=more.price_minor,
        days=more.days,
        revisions=more.revisions,
        valid_until=clock.now() + VALID,
    )
    db.session.add(change)
    db.session.flush()
    said = Said(more.text, by=by)
    threads.write(_thread(order.id), SELLER, said, kind="change", about=change.id)
    emails.change_offered(order)
    return change


def _check(more: More) -> None:
    if not more.text.strip():
        raise Invalid("note_needed", field="text")
    if more.price_minor:
        check_price(Money(more.price_minor))
    if not 0 <= more.days <= MAX_DAYS or not 0 <= more.revisions <= MAX_REVISIONS:
        raise Invalid("days_range", field="days")
    if not (more.price_minor or more.days or more.revisions):
        raise Invalid("change_empty", field="price")


def _thread(order_id: uuid.UUID) -> Thread:
    work = db.session.get_one(Work, order_id)
    return get_for_update(Thread, work.thread_id)


def _of_purchase(purchase_id: uuid.UUID, change_id: uuid.UUID) -> tuple[Change, Order]:
    change = get_for_update(Change, change_id)
    order = db.session.get_one(Order, change.order_id)
    if order.purchase_id != purchase_id:
        raise NotFound
    return change, order


@use_case
def accept(purchase_id: uuid.UUID, change_id: uuid.UUID) -> Purchase | None:
    """Say yes, as the buyer; return the purchase that pays for it, None for nothing.

    What costs nothing counts at once. A second yes returns the same purchase, or a new
    one when the first was not paid in time. Raises Conflict("moved_on") for what is
    over, Conflict("no_way_to_pay").
    """
    change, order = _of_purchase(purchase_id, change_id)
    if change.state == "offered" and change.valid_until <= clock.now():
        raise Conflict("moved_on", state="expired")
    if change.state not in {"offered", "accepted"} or order.state not in RUNNING:
        raise Conflict("moved_on", state=change.state)
    if change.state == "offered":
        move(change, rules.CHANGE, "accept", by=None)
        emails.change_answered(order)
    if not change.price_minor:
        move(change, rules.CHANGE, "pay", by=None)
        beginnings.add_to(get_for_update(Order, order.id), change)
        return None
    child = db.session.get(Order, change.child_id) if change.child_id else None
    if child is not None and child.state == "awaiting_payment":
        return db.session.get_one(Purchase, child.purchase_id)
    return _placed(change, order)


def _placed(change: Change, order: Order) -> Purchase:
    purchase = db.session.get_one(Purchase, order.purchase_id)
    buyer = Buyer(
        purchase.name,
        purchase.email or purchase.phone,
        purchase.language,
        order.address,
        purchase.person_id,
    )
    line = db.session.scalars(
        select(OrderLine).where(OrderLine.order_id == order.id).limit(1)
    ).one()
    offered = ways.of_work(order.lab_id)
    if not offered:
        raise Conflict("no_way_to_pay")
    terms = Terms(
        order.shop_id,
        order.lab_id,
        f"{line.title} +",
        change.price_minor,
        max(1, change.days),
        0,
        order.delivery,
        line.listing_id,
        parent_id=order.id,
    )
    work = db.session.get_one(Work, order.id)
    made = commissions.place(
        db.session.get_one(Thread, work.thread_id),
        buyer,
        terms,
        submit_key=f"change-{uuid.uuid4().hex}",
        provider=offered[0],
    )
    change.child_id = db.session.scalars(
        select(Order.id).where(Order.purchase_id == made.id)
    ).one()
    return made


@use_case
def decline(purchase_id: uuid.UUID, change_id: uuid.UUID, text: str = "") -> Change:
    """Say no, as the buyer."""
    change, order = _of_purchase(purchase_id, change_id)
    _drop(change, "decline", by=None)
    if text.strip():
        threads.write(_thread(order.id), Side.BUYER, Said(text))
    emails.change_answered(order)
    return change


@use_case
def lapse(change_id: uuid.UUID, at: datetime | None = None) -> None:
    """Let an offer go that nobody has answered in time (at a moment, now if not given)."""
    change = get_for_update(Change, change_id)
    over = change.valid_until <= (at or clock.now())
    if over and change.state in {"offered", "accepted"}:
        _drop(change, "lapse", by=None)
        emails.change_answered(db.session.get_one(Order, change.order_id))


@use_case
def withdraw(keeper: Keeper, change_id: uuid.UUID, *, by: uuid.UUID) -> Change:
    """Take an offered change back, as the maker."""
    change = get_for_update(Change, change_id)
    if not keeper.owns(db.session.get_one(Order, change.order_id)):
        raise NotFound
    _drop(change, "withdraw", by=by)
    emails.change_offered(db.session.get_one(Order, change.order_id))
    return change


def _drop(change: Change, action: str, *, by: uuid.UUID | None) -> None:
    """End a change (locked) that is not paid; whoever pays it now gets it back."""
    move(change, rules.CHANGE, action, by=by)
    child = db.session.get(Order, change.child_id) if change.child_id else None
    if child is not None and child.state == "awaiting_payment":
        enqueue(LET_GO, {"purchase": str(child.purchase_id)})
