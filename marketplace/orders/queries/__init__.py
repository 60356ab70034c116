"""Reads about orders."""

from marketplace.orders.queries.baskets import (
    Chosen,
    ShopPart,
    basket_count,
    basket_parts,
    basket_view,
    find_basket,
)
from marketplace.orders.queries.money import Earned, MoneyView, money_of
from marketplace.orders.queries.neighbours import Neighbours, neighbours
from marketplace.orders.queries.purchases import (
    line_file,
    line_photo,
    open_attempt,
    purchase_by,
    purchase_view,
)
from marketplace.orders.queries.selling import (
    OrderRow,
    lab_orders,
    shop_order,
    shop_orders,
)

__all__ = [
    "Chosen",
    "Earned",
    "MoneyView",
    "Neighbours",
    "OrderRow",
    "ShopPart",
    "basket_count",
    "basket_parts",
    "basket_view",
    "find_basket",
    "lab_orders",
    "line_file",
    "line_photo",
    "money_of",
    "neighbours",
    "open_attempt",
    "purchase_by",
    "purchase_view",
    "shop_order",
    "shop_orders",
]
