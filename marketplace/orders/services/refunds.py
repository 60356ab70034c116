"""Give money back: who asks, who approves, from whom it comes.

The decision is one thing, the movement (`refund_moves`) another: a movement can fail and
be tried again, a decision stands.
"""

import uuid

from sqlalchemy import func, select

from marketplace import clock, failpoints
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.ledger import balance
from marketplace.money import Money
from marketplace.orders import emails, rules
from marketplace.orders.models import Order, Payment, Purchase, Refund
from marketplace.orders.rules.amounts import Parts, check_refund, part_of
from marketplace.orders.services import holding, postings
from marketplace.profiles.queries import Labs, check_labs
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
        agreed(refund, by)
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
    agreed(refund, None)
    purchase = db.session.get_one(Purchase, payment.purchase_id)
    emails.buyer_news(purchase, "money_back")
    return refund


@use_case
def approve(labs: Labs, refund_id: uuid.UUID, *, by: uuid.UUID) -> Refund:
    """Agree to a refund somebody else asked for; Conflict("second_person") to one's own."""
    refund = of_labs(labs, refund_id)
    if refund.asked_by == by:
        raise Conflict("second_person")
    if refund.state != "requested":
        raise Conflict("moved_on", state=refund.state)
    payment = db.session.get_one(Payment, refund.payment_id)
    if holding.open_dispute(payment.purchase_id):
        raise Conflict("held_for", why="dispute")
    agreed(refund, by)
    return refund


@use_case
def deny(labs: Labs, refund_id: uuid.UUID, *, by: uuid.UUID, note: str) -> Refund:
    """Refuse a refund, with a reason.

    Raises Invalid("note_needed"), Conflict("refund_follows") when the order is off.
    """
    if not note.strip():
        raise Invalid("note_needed", field="note")
    refund = of_labs(labs, refund_id)
    order = db.session.get(Order, refund.order_id) if refund.order_id else None
    if order is not None and order.state == "cancelled":
        raise Conflict("refund_follows")  # nobody else will ever ask for it
    move(refund, rules.REFUND, "deny", by=by, note=note.strip())
    return refund


@use_case
def agreed(refund: Refund, by: uuid.UUID | None) -> None:
    """Approve, and let the money leave where it is (`rf_req:`): it is on its way."""
    refund.approved_by = by
    order = db.session.get(Order, refund.order_id) if refund.order_id else None
    parts = NOTHING
    if order is not None:
        check_refund(order.sale, holding.given_back(order.id), refund.amount_minor)
        parts = holding.returned_by(order, refund.amount_minor)
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


@use_case
def again(labs: Labs, refund_id: uuid.UUID, *, by: uuid.UUID) -> Refund:
    """Try a failed refund once more: the same decision, a new movement."""
    refund = of_labs(labs, refund_id)
    if refund.state != "failed":
        raise Conflict("moved_on", state=refund.state)
    order = db.session.get(Order, refund.order_id) if refund.order_id else None
    parts = NOTHING
    if order is not None:
        check_refund(order.sale, holding.given_back(order.id), refund.amount_minor)
        parts = holding.returned_by(order, refund.amount_minor)
    else:
        _check_astray(refund)
    refund.fee_minor, refund.courier_minor = parts.fee, parts.courier
    refund.seller_minor, refund.reference = parts.seller, None
    _depart(refund, order, parts)
    move(refund, rules.REFUND, "start", by=by)
    return refund


def _check_astray(refund: Refund) -> None:
    """Refuse what another refund, or an order, has taken meanwhile."""
    payment = get_for_update(Payment, refund.payment_id)
    rest = balance(postings.unalloc(payment, refund.currency), refund.currency)
    if -rest.minor < refund.amount_minor:
        raise Conflict("moved_on", state=payment.state)


def of_labs(labs: Labs, refund_id: uuid.UUID) -> Refund:
    """Return a refund of these Labs, locked; NotFound for any other."""
    refund = locked(refund_id)
    check_labs(labs, refund.lab_id)
    return refund


def locked(refund_id: uuid.UUID) -> Refund:
    """Return a refund, locked after its order and its payment (`receiving.locked`)."""
    known = db.session.get(Refund, refund_id)
    if known is None:
        raise NotFound
    if known.order_id is not None:
        get_for_update(Order, known.order_id)
    get_for_update(Payment, known.payment_id)
    return get_for_update(Refund, refund_id)


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
