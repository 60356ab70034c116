"""Pages. Importing this package registers every view."""

from marketplace.orders.blueprint import bp
from marketplace.orders.views import (
    basket,
    checkout,
    money,
    paying,
    payouts,
    purchase,
    sandbox,
    selling,
    statements,
    tax,
)
from marketplace.orders.views.webhook import webhooks_bp

__all__ = [
    "basket",
    "bp",
    "checkout",
    "money",
    "paying",
    "payouts",
    "purchase",
    "sandbox",
    "selling",
    "statements",
    "tax",
    "webhooks_bp",
]
