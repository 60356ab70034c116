"""A service order from the brief to the last correction.

Each step has its maker and its twin at the Lab (`fulfil.Keeper`); the buyer's are
asked for by her purchase, whose secret link the caller has checked.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.rules import Question
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.orders import emails
from marketplace.orders.models import Case, Order, Thread, Work
from marketplace.orders.rules.talk import SELLER, Side, Taken
from marketplace.orders.rules.works import LATEST, answered
from marketplace.orders.services import beginnings, fulfil, holding, threads
from marketplace.orders.services.fulfil import Keeper
from marketplace.orders.services.moves import step
from marketplace.orders.services.threads import Said


def of_purchase(purchase_id: uuid.UUID, order_id: uuid.UUID) -> Order:
    """Return a service order of a purchase, locked; NotFound for any other."""
    order = get_for_update(Order, order_id)
    if (order.purchase_id, order.kind) != (purchase_id, "service") or order.parent_id:
        raise NotFound
    return order


def check_brief(purchase_id: uuid.UUID, order_id: uuid.UUID) -> None:
    """Raise NotFound or Conflict("moved_on") unless its answers can be sent now."""
    _check_state(purchase_id, order_id, "needs_brief")


def check_delivered(purchase_id: uuid.UUID, order_id: uuid.UUID) -> None:
    """Raise NotFound or Conflict("moved_on") unless it can be corrected now."""
    _check_state(purchase_id, order_id, "delivered")


def _check_state(purchase_id: uuid.UUID, order_id: uuid.UUID, state: str) -> None:
    order = db.session.get(Order, order_id)
    if order is None or order.purchase_id != purchase_id or order.kind != "service":
        raise NotFound
    if order.state != state:
        raise Conflict("moved_on", state=order.state)


def _thread(order: Order) -> tuple[Work, Thread]:
    work = get_for_update(Work, order.id)
    return work, get_for_update(Thread, work.thread_id)


@use_case
def send_brief(
    purchase_id: uuid.UUID,
    order_id: uuid.UUID,
    form: Mapping[str, str],
    files: Mapping[int, Sequence[Taken]],
) -> Order:
    """Answer what the maker asks, as the buyer: her clock starts now.

    `files` are by the place of their question. Raises what `rules.works.answered`
    raises, Conflict("moved_on") when it was answered already.
    """
    order = of_purchase(purchase_id, order_id)
    work, thread = _thread(order)
    answers = [
        answered(
            at, Question.read(asked), form, [one.name for one in files.get(at, ())]
        )
        for at, asked in enumerate(work.questions)
    ]
    step(order, "brief", by=None)
    work.answers = [one.as_json() for one in answers]
    beginnings.start_clock(order, work)
    sent = tuple(one for at in sorted(files) for one in files[at])
    threads.write(thread, Side.BUYER, Said(files=sent), kind="brief", about=order.id)
    emails.brief_sent(order)
    return order


@use_case
def deliver(keeper: Keeper, order_id: uuid.UUID, said: Said, *, by: uuid.UUID) -> Order:
    """Hand work in, as the maker: words, files or both; the buyer looks at it.

    Raises Invalid("delivery_empty"), Conflict("moved_on").
    """
    order = fulfil.own(keeper, order_id)
    if not said.text.strip() and not said.files:
        raise Invalid("delivery_empty", field="text")
    thread = _thread(order)[1] if order.kind == "service" else None
    if order.state == "revision_requested":
        step(order, "resume", by=by)
    step(order, "deliver", by=by)
    if thread is None:
        raise NotFound
    threads.write(thread, SELLER, said, kind="delivery", about=order.id)
    emails.work_delivered(order)
    return order


@use_case
def resume(keeper: Keeper, order_id: uuid.UUID, *, by: uuid.UUID) -> Order:
    """Take a correction up, as the maker."""
    order = fulfil.own(keeper, order_id)
    step(order, "resume", by=by)
    return order


@use_case
def revise(purchase_id: uuid.UUID, order_id: uuid.UUID, said: Said) -> Order:
    """Ask for a correction, as the buyer: one of those the package has.

    Raises Invalid("note_needed"), Conflict("no_corrections") when all are used: more is
    a paid change, Conflict("held_for") while a case is open.
    """
    order = of_purchase(purchase_id, order_id)
    if not said.text.strip():
        raise Invalid("note_needed", field="text")
    work, thread = _thread(order)
    holding.check_free(order)
    if order.state == "delivered" and work.used >= work.revisions:
        raise Conflict("no_corrections")
    step(order, "revise", by=None)
    work.used += 1
    beginnings.new_day(order)
    threads.write(thread, Side.BUYER, said, kind="revision", about=order.id)
    emails.revision_asked(order)
    return order


@use_case
def postpone(
    keeper: Keeper, order_id: uuid.UUID, day: date, note: str, *, by: uuid.UUID
) -> Order:
    """Name a later day, as the maker, with a reason; the buyer may then step back.

    Raises Invalid("ready_day") unless it is later than the one named before,
    Invalid("note_needed"), Conflict("moved_on") when no work is in hand.
    """
    order = fulfil.own(keeper, order_id)
    if order.kind != "service" or order.state not in {
        "in_progress",
        "revision_requested",
    }:
        raise Conflict("moved_on", state=order.state)
    now = max(order.ready_on or clock.today(), clock.today())
    if not now < day <= clock.today() + LATEST:
        raise Invalid("ready_day", field="ready_on")
    if not note.strip():
        raise Invalid("note_needed", field="note")
    _work, thread = _thread(order)
    order.ready_on, order.nudged_at = day, None
    threads.write(thread, SELLER, Said(note, by=by), kind="later", about=order.id)
    emails.accepted(order, later=True)
    return order


@use_case
def end_with(child_id: uuid.UUID) -> None:
    """End a paid change as the order it belongs to has ended.

    Its money is released with that order's, or goes back: when that order was called
    off or given back whole, when the money came after its end, or a second time. One
    that is held stays until it is free.
    """
    child = get_for_update(Order, child_id)
    if child.parent_id is None or child.state != "in_progress":
        return
    if holding.blocked_by(child):
        return
    parent = db.session.get_one(Order, child.parent_id)
    goes_back = not beginnings.is_counted(child.id) or _given_back_whole(parent.id)
    if goes_back or parent.state == "cancelled":
        fulfil.cancel(child, by=None, reason="parent", lapsed=False)
    elif parent.state == "completed":
        step(child, "join", by=None, reason="parent")
        holding.release(child)


def _given_back_whole(order_id: uuid.UUID) -> bool:
    """Whether the Lab has decided last that all money of an order goes back."""
    last = db.session.scalar(
        select(Case.decision)
        .where(Case.order_id == order_id, Case.state == "closed")
        .order_by(Case.since.desc())
        .limit(1)
    )
    return last == "refund_full"
