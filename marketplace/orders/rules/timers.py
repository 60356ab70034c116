"""When silence has lasted long enough (features.md §2.2, «Timers»)."""

from datetime import datetime, timedelta

from marketplace.clock import BISHKEK

CARD_HOLD = timedelta(minutes=35)  # longer than any provider's page lives (§1.3)
CARD_PAGE = timedelta(minutes=31)  # Stripe takes no less than 30
TRANSFER_HOLD = timedelta(hours=72)
CASH_HOLD = timedelta(days=7)  # of a ready parcel nobody has paid
MOST_HOLD = TRANSFER_HOLD + CARD_HOLD
ANSWER_DAYS = 3  # working days the maker has, then the Lab is told
ANSWER_MORE = 2  # and then the buyer gets her money back
COMPLETE_AFTER = timedelta(days=14)  # of what has arrived
ASK_AFTER = timedelta(days=21)  # of what was sent: «has it come?»
ARRIVES_AFTER = timedelta(days=30)
ACCEPT_AFTER = timedelta(days=7)  # of work that was handed in
ACCEPT_NOTICES = (timedelta(days=3), timedelta(days=6))
LAST_WORD = timedelta(hours=23)  # between the last notice and what follows from it
BRIEF_ASK = timedelta(days=3)  # of a paid order without its answers
BRIEF_LAB = timedelta(days=10)
BRIEF_OVER = timedelta(days=30)  # and then the buyer gets her money back
LATE_DAYS = 1  # after the promised day the maker is asked
LATE_LAB_DAYS = 3  # and then the Lab
QUOTE_ASK = timedelta(days=3)  # unanswered by the maker: the Lab is told
CASE_SELLER = timedelta(days=5)
CASE_LEAD = timedelta(days=30)
DETAILS_REST = timedelta(hours=72)  # new payout details (§5.7)
_FRIDAY = 4


def hold_for(provider: str) -> timedelta:
    """Return how long stock is kept for a purchase that is paid this way."""
    if provider == "transfer":
        return TRANSFER_HOLD
    return CASH_HOLD if provider in {"cash_lab", "cod"} else CARD_HOLD


def working_days_later(start: datetime, days: int) -> datetime:
    """Return the same hour so many working days later, in Bishkek."""
    moment = start.astimezone(BISHKEK)
    while days:
        moment += timedelta(days=1)
        if moment.weekday() <= _FRIDAY:
            days -= 1
    return moment
