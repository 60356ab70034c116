"""When a thing that is made to order will be ready."""

from datetime import date, timedelta


def promised(
    today: date, lead_days: int, weekly: int, in_work: int, quantity: int = 1
) -> date:
    """Return the day she can promise.

    `lead_days` is the time for the first one; `weekly` how many she makes in a week (0:
    any number); `in_work` how many are ordered and not ready. Every full week of work
    in front moves the day by a week.
    """
    weeks = (in_work + quantity - 1) // weekly if weekly else 0
    return today + timedelta(days=lead_days + 7 * weeks)
