"""Pure decisions about shops."""

from datetime import date

from marketplace.errors import Invalid
from marketplace.profiles.rules.states import Moves

VISIBILITY = ("public", "link", "lab", "hidden")
LONGEST_AWAY = 366  # days

SHOP: Moves = {
    "active": {"suspend": "suspended", "close": "closed"},
    "suspended": {"reopen": "active", "close": "closed"},
    "closed": {},
}


def check_away(first: date | None, last: date | None, today: date) -> None:
    """Refuse days away that make no sense: Invalid("away_days").

    Both or neither; the last not before the first nor in the past, at most a year on.
    """
    if first is None and last is None:
        return
    if first is None or last is None or last < first or last < today:
        raise Invalid("away_days", field="away_to")
    if (last - today).days > LONGEST_AWAY:
        raise Invalid("away_days", field="away_to")


def is_away(first: date | None, last: date | None, today: date) -> bool:
    """Whether she is away today; she is back by herself on the day after the last."""
    return first is not None and last is not None and first <= today <= last
