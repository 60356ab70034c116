"""State tables: state -> action -> next state (DESIGN §7, features.md §2.2)."""

from marketplace.profiles.rules import Moves

# «pay» and «agree» (cash at the hand-over) go on to the work; their twins with «_ask»
# first ask the maker for a day, for what is made to order.
PRODUCT: Moves = {
    "awaiting_payment": {
        "pay": "in_progress",
        "pay_ask": "awaiting_acceptance",
        "agree": "in_progress",
        "agree_ask": "awaiting_acceptance",
        "cancel": "cancelled",
        "expire": "expired",
    },
    "awaiting_acceptance": {
        "accept": "in_progress",
        "cancel": "cancelled",
        "lapse": "cancelled",
    },
    "in_progress": {"ready": "ready", "cancel": "cancelled"},
    "ready": {"send": "sent", "collect": "collected", "cancel": "cancelled"},
    "sent": {"confirm": "delivered", "settle": "completed", "redo": "in_progress"},
    "collected": {
        "confirm": "delivered",
        "settle": "completed",
        "redo": "in_progress",
    },
    "delivered": {
        "complete": "completed",
        "settle": "completed",
        "redo": "in_progress",
    },
    "completed": {},
    "cancelled": {},
    # Money that came late and found everything still there (payments.md §5.2).
    "expired": {"revive": "in_progress", "revive_ask": "awaiting_acceptance"},
}
# What is work: a package, an accepted offer, a milestone. «pay_brief» first asks the
# buyer what the maker must know; «join» ends a paid change with the order it is of.
SERVICE: Moves = {
    "awaiting_payment": {
        "pay": "in_progress",
        "pay_brief": "needs_brief",
        "cancel": "cancelled",
        "expire": "expired",
    },
    "needs_brief": {
        "brief": "in_progress",
        "cancel": "cancelled",
        "lapse": "cancelled",
    },
    "in_progress": {
        "deliver": "delivered",
        "cancel": "cancelled",
        "join": "completed",
    },
    "delivered": {
        "revise": "revision_requested",
        "approve": "accepted",
        "settle": "completed",
        "redo": "in_progress",
    },
    "revision_requested": {"resume": "in_progress", "cancel": "cancelled"},
    "accepted": {"complete": "completed"},
    "completed": {},
    "cancelled": {},
    "expired": {"revive": "in_progress", "revive_brief": "needs_brief"},
}
ORDERS: dict[str, Moves] = {"product": PRODUCT, "service": SERVICE}
# A quote: the seller offers, the buyer answers with an offer of her own or takes it.
QUOTE: Moves = {
    "requested": {
        "offer": "offered",
        "decline": "declined",
        "withdraw": "withdrawn",
        "lapse": "expired",
    },
    "offered": {
        "offer": "offered",
        "counter": "requested",
        "accept": "accepted",
        "decline": "declined",
        "withdraw": "withdrawn",
        "lapse": "expired",
    },
    "accepted": {"withdraw": "withdrawn"},  # while nothing of it was paid
    "declined": {},
    "withdrawn": {},
    "expired": {"offer": "offered", "ask": "requested"},
}
# A change for money (or for time) to an order that runs.
CHANGE: Moves = {
    "offered": {
        "accept": "accepted",
        "decline": "declined",
        "withdraw": "withdrawn",
        "lapse": "expired",
    },
    "accepted": {
        "pay": "paid",
        "decline": "declined",
        "withdraw": "withdrawn",
        "lapse": "expired",
    },
    "paid": {},
    "declined": {},
    "withdrawn": {},
    "expired": {},
}
# What a buyer looks for in public.
WANTED: Moves = {
    "open": {"award": "awarded", "close": "closed", "lapse": "closed"},
    "awarded": {},
    "closed": {},
}
PAYMENT: Moves = {
    "creating": {"open": "open", "cancel": "cancelled", "fail": "failed"},
    "open": {
        "pay": "paid",
        "fail": "failed",
        "cancel": "cancelled",
        "suspend": "suspended",
    },
    "failed": {"suspend": "suspended", "revive": "paid"},
    "cancelled": {"suspend": "suspended", "revive": "paid"},
    # «suspended»: late, twice or another sum; it ends on its orders, or goes back.
    "suspended": {"pay": "paid", "give_back": "given_back"},
    "given_back": {},
    "paid": {},
}
REFUND: Moves = {
    "requested": {"approve": "approved", "deny": "denied"},
    "approved": {"start": "processing"},
    "processing": {"finish": "done", "fail": "failed"},
    "done": {"fail": "failed"},  # a provider may take its word back (§1.3)
    "failed": {"start": "processing"},
    "denied": {},
}
CASE: Moves = {
    "open": {"to_seller": "waiting_seller", "to_buyer": "waiting_buyer"},
    "waiting_seller": {
        "to_buyer": "waiting_buyer",
        "decide": "decided",
        "withdraw": "closed",
    },
    "waiting_buyer": {
        "to_seller": "waiting_seller",
        "decide": "decided",
        "withdraw": "closed",
    },
    "decided": {"close": "closed"},
    "closed": {},
}
DISPUTE: Moves = {
    "open": {"win": "won", "lose": "lost"},
    "won": {},
    "lost": {},
}
PAYOUT: Moves = {
    "draft": {"approve": "approved", "cancel": "cancelled"},
    "approved": {"pay": "paid", "fail": "failed"},
    "paid": {},
    "failed": {},
    "cancelled": {},
}

MAY_STILL_BE_PAID = frozenset({"open", "failed", "cancelled"})
NOT_STARTED = frozenset({"awaiting_payment", "expired", "cancelled"})
WITH_BUYER = frozenset({"sent", "collected"})
IN_WORK = frozenset({"in_progress", "ready"})
BEFORE_SENT = frozenset({"awaiting_acceptance", "in_progress", "ready"})
IN_HAND = frozenset({"needs_brief", "in_progress", "revision_requested"})
IN_PLACE = IN_HAND | {"awaiting_payment"}  # takes one of a maker's places
UNDONE = {"product": BEFORE_SENT, "service": IN_HAND}  # the maker can still say no
OVER = frozenset(state for state, moves in PRODUCT.items() if not moves) | {"expired"}
OPEN_CASE = frozenset({"open", "waiting_seller", "waiting_buyer", "decided"})
LIVE_REFUND = frozenset({"approved", "processing", "done"})
MOVING_REFUND = frozenset({"requested", "approved", "processing"})


def starting(action: str, *, to_order: bool) -> str:
    """Return the twin of «pay», «agree» or «revive» that asks the maker first."""
    return f"{action}_ask" if to_order else action


def beginning(action: str, *, asks: bool) -> str:
    """Return the twin of «pay» or «revive» that waits for the buyer's answers."""
    return f"{action}_brief" if asks else action


def buyer_may_cancel(state: str, *, to_order: bool, late: bool) -> bool:
    """Whether a buyer may still step back by herself.

    What is being made for her alone she cannot leave, unless the day has passed or the
    maker has named a later one.
    """
    if state in {"awaiting_payment", "awaiting_acceptance"}:
        return True
    return state == "in_progress" and (late or not to_order)


def buyer_may_stop(state: str, *, late: bool) -> bool:
    """Whether a buyer may still leave work by herself: before it begins, or when late."""
    return state == "needs_brief" or (state in IN_HAND and late)
