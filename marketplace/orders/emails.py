"""Which mail about orders goes to whom. Texts carry no names and no amounts to sellers."""

import uuid
from collections.abc import Sequence

from marketplace.extensions import db
from marketplace.infra import mail
from marketplace.orders.models import (
    Order,
    Purchase,
    Quote,
    Report,
    Thread,
    Wanted,
    WantedQuestion,
)
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
    "work_delivered",
    "will_be_accepted",
    "brief_wanted",
    "change_offered",
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
        kind = Kind.ORDER_NEWS if order.parent_id else Kind.ORDER_NEW
        link = f"/my/orders/{order.parent_id or order.id}"
        notices.tell(seller_of(order), kind, link)


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


def brief_sent(order: Order) -> None:
    """Tell the maker that she knows everything now."""
    _seller(order)


def work_delivered(order: Order) -> None:
    """Tell the buyer that there is work to look at."""
    news(order, "work_delivered")


def revision_asked(order: Order) -> None:
    """Tell the maker what is to be corrected."""
    _seller(order)


def change_offered(order: Order) -> None:
    """Tell the buyer that the maker offers more."""
    news(order, "change_offered")


def change_answered(order: Order) -> None:
    """Tell the maker what the buyer says to it."""
    _seller(order)


def thread_news(thread: Thread) -> None:
    """Tell a buyer that something was written to her; never what."""
    if thread.email:
        post(
            mail.render(
                "orders/message",
                to=thread.email,
                language=thread.language,
                path=f"/{thread.language}/t/{thread.secret}",
            )
        )


def message_to_seller(thread: Thread) -> None:
    """Tell a maker that somebody has written to her."""
    shop = db.session.get_one(Shop, thread.shop_id)
    notices.tell(shop.person_id, Kind.MESSAGE, f"/my/messages/{thread.id}")


def quote_to_seller(quote: Quote) -> None:
    """Tell a maker that a quote of hers has moved."""
    shop = db.session.get_one(Shop, quote.shop_id)
    notices.tell(shop.person_id, Kind.QUOTE, f"/my/messages/{quote.thread_id}")


def wanted_news(row: Wanted) -> None:
    """Tell a buyer that somebody asks about what she looks for."""
    if row.email:
        path = f"/{row.language}/w/{row.secret}"
        post(
            mail.render(
                "orders/message", to=row.email, language=row.language, path=path
            )
        )


def wanted_answered(asked: WantedQuestion) -> None:
    """Tell a maker that her question was answered."""
    shop = db.session.get_one(Shop, asked.shop_id)
    notices.tell(shop.person_id, Kind.QUOTE, f"/wanted/{asked.wanted_id}")


def reported(report: Report) -> None:
    """Tell who cares for the Lab that a conversation was reported."""
    for person_id in shops.staff_of(report.lab_id, Permission.DECIDE_CASES):
        notices.tell(person_id, Kind.DESK_ORDERS, f"/desk/reports/{report.thread_id}")


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
