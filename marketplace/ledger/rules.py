"""Pure rules of the book."""

from collections.abc import Iterable

from marketplace.errors import MarketplaceError


class UnbalancedError(MarketplaceError):
    """An entry whose debits and credits differ: a fault of ours, never a person's."""

    status = 500
    code = "unbalanced"


def check_balanced(amounts: Iterable[tuple[str, int]]) -> None:
    """Refuse (currency, minor) lines that do not add up to zero in each currency."""
    sums: dict[str, int] = {}
    for currency, minor in amounts:
        sums[currency] = sums.get(currency, 0) + minor
    if any(sums.values()):
        raise UnbalancedError(sums=sums)
