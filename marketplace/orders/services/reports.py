"""Report and block: one tap for whoever feels unsafe, then the Lab looks."""

import uuid

from sqlalchemy import delete, select

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.orders import emails
from marketplace.orders.models import Block, Report, Thread
from marketplace.orders.rules.talk import LAB, SELLER, Side
from marketplace.orders.services import threads
from marketplace.orders.services.threads import Said
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import Labs, check_labs
from marketplace.profiles.rules.audit import Event
from marketplace.profiles.services import audit

DECISIONS = ("reopen", "keep_closed")


@use_case
def report(thread: Thread, who: str, *, by: uuid.UUID | None = None) -> Report:
    """Freeze a conversation (locked) and show it to the Lab; once while it is open."""
    known = db.session.scalar(
        select(Report).where(Report.thread_id == thread.id, Report.decided_at.is_(None))
    )
    if known is not None:
        return known
    thread.frozen_at = clock.now()
    made = Report(thread_id=thread.id, lab_id=thread.lab_id, who=who)
    db.session.add(made)
    db.session.flush()
    audit.record(
        Event.THREAD_REPORTED, by=by, subject=thread.id, lab=thread.lab_id, who=who
    )
    emails.reported(made)
    return made


@use_case
def report_as_buyer(secret: str) -> Report:
    """Report, as the buyer."""
    return report(threads.by_secret(secret), Side.BUYER)


@use_case
def report_as_seller(
    shop_id: uuid.UUID, thread_id: uuid.UUID, *, by: uuid.UUID
) -> Report:
    """Report, as the shop."""
    return report(threads.of_shop(shop_id, thread_id), SELLER, by=by)


@use_case
def block_as_buyer(secret: str, *, on: bool = True) -> Thread:
    """Hear nothing more in this conversation, as the buyer, or hear again."""
    thread = threads.by_secret(secret)
    _set(thread, Side.BUYER, on=on)
    return thread


@use_case
def block_as_seller(
    shop_id: uuid.UUID, thread_id: uuid.UUID, *, on: bool = True
) -> Thread:
    """Hear nothing more from this buyer, as the shop, anywhere; or hear again.

    What she has ordered goes on: the Lab speaks for both if it must.
    """
    thread = threads.of_shop(shop_id, thread_id)
    _set(thread, SELLER, on=on)
    known = threads.known_as(thread)
    db.session.execute(
        delete(Block).where(Block.shop_id == shop_id, Block.contact.in_(known))
    )
    if on:
        for contact in known:
            db.session.add(Block(shop_id=shop_id, thread_id=thread.id, contact=contact))
    return thread


def _set(thread: Thread, who: str, *, on: bool) -> None:
    if thread.blocked_by not in {"", who}:
        raise Conflict("thread_blocked")
    thread.blocked_by = who if on else ""


@use_case
def read(labs: Labs, thread_id: uuid.UUID, *, by: uuid.UUID) -> Report:
    """Note that staff reads a conversation; only one that was reported, of my Labs."""
    thread = get_for_update(Thread, thread_id)
    check_labs(labs, thread.lab_id)
    newest = select(Report).where(Report.thread_id == thread.id)
    found = db.session.scalar(newest.order_by(Report.created_at.desc()).limit(1))
    if found is None:
        raise NotFound
    shop = db.session.get_one(Shop, thread.shop_id)
    audit.record(
        Event.THREAD_READ,
        by=by,
        about=shop.person_id,
        subject=thread.id,
        lab=thread.lab_id,
    )
    return found


@use_case
def decide(
    labs: Labs, report_id: uuid.UUID, decision: str, note: str, *, by: uuid.UUID
) -> Report:
    """Open the conversation again, or leave it closed, with a reason both can read.

    Raises Invalid("note_needed"), Invalid("case_decision"), Conflict("moved_on"),
    Conflict("own_order") to who sells there.
    """
    row = get_for_update(Report, report_id)
    check_labs(labs, row.lab_id)
    thread = get_for_update(Thread, row.thread_id)
    if decision not in DECISIONS:
        raise Invalid("case_decision", field="decision")
    if not note.strip():
        raise Invalid("note_needed", field="note")
    if row.decided_at is not None:
        raise Conflict("moved_on")
    if by in {db.session.get_one(Shop, thread.shop_id).person_id, thread.person_id}:
        raise Conflict("own_order")
    row.decided_at, row.decided_by = clock.now(), by
    row.decision, row.note = decision, note.strip()
    if decision == "reopen":
        thread.frozen_at = None
    threads.write(thread, LAB, Said(note, by=by))
    audit.record(
        Event.REPORT_DECIDED,
        by=by,
        subject=thread.id,
        lab=row.lab_id,
        decision=decision,
    )
    return row
