"""Money: an integer of minor units and a currency. Never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass

from marketplace.errors import Invalid

CURRENCIES = ("KGS", "USD", "EUR")  # every one has two decimals (payments.md §1.2)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (tyiyn, cents)."""

    minor: int
    currency: str = "KGS"

    def __add__(self, other: Money) -> Money:
        """Add an amount of the same currency; ValueError otherwise."""
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        """Subtract an amount of the same currency; ValueError otherwise."""
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, count: int) -> Money:
        """Take it `count` times."""
        return Money(self.minor * count, self.currency)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise ValueError("mixed currencies")
        return other.minor


def share(amount_minor: int, bps: int) -> int:
    """Return `bps` basis points of an amount, half a minor unit rounds up (§5.4)."""
    return (amount_minor * bps + 5000) // 10_000


def parse(text: str, currency: str = "KGS") -> Money:
    """Read an amount as people type it: «1 500 сом», «1500,50», «1500».

    Raises Invalid("price_words") when it is no amount of at most two decimals.
    """
    found = re.fullmatch(r"([0-9]{1,9})(?:[.,]([0-9]{1,2}))?", _bare(text))
    if not found:
        raise Invalid("price_words")
    whole, cents = found.groups()
    return Money(int(whole) * 100 + int((cents or "").ljust(2, "0")), currency)


def plain(value: Money) -> str:
    """Write an amount for a form: «1500» or «1500.50», as `parse` reads it."""
    whole, cents = divmod(value.minor, 100)
    return f"{whole}.{cents:02d}" if cents else str(whole)


def _bare(text: str) -> str:
    text = re.sub(r"(?i)сом|som|kgs|\s|\u00a0|\u202f", "", text)
    return text.rstrip(".")
