"""Whose turn it is, and in which part of the board an order stands."""

BUYER, SELLER = "buyer", "seller"
ANSWER, WORK, WAITING, DONE = "answer", "work", "waiting", "done"
PLACES = (ANSWER, WORK, WAITING, DONE)
_BOARD = {
    "awaiting_acceptance": ANSWER,
    "revision_requested": ANSWER,
    "in_progress": WORK,
    "ready": WORK,
    "needs_brief": WAITING,
    "sent": WAITING,
    "collected": WAITING,
    "delivered": WAITING,
    "accepted": DONE,
    "completed": DONE,
    "cancelled": DONE,
    "expired": DONE,
    "awaiting_payment": WAITING,
}


def place_of(state: str) -> str:
    """Return where on the maker's board an order of this state stands."""
    return _BOARD[state]


def states_at(place: str) -> tuple[str, ...]:
    """Return the states of orders that stand at a place of the board."""
    return tuple(state for state, where in _BOARD.items() if where == place)


def waits_for(kind: str, state: str) -> str | None:
    """Return who is next with an order; None when nobody is."""
    place = _BOARD[state]
    if place in {ANSWER, WORK}:
        return SELLER
    if place == WAITING and state != "awaiting_payment":
        return BUYER if kind == "service" or state != "delivered" else None
    return None
