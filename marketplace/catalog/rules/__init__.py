"""Pure decisions about what is for sale."""

from marketplace.catalog.rules.content import (
    Ask,
    Content,
    Extra,
    Option,
    Package,
    Place,
    Question,
    VariantPart,
    checked,
    simple,
    without_files,
)
from marketplace.catalog.rules.states import (
    DECISIONS,
    EDITABLE,
    LISTING,
    LIVE,
    MAX_ALT,
    MAX_PHOTOS,
    REVISION,
)
from marketplace.catalog.rules.units import MAX_PRICE, MAX_STOCK, Mode, check_price

__all__ = [
    "DECISIONS",
    "EDITABLE",
    "LISTING",
    "LIVE",
    "MAX_ALT",
    "MAX_PHOTOS",
    "MAX_PRICE",
    "MAX_STOCK",
    "REVISION",
    "Ask",
    "Content",
    "Extra",
    "Mode",
    "Option",
    "Package",
    "Place",
    "Question",
    "VariantPart",
    "check_price",
    "checked",
    "simple",
    "without_files",
]
