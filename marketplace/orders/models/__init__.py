"""Tables of orders."""

from marketplace.orders.models.baskets import Basket, BasketItem
from marketplace.orders.models.currencies import FxRate
from marketplace.orders.models.delivery import ShippingRate
from marketplace.orders.models.orders import Order, OrderLine, Purchase
from marketplace.orders.models.payments import Payment

__all__ = [
    "Basket",
    "BasketItem",
    "FxRate",
    "Order",
    "OrderLine",
    "Payment",
    "Purchase",
    "ShippingRate",
]
