"""Reads about orders."""

from marketplace.orders.queries.baskets import (
    Chosen,
    ShopPart,
    basket_count,
    basket_parts,
    basket_view,
    find_basket,
)
from marketplace.orders.queries.cases import CaseRow, case_for, cases_of, open_cases
from marketplace.orders.queries.currencies import (
    known_currencies,
    last_rates,
    rate_on,
)
from marketplace.orders.queries.delivery import (
    BasketPage,
    RateRow,
    basket_page,
    country_of,
    plan_of,
    rates_of,
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
from marketplace.orders.queries.refunds import (
    RefundRow,
    open_refunds,
    refunds_of,
    refunds_of_order,
)
from marketplace.orders.queries.selling import (
    OrderRow,
    lab_orders,
    shop_order,
    shop_orders,
)

__all__ = [
    "BasketPage",
    "CaseRow",
    "Chosen",
    "Earned",
    "MoneyView",
    "Neighbours",
    "OrderRow",
    "RateRow",
    "RefundRow",
    "ShopPart",
    "basket_count",
    "basket_page",
    "basket_parts",
    "basket_view",
    "case_for",
    "cases_of",
    "country_of",
    "find_basket",
    "known_currencies",
    "lab_orders",
    "last_rates",
    "line_file",
    "line_photo",
    "money_of",
    "neighbours",
    "open_attempt",
    "open_cases",
    "open_refunds",
    "plan_of",
    "purchase_by",
    "purchase_view",
    "rate_on",
    "rates_of",
    "refunds_of",
    "refunds_of_order",
    "shop_order",
    "shop_orders",
]
