"""How far an order has come: four stations, as buyer and maker see them."""

from __future__ import annotations

from dataclasses import dataclass

_MADE = {"awaiting_acceptance", "in_progress", "ready"}
_GONE = {"sent", "collected"}
_THERE = {"delivered", "completed"}
_ENDED = {"cancelled", "expired"}
_WORK = ("in_progress", "revision_requested")


@dataclass(frozen=True)
class Way:
    """Stations in order, as codes.

    `at` is where it is now: -1 before the first, beyond the last when it is over.
    """

    stations: tuple[str, ...]
    at: int


def way(
    kind: str, delivery: str, pays: str, state: str, *, settled: bool = False
) -> Way | None:
    """Return the way of an order in this state; None if it leads nowhere any more.

    `settled`: it was ended by a decision and not by its arrival. Before it is paid it
    stands at no station yet.
    """
    if state in _ENDED or settled:
        return None
    first = "paid" if pays == "before" else "ordered"
    if kind == "service":
        return Way((first, "work", "handed_in", "done"), _of_service(state))
    if delivery == "download":
        return Way((first, "there"), -1 if state == "awaiting_payment" else 2)
    between = "at_lab" if delivery == "pickup" else "on_way"
    return Way((first, "made", between, "there"), _of_product(state, delivery))


def _of_product(state: str, delivery: str) -> int:
    if state == "ready" and delivery == "pickup":
        return 2
    if state in _MADE:
        return 1
    if state in _GONE:
        return 2 if delivery != "pickup" else 3
    return 4 if state in _THERE else -1


def _of_service(state: str) -> int:
    if state in _WORK or state == "needs_brief":
        return 1
    if state == "delivered":
        return 2
    return 4 if state in {"accepted", "completed"} else -1
