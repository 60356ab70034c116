"""What can be wrong with an order, when it can be said, and what the Lab can decide."""

from datetime import date, datetime

from marketplace.clock import BISHKEK
from marketplace.errors import Conflict
from marketplace.orders.rules.machines import IN_HAND, WITH_BUYER
from marketplace.orders.rules.timers import COMPLETE_AFTER

REASONS = ("not_arrived", "damaged", "different", "late", "stop", "other")
DECISIONS = ("refund_full", "refund_part", "redo", "release", "dismiss")


def decisions_for(kind: str, state: str) -> tuple[str, ...]:
    """Return what the Lab can decide of an order in this state.

    What nobody has in hand yet cannot be done again, nor its maker be paid for it.
    """
    handed = state in WITH_BUYER | {"delivered"}
    if kind == "service":
        handed = state == "delivered"
    only_then = {"redo", "release"}
    return tuple(one for one in DECISIONS if handed or one not in only_then)


def may_open(
    state: str,
    ready_on: date | None,
    delivered_at: datetime | None,
    now: datetime,
    kind: str = "product",
) -> None:
    """Raise Conflict unless something can be complained about now.

    From the hand-over on, until two weeks after it has arrived; before, only when the
    promised day is over; of work, as soon as it has begun: both sides may see that it
    leads nowhere. Conflict("case_too_early"), Conflict("case_too_late").
    """
    if kind == "service" and state in IN_HAND | {"delivered"}:
        return
    if state in {"sent", "collected"}:
        return
    if state in {"delivered", "completed"} and delivered_at is not None:
        if now <= delivered_at + COMPLETE_AFTER:
            return
        raise Conflict("case_too_late")
    if state in {"in_progress", "ready"}:
        if ready_on is not None and ready_on < now.astimezone(BISHKEK).date():
            return
        raise Conflict("case_too_early")
    raise Conflict("case_too_late")
