"""Names of states and steps on screen."""

from typing import Any

from marketplace.i18n import _l

STATES: dict[str, Any] = {
    # applications and listings
    "draft": _l("Draft"),
    "submitted": _l("Sent"),
    "in_review": _l("Being looked at"),
    "needs_info": _l("Something is missing"),
    "approved": _l("Approved"),
    "declined": _l("Declined"),
    "withdrawn": _l("Withdrawn"),
    "published": _l("On sale"),
    "paused": _l("Paused"),
    "needs_changes": _l("Needs changes"),
    "rejected": _l("Not taken"),
    "archived": _l("Archived"),
    # orders and payments
    "awaiting_payment": _l("Waiting for payment"),
    "in_progress": _l("Paid, being made ready"),
    "ready": _l("Ready"),
    "sent": _l("Sent by post"),
    "collected": _l("Collected at the Lab"),
    "delivered": _l("Arrived"),
    "completed": _l("Completed"),
    "cancelled": _l("Cancelled"),
    "expired": _l("Not paid in time"),
    "closed": _l("Not paid in time"),
    "paid": _l("Paid"),
}
GOOD = frozenset({"approved", "published", "completed", "paid", "delivered"})
WAITING = frozenset({"submitted", "in_review", "awaiting_payment", "ready", "paused"})
BAD = frozenset({"declined", "rejected", "expired", "closed", "cancelled"})


def state(code: str) -> str:
    """Return the name of a state."""
    return str(STATES[code])


def tone(code: str) -> str:
    """Return which colour a state's badge has: ok, warn, error or plain."""
    if code in GOOD:
        return "ok"
    if code in BAD:
        return "error"
    return "warn" if code in WAITING or code.startswith("needs_") else "plain"
