"""Pay: row first, then the provider with a key made from it, then the result.

`sync` is the one function that takes the provider's truth into our books; the return
page, the reconcile job and (later) the webhook all call it, as often as they like.
"""

import logging
import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import select

from marketplace import clock, failpoints
from marketplace.catalog.services import stock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.payments import (
    PaymentRequest,
    Provider,
    ProviderPayment,
    Started,
)
from marketplace.ledger import Line, post
from marketplace.money import Money
from marketplace.orders import emails, rules
from marketplace.orders.models import Order, OrderLine, Payment, Purchase
from marketplace.orders.services import fulfil
from marketplace.profiles.services.transitions import move

log = logging.getLogger(__name__)
LOOK_BACK = timedelta(days=1)  # how long a refused payment may still turn out paid


def way_to_pay() -> str:
    """Return the provider a new purchase goes to; Conflict("no_way_to_pay") if none."""
    for code in adapters().payments:
        return code
    raise Conflict("no_way_to_pay")


def _provider(code: str) -> Provider:
    try:
        return adapters().payments[code]
    except KeyError:
        raise Conflict("no_way_to_pay") from None


def begin(purchase_id: uuid.UUID) -> str:
    """Take the buyer's open attempt (a new one if the last failed) to its provider.

    Returns the path to send the buyer to. Raises Conflict("moved_on") when the purchase
    is paid, has expired, or has money waiting for a person to look at.
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
    payment_id, provider = payment.id, _provider(payment.provider)
    db.session.rollback()  # no transaction is open while the provider is asked
    started = provider.start(request)
    failpoints.reached("checkout.provider_called")
    if not _opened(payment_id, started):
        provider.cancel(started.reference)  # the purchase has expired meanwhile
        raise Conflict("moved_on")
    return started.redirect_to


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
    if _has_suspended_money(purchase_id):
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
        provider=known.provider if known else way_to_pay(),
        amount_minor=purchase.total_minor,
        currency=purchase.currency,
    )
    db.session.add(fresh)
    db.session.flush()
    return fresh


@use_case
def _opened(payment_id: uuid.UUID, started: Started) -> bool:
    payment = get_for_update(Payment, payment_id)
    payment.reference = started.reference
    payment.redirect_to = started.redirect_to
    if payment.state == "creating":
        move(payment, rules.PAYMENT, "open", by=None)
    return payment.state == "open"


def sync(payment_id: uuid.UUID) -> str:
    """Ask the provider and take its answer over; return the payment's state."""
    payment = db.session.get_one(Payment, payment_id)
    state, provider, reference = payment.state, payment.provider, payment.reference
    db.session.rollback()
    if state not in rules.MAY_STILL_BE_PAID or reference is None:
        return state
    truth = _provider(provider).fetch(reference)
    failpoints.reached("pay.fetched")
    state = _settle(payment_id, truth)
    failpoints.reached("pay.committed")
    return state


@use_case
def _settle(payment_id: uuid.UUID, truth: ProviderPayment) -> str:
    payment = get_for_update(Payment, payment_id)
    if payment.state not in rules.MAY_STILL_BE_PAID or truth.status == "open":
        return payment.state
    if truth.status == "paid":
        _receive(payment, truth.amount)
    elif payment.state == "open":
        action = "fail" if truth.status == "failed" else "cancel"
        move(payment, rules.PAYMENT, action, by=None)
    failpoints.reached("pay.settled")
    return payment.state


def _receive(payment: Payment, amount: Money) -> None:
    """Take money that has come: for the orders if it is in time and right."""
    purchase = get_for_update(Purchase, payment.purchase_id)
    orders = db.session.scalars(
        select(Order)
        .where(Order.purchase_id == purchase.id)
        .order_by(Order.position)
        .with_for_update()
    ).all()
    in_time = all(order.state == "awaiting_payment" for order in orders)
    expected = Money(payment.amount_minor, payment.currency)
    if payment.state == "open" and in_time and amount == expected:
        _take(payment, purchase, orders)
    else:
        _suspend(payment, amount)


def _take(payment: Payment, purchase: Purchase, orders: Sequence[Order]) -> None:
    """Hold the money for each order (payments.md §5.4, `pay:<ref>`)."""
    move(payment, rules.PAYMENT, "pay", by=None)
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
        _begin_work(order.id)
        fulfil.open_files(order)
    emails.paid(purchase, orders)


def _suspend(payment: Payment, amount: Money) -> None:
    """Keep late or wrong money where a person will look at it, never as «paid»."""
    move(payment, rules.PAYMENT, "suspend", by=None)
    post(
        f"pay:{payment.reference}",
        [
            Line(f"psp:{payment.provider}", "asset", amount),
            Line(f"unalloc:{payment.reference}", "liability", amount * -1),
        ],
        memo="late or different",
    )


def reconcile() -> int:
    """Sync every payment that may still be paid; return how many were looked at.

    One that cannot be asked about (its provider is away) does not hold up the others.
    """
    yesterday = clock.now() - LOOK_BACK
    ids = db.session.scalars(
        select(Payment.id)
        .where(
            (Payment.state == "open")
            | Payment.state.in_(rules.MAY_STILL_BE_PAID)
            & (Payment.created_at > yesterday),
            Payment.reference.is_not(None),
        )
        .order_by(Payment.created_at)
    ).all()
    for payment_id in ids:
        _alone("sync", sync, payment_id)
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
        _alone("expire", _close, purchase_id)
    return len(ids)


def _alone(what: str, function: Callable[[uuid.UUID], object], key: uuid.UUID) -> None:
    """Do one of many; its trouble is logged and stays its own."""
    try:
        function(key)
    except Exception:
        db.session.rollback()
        log.exception("%s of %s failed; it will be tried again", what, key)


def _close(purchase_id: uuid.UUID) -> None:
    _cancel_at_provider(purchase_id)
    _expire(purchase_id)


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
        truth = _provider(found.provider).cancel(str(found.reference))
        _settle(found.id, truth)


@use_case
def _expire(purchase_id: uuid.UUID) -> None:
    get_for_update(Purchase, purchase_id)
    if _has_suspended_money(purchase_id):
        return  # a person decides: the money is here, only not what was asked for
    orders = db.session.scalars(
        select(Order)
        .where(Order.purchase_id == purchase_id, Order.state == "awaiting_payment")
        .with_for_update()
    ).all()
    _give_back([order.id for order in orders])
    for order in orders:
        move(order, rules.PRODUCT, "expire", by=None)
    for payment in db.session.scalars(
        select(Payment).where(
            Payment.purchase_id == purchase_id, Payment.state == "creating"
        )
    ):
        move(payment, rules.PAYMENT, "cancel", by=None)


def _begin_work(order_id: uuid.UUID) -> None:
    lines = select(OrderLine).where(
        OrderLine.order_id == order_id, OrderLine.promised_on.is_not(None)
    )
    for line in db.session.scalars(lines.order_by(OrderLine.variant_id)).all():
        stock.ordered(line.variant_id, line.quantity)


def _has_suspended_money(purchase_id: uuid.UUID) -> bool:
    found = db.session.scalar(
        select(Payment.id).where(
            Payment.purchase_id == purchase_id, Payment.state == "suspended"
        )
    )
    return found is not None


def _give_back(order_ids: Sequence[uuid.UUID]) -> None:
    lines = db.session.scalars(
        select(OrderLine)
        # Of what is made to order nothing was taken.
        .where(OrderLine.order_id.in_(order_ids), OrderLine.promised_on.is_(None))
        .order_by(OrderLine.variant_id)  # the order in which checkout takes them
    ).all()
    for line in lines:
        stock.release(line.variant_id, line.quantity)
