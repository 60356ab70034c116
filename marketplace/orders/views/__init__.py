"""Pages. Importing this package registers every view."""

from marketplace.orders.blueprint import bp
from marketplace.orders.views import (
    basket,
    checkout,
    money,
    paying,
    purchase,
    sandbox,
    selling,
    tax,
)
from marketplace.orders.views.webhook import webhooks_bp

__all__ = [
    "basket",
    "bp",
    "checkout",
    "money",
    "paying",
    "purchase",
    "sandbox",
    "selling",
    "tax",
    "webhooks_bp",
]
