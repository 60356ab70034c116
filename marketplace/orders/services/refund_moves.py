"""How a refund travels: by its provider or by hand, and what became of it."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from marketplace import clock, failpoints
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.infra.payments import ProviderRefund, RefundRequest
from marketplace.infra.payments.port import ProviderRefusedError
from marketplace.ledger import balance
from marketplace.orders import emails, rules
from marketplace.orders.models import Order, Payment, Purchase, Refund
from marketplace.orders.services import holding, postings, providers, refunds
from marketplace.profiles.queries import Labs
from marketplace.profiles.rules.audit import Event
from marketplace.profiles.services import audit
from marketplace.profiles.services.transitions import move


def to_start(payment_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return a payment's refunds that are approved and a provider can move itself."""
    return _waiting(Refund.payment_id == payment_id)


def resume() -> None:
    """Start what is approved, and ask again what a crash or a slow provider has left."""
    providers.each("refund", start, _waiting())
    moving = db.session.scalars(
        select(Refund.id)
        .join(Payment, Payment.id == Refund.payment_id)
        .where(Refund.state == "processing", Payment.provider.in_(providers.machines()))
    ).all()
    providers.each("refund", start, moving)


def _waiting(*more: object) -> Sequence[uuid.UUID]:
    return db.session.scalars(
        select(Refund.id)
        .join(Payment, Payment.id == Refund.payment_id)
        .where(
            Refund.state == "approved",
            Payment.provider.in_(providers.machines()),
            *more,  # type: ignore[arg-type]
        )
        .order_by(Refund.created_at)
    ).all()


def start(refund_id: uuid.UUID) -> str:
    """Ask the provider to move the money, or how far it is; return the state."""
    refund = _processing(refund_id)
    if refund is None:
        return db.session.get_one(Refund, refund_id).state
    payment = db.session.get_one(Payment, refund.payment_id)
    request = RefundRequest(
        key=f"refund-{refund.key}",
        reference=str(payment.reference),
        money=str(payment.money),
        amount=refund.charged,
        asked_at=refund.asked_at or clock.now(),
    )
    known, provider = refund.reference, providers.provider_of(payment.provider)
    db.session.rollback()
    try:
        truth = provider.fetch_refund(known) if known else provider.refund(request)
    except ProviderRefusedError:
        return _failed(refund_id)
    failpoints.reached("refund.provider_called")
    return _settle(refund_id, truth)


@use_case
def _processing(refund_id: uuid.UUID) -> Refund | None:
    refund = get_for_update(Refund, refund_id)
    if refund.state == "approved":
        move(refund, rules.REFUND, "start", by=None)
    return refund if refund.state == "processing" else None


@use_case
def _settle(refund_id: uuid.UUID, truth: ProviderRefund) -> str:
    refund = refunds.locked(refund_id)
    if refund.state == "processing":
        refund.reference = truth.reference
    _take(refund, truth)
    return refund.state


@use_case
def _failed(refund_id: uuid.UUID) -> str:
    refund = refunds.locked(refund_id)
    if refund.state == "processing":
        _fail(refund)
    return refund.state


def _take(refund: Refund, truth: ProviderRefund) -> None:
    if truth.status == "done" and refund.state == "processing":
        _finish(refund, None)
    elif truth.status == "failed" and refund.state in {"processing", "done"}:
        _fail(refund)


def _finish(refund: Refund, by: uuid.UUID | None) -> None:
    payment = get_for_update(Payment, refund.payment_id)
    move(refund, rules.REFUND, "finish", by=by)
    refund.sent_by = by
    postings.refund_done(refund, payment, by)
    rest = balance(postings.unalloc(payment, refund.currency), refund.currency)
    if refund.order_id is None and payment.state == "suspended" and not rest.minor:
        move(payment, rules.PAYMENT, "give_back", by=by)
    _tell(refund, "refund_done")


def _fail(refund: Refund) -> None:
    """Put everything back where it was; somebody looks why, and tries again."""
    move(refund, rules.REFUND, "fail", by=None)
    postings.refund_failed(refund)
    _tell(refund, "refund_failed")
    emails.desk(refund.lab_id, "/desk/money/refunds")


@use_case
def take_over(payment: Payment, truths: Sequence[ProviderRefund]) -> None:
    """Take what a provider says of a payment's refunds (payment locked).

    One we never asked for was made by hand in the provider's own pages: the money is
    gone, so it is written down as it is, for somebody to look at.
    """
    for truth in truths:
        refund = db.session.scalar(
            select(Refund).where(Refund.reference == truth.reference).with_for_update()
        )
        if refund is None and truth.key:
            refund = _by_key(payment, truth)
        if refund is not None:
            _take(refund, truth)
        elif truth.status == "done":
            _foreign(payment, truth)
        elif truth.status == "failed":
            postings.refund_there_failed(truth.reference)


def _by_key(payment: Payment, truth: ProviderRefund) -> Refund | None:
    """Find ours by the key we sent: the answer to our call was lost on the way."""
    mine = db.session.scalars(
        select(Refund).where(
            Refund.payment_id == payment.id, Refund.state == "processing"
        )
    )
    for refund in mine:
        if f"refund-{refund.key}" == truth.key:
            refund.reference = truth.reference
            return refund
    return None


def _foreign(payment: Payment, truth: ProviderRefund) -> None:
    if postings.is_refund_there(truth.reference):
        return  # in the book already, whatever has become free since
    order = _roomy_order(payment, truth)
    if order is None:
        if postings.refund_there(payment, truth.reference, truth.amount):
            emails.desk(payment.lab_id, "/desk/money")
        return
    refund = Refund(
        payment_id=payment.id,
        order_id=order.id,
        lab_id=order.lab_id,
        amount_minor=truth.amount.minor,
        currency=order.currency,
        charged_currency=payment.charged_currency,
        reason="made_there",
        reference=truth.reference,
    )
    db.session.add(refund)
    db.session.flush()
    refunds.agreed(refund, None)
    move(refund, rules.REFUND, "start", by=None)
    _finish(refund, None)
    emails.desk(order.lab_id, "/desk/money/refunds")


def _roomy_order(payment: Payment, truth: ProviderRefund) -> Order | None:
    """Return an order of the payment that has as much left; None when none has."""
    if truth.amount.currency != payment.currency:
        return None
    orders = db.session.scalars(
        select(Order).where(Order.purchase_id == payment.purchase_id).with_for_update()
    )
    for order in orders:
        free = order.total_minor - holding.given_back(order.id)
        if free >= truth.amount.minor and order.paid_at is not None:
            return order
    return None


@use_case
def sent(labs: Labs, refund_id: uuid.UUID, *, by: uuid.UUID) -> Refund:
    """Say that a refund has been sent or handed over by hand.

    Never by who approved it: Conflict("second_person").
    """
    refund = refunds.of_labs(labs, refund_id)
    payment = db.session.get_one(Payment, refund.payment_id)
    if not _by_hand(payment):
        raise Conflict("provider_moves")
    if by in {refund.approved_by, refund.asked_by}:
        raise Conflict("second_person")
    if refund.state == "approved":
        move(refund, rules.REFUND, "start", by=by)
    _finish(refund, by)
    audit.record(Event.REFUND_SENT, by=by, subject=refund.id, lab=refund.lab_id)
    return refund


def _by_hand(payment: Payment) -> bool:
    return payment.provider not in providers.machines()


def _tell(refund: Refund, what: str) -> None:
    payment = db.session.get_one(Payment, refund.payment_id)
    emails.buyer_news(db.session.get_one(Purchase, payment.purchase_id), what)
