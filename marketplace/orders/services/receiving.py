"""Money that has come: for its orders if it is in time and right, else kept apart."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.services import stock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, NotFound
from marketplace.extensions import db
from marketplace.infra.payments.port import Movement
from marketplace.money import Money
from marketplace.orders import emails, rules
from marketplace.orders.models import Order, OrderLine, Payment, Purchase
from marketplace.orders.services import fulfil, postings, refunds
from marketplace.orders.services.moves import locked_orders, step
from marketplace.profiles.services.transitions import move


def locked(payment_id: uuid.UUID) -> Payment:
    """Return an attempt, locked after its purchase and its orders; NotFound.

    Whoever needs several of them takes them in this order, and refunds and disputes
    last: so nobody waits in a ring (a refund of an order comes from the order's side).
    """
    known = db.session.get(Payment, payment_id)
    if known is None:
        raise NotFound
    get_for_update(Purchase, known.purchase_id)
    locked_orders(known.purchase_id)
    return get_for_update(Payment, payment_id)


@use_case
def receive(payment: Payment, amount: Money, money: str) -> None:
    """Take what a provider says has come for an attempt (locked).

    Right and in time: it is held for the orders. Late but everything still there: the
    same. A second time, or too late: it goes back by itself. Another sum: a person
    decides, because nobody knows what the buyer meant.
    """
    purchase = get_for_update(Purchase, payment.purchase_id)
    orders = locked_orders(purchase.id)
    payment.money = money or payment.reference
    if amount != payment.charged:
        _suspend(payment, amount, "another sum")
        emails.money_waits(purchase, payment.lab_id or orders[0].lab_id)
    elif _waits(orders) or _comes_back(orders):
        _take(payment, purchase, orders)
    else:
        _suspend(payment, amount, "late or a second time")
        refunds.of_astray(payment, amount)


def _waits(orders: Sequence[Order]) -> bool:
    return all(order.state == "awaiting_payment" for order in orders)


def _comes_back(orders: Sequence[Order]) -> bool:
    """Whether all had expired, and everything in them could be reserved once more."""
    if not all(order.state == "expired" for order in orders):
        return False
    try:
        with db.session.begin_nested():
            revive(orders)
    except Conflict:
        return False
    return True


@use_case
def revive(orders: Sequence[Order]) -> None:
    """Reserve once more what has expired; nothing to do for what still waits.

    Raises Conflict("sold_out"), Conflict("moved_on") when any was paid or cancelled.
    """
    states = {order.state for order in orders}
    if states == {"awaiting_payment"}:
        return
    if states != {"expired"}:
        raise Conflict("moved_on")
    for line in _lines([order.id for order in orders]):
        if line.variant_id is not None:
            stock.reserve(line.variant_id, line.quantity, line.title)
        elif line.listing_id is not None and not _is_change(line.order_id, orders):
            stock.take_place(line.listing_id, line.title)


def _is_change(order_id: uuid.UUID, orders: Sequence[Order]) -> bool:
    return any(one.id == order_id and one.parent_id for one in orders)


def _take(payment: Payment, purchase: Purchase, orders: Sequence[Order]) -> None:
    """Hold the money for each order (`pay:<money>`) and let the work begin."""
    action = "pay" if payment.state in {"open", "suspended"} else "revive"
    move(payment, rules.PAYMENT, action, by=None)
    postings.paid(payment, orders, purchase.number)
    start_work(orders)
    emails.paid(purchase, orders)


@use_case
def start_work(orders: Sequence[Order]) -> None:
    """Say that orders are paid, and let their makers begin; the rows are locked."""
    for order in orders:
        order.paid_at = clock.now()
        fulfil.begin(order, "revive" if order.state == "expired" else "pay")


def _suspend(payment: Payment, amount: Money, why: str) -> None:
    """Keep late or wrong money where a person will look at it, never as «paid»."""
    move(payment, rules.PAYMENT, "suspend", by=None)
    postings.astray(payment, amount, str(payment.money), why)


@use_case
def book_fee(payment: Payment, charge: Movement | None) -> None:
    """Book what the provider takes, once it says so (it may come days later)."""
    if charge is None or payment.fee_booked:
        return
    postings.booked(
        payment.provider, charge.reference, payment.charged, charge.amount, charge.fee
    )
    payment.fee_booked = True


@use_case
def let_go(purchase_id: uuid.UUID, action: str) -> None:
    """Give the stock of an unpaid purchase back; its orders expire or are cancelled."""
    get_for_update(Purchase, purchase_id)
    if has_suspended_money(purchase_id):
        return  # a person decides: the money is here, only not what was asked for
    orders = [
        order
        for order in locked_orders(purchase_id)
        if order.state == "awaiting_payment"
    ]
    give_back([order.id for order in orders])
    for order in orders:
        step(order, action, by=None)


def has_suspended_money(purchase_id: uuid.UUID) -> bool:
    """Whether money of a purchase waits for somebody to decide about it."""
    found = db.session.scalar(
        select(Payment.id).where(
            Payment.purchase_id == purchase_id, Payment.state == "suspended"
        )
    )
    return found is not None


@use_case
def give_back(order_ids: Sequence[uuid.UUID]) -> None:
    """Give back to the stock what orders had taken."""
    for line in _lines(order_ids):
        # Of what is made to order nothing was taken.
        if line.promised_on is None and line.variant_id is not None:
            stock.release(line.variant_id, line.quantity)


def _lines(order_ids: Sequence[uuid.UUID]) -> Sequence[OrderLine]:
    return db.session.scalars(
        select(OrderLine)
        .where(OrderLine.order_id.in_(order_ids))
        .order_by(OrderLine.variant_id)  # the order in which checkout takes them
    ).all()
