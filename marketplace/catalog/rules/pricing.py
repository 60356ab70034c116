"""From hours and materials to a price, and from a price to the pay of an hour.

Formula of features.md §4.7 and ux.md §12: (materials + hours × wage + overhead) ÷
(1 - fee), rounded up to whole tens of som.
"""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.errors import Invalid
from marketplace.money import Money, share

TEN_SOM = 1000  # minor units
FAIR_PER_CENT = 125  # with something for slow months and worn tools
GIFT_PER_CENT = 200  # a gift shop doubles: it pays rent and people, too
MAX_MINUTES = 60 * 1000
HIGHEST = 10_000_000_00


@dataclass(frozen=True)
class Costs:
    """What one piece costs her. Money in minor units, time in minutes."""

    materials: int
    minutes: int
    wage: int  # for an hour
    overhead: int

    @property
    def work(self) -> int:
        """What her time is worth."""
        return -(-self.minutes * self.wage // 60)

    @property
    def total(self) -> int:
        """Everything, before the fee."""
        return self.materials + self.work + self.overhead


@dataclass(frozen=True)
class Offer:
    """One price and what it means for her, in minor units."""

    code: str  # "cover", "fair", "gift", "own"
    price: Money
    fee: Money
    she_gets: Money
    hour: Money | None  # her real pay; None without hours


def check_costs(costs: Costs) -> Costs:
    """Return the costs; Invalid("costs_range") when a number cannot be right."""
    amounts = (costs.materials, costs.wage, costs.overhead)
    if not all(0 <= amount <= HIGHEST for amount in amounts):
        raise Invalid("costs_range")
    if not 0 <= costs.minutes <= MAX_MINUTES or not costs.total:
        raise Invalid("costs_range")
    return costs


def offers(costs: Costs, fee_bps: int) -> list[Offer]:
    """Return three prices: that cover the costs, a fair one, one of a gift shop."""
    per_cent = {"cover": 100, "fair": FAIR_PER_CENT, "gift": GIFT_PER_CENT}
    return [
        at_price(code, costs, least_price(costs.total * part // 100, fee_bps), fee_bps)
        for code, part in per_cent.items()
    ]


def least_price(wanted: int, fee_bps: int) -> int:
    """Return the lowest price in whole tens of som that leaves `wanted` after the fee."""
    price = -(-wanted * 10_000 // (10_000 - fee_bps))
    price = -(-price // TEN_SOM) * TEN_SOM
    return max(price, TEN_SOM)


def at_price(code: str, costs: Costs, price: int, fee_bps: int) -> Offer:
    """Return what a price means: the fee, what she gets, what an hour is paid."""
    fee = share(price, fee_bps)
    left = price - fee - costs.materials - costs.overhead
    hour = Money(left * 60 // costs.minutes) if costs.minutes else None
    return Offer(code, Money(price), Money(fee), Money(price - fee), hour)
