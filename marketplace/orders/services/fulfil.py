"""From paid to completed: make ready, hand over, confirm, release the money."""

import uuid

from sqlalchemy import select

from marketplace.catalog.services import stock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, NotFound
from marketplace.extensions import db
from marketplace.ledger import Line, post
from marketplace.money import Money
from marketplace.orders import emails, rules
from marketplace.orders.models import Order, OrderLine
from marketplace.profiles.services.transitions import move


@use_case
def make_ready(shop_id: uuid.UUID, order_id: uuid.UUID, *, by: uuid.UUID) -> Order:
    """Say that her order is packed; NotFound for another shop's."""
    order = _own(shop_id, order_id)
    _ready(order, by)
    return order


@use_case
def hand_over(shop_id: uuid.UUID, order_id: uuid.UUID, *, by: uuid.UUID) -> Order:
    """Say that the parcel has left her hands: collected at the Lab, or sent."""
    order = _own(shop_id, order_id)
    if order.state == "in_progress":
        _ready(order, by)
    move(order, rules.PRODUCT, rules.hand_over_action(order.delivery), by=by)
    emails.handed_over(order)
    return order


@use_case
def open_files(order: Order) -> None:
    """Hand a paid parcel of files over at once; any other goes its own way.

    The row must be locked. The mail that says it is paid has the link already.
    """
    if order.delivery == "download":
        move(order, rules.PRODUCT, "ready", by=None)
        move(order, rules.PRODUCT, "collect", by=None)


@use_case
def confirm(purchase_id: uuid.UUID, order_id: uuid.UUID) -> Order:
    """Say, as the buyer, that it has arrived: the seller's money is released.

    The caller has shown that she holds the purchase's secret link. Raises NotFound for
    an order of another purchase, Conflict("moved_on") when it is not on its way.
    """
    order = get_for_update(Order, order_id)
    if order.purchase_id != purchase_id:
        raise NotFound
    if order.state not in rules.WITH_BUYER:
        raise Conflict("moved_on", state=order.state)
    move(order, rules.PRODUCT, "confirm", by=None)
    move(order, rules.PRODUCT, "complete", by=None)
    _release(order)
    return order


def _ready(order: Order, by: uuid.UUID) -> None:
    move(order, rules.PRODUCT, "ready", by=by)
    lines = select(OrderLine).where(
        OrderLine.order_id == order.id, OrderLine.promised_on.is_not(None)
    )
    for line in db.session.scalars(lines.order_by(OrderLine.variant_id)).all():
        stock.made(line.variant_id, line.quantity)


def _release(order: Order) -> None:
    """Move held → payable less the Lab's fee (payments.md §5.4, `rel:<order>`)."""
    total = Money(order.total_minor, order.currency)
    fee = Money(order.fee_minor, order.currency)
    post(
        f"rel:{order.id}",
        [
            Line(f"held:{order.id}", "liability", total),
            Line(f"income:fee:{order.lab_id}", "income", fee * -1),
            Line(f"payable:{order.shop_id}", "liability", (total - fee) * -1),
        ],
    )


def _own(shop_id: uuid.UUID, order_id: uuid.UUID) -> Order:
    order = get_for_update(Order, order_id)
    if order.shop_id != shop_id:
        raise NotFound
    return order
