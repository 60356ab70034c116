"""Pure decisions about listings."""

from marketplace.errors import Invalid
from marketplace.money import Money
from marketplace.profiles.rules import Moves

MAX_PHOTOS = 12
MAX_ALT = 200  # letters that say what is on a photo
MAX_PRICE = 5_000_000_00  # minor units: a slip of the finger, not a shyrdak
MAX_STOCK = 9_999

# state -> action -> next state (DESIGN §6)
LISTING: Moves = {
    "draft": {"submit": "in_review", "archive": "archived"},
    "in_review": {
        "publish": "published",
        "ask": "needs_changes",
        "reject": "rejected",
    },
    "needs_changes": {"submit": "in_review", "archive": "archived"},
    "published": {"pause": "paused", "archive": "archived"},
    "paused": {"resume": "published", "archive": "archived"},
    "rejected": {},
    "archived": {},
}
EDITABLE = frozenset({"draft", "needs_changes"})
DECISIONS = ("publish", "ask")


def check_price(price: Money) -> Money:
    """Return the price; Invalid("price_range") outside 1 som … 5 million som."""
    if not 100 <= price.minor <= MAX_PRICE:
        raise Invalid("price_range", field="price")
    return price
