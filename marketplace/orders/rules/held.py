"""Why the money of an order is not the maker's yet, and when it will be."""

from datetime import datetime

from marketplace.orders.rules import timers

CASH = {"lab": "cash_lab", "maker": "cash_maker"}
_WAITS = {
    "sent": timers.ARRIVES_AFTER,
    "collected": timers.COMPLETE_AFTER,
    "delivered": timers.COMPLETE_AFTER,
}


def why(state: str, pays: str, blocked: str, *, paid: bool) -> str:
    """Return in one word what an order's money waits for.

    `blocked` is case, dispute or refund, or empty; what is not paid yet comes in cash.
    """
    if not paid:
        return CASH[pays]
    return blocked or state


def until(
    state: str, blocked: str, since: datetime, kind: str = "product"
) -> datetime | None:
    """Return when it is released if the buyer says nothing; None if that never happens.

    `since` is when the order came into its state. What is blocked waits for people.
    """
    wait = None if blocked else _WAITS.get(state)
    if kind == "service" and wait is not None:
        wait = timers.ACCEPT_AFTER
    return since + wait if wait else None
