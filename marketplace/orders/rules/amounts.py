"""Who gets which part of an amount, to the minor unit (payments.md §5.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from marketplace.errors import Conflict
from marketplace.money import Money

K = TypeVar("K")


@dataclass(frozen=True)
class Parts:
    """An amount divided: the Lab's fee, who carries the parcel, the seller."""

    fee: int
    courier: int
    seller: int

    @property
    def total(self) -> int:
        """All of it, in minor units."""
        return self.fee + self.courier + self.seller

    def __sub__(self, other: "Parts") -> "Parts":
        """Take each part of another from this one."""
        return Parts(
            self.fee - other.fee,
            self.courier - other.courier,
            self.seller - other.seller,
        )


@dataclass(frozen=True)
class Sale:
    """The amounts of an order, in minor units; `courier`: the Lab carries the parcel."""

    items: int
    delivery: int
    fee: int
    courier: bool = False

    @property
    def total(self) -> int:
        """What the buyer pays."""
        return self.items + self.delivery


def left(sale: Sale, back: int) -> Parts:
    """Divide what remains of a sale when `back` of it has been given back.

    Money goes back from the goods first, then from the delivery. The fee that remains is
    the fee less its part of the goods given back *altogether*: many small refunds and
    one big one leave the same, and a full refund returns the whole fee.
    """
    goods_back = min(back, sale.items)
    delivery_left = sale.delivery - (back - goods_back)
    fee = sale.fee - (sale.fee * goods_back // sale.items if sale.items else 0)
    courier = delivery_left if sale.courier else 0
    return Parts(fee, courier, sale.total - back - fee - courier)


def taken_back(sale: Sale, now: Parts, amount: int) -> Parts:
    """Divide `amount` that is given back after the release: what each returns.

    `now` is what each has. What each would have by the rule afterwards is the aim, so
    the last refund closes exactly. Nobody returns more than she has, or less than
    nothing: a refund that failed may have left another division than the rule's.
    """
    aim = left(sale, sale.total - now.total + amount)
    fee = min(max(now.fee - aim.fee, 0), amount)
    courier = min(max(now.courier - aim.courier, 0), amount - fee)
    seller = min(now.seller, amount - fee - courier)
    rest = amount - fee - courier - seller
    more = min(rest, now.courier - courier)
    return Parts(fee + rest - more, courier + more, seller)


def check_refund(sale: Sale, before: int, amount: int) -> None:
    """Conflict("refund_range") unless something, and not more than is left, goes back."""
    if not 0 < amount <= sale.total - before:
        raise Conflict("refund_range", sum=Money(sale.total - before), field="amount")


def divided(amount: int, weights: Mapping[K, int]) -> dict[K, int]:
    """Divide an amount by weights, exactly: the largest remainders get the rest.

    With no weight at all everything goes to the first.
    """
    total = sum(weights.values())
    if not total:
        return {key: amount if at == 0 else 0 for at, key in enumerate(weights)}
    shares = {key: amount * weight // total for key, weight in weights.items()}
    rest = amount - sum(shares.values())
    by_remainder: Sequence[K] = sorted(
        weights, key=lambda key: -(amount * weights[key] % total)
    )
    for key in by_remainder[:rest]:
        shares[key] += 1
    return shares


def part_of(whole: int, done: int, amount: int, of: int) -> int:
    """Return the part of `whole` that belongs to `amount` of `of`, after `done`.

    The target rule: what is due for everything so far, less what was due before; the
    last part closes exactly.
    """
    return whole * (done + amount) // of - whole * done // of
