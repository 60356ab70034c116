"""When others may read what a buyer has written, and what its seller may say to it."""

from datetime import datetime, timedelta

from marketplace.errors import Conflict, Invalid
from marketplace.profiles.rules import Moves

BLIND = timedelta(days=14)  # in which neither side reads the other (DESIGN §6)
CORRECTED = timedelta(hours=24)  # how long an answer can still be written anew
MOST = 1000  # letters of an answer, and of a reason

# "waiting" is nobody's but its writer's.
REVIEW: Moves = {
    "waiting": {"open": "shown"},
    "shown": {"hide": "hidden"},
    "hidden": {"show": "shown"},
}
# What the Lab can do: "keep" answers a report without moving anything.
STEPS = ("hide", "show", "keep")


def shown_from(completed_at: datetime, written_at: datetime) -> datetime:
    """Return when others may read a review: 14 days after its order was completed.

    Who writes later waits no longer: by then the other side can have written, too.
    """
    return max(written_at, completed_at + BLIND)


def may_answer(state: str, answered_at: datetime | None, now: datetime) -> bool:
    """Whether a seller can answer now: once, and mend it for 24 hours."""
    mending = answered_at is None or now < answered_at + CORRECTED
    return state == "shown" and mending


def checked_answer(
    state: str, answered_at: datetime | None, now: datetime, text: str
) -> str:
    """Return an answer as it is kept.

    Raises Conflict("moved_on") for a review nobody sees, Conflict("answer_stays") after
    24 hours, Invalid("answer_words") without words or with more than 1000 letters.
    """
    if state != "shown":
        raise Conflict("moved_on", state=state)
    if not may_answer(state, answered_at, now):
        raise Conflict("answer_stays")
    return checked_words(text, "answer_words")


def checked_words(text: str, code: str) -> str:
    """Return words without what a form adds; Invalid(code) for none or too many.

    A browser counts a line's end as one letter and sends two.
    """
    words = text.replace("\r\n", "\n").strip()
    if not words or len(words) > MOST:
        raise Invalid(code, field="text")
    return words
