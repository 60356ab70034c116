"""Something is wrong: the buyer says so, both are heard, the Lab decides.

While a case is open the order's timers stand still and its money stays held.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.orders import emails, rules
from marketplace.orders.models import Case, CaseWord, Order, Purchase
from marketplace.orders.rules.cases import (
    REASONS,
    decisions_for,
    may_open,
)
from marketplace.orders.services import beginnings, fulfil, holding, refunds
from marketplace.orders.services.fulfil import Keeper
from marketplace.orders.services.moves import case_step, step
from marketplace.profiles.queries import Labs, check_labs
from marketplace.profiles.rules.audit import Event
from marketplace.profiles.services import audit

MOST = 2000  # letters of one answer


@dataclass(frozen=True)
class Verdict:
    """What a coordinator decides; `amount` in minor units for a part."""

    decision: str
    note: str
    amount: int = 0


@use_case
def open_one(
    purchase_id: uuid.UUID, order_id: uuid.UUID, reason: str, text: str
) -> Case:
    """Say, as the buyer, what is wrong; the seller answers next.

    Raises Invalid("case_reason"), Invalid("case_text"), Conflict("case_too_early"),
    Conflict("case_too_late"), Conflict("case_open"), NotFound for another purchase's.
    """
    order = get_for_update(Order, order_id)
    if order.purchase_id != purchase_id:
        raise NotFound
    if reason not in REASONS:
        raise Invalid("case_reason", field="reason")
    if order.parent_id is not None:
        raise NotFound  # it is said of the order it belongs to
    may_open(order.state, order.ready_on, order.delivered_at, clock.now(), order.kind)
    if holding.open_case(order.id):
        raise Conflict("case_open")
    case = Case(order_id=order.id, lab_id=order.lab_id, reason=reason)
    db.session.add(case)
    db.session.flush()
    _say(case, "buyer", text, None)
    case_step(case, "to_seller", by=None)
    emails.case_opened(order)
    return case


@use_case
def answer_as_buyer(purchase_id: uuid.UUID, case_id: uuid.UUID, text: str) -> Case:
    """Answer, as the buyer; it is the seller's turn again."""
    case, order = _of(case_id)
    if order.purchase_id != purchase_id:
        raise NotFound
    _say(case, "buyer", text, None)
    if case.state == "waiting_buyer":
        case_step(case, "to_seller", by=None)
    emails.case_answered(order, to="seller")
    return case


@use_case
def answer(keeper: Keeper, case_id: uuid.UUID, text: str, *, by: uuid.UUID) -> Case:
    """Answer, as the seller or her Lab; it is the buyer's turn."""
    case, order = _of(case_id)
    if not keeper.owns(order):
        raise NotFound
    _say(case, "seller" if keeper.shop_id else "lab", text, by)
    if case.state == "waiting_seller":
        case_step(case, "to_buyer", by=by)
    emails.case_answered(order, to="buyer")
    return case


@use_case
def withdraw(purchase_id: uuid.UUID, case_id: uuid.UUID) -> Case:
    """Say, as the buyer, that all is well: the timers run again."""
    case, order = _of(case_id)
    if order.purchase_id != purchase_id:
        raise NotFound
    case_step(case, "withdraw", by=None)
    _restart(order)
    emails.case_answered(order, to="seller")
    return case


@use_case
def decide(labs: Labs, case_id: uuid.UUID, verdict: Verdict, *, by: uuid.UUID) -> Case:
    """Decide a case of my Labs, and do what follows from it.

    Raises Invalid("case_decision"), Invalid("note_needed"), Conflict("refund_range"),
    Conflict("own_order") to who sells there.
    """
    case, order = _of(case_id)
    check_labs(labs, case.lab_id)
    if not verdict.note.strip():
        raise Invalid("note_needed", field="note")
    purchase = db.session.get_one(Purchase, order.purchase_id)
    if by in {emails.seller_of(order), purchase.person_id}:
        raise Conflict("own_order")
    if verdict.decision not in decisions_for(order.kind, order.state):
        raise Invalid("case_decision", field="decision")
    _say(case, "lab", verdict.note, by)
    case_step(case, "decide", by=by, note=verdict.note, reason=verdict.decision)
    case.decision, case.decided_by = verdict.decision, by
    case_step(case, "close", by=by)
    db.session.flush()
    _do(case, order, verdict, by)
    audit.record(
        Event.CASE_DECIDED,
        by=by,
        subject=case.id,
        lab=case.lab_id,
        decision=verdict.decision,
    )
    emails.case_decided(order)
    return case


def _do(case: Case, order: Order, verdict: Verdict, by: uuid.UUID) -> None:
    if verdict.decision in {"refund_full", "refund_part"}:
        _give_back(case, order, verdict, by)
    elif verdict.decision == "redo":
        fulfil.redo(order, by=by, note=verdict.note)
    elif verdict.decision == "release":
        _finish(order, by)
    else:
        _restart(order)


def _give_back(case: Case, order: Order, verdict: Verdict, by: uuid.UUID) -> None:
    rest = order.total_minor - holding.given_back(order.id)
    amount = rest if verdict.decision == "refund_full" else verdict.amount
    case.amount_minor = amount
    refunds.ask(order, amount, reason="case", by=by, note=verdict.note, case_id=case.id)
    was = order.state
    if was in rules.UNDONE[order.kind] and verdict.decision == "refund_full":
        step(order, "cancel", by=by, reason="case")
        fulfil.take_back(order, made=was == "ready")
        beginnings.followed(order)
    # What was sent ends by its timer, once the refund has arrived: until then the rest
    # stays held, because a refund that fails must find it there.


def _finish(order: Order, by: uuid.UUID) -> None:
    if order.state in rules.WITH_BUYER:
        step(order, "confirm", by=by)
    if order.state == "delivered":
        fulfil.complete(order, by=by, reason="case")


def _restart(order: Order) -> None:
    """Let the timers run from now on, not from before the case."""
    order.since, order.nudged_at = clock.now(), None


def _of(case_id: uuid.UUID) -> tuple[Case, Order]:
    found = db.session.get(Case, case_id)
    if found is None:
        raise NotFound
    order = get_for_update(
        Order, found.order_id
    )  # always the order first, then the case
    case = get_for_update(Case, case_id)
    if case.state == "closed":
        raise Conflict("moved_on", state=case.state)
    return case, order


def _say(case: Case, who: str, text: str, by: uuid.UUID | None) -> None:
    words = text.strip()
    if not words or len(words) > MOST:
        raise Invalid("case_text", field="text", most=MOST)
    db.session.add(CaseWord(case_id=case.id, who=who, person_id=by, text=words))


def of_order(order_id: uuid.UUID) -> Case | None:
    """Return the newest case about an order."""
    return db.session.scalar(
        select(Case)
        .where(Case.order_id == order_id)
        .order_by(Case.created_at.desc())
        .limit(1)
    )


def can_open(order: Order, last: Case | None) -> bool:
    """Whether a buyer may say now that something is wrong, after the last case."""
    if order.parent_id is not None:
        return False
    try:
        may_open(
            order.state, order.ready_on, order.delivered_at, clock.now(), order.kind
        )
    except Conflict:
        return False
    return last is None or last.state == "closed"
