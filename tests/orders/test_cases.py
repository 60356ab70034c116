"""A case: both are heard, the Lab decides, and what follows happens."""

import pytest

from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.orders.models import Case
from marketplace.orders.services import cases, fulfil, payments, silence
from marketplace.orders.services.cases import Verdict
from tests import people
from tests.orders import deals
from tests.orders.cards import bought, same


def test_a_case_holds_the_money_and_a_part_goes_back(bank, travel) -> None:
    made = bought(bank, people.on_sale())
    order_id = deals.send(made)
    case = cases.open_one(made, order_id, "damaged", "Тешик бар")
    case_id = case.id
    with pytest.raises(Conflict, match="held_for"):
        fulfil.confirm(made, order_id)
    travel(days=31)
    silence.run()
    assert deals.order(made).state == "collected"  # its timers stand still
    cases.answer(deals.hers(), case_id, "Кечиресиз", by=people.seller().person_id)
    assert db.session.get_one(Case, case_id).state == "waiting_buyer"
    verdict = Verdict("refund_part", "Бир бөлүгү", 50_000)
    cases.decide(deals.labs(), case_id, verdict, by=people.person_id("cholpon"))
    payments.reconcile()
    silence.run()
    assert deals.order(made).state == "completed"
    lab = people.lab().id
    assert (deals.payable(), deals.has(f"income:fee:{lab}")) == (90_000, -10_000)
    same(bank)


@pytest.mark.parametrize(
    ("decision", "state", "hers"),
    [
        ("refund_full", "completed", 0),
        ("redo", "in_progress", 0),
        ("release", "completed", 135_000),
        ("dismiss", "collected", 0),
    ],
)
def test_what_the_lab_decides_happens(bank, decision, state, hers) -> None:
    made = bought(bank, people.on_sale())
    order_id = deals.send(made)
    case_id = cases.open_one(made, order_id, "late", "Келген жок").id
    cases.decide(
        deals.labs(),
        case_id,
        Verdict(decision, "Себеби"),
        by=people.person_id("cholpon"),
    )
    payments.reconcile()
    silence.run()
    assert (deals.order(made).state, deals.payable()) == (state, hers)
    same(bank)


def test_a_seller_who_is_silent_in_a_case_loses_nothing_by_it(bank, travel) -> None:
    made = bought(bank, people.on_sale())
    case_id = cases.open_one(made, deals.send(made), "damaged", "Тешик").id
    travel(days=31)
    silence.run()
    assert db.session.get_one(Case, case_id).escalated
    silence.run()
    assert db.session.get_one(Case, case_id).nudged_at is not None
    assert db.session.get_one(Case, case_id).state == "waiting_seller"
    assert deals.held(deals.order(made)) == 150_000
