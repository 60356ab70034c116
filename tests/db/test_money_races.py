"""Two at once with the same money: never twice, never lost (payments.md §6, B 30).

The same answers on SQLite, where writers queue, and on PostgreSQL, where only the locks
of the services keep them apart. `slow` makes every use case dawdle while it holds them.
"""

import time

import pytest
from sqlalchemy import func, select

from marketplace import failpoints
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.orders.models import Order, Payment, Payout, PayoutItem, Refund
from marketplace.orders.services import (
    cash,
    disputes,
    fulfil,
    payments,
    payouts,
    refund_moves,
    refunds,
    transfers,
)
from tests import people
from tests.conftest import POSTGRES
from tests.orders import cards, deals, her_money

# On SQLite writers queue: there is one way it can go.
TURNS = pytest.mark.parametrize("turn", range(4 if POSTGRES else 1))
CHOLPON, LIRA, MEERIM = "cholpon", "lira", "meerim"


@pytest.fixture
def slow(monkeypatch) -> None:
    """Hold what is locked a little longer, at every failpoint."""
    monkeypatch.setattr(failpoints, "reached", lambda _name: time.sleep(0.05))


def told(ends) -> list[str]:
    """Return the codes of what was refused; anything but a Conflict fails the test."""
    wrong = [end for end in ends if isinstance(end, Exception)]
    assert all(isinstance(error, Conflict) for error in wrong), ends
    return sorted(error.code for error in wrong)


def how_many(model, *which) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*which))


# Payouts


@TURNS
def test_two_lists_drawn_up_at_once_never_hold_the_same_money(
    app, at_once, turn
) -> None:
    deals.completed(people.on_sale())
    deals.completed(people.on_sale(title="Башка"))
    her_money.details()
    labs, osh = deals.labs(), people.lab().id

    def draw(by):
        return lambda: payouts.draw_up(labs, osh, by=by).id

    ends = at_once(*(draw(people.person_id(who)) for who in (CHOLPON, LIRA, MEERIM)))
    assert told(ends) == ["nothing_to_pay"] * 2
    assert db.session.scalars(select(Payout.amount_minor)).all() == [270_000]
    lines = db.session.scalars(select(PayoutItem.posting_id)).all()
    assert len(lines) == len(set(lines)) == 2
    deals.sound()


@TURNS
def test_two_approve_at_once_and_the_money_leaves_once(
    app, at_once, slow, turn
) -> None:
    deals.completed(people.on_sale())
    her_money.details()
    run_id, labs = her_money.drawn_up(), deals.labs()

    def agree(by):
        return lambda: payouts.approve(labs, run_id, by=by).id

    both = [agree(people.person_id(who)) for who in (CHOLPON, MEERIM)]
    assert told(at_once(*both)) == ["moved_on"]
    assert deals.has(f"transit:{people.lab().id}") == -135_000
    assert deals.payable() == 0
    deals.sound()


@TURNS
def test_paid_said_by_two_at_once_pays_once(app, at_once, turn) -> None:
    deals.completed(people.on_sale())
    her_money.details("bank", "MBank 0555123456")
    payout_id, labs = her_money.sent(), deals.labs()

    def say(by):
        return lambda: payouts.paid(labs, payout_id, by=by, proof="77").id

    both = [say(people.person_id(who)) for who in (LIRA, CHOLPON)]
    assert told(at_once(*both)) == ["moved_on"]
    lab = people.lab().id
    assert (deals.has(f"bank:{lab}"), deals.has(f"transit:{lab}")) == (-135_000, 0)
    deals.sound()


@TURNS
def test_paid_and_sent_back_said_at_once_is_one_of_them(app, at_once, turn) -> None:
    deals.completed(people.on_sale())
    her_money.details("bank", "MBank 0555123456")
    payout_id, labs = her_money.sent(), deals.labs()
    by, other = people.person_id(LIRA), people.person_id(CHOLPON)
    ends = at_once(
        lambda: payouts.paid(labs, payout_id, by=by, proof="77").state,
        lambda: payouts.failed(labs, payout_id, by=other, note="Эсеп ката").state,
    )
    assert told(ends) == ["moved_on"]
    gone = -deals.has(f"bank:{people.lab().id}")
    assert (gone, deals.payable()) in {(135_000, 0), (0, 135_000)}
    deals.sound()


@TURNS
def test_a_refund_beside_the_approval_leaves_no_money_twice(
    bank, at_once, slow, turn
) -> None:
    made = cards.bought(bank, people.on_sale())
    deals.send(made)
    key = deals.order(made).id
    fulfil.confirm(made, key)
    her_money.details()
    run_id, labs, by = her_money.drawn_up(), deals.labs(), people.person_id(MEERIM)
    assert told(at_once(giving(key, 500), agreeing(labs, run_id, by))) == []
    # Approved first: she owes her part. Refunded first: the payout is called off.
    assert deals.payable() in {-45_000, 90_000}
    payments.reconcile()
    cards.same(bank)


def agreeing(labs, run_id, by):
    return lambda: payouts.approve(labs, run_id, by=by).id


@TURNS
def test_two_releases_at_once_take_a_debt_once(app, at_once, slow, turn) -> None:
    deals.lab_takes("cod")
    deals.completed(people.on_sale(title="Биринчи"))
    her_money.details()
    her_money.sent()  # nothing is hers now, so what she owes stays owed
    owed = deals.buy(people.on_sale(), way="cod")
    deals.send(owed)
    fulfil.confirm(owed, deals.order(owed).id)
    two = [deals.paid(people.on_sale(title=f"Башка {n}")) for n in range(2)]
    confirms = [confirming(made, deals.send(made)) for made in two]
    assert told(at_once(*confirms)) == []
    recv = deals.has(f"recv:{people.seller().shop_id}")
    assert (recv, deals.payable()) == (0, 2 * 135_000 - 15_000)
    deals.sound()


# Refunds


def giving(order_id, som, by=CHOLPON):
    """Return what a coordinator does who gives back a part of an order."""
    who = people.person_id(by)

    @use_case
    def give():
        order = get_for_update(Order, order_id)
        return refunds.ask(order, som * 100, reason="case", by=who).id

    return give


def confirming(purchase_id, order_id):
    return lambda: fulfil.confirm(purchase_id, order_id).id


@TURNS
def test_refunds_by_two_coordinators_stay_within_what_was_paid(
    bank, at_once, slow, turn
) -> None:
    made = cards.bought(bank, people.on_sale())
    key = deals.order(made).id
    ends = at_once(*(giving(key, 1000, by) for by in (CHOLPON, MEERIM) * 3))
    assert told(ends) == ["refund_range"] * 5
    payments.reconcile()
    assert deals.held(deals.order(made)) == 50_000
    cards.same(bank)


@TURNS
def test_a_large_refund_agreed_to_by_two_at_once_goes_back_once(
    bank, at_once, slow, turn
) -> None:
    made = cards.bought(bank, people.on_sale(som=9000))
    refund_id, labs = cards.ask(made, 6000, LIRA).id, deals.labs()

    def agree(by):
        return lambda: refunds.approve(labs, refund_id, by=by).id

    both = [agree(people.person_id(who)) for who in (CHOLPON, MEERIM)]
    assert told(at_once(*both)) == ["moved_on"]
    payments.reconcile()
    assert deals.held(deals.order(made)) == 300_000
    cards.same(bank)


@TURNS
def test_a_refund_beside_the_release_is_one_or_the_other(
    bank, at_once, slow, turn
) -> None:
    made = cards.bought(bank, people.on_sale())
    key = deals.send(made)
    ends = at_once(giving(key, 500), confirming(made, key))
    assert told(ends) in ([], ["held_for"])
    payments.reconcile()
    order = deals.order(made)
    released = order.state == "completed"
    assert (deals.payable(), deals.held(order)) == (
        (90_000, 0) if released else (0, 100_000)
    )
    assert how_many(Refund, Refund.state == "done") == 1
    cards.same(bank)


@TURNS
def test_two_processes_that_move_one_refund_move_it_once(
    bank, at_once, slow, turn
) -> None:
    made = cards.bought(bank, people.on_sale())
    refund_id = cards.ask(made, 500).id
    payment_id = deals.attempt(made).id
    ends = at_once(
        lambda: refund_moves.start(refund_id),
        lambda: payments.sync(payment_id),
        lambda: refund_moves.start(refund_id),
        lambda: payments.sync(payment_id),
    )
    assert told(ends) == []
    assert len(bank.sessions[deals.attempt(made).reference].refunds) == 1
    assert deals.held(deals.order(made)) == 100_000
    cards.same(bank)


# Disputes


@TURNS
def test_a_dispute_beside_the_release_blocks_it_or_comes_after(
    bank, at_once, slow, turn
) -> None:
    made = cards.bought(bank, people.on_sale())
    key, payment = deals.send(made), deals.attempt(made)
    payment_id = payment.id
    bank.dispute(payment.reference)
    ends = at_once(confirming(made, key), lambda: payments.sync(payment_id))
    refused = told(ends)
    assert refused in ([], ["held_for"])
    released = deals.order(made).state == "completed"
    assert released is not bool(refused)
    assert deals.payable() == (135_000 if released else 0)
    cards.same(bank)


@pytest.mark.parametrize("turn", range(8))
def test_a_dispute_beside_a_refund_waits_in_no_ring(bank, at_once, turn) -> None:
    made = cards.bought(bank, people.on_sale())
    key, payment = deals.order(made).id, deals.attempt(made)
    payment_id = payment.id
    bank.dispute(payment.reference, deals.som(700))
    ends = at_once(giving(key, 500), lambda: payments.sync(payment_id))
    assert told(ends) in ([], ["held_for"])
    payments.reconcile()
    cards.same(bank)


@TURNS
def test_blame_said_twice_at_once_by_one_person_is_one_voice(
    bank, at_once, turn
) -> None:
    made = cards.bought(bank, people.on_sale())
    key = deals.send(made)
    fulfil.confirm(made, key)
    cards.dispute(bank, made, "lost")
    from marketplace.orders.models import Dispute

    labs, by = deals.labs(), people.person_id(CHOLPON)
    dispute_id = db.session.scalars(select(Dispute.id)).one()
    say = [lambda: disputes.blame(labs, dispute_id, by=by).id] * 2
    assert told(at_once(*say)) == ["second_person"]
    assert deals.payable() == 135_000
    cards.same(bank)


# Paying


@TURNS
def test_asked_of_the_provider_by_six_at_once_it_is_paid_once(
    bank, at_once, slow, turn
) -> None:
    made = deals.buy(people.on_sale(), way="scripted")
    payment = deals.attempt(made)
    payment_id = payment.id
    bank.pay(payment.reference)
    assert at_once(*[lambda: payments.sync(payment_id)] * 6) == ["paid"] * 6
    assert deals.held(deals.order(made)) == 150_000
    cards.same(bank)


@TURNS
def test_paid_in_the_moment_it_expires_is_paid(bank, at_once, slow, travel, turn):
    made = deals.buy(people.on_sale(stock=1), way="scripted")
    payment = deals.attempt(made)
    payment_id = payment.id
    bank.pay(payment.reference)
    travel(minutes=36)
    ends = at_once(payments.expire, lambda: payments.sync(payment_id))
    assert told(ends) == []
    assert deals.order(made).state == "in_progress"
    cards.same(bank)


@TURNS
def test_pay_pressed_by_six_at_once_opens_one_page(bank, at_once, slow, turn) -> None:
    made = deals.buy(people.on_sale(), way="scripted", begin=False)
    ends = at_once(*[lambda: payments.begin(made)] * 6)
    assert told(ends) == []
    assert len(set(ends)) == 1
    assert len(bank.sessions) == how_many(Payment) == 1


@TURNS
def test_one_code_said_at_two_desks_hands_over_once(app, at_once, turn) -> None:
    deals.lab_takes("cash")
    made = deals.buy(people.on_sale(), way="cash_lab")
    order = deals.order(made)
    key, code, lab = order.id, order.pickup_code, order.lab_id
    of_lab = deals.of_lab()

    def take(by):
        return lambda: cash.take(of_lab, key, code, by=by, cash=True)

    desks = [take(people.person_id(who)) for who in (CHOLPON, MEERIM, LIRA)]
    assert told(at_once(*desks)) == ["moved_on"] * 2
    assert (deals.has(f"cash:{lab}"), deals.payable()) == (150_000, 135_000)
    assert deals.order(made).state == "completed"
    deals.sound()


@TURNS
def test_one_line_of_the_bank_entered_by_two_at_once_counts_once(
    app, at_once, turn
) -> None:
    from tests.orders.test_paying_by_hand import line

    deals.lab_takes("transfer")
    made = deals.buy(people.on_sale(), way="transfer")
    code, labs, osh = deals.attempt(made).reference, deals.labs(), people.lab().id

    def enter(by):
        return lambda: transfers.enter(labs, osh, line(code), by=by).id

    both = [enter(people.person_id(who)) for who in (CHOLPON, MEERIM)]
    assert told(at_once(*both)) == ["line_known"]
    assert deals.has(f"bank:{osh}") == 150_000
    assert deals.order(made).state == "in_progress"
    deals.sound()
