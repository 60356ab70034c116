"""Tables of orders."""

from marketplace.orders.models.baskets import Basket, BasketItem
from marketplace.orders.models.inbox import InboxEvent
from marketplace.orders.models.orders import Order, OrderLine, Purchase
from marketplace.orders.models.payments import Payment

__all__ = [
    "Basket",
    "BasketItem",
    "InboxEvent",
    "Order",
    "OrderLine",
    "Payment",
    "Purchase",
]
