"""Pages. Importing this package registers every view."""

from marketplace.orders.blueprint import bp
from marketplace.orders.views import (
    asking,
    basket,
    checkout,
    figures,
    messages,
    money,
    ordering,
    paying,
    payouts,
    purchase,
    sandbox,
    selling,
    sent_files,
    statements,
    talking,
    tax,
    wanted,
    works,
)
from marketplace.orders.views.sent_files import sent_bp
from marketplace.orders.views.webhook import webhooks_bp

__all__ = [
    "asking",
    "basket",
    "bp",
    "checkout",
    "figures",
    "messages",
    "money",
    "ordering",
    "paying",
    "payouts",
    "purchase",
    "sandbox",
    "selling",
    "sent_bp",
    "sent_files",
    "statements",
    "talking",
    "tax",
    "wanted",
    "webhooks_bp",
    "works",
]
