"""Which mail about orders goes to whom. Texts carry no names and no amounts to sellers."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.extensions import db
from marketplace.infra import mail
from marketplace.orders.models import Order, Purchase
from marketplace.profiles.emails import post, tell
from marketplace.profiles.models import Person, Shop


def paid(purchase: Purchase, orders: Sequence[Order]) -> None:
    """Send the buyer the link to her purchase, and each seller the news."""
    _to_buyer(purchase, "orders/paid")
    for order in orders:
        seller = db.session.scalar(
            select(Person)
            .join(Shop, Shop.person_id == Person.id)
            .where(Shop.id == order.shop_id)
        )
        if seller is not None:
            tell(seller, "orders/new_order")


def handed_over(order: Order) -> None:
    """Tell the buyer that a parcel is on its way, or in her hands."""
    purchase = db.session.get_one(Purchase, order.purchase_id)
    _to_buyer(purchase, "orders/handed_over", delivery=order.delivery)


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
