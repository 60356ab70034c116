"""Where an order is, as both sides see it on one line."""

import pytest

from marketplace.orders.rules import ORDERS
from marketplace.orders.rules.way import way

ENDS = {"cancelled", "expired"}
DELIVERIES = ("pickup", "post", "lab_parcel", "download")


def at(kind: str, delivery: str, state: str) -> str:
    found = way(kind, delivery, "before", state)
    if found.at < 0:
        return "nowhere yet"
    return (*found.stations, "over")[min(found.at, len(found.stations))]


@pytest.mark.parametrize("delivery", DELIVERIES)
@pytest.mark.parametrize("kind", ORDERS)
def test_every_state_is_somewhere_or_leads_nowhere(kind, delivery) -> None:
    for state in ORDERS[kind]:
        found = way(kind, delivery, "before", state)
        assert (found is None) == (state in ENDS)
        assert found is None or -1 <= found.at <= 4


@pytest.mark.parametrize("delivery", DELIVERIES)
def test_what_goes_on_never_goes_back_but_to_be_done_again(delivery) -> None:
    for kind, moves in ORDERS.items():
        for state, actions in moves.items():
            for action, then in actions.items():
                if ENDS & {state, then} or action in {"redo", "revise", "resume"}:
                    continue
                before, after = (
                    way(kind, delivery, "before", one) for one in (state, then)
                )
                assert before.at <= after.at, (kind, state, action)


@pytest.mark.parametrize(
    ("kind", "delivery", "state", "station"),
    [
        ("product", "post", "awaiting_payment", "nowhere yet"),
        ("product", "post", "in_progress", "made"),
        ("product", "post", "ready", "made"),
        ("product", "post", "sent", "on_way"),
        ("product", "pickup", "ready", "at_lab"),
        ("product", "pickup", "collected", "there"),
        ("product", "download", "collected", "over"),
        ("product", "post", "completed", "over"),
        ("service", "", "needs_brief", "work"),
        ("service", "", "delivered", "handed_in"),
        ("service", "", "accepted", "over"),
    ],
)
def test_it_stands_where_people_would_say(kind, delivery, state, station) -> None:
    assert at(kind, delivery, state) == station


def test_what_ended_by_a_decision_did_not_arrive() -> None:
    assert way("product", "post", "before", "completed", settled=True) is None


def test_cash_is_not_called_paid() -> None:
    assert way("product", "pickup", "lab", "in_progress").stations[0] == "ordered"
