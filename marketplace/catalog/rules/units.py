"""What a buyable unit may cost and how many there can be."""

from enum import StrEnum

from marketplace.errors import Invalid
from marketplace.money import Money

MAX_PRICE = 5_000_000_00  # minor units: a slip of the finger, not a shyrdak
MAX_STOCK = 9_999
MAX_DAYS = 365
MAX_WEEKLY = 999


class Mode(StrEnum):
    """Where the units of a variant come from."""

    ONE_OFF = "one_off"
    COUNTED = "counted"
    MADE_TO_ORDER = "made_to_order"
    DIGITAL = "digital"


COUNTED = frozenset({Mode.ONE_OFF, Mode.COUNTED})  # the others never run out


def check_price(price: Money) -> Money:
    """Return the price; Invalid("price_range") outside 1 som … 5 million som."""
    if not 100 <= price.minor <= MAX_PRICE:
        raise Invalid("price_range", field="price")
    return price
