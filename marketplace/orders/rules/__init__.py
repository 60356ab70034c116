"""Pure decisions about orders: moves, amounts, fees, codes, timers."""

from marketplace.errors import Invalid
from marketplace.orders.rules.codes import new_number
from marketplace.orders.rules.machines import (
    BEFORE_SENT,
    CASE,
    CHANGE,
    DISPUTE,
    IN_HAND,
    IN_PLACE,
    IN_WORK,
    LIVE_REFUND,
    MAY_STILL_BE_PAID,
    MOVING_REFUND,
    NOT_STARTED,
    OPEN_CASE,
    ORDERS,
    OVER,
    PAYMENT,
    PAYOUT,
    PRODUCT,
    QUOTE,
    REFUND,
    SERVICE,
    UNDONE,
    WANTED,
    WITH_BUYER,
    beginning,
    buyer_may_cancel,
    buyer_may_stop,
    starting,
)
from marketplace.orders.rules.timers import CARD_HOLD as HOLD

__all__ = [
    "BEFORE_SENT",
    "CASE",
    "CHANGE",
    "DISPUTE",
    "HOLD",
    "IN_HAND",
    "IN_PLACE",
    "IN_WORK",
    "LIVE_REFUND",
    "MAY_STILL_BE_PAID",
    "MOVING_REFUND",
    "NOT_STARTED",
    "OPEN_CASE",
    "ORDERS",
    "OVER",
    "PAYMENT",
    "PAYOUT",
    "PRODUCT",
    "QUOTE",
    "REFUND",
    "SERVICE",
    "UNDONE",
    "WANTED",
    "WITH_BUYER",
    "beginning",
    "buyer_may_cancel",
    "buyer_may_stop",
    "new_number",
    "starting",
]

MAX_QUANTITY = 99
MAX_ITEMS = 50
UNPAID = NOT_STARTED
REFUND_ALONE = (
    500_000  # minor units a coordinator may give back without a second person
)
LEAST_PAYOUT = 50_000  # minor units


def hand_over_action(delivery: str) -> str:
    """Return the move that gives the parcel out of the seller's hands."""
    return "send" if delivery in {"post", "lab_parcel"} else "collect"


_OF_WORK = {"in_progress": "working", "delivered": "handed_in"}


def shown_state(
    state: str, delivery: str, *, paid: bool = True, kind: str = "product"
) -> str:
    """Return the state whose name fits: files are not collected, cash is not paid."""
    if kind == "service":
        return _OF_WORK.get(state, state)
    if delivery == "download" and state == "collected":
        return "downloadable"
    return "in_progress_cash" if state == "in_progress" and not paid else state


def check_quantity(quantity: int) -> int:
    """Return the quantity; Invalid("quantity") outside 1…99."""
    if not 1 <= quantity <= MAX_QUANTITY:
        raise Invalid("quantity", field="quantity")
    return quantity


def purchase_status(states: list[str]) -> str:
    """Derive one word for a purchase from its orders' states."""
    if all(state in {"expired", "cancelled"} for state in states):
        return "expired" if "expired" in states else "cancelled"
    if "awaiting_payment" in states:
        return "awaiting_payment"
    if all(state == "completed" for state in states if state not in UNPAID):
        return "completed"
    return "paid"
