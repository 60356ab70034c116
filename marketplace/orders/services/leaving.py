"""What must be finished before an account is closed, and what she takes along."""

import uuid
from typing import Any

from sqlalchemy import and_, or_, select

from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.ledger import balance
from marketplace.orders.models import (
    Message,
    Order,
    OrderLine,
    Purchase,
    Thread,
    Wanted,
)
from marketplace.orders.rules import OVER
from marketplace.orders.services import payouts
from marketplace.profiles.models import Shop
from marketplace.profiles.services.closing import as_data

BUYERS = ("address", "pickup_code", "pickup_tries", "post_receipt")


def still_open(person_id: uuid.UUID) -> set[str]:
    """Return "orders" while one of hers runs, "money" while some is owed to her."""
    shop_id = _shop(person_id)
    if shop_id is None:
        return set()
    running = db.session.scalar(
        select(Order.id)
        .where(Order.shop_id == shop_id, Order.state.not_in(OVER))
        .limit(1)
    )
    found = {"orders"} if running is not None else set()
    open_money = payouts.live(shop_id) or any(
        balance(code).minor for code in (f"payable:{shop_id}", f"recv:{shop_id}")
    )
    return found | {"money"} if open_money else found


def check_nothing_open(person_id: uuid.UUID) -> None:
    """Raise Conflict("open_orders") while an order runs or money is owed to her."""
    if still_open(person_id):
        raise Conflict("open_orders")


def sales_of(person_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return what she has sold, without the buyers' names and addresses."""
    shop_id = _shop(person_id)
    orders = db.session.scalars(
        select(Order).where(Order.shop_id == shop_id).order_by(Order.created_at)
    )
    found = []
    for order in orders:
        data = as_data(order)
        for theirs in BUYERS:
            data.pop(theirs, None)
        lines = select(OrderLine).where(OrderLine.order_id == order.id)
        data["lines"] = [as_data(line) for line in db.session.scalars(lines)]
        found.append(data)
    return found


def purchases_of(person_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return what she has bought while she was signed in."""
    rows = db.session.scalars(
        select(Purchase)
        .where(Purchase.person_id == person_id)
        .order_by(Purchase.created_at)
    )
    return [as_data(one) for one in rows]


def talk_of(person_id: uuid.UUID) -> dict[str, list[dict[str, Any]]]:
    """Return what she has written in conversations, and what she has looked for."""
    said = db.session.scalars(
        select(Message)
        .join(Thread, Thread.id == Message.thread_id)
        .where(
            or_(
                Message.person_id == person_id,
                and_(Thread.person_id == person_id, Message.who == "buyer"),
            )
        )
        .order_by(Message.created_at)
    )
    looked_for = db.session.scalars(
        select(Wanted).where(Wanted.person_id == person_id).order_by(Wanted.created_at)
    )
    return {
        "messages": [as_data(one) for one in said],
        "wanted": [as_data(one) for one in looked_for],
    }


def _shop(person_id: uuid.UUID) -> uuid.UUID | None:
    return db.session.scalar(select(Shop.id).where(Shop.person_id == person_id))
