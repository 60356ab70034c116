"""How a seller is taxed, as far as it decides what she may do (payments.md §1.4)."""

from datetime import date

from marketplace.errors import Invalid

NONE, PATENT = "none", "patent"
REGIMES = (NONE, PATENT, "single_tax", "general", "cip")
TIN_DIGITS = 14
LONGEST_PATENT = 3 * 366  # days


def may_export(regime: str) -> bool:
    """Whether she may send abroad: a trade patent forbids it, also one that is over."""
    return regime != PATENT


def tin(text: str) -> str:
    """Return a tax number as its digits, "" for none; Invalid("tin_words")."""
    bare = "".join(text.split())
    if not bare:
        return ""
    if not (bare.isascii() and bare.isdigit() and len(bare) == TIN_DIGITS):
        raise Invalid("tin_words", field="tin", number=TIN_DIGITS)
    return bare


def patent_day(regime: str, until: date | None, today: date) -> date | None:
    """Return the last day of her patent; None for whoever has none.

    Raises Invalid("patent_day") for a patent without a day, or one out of all reason.
    """
    if regime not in REGIMES:
        raise Invalid("choose_one", field="regime")
    if regime != PATENT:
        return None
    if until is None or abs((until - today).days) > LONGEST_PATENT:
        raise Invalid("patent_day", field="patent_until")
    return until
