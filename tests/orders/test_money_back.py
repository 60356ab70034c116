"""Refunds, disputes and payouts: nothing is lost, nothing is given twice."""

import pytest
from sqlalchemy import select

from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.infra.payments import ProviderAwayError
from marketplace.money import Money
from marketplace.orders.models import (
    Dispute,
    Refund,
)
from marketplace.orders.services import (
    disputes,
    fulfil,
    payments,
    refunds,
)
from tests import people
from tests.orders import deals
from tests.orders.cards import ask, bought, dispute, one_refund, same, sync


def test_the_fee_is_booked_once_when_it_comes_late(bank) -> None:
    bank.late_fees = True
    made = bought(bank, people.on_sale())
    assert deals.has("exp:psp_fee") == 0
    bank.settle()
    for _ in range(3):
        payments.reconcile()
    assert deals.has("exp:psp_fee") == 4_350
    assert deals.attempt(made).fee_booked
    same(bank)


def test_a_refused_order_gives_the_buyer_everything_back(bank) -> None:
    made = bought(bank, people.on_sale())
    fulfil.refuse(
        deals.hers(), deals.order(made).id, by=people.seller().person_id, note="Жок"
    )
    payments.reconcile()
    assert (deals.order(made).state, one_refund().state) == ("cancelled", "done")
    assert deals.held(deals.order(made)) == 0
    same(bank)


def test_a_refund_that_fails_later_restores_what_was_held_and_tells_the_buyer(
    bank, doors, work
) -> None:
    bank.slow_refunds = True
    made = bought(bank, people.on_sale())
    ask(made, 500)
    payments.reconcile()
    refund = one_refund()
    assert (refund.state, deals.held(deals.order(made))) == ("processing", 100_000)
    same_pending = deals.has("refund_pending")
    assert same_pending == -50_000
    bank.end_refund(refund.reference, "failed")
    payments.reconcile()
    assert one_refund().state == "failed"
    assert deals.held(deals.order(made)) == 150_000
    deals.sound()
    work()
    assert any("did not arrive" in letter.text for letter in doors.mail.sent)


def test_a_failed_refund_is_tried_again_with_a_new_key(bank) -> None:
    bank.slow_refunds = True
    made = bought(bank, people.on_sale())
    ask(made, 500)
    payments.reconcile()
    bank.end_refund(one_refund().reference, "failed")
    payments.reconcile()
    refunds.again(deals.labs(), one_refund().id, by=people.person_id("meerim"))
    bank.slow_refunds = False
    payments.reconcile()
    assert one_refund().state == "done"
    assert deals.held(deals.order(made)) == 100_000
    same(bank)


def test_after_the_release_seller_and_lab_return_their_parts(bank) -> None:
    made = bought(bank, people.on_sale())
    deals.send(made)
    fulfil.confirm(made, deals.order(made).id)
    assert deals.payable() == 135_000
    ask(made, 333)
    ask(made, 333)
    ask(made, 834)
    payments.reconcile()
    lab = people.lab().id
    assert (deals.payable(), deals.has(f"income:fee:{lab}")) == (0, 0)
    same(bank)


def test_more_than_is_left_is_never_given_back(bank) -> None:
    made = bought(bank, people.on_sale())
    ask(made, 1000)
    with pytest.raises(Conflict, match="refund_range") as caught:
        ask(made, 501)
    assert caught.value.facts["sum"] == Money(50_000)


def test_a_large_refund_needs_a_second_person(bank) -> None:
    made = bought(bank, people.on_sale(som=9000))
    refund = ask(made, 6000)
    refund_id = refund.id
    assert refund.state == "requested"
    with pytest.raises(Conflict, match="second_person"):
        refunds.approve(deals.labs(), refund_id, by=people.person_id("cholpon"))
    refunds.approve(deals.labs(), refund_id, by=people.person_id("meerim"))
    payments.reconcile()
    assert one_refund().state == "done"
    same(bank)


def test_a_refund_made_in_the_providers_own_pages_is_written_down(bank) -> None:
    made = bought(bank, people.on_sale())
    bank.refund_by_hand(deals.attempt(made).reference, deals.som(500))
    sync(made)
    sync(made)
    refund = one_refund()
    assert (refund.reason, refund.state) == ("made_there", "done")
    assert deals.held(deals.order(made)) == 100_000
    same(bank)


def test_a_refund_made_there_that_fits_no_order_is_in_the_book_all_the_same(
    bank, as_
) -> None:
    made = bought(bank, people.on_sale(som=1000), people.on_sale("farida", som=500))
    name = bank.refund_by_hand(deals.attempt(made).reference, deals.som(1200))
    sync(made)
    sync(made)
    assert deals.has("exp:refund_there") == 120_000
    same(bank)
    bank.end_refund(name, "failed")
    sync(made)
    assert deals.has("exp:refund_there") == 0
    same(bank)


def test_a_refund_made_there_is_booked_once_though_room_comes_later(bank) -> None:
    made = bought(bank, people.on_sale())
    ask(made, 1000)
    reference = deals.attempt(made).reference
    bank.refund_by_hand(reference, deals.som(1500))
    sync(made)
    payments.reconcile()
    sync(made)
    assert one_refund().state == "failed"
    assert deals.has("exp:refund_there") == 150_000
    same(bank)


def test_a_provider_that_is_away_leaves_the_refund_for_later(bank) -> None:
    made = bought(bank, people.on_sale())
    bank.away = True
    fulfil.refuse(
        deals.hers(), deals.order(made).id, by=people.seller().person_id, note="Жок"
    )
    payments.reconcile()
    assert one_refund().state in {"approved", "processing"}
    bank.away = False
    payments.reconcile()
    assert one_refund().state == "done"
    same(bank)


def test_two_pages_paid_for_one_purchase_give_one_back(bank) -> None:
    made = deals.buy(people.on_sale(), way="scripted")
    first = deals.attempt(made)
    first_id, first_reference = first.id, first.reference
    bank.decline(first_reference)
    payments.sync(first_id)
    payments.begin(made)
    second = deals.attempt(made)
    second_id, second_reference = second.id, second.reference
    assert second_id != first_id
    bank.sessions[first_reference].status = "open"  # the first page was not dead
    bank.pay(first_reference)
    bank.pay(second_reference)
    payments.sync(second_id)
    payments.reconcile()
    payments.reconcile()
    assert deals.held(deals.order(made)) == 150_000
    back = db.session.scalars(select(Refund)).all()
    assert [(one.state, one.amount_minor) for one in back] == [("done", 150_000)]
    same(bank)


def test_a_page_that_was_paid_after_another_way_was_chosen_pays_the_order(bank) -> None:
    deals.lab_takes("transfer")
    made = deals.buy(people.on_sale(), way="scripted")
    first = deals.attempt(made)
    reference, first_id = first.reference, first.id
    bank.away = True
    with pytest.raises(ProviderAwayError):
        payments.begin(made, "transfer")
    bank.away = False
    bank.pay(reference)
    with pytest.raises(Conflict, match="moved_on"):
        payments.begin(made, "transfer")
    assert payments.sync(first_id) == "paid"
    assert deals.order(made).state == "in_progress"
    same(bank)


def test_a_dispute_blocks_the_release_until_it_is_won(bank) -> None:
    made = bought(bank, people.on_sale())
    deals.send(made)
    name = dispute(bank, made)
    with pytest.raises(Conflict, match="held_for"):
        fulfil.confirm(made, deals.order(made).id)
    bank.decide(name, "won")
    sync(made)
    fulfil.confirm(made, deals.order(made).id)
    assert deals.payable() == 135_000
    same(bank)


def test_a_dispute_lost_before_the_release_takes_what_was_held(bank) -> None:
    made = bought(bank, people.on_sale())
    dispute(bank, made, "lost")
    order = deals.order(made)
    assert (order.state, deals.held(order), deals.payable()) == ("cancelled", 0, 0)
    assert deals.has("exp:dispute_loss") == 0
    same(bank)


@pytest.mark.parametrize("status", ["won", "lost"])
def test_a_dispute_after_the_release_is_the_networks_risk(bank, status) -> None:
    made = bought(bank, people.on_sale())
    deals.send(made)
    fulfil.confirm(made, deals.order(made).id)
    dispute(bank, made, status)
    assert deals.payable() == 135_000
    assert deals.has("exp:dispute_loss") == (150_000 if status == "lost" else 0)
    same(bank)


def test_two_people_may_say_that_the_seller_bears_a_lost_dispute(bank) -> None:
    made = bought(bank, people.on_sale())
    deals.send(made)
    fulfil.confirm(made, deals.order(made).id)
    dispute(bank, made, "lost")
    (row,) = db.session.scalars(select(Dispute.id))
    disputes.blame(deals.labs(), row, by=people.person_id("cholpon"))
    with pytest.raises(Conflict, match="second_person"):
        disputes.blame(deals.labs(), row, by=people.person_id("cholpon"))
    disputes.blame(deals.labs(), row, by=people.person_id("meerim"))
    assert (deals.payable(), deals.has("exp:dispute_loss")) == (-15_000, 0)
    same(bank)


def test_a_lost_dispute_over_two_shops_is_divided_to_the_tyiyn(bank) -> None:
    made = bought(bank, people.on_sale(som=1000), people.on_sale("farida", som=500))
    bank.dispute(deals.attempt(made).reference, deals.som(1000.01))
    sync(made)
    first, second = deals.orders(made)
    assert deals.held(first) + deals.held(second) == 150_000
    name = next(iter(bank.sessions[deals.attempt(made).reference].disputes))
    bank.decide(name, "lost")
    sync(made)
    first, second = deals.orders(made)
    assert deals.held(first) + deals.held(second) == 49_999
    same(bank)
