"""Pure decisions about orders: moves, prices, what a page offers."""

import secrets
from datetime import timedelta

from marketplace.errors import Invalid
from marketplace.profiles.rules import Moves

HOLD = timedelta(minutes=35)  # longer than any provider's page lives (payments.md §1.3)
MAX_QUANTITY = 99
MAX_ITEMS = 50

# state -> action -> next state (DESIGN §7)
PRODUCT: Moves = {
    "awaiting_payment": {
        "pay": "in_progress",
        "cancel": "cancelled",
        "expire": "expired",
    },
    "in_progress": {"ready": "ready"},
    "ready": {"send": "sent", "collect": "collected"},
    "sent": {"confirm": "delivered"},
    "collected": {"confirm": "delivered"},
    "delivered": {"complete": "completed"},
    "completed": {},
    "cancelled": {},
    "expired": {},
}
PAYMENT: Moves = {
    "creating": {"open": "open", "cancel": "cancelled", "fail": "failed"},
    "open": {
        "pay": "paid",
        "fail": "failed",
        "cancel": "cancelled",
        "suspend": "suspended",
    },
    "failed": {"suspend": "suspended"},
    "cancelled": {"suspend": "suspended"},
    "suspended": {},
    "paid": {},
}
MAY_STILL_BE_PAID = frozenset({"open", "failed", "cancelled"})
UNPAID = frozenset({"awaiting_payment", "expired", "cancelled"})
WITH_BUYER = frozenset({"sent", "collected"})
IN_WORK = frozenset({"in_progress", "ready"})
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else


def hand_over_action(delivery: str) -> str:
    """Return the move that gives the parcel out of the seller's hands."""
    return "send" if delivery == "post" else "collect"


def shown_state(state: str, delivery: str) -> str:
    """Return the state whose name fits: files are not collected anywhere."""
    files = delivery == "download" and state == "collected"
    return "downloadable" if files else state


def check_quantity(quantity: int) -> int:
    """Return the quantity; Invalid("quantity") outside 1…99."""
    if not 1 <= quantity <= MAX_QUANTITY:
        raise Invalid("quantity", field="quantity")
    return quantity


def new_number() -> str:
    """Return a number people can read out: eight letters and digits, as «K7F3-9QMX»."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def purchase_status(states: list[str]) -> str:
    """Derive one word for a purchase from its orders' states."""
    if all(state in {"expired", "cancelled"} for state in states):
        return "expired"
    if "awaiting_payment" in states:
        return "awaiting_payment"
    if all(state == "completed" for state in states if state not in UNPAID):
        return "completed"
    return "paid"
