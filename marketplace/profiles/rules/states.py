"""Which state leads where, by which action (DESIGN §5)."""

from collections.abc import Mapping

from marketplace.errors import Conflict

Moves = Mapping[str, Mapping[str, str]]  # state -> action -> next state

APPLICATION: Moves = {
    "draft": {"submit": "submitted", "withdraw": "withdrawn"},
    "submitted": {"take": "in_review", "withdraw": "withdrawn"},
    "in_review": {
        "approve": "approved",
        "decline": "declined",
        "ask": "needs_info",
        "withdraw": "withdrawn",
    },
    "needs_info": {"submit": "submitted", "withdraw": "withdrawn"},
    "approved": {},
    "declined": {},
    "withdrawn": {},
}
OPEN_APPLICATION = ("submitted", "in_review", "needs_info")  # a Lab has it in hand
CLOSED_APPLICATION = frozenset({"approved", "declined", "withdrawn"})
DECISIONS = ("approve", "ask", "decline")


def next_state(table: Moves, state: str, action: str) -> str:
    """Return where `action` leads from `state`; Conflict("moved_on") if nowhere."""
    try:
        return table[state][action]
    except KeyError:
        raise Conflict("moved_on", state=state, action=action) from None
