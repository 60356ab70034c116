"""Give money back: who asks, who approves, how it travels, what became of it.

The decision (`ask`, `approve`, `deny`) is one thing, the movement (`start`, `sent`,
`take_over`) another: a movement can fail and be tried again, a decision stands.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select

from marketplace import clock, failpoints
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.infra.payments import ProviderRefund, RefundRequest
from marketplace.infra.payments.port import ProviderRefusedError
from marketplace.ledger import balance
from marketplace.money import Money
from marketplace.orders import emails, rules
from marketplace.orders.models import Order, Payment, Purchase, Refund
from marketplace.orders.rules.amounts import Parts, check_refund, part_of, taken_back
from marketplace.orders.services import holding, postings, providers
from marketplace.profiles.queries import Labs
from marketplace.profiles.rules.audit import Event
from marketplace.profiles.services import audit
from marketplace.profiles.services.transitions import move

NOTHING = Parts(0, 0, 0)


@use_case
def ask(
    order: Order,
    amount: int,
    *,
    reason: str,
    by: uuid.UUID | None,
    note: str = "",
    case_id: uuid.UUID | None = None,
) -> Refund:
    """Ask that `amount` minor units of an order (locked) go back to its buyer.

    At once approved when it is small enough for one person, or the Lab's own decision
    follows from what happened (`by` None); else a second person approves it. Raises
    Conflict("refund_range", most=…), Conflict("not_paid"), Conflict("held_for") while
    the bank has the money under dispute.
    """
    if order.paid_at is None or order.pays_maker:
        raise Conflict("not_paid")
    if holding.open_dispute(order.purchase_id):
        raise Conflict("held_for", why="dispute")
    check_refund(order.sale, _asked_for(order.id), amount)
    payment = _payment_of(order)
    refund = Refund(
        payment_id=payment.id,
        order_id=order.id,
        case_id=case_id,
        lab_id=order.lab_id,
        amount_minor=amount,
        currency=order.currency,
        charged_currency=payment.charged_currency,
        reason=reason,
        note=note,
        asked_by=by,
    )
    db.session.add(refund)
    db.session.flush()
    audit.record(Event.REFUND_ASKED, by=by, subject=refund.id, lab=order.lab_id)
    if by is None or amount <= rules.REFUND_ALONE:
        _approve(refund, by)
    return refund


@use_case
def whole(order: Order, *, reason: str) -> Refund | None:
    """Give back all that is left of a paid order: it was cancelled."""
    amount = order.total_minor - _asked_for(order.id)
    if amount <= 0 or order.pays_maker:
        return None
    # It follows from the cancellation, so nobody has to decide it once more.
    return ask(order, amount, reason=reason, by=None)


@use_case
def of_astray(payment: Payment, amount: Money) -> Refund:
    """Give money back that came too late or twice (payment locked): whole, by itself."""
    refund = Refund(
        payment_id=payment.id,
        lab_id=payment.lab_id,
        amount_minor=amount.minor,
        currency=amount.currency,
        charged_minor=amount.minor,
        charged_currency=amount.currency,
        reason="astray",
    )
    db.session.add(refund)
    db.session.flush()
    _approve(refund, None)
    purchase = db.session.get_one(Purchase, payment.purchase_id)
    emails.buyer_news(purchase, "money_back")
    return refund


@use_case
def approve(labs: Labs, refund_id: uuid.UUID, *, by: uuid.UUID) -> Refund:
    """Agree to a refund somebody else asked for; Conflict("second_person") to one's own."""
    refund = _of_labs(labs, refund_id)
    if refund.asked_by == by:
        raise Conflict("second_person")
    if refund.state != "requested":
        raise Conflict("moved_on", state=refund.state)
    payment = db.session.get_one(Payment, refund.payment_id)
    if holding.open_dispute(payment.purchase_id):
        raise Conflict("held_for", why="dispute")
    _approve(refund, by)
    return refund


@use_case
def deny(labs: Labs, refund_id: uuid.UUID, *, by: uuid.UUID, note: str) -> Refund:
    """Refuse a refund, with a reason; Invalid("note_needed")."""
    if not note.strip():
        raise Invalid("note_needed", field="note")
    refund = _of_labs(labs, refund_id)
    move(refund, rules.REFUND, "deny", by=by, note=note.strip())
    return refund


def _approve(refund: Refund, by: uuid.UUID | None) -> None:
    """Approve, and let the money leave where it is (`rf_req:`): it is on its way."""
    refund.approved_by = by
    order = db.session.get(Order, refund.order_id) if refund.order_id else None
    parts = NOTHING
    if order is not None:
        before = holding.given_back(order.id)
        check_refund(order.sale, before, refund.amount_minor)
        if holding.is_released(order.id):
            parts = taken_back(order.sale, before, refund.amount_minor)
    move(refund, rules.REFUND, "approve", by=by)
    refund.fee_minor, refund.courier_minor = parts.fee, parts.courier
    refund.seller_minor = parts.seller
    if order is not None:
        refund.charged_minor = _charged(refund, order)
    _depart(refund, order, parts)
    failpoints.reached("refund.approved")


def _depart(refund: Refund, order: Order | None, parts: Parts) -> None:
    refund.tries += 1
    payment = db.session.get_one(Payment, refund.payment_id)
    source = postings.unalloc(payment, refund.currency)
    postings.refund_asked(refund, order, source, parts)
    refund.asked_at = clock.now()


def _charged(refund: Refund, order: Order) -> int:
    """Return how much of what was charged goes back; the last refund closes exactly."""
    payment = db.session.get_one(Payment, refund.payment_id)
    done = db.session.scalar(
        select(func.sum(Refund.amount_minor)).where(
            Refund.payment_id == payment.id,
            Refund.order_id.is_not(None),
            Refund.state.in_(rules.LIVE_REFUND),
            Refund.id != refund.id,
        )
    )
    if payment.charged_currency == order.currency:
        return refund.amount_minor
    return part_of(
        payment.charged_minor, int(done or 0), refund.amount_minor, payment.amount_minor
    )


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
    refund = _locked(refund_id)
    if refund.state == "processing":
        refund.reference = truth.reference
    _take(refund, truth)
    return refund.state


@use_case
def _failed(refund_id: uuid.UUID) -> str:
    refund = _locked(refund_id)
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
    order = _roomy_order(payment, truth)
    if order is None:
        emails.desk(payment.lab_id, "/desk/money/refunds")
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
    _approve(refund, None)
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
    refund = _of_labs(labs, refund_id)
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


@use_case
def again(labs: Labs, refund_id: uuid.UUID, *, by: uuid.UUID) -> Refund:
    """Try a failed refund once more: the same decision, a new movement."""
    refund = _of_labs(labs, refund_id)
    if refund.state != "failed":
        raise Conflict("moved_on", state=refund.state)
    order = db.session.get(Order, refund.order_id) if refund.order_id else None
    parts = NOTHING
    if order is not None:
        before = holding.given_back(order.id)
        check_refund(order.sale, before, refund.amount_minor)
        if holding.is_released(order.id):
            parts = taken_back(order.sale, before, refund.amount_minor)
    refund.fee_minor, refund.courier_minor = parts.fee, parts.courier
    refund.seller_minor, refund.reference = parts.seller, None
    _depart(refund, order, parts)
    move(refund, rules.REFUND, "start", by=by)
    return refund


def _of_labs(labs: Labs, refund_id: uuid.UUID) -> Refund:
    refund = _locked(refund_id)
    if labs is not None and refund.lab_id not in labs:
        raise NotFound
    return refund


def _locked(refund_id: uuid.UUID) -> Refund:
    """Return a refund, locked after its order and its payment (`receiving.locked`)."""
    known = db.session.get(Refund, refund_id)
    if known is None:
        raise NotFound
    if known.order_id is not None:
        get_for_update(Order, known.order_id)
    get_for_update(Payment, known.payment_id)
    return get_for_update(Refund, refund_id)


def _by_hand(payment: Payment) -> bool:
    return payment.provider not in providers.machines()


def _asked_for(order_id: uuid.UUID) -> int:
    """Return what has gone back or may: also what waits for a second person."""
    waiting = db.session.scalar(
        select(func.sum(Refund.amount_minor)).where(
            Refund.order_id == order_id, Refund.state == "requested"
        )
    )
    return holding.given_back(order_id) + int(waiting or 0)


def _payment_of(order: Order) -> Payment:
    found = db.session.scalar(
        select(Payment)
        .where(
            Payment.purchase_id == order.purchase_id,
            (Payment.state == "paid")
            # Cash comes parcel by parcel: the attempt stays open until the last.
            | (Payment.provider == "cash_lab") & (Payment.state == "open"),
        )
        .order_by(Payment.created_at.desc())
        .limit(1)
        .with_for_update()
    )
    if found is None:
        raise Conflict("not_paid")
    return found


def _tell(refund: Refund, what: str) -> None:
    payment = db.session.get_one(Payment, refund.payment_id)
    emails.buyer_news(db.session.get_one(Purchase, payment.purchase_id), what)
