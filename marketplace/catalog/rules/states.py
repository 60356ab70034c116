"""How a listing and a change to it move (DESIGN §6)."""

from marketplace.profiles.rules import Moves

MAX_PHOTOS = 12
MAX_ALT = 200  # letters that say what is on a photo

# An answer of a coordinator is taken back to the state it was given in.
UNDO = {f"undo_{state}": state for state in ("in_review", "published", "paused")}
# state -> action -> next state.
LISTING: Moves = {
    "draft": {"submit": "in_review", "open": "published", "archive": "archived"},
    "in_review": {
        "publish": "published",
        "ask": "needs_changes",
        "reject": "rejected",
        "take_back": "draft",
    },
    "needs_changes": {
        "submit": "in_review",
        "open": "published",
        "archive": "archived",
        **UNDO,
    },
    "published": {
        "pause": "paused",
        "archive": "archived",
        "ask": "needs_changes",
        **UNDO,
    },
    "paused": {"resume": "published", "archive": "archived", "ask": "needs_changes"},
    "rejected": {"archive": "archived", **UNDO},
    "archived": {"restore": "draft"},
}
# A change to something that is on sale: buyers see the old one until it is applied.
REVISION: Moves = {
    "pending": {"apply": "applied", "decline": "declined", "withdraw": "withdrawn"},
    "applied": {"undo": "pending"},
    "declined": {"undo": "pending"},
    "withdrawn": {},
}
EDITABLE = frozenset({"draft", "needs_changes"})
LIVE = frozenset({"published", "paused"})
DECISIONS = ("publish", "ask", "reject")
