"""The Lab's cash desk: pick-up codes, money at the hand-over, counting and banking."""

import hmac
import uuid

from sqlalchemy import select

from marketplace import clock
from marketplace.db import use_case
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.ledger import balance
from marketplace.money import Money
from marketplace.orders import emails, rules
from marketplace.orders.models import CashCount, Order, Payment
from marketplace.orders.rules.codes import PICKUP_TRIES, new_pickup_code
from marketplace.orders.services import fulfil, holding, postings, postings_out
from marketplace.orders.services.fulfil import Keeper
from marketplace.orders.services.moves import step
from marketplace.profiles.queries import Labs, check_labs
from marketplace.profiles.rules.audit import Event
from marketplace.profiles.services import audit


def take(
    keeper: Keeper,
    order_id: uuid.UUID,
    code: str,
    *,
    by: uuid.UUID,
    cash: bool = False,
) -> None:
    """Hand a parcel over to who says its code; `cash`: and take its money with it.

    What is paid at the Lab is received and released in one go. Only the Lab takes cash.
    Raises Conflict("code_locked") after five wrong tries, Invalid("pickup_code") for a
    wrong one (counted), Conflict("cash_first") when the money was not taken.
    """
    if not _code_fits(keeper, order_id, code):
        raise Invalid("pickup_code", field="code")
    _hand_out(keeper, order_id, by, cash)


@use_case
def _code_fits(keeper: Keeper, order_id: uuid.UUID, code: str) -> bool:
    """Check a code; a wrong one is counted and stays counted."""
    order = fulfil.own(keeper, order_id)
    if order.state not in rules.IN_WORK:
        raise Conflict("moved_on", state=order.state)
    if order.pickup_tries >= PICKUP_TRIES:
        raise Conflict("code_locked")
    if hmac.compare_digest(order.pickup_code.encode(), code.strip().encode()):
        order.pickup_tries = 0
        return True
    order.pickup_tries += 1
    return False


@use_case
def _hand_out(keeper: Keeper, order_id: uuid.UUID, by: uuid.UUID, cash: bool) -> None:
    order = fulfil.own(keeper, order_id)
    if order.delivery != "pickup":
        raise Conflict("moved_on", state=order.state)
    if order.pays == "lab" and order.paid_at is None:
        if not cash or keeper.shop_id is not None:
            raise Conflict("cash_first")
        _receive(order, by)
        fulfil.collected(order, by=by)
        fulfil.complete(order, by=by)
        return
    fulfil.collected(order, by=by)
    emails.handed_over(order)


def _receive(order: Order, by: uuid.UUID) -> None:
    order.paid_at = clock.now()
    payment = db.session.scalars(
        select(Payment)
        .where(Payment.purchase_id == order.purchase_id, Payment.provider == "cash_lab")
        .where(Payment.state.in_(("open", "paid")))
        .with_for_update()
    ).one()
    postings.cash(order, payment.lab_id or order.lab_id, by)
    audit.record(Event.CASH_TAKEN, by=by, subject=order.id, lab=order.lab_id)
    db.session.flush()
    holding.close_cash(payment, by)


@use_case
def without_code(labs: Labs, order_id: uuid.UUID, note: str, *, by: uuid.UUID) -> Order:
    """Hand a paid parcel over to a buyer who lost her code, as the Lab, with a note.

    She confirms herself that she has it. Raises Invalid("note_needed"),
    Conflict("cash_first").
    """
    order = fulfil.own(Keeper(labs=labs), order_id)
    if not note.strip():
        raise Invalid("note_needed", field="note")
    if order.paid_at is None:
        raise Conflict("cash_first")
    if order.state == "in_progress":
        fulfil.make_ready(Keeper(labs=labs), order_id, by=by)
    step(order, "collect", by=by, note=note.strip(), reason="without_code")
    emails.handed_over(order)
    return order


@use_case
def new_code(labs: Labs, order_id: uuid.UUID, *, by: uuid.UUID) -> Order:
    """Make a new code for a parcel, shown to its buyer only; the tries begin anew."""
    order = fulfil.own(Keeper(labs=labs), order_id)
    if order.state not in rules.IN_WORK:
        raise Conflict("moved_on", state=order.state)
    order.pickup_code, order.pickup_tries = new_pickup_code(), 0
    audit.record(Event.PICKUP_CODE_MADE, by=by, subject=order.id, lab=order.lab_id)
    emails.news(order, "new_code")
    return order


@use_case
def count(
    labs: Labs,
    lab_id: uuid.UUID,
    counted: Money,
    banked: Money,
    *,
    by: uuid.UUID,
    note: str = "",
) -> CashCount:
    """Write down what is in the desk, and what of it went to the bank.

    Raises Invalid("note_needed") for a difference without words, Invalid("bank_range").
    """
    check_labs(labs, lab_id)
    expected = balance(f"cash:{lab_id}")
    if counted.minor < 0 or not 0 <= banked.minor <= counted.minor:
        raise Invalid("bank_range", field="banked")
    if counted != expected and not note.strip():
        raise Invalid("note_needed", field="note")
    row = CashCount(
        lab_id=lab_id,
        expected_minor=expected.minor,
        counted_minor=counted.minor,
        banked_minor=banked.minor,
        note=note.strip(),
        counted_by=by,
    )
    db.session.add(row)
    db.session.flush()
    postings_out.counted(row)
    audit.record(
        Event.CASH_COUNTED,
        by=by,
        subject=row.id,
        lab=lab_id,
        difference=counted.minor - expected.minor,
    )
    return row


def locked(order: Order) -> bool:
    """Whether an order's code was tried too often."""
    return order.pickup_tries >= PICKUP_TRIES
