"""Acting for a resident, and recovering an account: how long, by whom."""

from datetime import timedelta

from marketplace.errors import Invalid
from marketplace.profiles.rules.states import Moves

HERSELF, PAPER, SPOKEN = "herself", "paper", "spoken"
WRITTEN_BY_LAB = (PAPER, SPOKEN)
DAYS = {HERSELF: (1, 7, 30, 90), PAPER: (1, 7, 30), SPOKEN: (1, 7)}
WAIT = timedelta(hours=72)  # security.md §3: time for her to notice and stop it
USABLE = timedelta(days=7)  # then a new contact must be asked for again

RECOVERY: Moves = {
    "started": {"confirm": "confirmed", "cancel": "cancelled"},
    "confirmed": {"finish": "done", "cancel": "cancelled"},
    "cancelled": {},
    "done": {},
}


def lasts(how: str, days: int) -> timedelta:
    """Return how long a consent lasts; Invalid for a time nobody may agree to."""
    if days not in DAYS.get(how, ()):
        raise Invalid("consent_days", field="days")
    return timedelta(days=days)
