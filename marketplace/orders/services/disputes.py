"""A buyer's bank takes the money back until it is decided who is right (§5.4, §5.6)."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, NotFound
from marketplace.extensions import db
from marketplace.infra.payments import ProviderDispute
from marketplace.ledger import balance
from marketplace.orders import emails, rules
from marketplace.orders.models import Dispute, DisputePart, Order, Payment
from marketplace.orders.rules.amounts import divided
from marketplace.orders.services import fulfil, holding, postings
from marketplace.orders.services.moves import locked_orders, step
from marketplace.profiles.queries import Labs, check_labs
from marketplace.profiles.rules.audit import Event
from marketplace.profiles.services import audit
from marketplace.profiles.services.transitions import move


@use_case
def take_over(payment: Payment, truths: Sequence[ProviderDispute]) -> None:
    """Take what a provider says of a payment's disputes (payment locked)."""
    for truth in truths:
        dispute = db.session.scalar(
            select(Dispute)
            .where(Dispute.reference == truth.reference)
            .with_for_update()
        )
        if dispute is None:
            dispute = _open(payment, truth)
        if dispute.state == "open" and truth.status == "won":
            _win(dispute, payment)
        if dispute.state == "open" and truth.status == "lost":
            _lose(dispute)


def _open(payment: Payment, truth: ProviderDispute) -> Dispute:
    orders = locked_orders(payment.purchase_id)
    amount = truth.amount.minor
    if payment.charged_currency != payment.currency:
        amount = payment.amount_minor * truth.amount.minor // payment.charged_minor
    dispute = Dispute(
        payment_id=payment.id,
        reference=truth.reference,
        amount_minor=amount,
        currency=payment.currency,
        charged_minor=truth.amount.minor,
        charged_currency=payment.charged_currency,
        fee_minor=truth.fee.minor,
        fee_currency=truth.fee.currency,
    )
    db.session.add(dispute)
    db.session.flush()
    for order_id, part in _divided(payment, orders, amount).items():
        db.session.add(
            DisputePart(dispute_id=dispute.id, order_id=order_id, amount_minor=part)
        )
    db.session.flush()
    postings.dispute_opened(dispute, payment)
    for lab_id in {order.lab_id for order in orders}:
        emails.desk(lab_id, "/desk/money/disputes")
    return dispute


def _divided(
    payment: Payment, orders: Sequence[Order], amount: int
) -> dict[uuid.UUID, int]:
    """Divide a disputed amount over the orders it has paid; none when it paid none.

    By what is left of each; where refunds are on their way that will not go through
    any more (the bank has the money), by what each cost.
    """
    if payment.state != "paid":
        return {}
    room = {
        order.id: order.total_minor - holding.given_back(order.id) for order in orders
    }
    if sum(room.values()) < amount:
        room = {order.id: order.total_minor for order in orders}
    return divided(amount, room)


def _win(dispute: Dispute, payment: Payment) -> None:
    move(dispute, rules.DISPUTE, "win", by=None)
    postings.dispute_won(dispute, payment)


def _lose(dispute: Dispute) -> None:
    """Let go of what was still held; what is released is our loss, at first."""
    payment = db.session.get_one(Payment, dispute.payment_id)
    parts = _parts(dispute)
    orders = {order.id: order for order in locked_orders(payment.purchase_id)}
    for part in parts:
        part.held_minor = min(
            part.amount_minor, -balance(postings.held(part.order_id)).minor
        )
    move(dispute, rules.DISPUTE, "lose", by=None)
    postings.dispute_lost(dispute, payment, parts)
    db.session.flush()
    for part in parts:
        order = orders[part.order_id]
        if part.held_minor and not balance(postings.held(order.id)).minor:
            _end(order)
    for lab_id in {order.lab_id for order in orders.values()}:
        emails.desk(lab_id, "/desk/money/disputes")


def _end(order: Order) -> None:
    """End an order whose money is gone: nobody works for nothing."""
    if holding.blocked_by(order):
        return
    was = order.state
    if was in rules.BEFORE_SENT:
        step(order, "cancel", by=None, reason="dispute_lost")
        fulfil.take_back(order, made=was == "ready")
    elif order.state in rules.WITH_BUYER | {"delivered"}:
        step(order, "settle", by=None, reason="dispute_lost")


@use_case
def blame(labs: Labs, dispute_id: uuid.UUID, *, by: uuid.UUID) -> Dispute:
    """Say that the seller is at fault and bears a lost dispute; the second one decides.

    The first call proposes, another person's second call does it. Raises Conflict
    ("second_person") for the same person twice, Conflict("moved_on") unless it is lost.
    """
    known = db.session.get(Dispute, dispute_id)
    if known is None:
        raise NotFound
    payment = db.session.get_one(Payment, known.payment_id)
    orders = {order.id: order for order in locked_orders(payment.purchase_id)}
    check_labs(labs, *(order.lab_id for order in orders.values()))
    dispute = get_for_update(Dispute, dispute_id)  # after its orders, as everywhere
    if dispute.state != "lost" or dispute.blamed_at is not None:
        raise Conflict("moved_on", state=dispute.state)
    if dispute.proposed_by is None:
        dispute.proposed_by, dispute.proposed_at = by, clock.now()
        return dispute
    if dispute.proposed_by == by:
        raise Conflict("second_person")
    dispute.blamed_at = clock.now()
    by_shop: dict[uuid.UUID, int] = {}
    for part in _parts(dispute):
        shop_id = orders[part.order_id].shop_id
        hers = part.amount_minor - part.held_minor
        by_shop[shop_id] = by_shop.get(shop_id, 0) + hers
    postings.dispute_blamed(dispute, by_shop, by)
    audit.record(Event.DISPUTE_BLAMED, by=by, subject=dispute.id)
    return dispute


def _parts(dispute: Dispute) -> Sequence[DisputePart]:
    return db.session.scalars(
        select(DisputePart)
        .where(DisputePart.dispute_id == dispute.id)
        .order_by(DisputePart.order_id)
    ).all()
