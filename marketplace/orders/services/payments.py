"""Pay: row first, then the provider with a key made from it, then the result.

`sync` is the one function that takes the provider's truth into our books; the return
page, the reconcile job and (later) the webhook all call it, as often as they like.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import select, update

from marketplace import clock, failpoints
from marketplace.catalog.services import stock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.payments import PaymentRequest, ProviderPayment, Started
from marketplace.ledger import Line, post
from marketplace.money import Money
from marketplace.orders import emails, rules
from marketplace.orders.models import Order, OrderLine, Payment, Purchase
from marketplace.profiles.services.transitions import move


def begin(purchase_id: uuid.UUID) -> str:
    """Take the buyer's open attempt (a new one if the last failed) to its provider.

    Returns the path to send the buyer to. Raises Conflict("moved_on") when the purchase
    is paid or has expired.
    """
    failpoints.reached("checkout.committed")
    payment = _attempt(purchase_id)
    if payment.redirect_to:
        return payment.redirect_to
    purchase = db.session.get_one(Purchase, purchase_id)
    request = PaymentRequest(
        key=f"payment-{payment.id}",
        amount=Money(payment.amount_minor, payment.currency),
        language=purchase.language,
        return_path=f"/{purchase.language}/o/{purchase.secret}/return",
    )
    payment_id, provider = payment.id, payment.provider
    db.session.rollback()  # no transaction is open while the provider is asked
    started = adapters().payments[provider].start(request)
    failpoints.reached("checkout.provider_called")
    return _opened(payment_id, started)


@use_case
def _attempt(purchase_id: uuid.UUID) -> Payment:
    purchase = get_for_update(Purchase, purchase_id)
    waiting = db.session.scalars(
        select(Order).where(
            Order.purchase_id == purchase_id, Order.state == "awaiting_payment"
        )
    ).all()
    if not waiting or purchase.expires_at <= clock.now():
        raise Conflict("moved_on")
    known = db.session.scalar(
        select(Payment)
        .where(Payment.purchase_id == purchase_id)
        .order_by(Payment.created_at.desc())
        .limit(1)
    )
    if known is not None and known.state in {"creating", "open"}:
        return known
    fresh = Payment(
        purchase_id=purchase_id,
        provider=known.provider if known else next(iter(adapters().payments)),
        amount_minor=purchase.total_minor,
        currency=purchase.currency,
    )
    db.session.add(fresh)
    db.session.flush()
    return fresh


@use_case
def _opened(payment_id: uuid.UUID, started: Started) -> str:
    payment = get_for_update(Payment, payment_id)
    if payment.state == "creating":
        move(payment, rules.PAYMENT, "open", by=None)
        payment.reference = started.reference
        payment.redirect_to = started.redirect_to
    return payment.redirect_to


def sync(payment_id: uuid.UUID) -> str:
    """Ask the provider and take its answer over; return the payment's state."""
    payment = db.session.get_one(Payment, payment_id)
    state, provider, reference = payment.state, payment.provider, payment.reference
    db.session.rollback()
    if state != "open" or reference is None:
        return state
    truth = adapters().payments[provider].fetch(reference)
    failpoints.reached("pay.fetched")
    state = _settle(payment_id, truth)
    failpoints.reached("pay.committed")
    return state


@use_case
def _settle(payment_id: uuid.UUID, truth: ProviderPayment) -> str:
    payment = get_for_update(Payment, payment_id)
    if payment.state != "open" or truth.status == "open":
        return payment.state
    if truth.status != "paid":
        action = "fail" if truth.status == "failed" else "cancel"
        return move(payment, rules.PAYMENT, action, by=None)
    move(payment, rules.PAYMENT, "pay", by=None)
    purchase = get_for_update(Purchase, payment.purchase_id)
    orders = db.session.scalars(
        select(Order).where(Order.purchase_id == purchase.id).with_for_update()
    ).all()
    expected = Money(payment.amount_minor, payment.currency)
    in_time = all(order.state == "awaiting_payment" for order in orders)
    if in_time and truth.amount == expected:
        _take(payment, purchase, orders)
    else:
        _suspend(payment, truth.amount)
    failpoints.reached("pay.settled")
    return payment.state


def _take(payment: Payment, purchase: Purchase, orders: Sequence[Order]) -> None:
    """Hold the money for each order (payments.md §5.4, `pay:<ref>`)."""
    held = [
        Line(f"held:{order.id}", "liability", Money(-order.total_minor, order.currency))
        for order in orders
    ]
    received = Line(
        f"psp:{payment.provider}",
        "asset",
        Money(payment.amount_minor, payment.currency),
    )
    post(f"pay:{payment.reference}", [received, *held], memo=purchase.number)
    for order in orders:
        move(order, rules.PRODUCT, "pay", by=None)
    emails.paid(purchase, orders)


def _suspend(payment: Payment, amount: Money) -> None:
    """Keep late or wrong money where a person will look at it, never as «paid»."""
    post(
        f"pay:{payment.reference}",
        [
            Line(f"psp:{payment.provider}", "asset", amount),
            Line(f"unalloc:{payment.reference}", "liability", amount * -1),
        ],
        memo="late or different",
    )


def reconcile() -> int:
    """Sync every open payment; return how many were looked at."""
    ids = db.session.scalars(
        select(Payment.id).where(Payment.state == "open").order_by(Payment.created_at)
    ).all()
    for payment_id in ids:
        sync(payment_id)
    return len(ids)


def expire() -> int:
    """Close purchases whose time is over and give their stock back; return how many.

    The provider is asked to cancel first: what was paid in the last moment is kept.
    """
    ids = db.session.scalars(
        select(Purchase.id)
        .join(Order, Order.purchase_id == Purchase.id)
        .where(Order.state == "awaiting_payment", Purchase.expires_at <= clock.now())
        .distinct()
    ).all()
    for purchase_id in ids:
        _cancel_at_provider(purchase_id)
        _expire(purchase_id)
    return len(ids)


def _cancel_at_provider(purchase_id: uuid.UUID) -> None:
    found = db.session.execute(
        select(Payment.id, Payment.provider, Payment.reference).where(
            Payment.purchase_id == purchase_id,
            Payment.state == "open",
            Payment.reference.is_not(None),
        )
    ).first()
    db.session.rollback()
    if found is not None:
        truth = adapters().payments[found.provider].cancel(str(found.reference))
        _settle(found.id, truth)


@use_case
def _expire(purchase_id: uuid.UUID) -> None:
    get_for_update(Purchase, purchase_id)
    orders = db.session.scalars(
        select(Order)
        .where(Order.purchase_id == purchase_id, Order.state == "awaiting_payment")
        .with_for_update()
    ).all()
    for order in orders:
        _give_back(order)
        move(order, rules.PRODUCT, "expire", by=None)
    db.session.execute(
        update(Payment)
        .where(Payment.purchase_id == purchase_id, Payment.state == "creating")
        .values(state="cancelled")
    )


def _give_back(order: Order) -> None:
    for line in db.session.scalars(
        select(OrderLine).where(OrderLine.order_id == order.id)
    ):
        stock.release(line.variant_id, line.quantity)
