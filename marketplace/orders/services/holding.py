"""Why an order's money is still held, and letting it go."""

import uuid

from sqlalchemy import func, select

from marketplace import failpoints
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.ledger import balance, find
from marketplace.orders import emails, rules
from marketplace.orders.models import Case, Dispute, DisputePart, Order, Payment, Refund
from marketplace.orders.rules.amounts import Parts, left, taken_back
from marketplace.orders.services import postings
from marketplace.profiles.models import Shop
from marketplace.profiles.services.transitions import move


def open_case(order_id: uuid.UUID) -> uuid.UUID | None:
    """Return the case that is open about an order."""
    return db.session.scalar(
        select(Case.id).where(
            Case.order_id == order_id, Case.state.in_(rules.OPEN_CASE)
        )
    )


def open_dispute(purchase_id: uuid.UUID) -> uuid.UUID | None:
    """Return a dispute about a purchase that is not decided."""
    return db.session.scalar(
        select(Dispute.id)
        .join(Payment, Payment.id == Dispute.payment_id)
        .where(Payment.purchase_id == purchase_id, Dispute.state == "open")
    )


def moving_refund(order_id: uuid.UUID) -> uuid.UUID | None:
    """Return a refund of an order that is approved and has not arrived."""
    return db.session.scalar(
        select(Refund.id).where(
            Refund.order_id == order_id, Refund.state.in_(rules.MOVING_REFUND)
        )
    )


def blocked_by(order: Order) -> str:
    """Return why nothing may be released now: case, dispute, refund; empty if nothing."""
    if open_case(order.id):
        return "case"
    if open_dispute(order.purchase_id):
        return "dispute"
    return "refund" if moving_refund(order.id) else ""


def check_free(order: Order) -> None:
    """Raise Conflict("held_for", why=…) while something is open about an order."""
    why = blocked_by(order)
    if why:
        raise Conflict("held_for", why=why)


def given_back(order_id: uuid.UUID) -> int:
    """Return what of an order has gone back, or is on its way, in minor units."""
    refunds = select(func.sum(Refund.amount_minor)).where(
        Refund.order_id == order_id, Refund.state.in_(rules.LIVE_REFUND)
    )
    lost = (
        select(func.sum(DisputePart.held_minor))
        .join(Dispute, Dispute.id == DisputePart.dispute_id)
        .where(DisputePart.order_id == order_id, Dispute.state == "lost")
    )
    return int(db.session.scalar(refunds) or 0) + int(db.session.scalar(lost) or 0)


def is_released(order_id: uuid.UUID) -> bool:
    """Whether an order's money is the seller's already."""
    return find(f"rel:{order_id}") is not None


def returned_by(order: Order, amount: int) -> Parts:
    """Return what Lab, courier and seller return of a refund; the rest is still held.

    Before the release all of it is, and after it what is kept of a refund that failed.
    """
    kept = -balance(postings.held(order.id)).minor
    amount -= min(amount, kept)
    if not amount or not is_released(order.id):
        return Parts(0, 0, 0)
    fee, courier, seller = db.session.execute(
        select(
            func.coalesce(func.sum(Refund.fee_minor), 0),
            func.coalesce(func.sum(Refund.courier_minor), 0),
            func.coalesce(func.sum(Refund.seller_minor), 0),
        ).where(Refund.order_id == order.id, Refund.state.in_(rules.LIVE_REFUND))
    ).one()
    back = Parts(int(fee), int(courier), int(seller))
    never_released = given_back(order.id) - back.total + kept
    return taken_back(order.sale, left(order.sale, never_released) - back, amount)


@use_case
def release(order: Order) -> None:
    """Let what is held for an order go to seller, Lab and courier, once.

    The row is locked and completed. What the maker took herself (cash on delivery) was
    never held: she owes the Lab its part. Raises Conflict("held_for").
    """
    check_free(order)
    parts = left(order.sale, given_back(order.id))
    if order.paid_at is not None and order.pays_maker:
        postings.fee_owed(order, parts.fee)
    else:
        postings.released(order, parts)
    net_debt(order.shop_id, f"{order.id}")
    failpoints.reached("release.posted")
    emails.money_released(order)


@use_case
def net_debt(shop_id: uuid.UUID, key: str) -> None:
    """Take what a seller owes the Lab from what she is owed, as far as it goes.

    Her shop is locked: two of her orders that end at once must not both take it.
    """
    get_for_update(Shop, shop_id)
    owes = balance(f"recv:{shop_id}").minor
    has = -balance(postings.payable(shop_id)).minor
    amount = min(owes, has)
    if amount > 0:
        postings.fee_netted(shop_id, amount, key)


@use_case
def close_cash(payment: Payment, by: uuid.UUID | None) -> None:
    """Close a cash attempt (locked) when no parcel of it waits for its money any more."""
    waiting = db.session.scalar(
        select(Order.id)
        .where(
            Order.purchase_id == payment.purchase_id,
            Order.paid_at.is_(None),
            Order.state.not_in(rules.OVER),
        )
        .limit(1)
    )
    if waiting is None and payment.state == "open":
        some = select(Order.id).where(
            Order.purchase_id == payment.purchase_id, Order.paid_at.is_not(None)
        )
        paid = db.session.scalar(some.limit(1)) is not None
        move(payment, rules.PAYMENT, "pay" if paid else "cancel", by=by)
