"""Which mail about orders goes to whom. Texts carry no names and no amounts to sellers."""

from collections.abc import Sequence

from marketplace.extensions import db
from marketplace.infra import mail
from marketplace.orders.models import Order, Purchase
from marketplace.profiles.emails import post
from marketplace.profiles.models import Shop
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import notices


def paid(purchase: Purchase, orders: Sequence[Order]) -> None:
    """Send the buyer the link to her purchase, and each seller the news."""
    _to_buyer(purchase, "orders/paid")
    for order in orders:
        shop = db.session.get_one(Shop, order.shop_id)
        notices.tell(shop.person_id, Kind.ORDER_NEW, f"/my/orders/{order.id}")


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
