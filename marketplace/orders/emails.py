"""Which mail about orders goes to whom. Texts carry no names and no amounts to sellers."""

import uuid
from collections.abc import Sequence

from marketplace.extensions import db
from marketplace.infra import mail
from marketplace.orders.models import Order, Purchase
from marketplace.permissions import Permission
from marketplace.profiles.emails import post
from marketplace.profiles.models import Shop
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import notices, shops

# What a letter to a buyer can be about; templates/emails/orders/news has the words.
NEWS = (
    "accepted",
    "accepted_later",
    "ready",
    "cancelled",
    "money_back",
    "refund_done",
    "refund_failed",
    "money_waits",
    "new_code",
    "has_it_come",
    "case_answered",
    "case_decided",
)


def paid(purchase: Purchase, orders: Sequence[Order]) -> None:
    """Send the buyer the link to her purchase, and each seller the news."""
    _to_buyer(purchase, "orders/paid")
    _new_orders(orders)


def ordered(orders: Sequence[Order]) -> None:
    """Tell buyer and sellers of an order that is paid at the hand-over."""
    if orders:
        _to_buyer(_purchase(orders[0]), "orders/ordered")
    _new_orders(orders)


def _new_orders(orders: Sequence[Order]) -> None:
    for order in orders:
        notices.tell(seller_of(order), Kind.ORDER_NEW, f"/my/orders/{order.id}")


def handed_over(order: Order) -> None:
    """Tell the buyer that a parcel is on its way, or in her hands."""
    _to_buyer(_purchase(order), "orders/handed_over", delivery=order.delivery)


def accepted(order: Order, *, later: bool) -> None:
    """Tell the buyer the day; a later one than promised lets her step back."""
    news(order, "accepted_later" if later else "accepted")


def ready(order: Order) -> None:
    """Tell the buyer that she can come for her parcel."""
    if order.delivery == "pickup":
        news(order, "ready")


def cancelled(order: Order, *, by_buyer: bool) -> None:
    """Tell both that an order is off."""
    news(order, "cancelled")
    if by_buyer:
        _seller(order)


def money_released(order: Order) -> None:
    """Tell the seller that money is hers now."""
    notices.tell(seller_of(order), Kind.MONEY_NEWS, "/my/money")


def money_waits(purchase: Purchase, lab_id: uuid.UUID | None) -> None:
    """Tell buyer and Lab of money that is late, or another sum."""
    buyer_news(purchase, "money_waits")
    desk(lab_id, "/desk/money/transfers")


def case_opened(order: Order) -> None:
    """Tell the seller that her buyer has something to say."""
    _seller(order)


def case_answered(order: Order, *, to: str) -> None:
    """Tell who is next to speak."""
    if to == "buyer":
        news(order, "case_answered")
    else:
        _seller(order)


def case_decided(order: Order) -> None:
    """Tell both what was decided."""
    news(order, "case_decided")
    _seller(order)


def news(order: Order, what: str) -> None:
    """Write to the buyer of an order about one of NEWS."""
    buyer_news(_purchase(order), what)


def buyer_news(purchase: Purchase, what: str) -> None:
    """Write to a buyer about one of NEWS."""
    _to_buyer(purchase, "orders/news", what=what)


def desk(lab_id: uuid.UUID | None, link: str) -> None:
    """Tell the Lab that an order or its money waits for somebody there."""
    for person_id in shops.staff_of(lab_id, Permission.KEEP_MONEY):
        notices.tell(person_id, Kind.DESK_ORDERS, link)


def network(link: str) -> None:
    """Tell who leads the network."""
    for person_id in shops.staff_of(None, Permission.DECIDE_CASES):
        notices.tell(person_id, Kind.DESK_ORDERS, link)


def seller_of(order: Order) -> uuid.UUID:
    """Return whose shop an order is at."""
    return db.session.get_one(Shop, order.shop_id).person_id


def _seller(order: Order) -> None:
    notices.tell(seller_of(order), Kind.ORDER_NEWS, f"/my/orders/{order.id}")


def _purchase(order: Order) -> Purchase:
    return db.session.get_one(Purchase, order.purchase_id)


def _to_buyer(purchase: Purchase, folder: str, **facts: str) -> None:
    if purchase.email:
        post(
            mail.render(
                folder,
                to=purchase.email,
                language=purchase.language,
                number=purchase.number,
                path=f"/{purchase.language}/o/{purchase.secret}",
                **facts,
            )
        )
