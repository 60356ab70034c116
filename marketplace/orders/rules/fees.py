"""The Lab's part of a sale: dated rules, the most exact one counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from marketplace.errors import Invalid
from marketplace.money import share

MAX_BPS = 5000


@dataclass(frozen=True)
class Rule:
    """A fee from a day on, for a Lab, a category, both or all.

    `bps` of the line, plus `fixed` for each line, at least `least` and at most `most`
    (minor units; `most` 0: no limit), and never more than the line.
    """

    valid_from: date
    bps: int
    lab: Any = None
    category: Any = None
    fixed: int = 0
    least: int = 0
    most: int = 0

    def of(self, line_minor: int) -> int:
        """Return the fee of a line, in minor units."""
        if not self.bps and not self.fixed and not self.least:
            return 0
        fee = max(share(line_minor, self.bps) + self.fixed, self.least)
        fee = min(fee, self.most) if self.most else fee
        return min(fee, line_minor)

    def fits(self, lab: Any, categories: frozenset[Any], day: date) -> bool:
        """Whether it counts there on that day; a category's rule counts below it too."""
        return (
            self.valid_from <= day
            and self.lab in {None, lab}
            and (self.category is None or self.category in categories)
        )

    def checked(self) -> "Rule":
        """Return it; Invalid("lab_fee") or Invalid("fee_limits") when it cannot be."""
        if not 0 <= self.bps <= MAX_BPS:
            raise Invalid("lab_fee", field="fee")
        if min(self.fixed, self.least, self.most) < 0 or 0 < self.most < self.least:
            raise Invalid("fee_limits", field="most")
        return self


def chosen(
    rules: Iterable[Rule], lab: Any, categories: frozenset[Any], day: date
) -> Rule | None:
    """Return the rule that counts: the most exact, of those the newest; None if none.

    A rule for a Lab and a category is more exact than one for the Lab, that than one for
    the category, that than one for all.
    """
    fitting = [rule for rule in rules if rule.fits(lab, categories, day)]
    return max(
        fitting,
        key=lambda rule: (
            rule.lab is not None,
            rule.category is not None,
            rule.valid_from,
        ),
        default=None,
    )
