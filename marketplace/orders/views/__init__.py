"""Pages. Importing this package registers every view."""

from marketplace.orders.blueprint import bp
from marketplace.orders.views import basket, checkout, purchase, sandbox, selling, tax

__all__ = ["basket", "bp", "checkout", "purchase", "sandbox", "selling", "tax"]
