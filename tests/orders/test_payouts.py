"""Payouts: two people, a proof, and never the same money twice."""

import pytest
from sqlalchemy import select

from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.orders.models import Payout
from marketplace.orders.services import fulfil, payments, payouts
from tests import people
from tests.orders import deals
from tests.orders.cards import ask, bought, details, draw, same


def test_a_payout_takes_two_people_and_a_proof(bank) -> None:
    deals.completed(people.on_sale())
    details()
    run_id = draw()
    with pytest.raises(Conflict, match="second_person"):
        payouts.approve(deals.labs(), run_id, by=people.person_id("cholpon"))
    payouts.approve(deals.labs(), run_id, by=people.person_id("meerim"))
    (payout_id,) = db.session.scalars(select(Payout.id))
    by = people.person_id("lira")
    with pytest.raises(Invalid, match="proof_needed"):
        payouts.paid(deals.labs(), payout_id, by=by)
    payouts.paid(deals.labs(), payout_id, by=by, proof="77")
    with pytest.raises(Conflict, match="moved_on"):
        payouts.paid(deals.labs(), payout_id, by=by, proof="77")
    lab = people.lab().id
    assert (deals.payable(), deals.has(f"bank:{lab}")) == (0, -135_000)
    deals.sound()


def test_drawing_up_twice_pays_once(bank) -> None:
    deals.completed(people.on_sale())
    details()
    first = draw()
    with pytest.raises(Conflict, match="nothing_to_pay"):
        draw("meerim")
    payouts.approve(deals.labs(), first, by=people.person_id("meerim"))
    deals.completed(people.on_sale(title="Башка"))
    with pytest.raises(Conflict, match="nothing_to_pay"):
        draw()
    assert len(db.session.scalars(select(Payout)).all()) == 1
    deals.sound()


def test_a_payout_that_comes_back_is_hers_again_and_can_be_paid_anew(bank) -> None:
    deals.completed(people.on_sale())
    details()
    payouts.approve(deals.labs(), draw(), by=people.person_id("meerim"))
    (payout_id,) = db.session.scalars(select(Payout.id))
    payouts.failed(
        deals.labs(), payout_id, by=people.person_id("lira"), note="Эсеп туура эмес"
    )
    assert deals.payable() == 135_000
    run_id = draw()
    payouts.approve(deals.labs(), run_id, by=people.person_id("meerim"))
    assert deals.payable() == 0
    deals.sound()


def test_a_refund_between_the_two_people_stops_the_payout(bank) -> None:
    made = bought(bank, people.on_sale())
    deals.send(made)
    fulfil.confirm(made, deals.order(made).id)
    details()
    run_id = draw()
    ask(made, 500)
    payouts.approve(deals.labs(), run_id, by=people.person_id("meerim"))
    assert db.session.scalars(select(Payout.state)).one() == "cancelled"
    assert deals.payable() == 90_000
    payouts.approve(deals.labs(), draw(), by=people.person_id("meerim"))
    assert deals.payable() == 0
    payments.reconcile()
    same(bank)


def test_new_details_rest_three_days_and_the_old_ones_are_paid_meanwhile(
    bank, travel
) -> None:
    deals.completed(people.on_sale())
    details()
    her = people.seller()
    payouts.set_details(her.shop_id, "wallet", "O! 0700 99 99 99", by=her.person_id)
    run_id = draw()
    assert db.session.scalars(select(Payout.details)).one() == "MBank 0555123456"
    payouts.cancel(deals.labs(), run_id, by=people.person_id("cholpon"))
    travel(hours=73)
    draw()
    assert (
        "0700"
        in db.session.scalars(
            select(Payout.details).where(Payout.state == "draft")
        ).one()
    )


def test_a_debt_is_taken_from_the_next_sale_or_forgiven(bank) -> None:
    made = bought(bank, people.on_sale())
    deals.send(made)
    fulfil.confirm(made, deals.order(made).id)
    details()
    payouts.approve(deals.labs(), draw(), by=people.person_id("meerim"))
    ask(made, 1500)
    payments.reconcile()
    assert deals.payable() == -135_000
    payouts.waive(
        deals.labs(),
        people.seller().shop_id,
        by=people.person_id("cholpon"),
        note="Тагдыр",
    )
    assert (deals.payable(), deals.has("exp:goodwill")) == (0, 135_000)
    same(bank)
