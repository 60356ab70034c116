"""Pay: row first, then the provider with a key made from it, then the result.

`sync` is the one function that takes the provider's truth into our books; the return
page, the reconcile job and the webhook all call it, as often as they like.
"""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from marketplace import clock, failpoints
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.payments import (
    PaymentRequest,
    Provider,
    ProviderPayment,
    ProviderRefusedError,
    Started,
)
from marketplace.orders import rules
from marketplace.orders.models import Order, Payment, Purchase
from marketplace.orders.queries import rate_on
from marketplace.orders.rules import currencies, timers
from marketplace.orders.rules.codes import transfer_code
from marketplace.orders.services import (
    disputes,
    fulfil,
    providers,
    receiving,
    refund_moves,
)
from marketplace.profiles.services.transitions import move

LOOK_BACK = timedelta(days=2)  # how long a refused payment may still turn out paid
AT_HAND_OVER = {"cash_lab": "lab", "cod": "maker"}
HIDDEN_FEE = timedelta(days=14)  # how long we ask for a fee that was not booked yet


def begin(purchase_id: uuid.UUID, way: str | None = None) -> str:
    """Take the buyer's open attempt (a new one if the last failed) to its provider.

    Returns the path to send the buyer to; empty when her own page says what to do.
    `way`: she wants to pay in another way. Raises Conflict("moved_on") when the purchase
    is paid, has expired, or has money waiting for a person to look at, and what the
    provider raises when it is away: the attempt stays, and can be taken up again.
    """
    failpoints.reached("checkout.committed")
    if way is not None:
        _let_go(purchase_id, way)
    payment = _attempt(purchase_id, way)
    if payment.state == "open":
        return payment.redirect_to
    request = _request(payment, db.session.get_one(Purchase, purchase_id))
    payment_id, provider = payment.id, providers.provider_of(payment.provider)
    db.session.rollback()  # no transaction is open while the provider is asked
    started = _start(provider, payment_id, request)
    failpoints.reached("checkout.provider_called")
    if not _opened(payment_id, started):
        _close(payment_id)  # the purchase has expired meanwhile
        raise Conflict("moved_on")
    return started.redirect_to


def _start(
    provider: Provider, payment_id: uuid.UUID, request: PaymentRequest
) -> Started:
    """Open it there; what the provider will not take at all has failed here, too."""
    try:
        return provider.start(request)
    except ProviderRefusedError:
        _refused(payment_id)
        raise


@use_case
def _refused(payment_id: uuid.UUID) -> None:
    payment = get_for_update(Payment, payment_id)
    if payment.state == "creating":
        move(payment, rules.PAYMENT, "fail", by=None)


def _request(payment: Payment, purchase: Purchase) -> PaymentRequest:
    return PaymentRequest(
        key=f"payment-{payment.id}",
        amount=payment.charged,
        language=purchase.language,
        return_path=f"/{purchase.language}/o/{purchase.secret}/return",
        number=purchase.number,
        asked_at=payment.created_at,
        expires_at=payment.expires_at,
    )


def _let_go(purchase_id: uuid.UUID, way: str) -> None:
    """Close an attempt at another provider; one that is paid meanwhile is kept."""
    providers.provider_of(way)
    found = db.session.execute(
        select(Payment.id, Payment.provider).where(
            Payment.purchase_id == purchase_id, Payment.state.in_(("creating", "open"))
        )
    ).first()
    db.session.rollback()
    if found is not None and found.provider != way:
        _close(found.id)


def _close(payment_id: uuid.UUID) -> None:
    """Cancel an attempt there and here.

    One the provider has never answered about is closed here alone: should it turn out
    to have been opened and paid, `sync` finds the money and it goes back.
    """
    payment = db.session.get_one(Payment, payment_id)
    code, reference = payment.provider, payment.reference
    db.session.rollback()
    provider = providers.provider_of(code)
    if reference is not None and not provider.by_hand:
        _settle(payment_id, provider.cancel(reference))
    _cancel(payment_id)


@use_case
def _cancel(payment_id: uuid.UUID) -> None:
    payment = get_for_update(Payment, payment_id)
    if payment.state in {"creating", "open"}:
        move(payment, rules.PAYMENT, "cancel", by=None)


@use_case
def _attempt(purchase_id: uuid.UUID, way: str | None) -> Payment:
    purchase = get_for_update(Purchase, purchase_id)
    waiting = db.session.scalars(
        select(Order).where(
            Order.purchase_id == purchase_id, Order.state == "awaiting_payment"
        )
    ).all()
    if not waiting or purchase.expires_at <= clock.now():
        raise Conflict("moved_on")
    if receiving.has_suspended_money(purchase_id):
        raise Conflict("moved_on")
    last = db.session.scalar(
        select(Payment)
        .where(Payment.purchase_id == purchase_id)
        .order_by(Payment.created_at.desc())
        .limit(1)
    )
    if last is not None and last.state in {"creating", "open"}:
        return last
    return new_attempt(purchase, way or (last.provider if last else way_to_pay()))


def way_to_pay() -> str:
    """Return the first way there is; Conflict("no_way_to_pay") if none."""
    for code in adapters().payments:
        return code
    raise Conflict("no_way_to_pay")


@use_case
def new_attempt(
    purchase: Purchase, provider: str, lab_id: uuid.UUID | None = None
) -> Payment:
    """Write an attempt, and keep the stock as long as this way needs.

    The purchase must be locked or new. However often she begins anew, nothing is kept
    from others for more than MOST_HOLD in all.
    """
    wished = clock.now() + timers.hold_for(provider)
    latest = purchase.created_at + timers.MOST_HOLD
    purchase.expires_at = max(purchase.expires_at, min(wished, latest))
    fresh = Payment(
        purchase_id=purchase.id,
        provider=provider,
        lab_id=lab_id or _lab_of(purchase.id, provider),
        amount_minor=purchase.total_minor,
        currency=purchase.currency,
        expires_at=clock.now() + timers.CARD_PAGE,
        **_charged(provider, purchase),
    )
    db.session.add(fresh)
    db.session.flush()
    if provider == "transfer":
        fresh.reference = transfer_code(f"payment-{fresh.id}")
    return fresh


def _charged(provider: str, purchase: Purchase) -> dict[str, Any]:
    """Return what the buyer is charged: foreign money at the stored rate of today."""
    wanted = providers.provider_of(provider).currencies
    if purchase.currency in wanted:
        return {
            "charged_minor": purchase.total_minor,
            "charged_currency": purchase.currency,
        }
    rate = rate_on(wanted[0])
    if rate is None:
        raise Conflict("no_way_to_pay")
    return {
        "charged_minor": currencies.charged(purchase.total_minor, rate),
        "charged_currency": rate.quote,
        "rate_minor": rate.kgs_minor,
        "rate_units": rate.units,
    }


def _lab_of(purchase_id: uuid.UUID, provider: str) -> uuid.UUID | None:
    """Return whose account or cash desk it goes to: the first parcel's Lab."""
    if provider not in {"transfer", "cash_lab"}:
        return None
    return db.session.scalar(
        select(Order.lab_id)
        .where(Order.purchase_id == purchase_id)
        .order_by(Order.position)
        .limit(1)
    )


@use_case
def _opened(payment_id: uuid.UUID, started: Started) -> bool:
    payment = receiving.locked(payment_id)
    payment.reference = payment.reference or started.reference
    payment.redirect_to = started.redirect_to
    if payment.state == "creating":
        move(payment, rules.PAYMENT, "open", by=None)
        if payment.provider in AT_HAND_OVER:
            fulfil.agree(payment.purchase_id, AT_HAND_OVER[payment.provider])
    return payment.state == "open"


def sync(payment_id: uuid.UUID) -> str:
    """Ask the provider and take its answer over; return the payment's state."""
    payment = db.session.get_one(Payment, payment_id)
    state, code, reference = payment.state, payment.provider, payment.reference
    db.session.rollback()
    provider = providers.provider_of(code)
    if reference is None or provider.by_hand:
        return state
    truth = provider.fetch(reference)
    failpoints.reached("pay.fetched")
    state = _settle(payment_id, truth)
    failpoints.reached("pay.committed")
    _follow_up(payment_id)
    return state


def _follow_up(payment_id: uuid.UUID) -> None:
    """Do what the answer has decided and a provider must be asked for.

    It is in the book by now: whatever fails here is taken up again by the timers.
    """
    purchase_id = db.session.get_one(Payment, payment_id).purchase_id
    others = db.session.scalars(
        select(Payment.id).where(
            Payment.purchase_id == purchase_id,
            Payment.id != payment_id,
            Payment.state == "open",
            select(Order.id)
            .where(Order.purchase_id == purchase_id, Order.paid_at.is_not(None))
            .exists(),
        )
    ).all()
    db.session.rollback()
    providers.each("cancel", _close, others)
    providers.each("refund", refund_moves.start, refund_moves.to_start(payment_id))


@use_case
def _settle(payment_id: uuid.UUID, truth: ProviderPayment) -> str:
    """Take the provider's truth over: the money, its fee, disputes, refunds."""
    payment = receiving.locked(payment_id)
    payment.asked_at = clock.now()
    if payment.state in rules.MAY_STILL_BE_PAID and truth.status != "open":
        if truth.status == "paid":
            receiving.receive(payment, truth.amount, truth.money)
        elif payment.state == "open":
            action = "fail" if truth.status == "failed" else "cancel"
            move(payment, rules.PAYMENT, action, by=None)
    if payment.money:
        receiving.book_fee(payment, truth.charge)
        disputes.take_over(payment, truth.disputes)
        refund_moves.take_over(payment, truth.refunds)
    failpoints.reached("pay.settled")
    return payment.state


def reconcile() -> int:
    """Sync every payment that may still be paid; return how many were looked at.

    Also those whose fee was not booked yet. One that cannot be asked about (its provider
    is away) does not hold up the others.
    """
    now = clock.now()
    ids = db.session.scalars(
        select(Payment.id)
        .where(
            (Payment.state == "open")
            | Payment.state.in_(rules.MAY_STILL_BE_PAID)
            & (Payment.created_at > now - LOOK_BACK)
            | (Payment.money.is_not(None))
            & ~Payment.fee_booked
            & (Payment.created_at > now - HIDDEN_FEE),
            Payment.reference.is_not(None),
            Payment.provider.in_(providers.machines()),
        )
        .order_by(Payment.created_at)
    ).all()
    providers.each("sync", sync, ids)
    refund_moves.resume()
    return len(ids)


def resume() -> None:
    """Take up attempts a crash has left between the row and the provider's answer.

    The same key finds what was opened; without it, the buyer's money could lie there
    unseen.
    """
    ids = db.session.scalars(
        select(Payment.id).where(
            Payment.state == "creating",
            Payment.created_at < clock.now() - timedelta(minutes=1),
            Payment.provider.in_(providers.machines()),
        )
    ).all()
    providers.each("resume", _resume, ids)


def _resume(payment_id: uuid.UUID) -> None:
    payment = db.session.get_one(Payment, payment_id)
    request = _request(payment, db.session.get_one(Purchase, payment.purchase_id))
    provider = providers.provider_of(payment.provider)
    db.session.rollback()
    started = _start(provider, payment_id, request)
    if not _opened(payment_id, started):
        _close(payment_id)


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
    providers.each("expire", end, ids)
    return len(ids)


def end(purchase_id: uuid.UUID, action: str = "expire") -> None:
    """Let an unpaid purchase go («expire», or «cancel» as its buyer wishes)."""
    attempts = db.session.scalars(
        select(Payment.id).where(
            Payment.purchase_id == purchase_id, Payment.state.in_(("creating", "open"))
        )
    ).all()
    db.session.rollback()
    for payment_id in attempts:
        _close(payment_id)
    receiving.let_go(purchase_id, action)
