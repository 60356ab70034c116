"""Processes die in a refund, a release, a payout and a webhook, ten times each (D 38)."""

import itertools

import pytest
from sqlalchemy import func, select

from marketplace import ledger
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.jobs import enqueue
from marketplace.orders.models import InboxEvent, Order, Payment, Payout, Refund
from marketplace.orders.services import fulfil, payouts
from tests import live, people
from tests.crash.buyer import Buyer
from tests.crash.counting import reconciled, the_books_hold, waiting
from tests.crash.house import STOCK
from tests.fakes.stripe_fake import KEY, SECRET
from tests.orders import deals, her_money

pytestmark = pytest.mark.crash
TIMES = 10
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def served(house, stripe_process):
    """Return a house that takes cards at the fake as well, and serves."""
    house.more = {
        "MARKETPLACE_STRIPE_KEY": KEY,
        "MARKETPLACE_STRIPE_WEBHOOK_SECRETS": SECRET,
        "MARKETPLACE_STRIPE_API_BASE": stripe_process.address,
    }
    house.serve()
    return house


def buyer_of(house) -> Buyer:
    return Buyer(house, next(NUMBERS))


def count(house, model, *which) -> int:
    with house.inside():
        found = db.session.scalar(select(func.count()).select_from(model).where(*which))
        db.session.rollback()
    return found


def test_cut_off_while_she_steps_back_she_is_paid_back_once(served) -> None:
    before = count(served, Refund)
    for _ in range(TIMES):
        buyer = buyer_of(served)
        where, form = buyer.press(buyer.buy(), "cancel")
        served.arm("refund.approved")
        assert buyer.breaks("POST", where, data=form)
        assert served.has_killed("refund.approved")
        for _ in range(2):  # she presses again, and once more to be sure
            assert buyer.ask("POST", where, data=form).status_code == 303
    reconciled(served)
    assert count(served, Refund, Refund.state == "done") == before + TIMES
    the_books_hold(served)


def test_a_worker_that_dies_after_the_provider_gave_back_gives_back_once(
    served,
) -> None:
    before = count(served, Refund)
    worker = served.start_worker(mortal=True)
    for _ in range(TIMES):
        buyer = buyer_of(served)
        where, form = buyer.press(buyer.buy(), "cancel")
        served.arm("refund.provider_called")
        assert buyer.ask("POST", where, data=form).status_code == 303
        with served.inside():
            enqueue("orders.reconcile")
        assert worker.wait(30) == -9
        assert served.has_killed("refund.provider_called")
        served.processes.remove(worker)
        worker = served.start_worker(mortal=True)
        with served.inside():  # or one job dies ten times, and is parked for a person
            served.wait(lambda: not waiting(), "the killed job's next try")
    served.end(worker)
    reconciled(served)
    assert count(served, Refund, Refund.state == "done") == before + TIMES
    the_books_hold(served)


def test_cut_off_while_she_says_it_arrived_its_maker_is_paid_once(served) -> None:
    before = count(served, Order, Order.state == "completed")
    for number in range(TIMES):
        buyer = buyer_of(served)
        page = buyer.buy()
        hand_over(served, buyer.email)
        where, form = buyer.press(page, "received")
        served.arm("release.posted")
        assert buyer.breaks("POST", where, data=form)
        assert served.has_killed("release.posted")
        if number % 2:
            assert buyer.ask("POST", where, data=form).status_code == 303
    reconciled(served)
    assert count(served, Order, Order.state == "completed") == before + TIMES // 2
    the_books_hold(served)


def hand_over(house, email: str) -> None:
    from marketplace.orders.models import Purchase

    with house.inside():
        her = people.seller()
        order_id = db.session.scalars(
            select(Order.id)
            .join(Purchase, Purchase.id == Order.purchase_id)
            .where(Purchase.email == email)
        ).one()
        fulfil.hand_over(fulfil.Keeper(her.shop_id), order_id, by=her.person_id)


def test_a_process_that_dies_in_the_approval_of_a_payout_pays_once(served) -> None:
    with served.inside():
        thing = people.on_sale(title="Тапочка", stock=STOCK)
        her_money.details("bank", "MBank 0555123456")
        drop_jobs("catalog.index")
        for _ in range(TIMES):
            deals.completed(thing)
            approved_at_the_second_try(served)
        gone = db.session.scalar(select(func.sum(Payout.amount_minor)))
        assert deals.payable() == 0
        assert deals.has(f"bank:{people.lab().id}") == -gone
        states = set(db.session.scalars(select(Payout.state)))
        assert states == {"paid"}
    reconciled(served)
    the_books_hold(served)


@use_case
def drop_jobs(kind: str) -> None:
    from marketplace.infra.jobs import queue

    queue.discard(kind)


def approved_at_the_second_try(house) -> None:
    run_id, by = her_money.drawn_up(), people.person_id("meerim")
    db.session.rollback()
    house.arm("payout.approved")
    env = live.environment(house.folder, MARKETPLACE_FAILPOINTS_DIR=str(house.armed))
    command = ("tests.crash.approving", str(run_id), str(by))
    process = live.start(env, *command, log=house.folder / "approving.log")
    assert process.wait(30) == -9
    assert house.has_killed("payout.approved")
    one = db.session.scalars(select(Payout).where(Payout.run_id == run_id)).one()
    payout_id = one.id
    assert one.state == "draft", "what was cut off has not happened"
    assert ledger.find(f"po:{payout_id}") is None
    payouts.approve(None, run_id, by=by)
    payouts.paid(None, payout_id, by=people.person_id("lira"), proof="77")


def test_a_webhook_cut_off_comes_again_and_is_kept_once(served, stripe_process) -> None:
    stripe_process.reset()
    stripe_process.send_hooks(f"{served.base}/webhooks/stripe")
    for number in range(TIMES):
        buyer = buyer_of(served)
        buyer.choose("stripe")
        page = buyer.order()
        assert page.startswith(stripe_process.address)
        served.arm("inbox.kept")
        assert stripe_process.pay(page).status_code == 303
        served.wait(lambda: served.has_killed("inbox.kept"), "the kill")
        stripe_process.wait_until(
            lambda enough=number: stripe_process.counts()["refused"] > enough
        )
    stripe_process.wait_until_sent()
    events = stripe_process.events()
    assert count(served, InboxEvent) == len(events)
    reconciled(served)
    with served.inside():
        ours = select(Payment.state).where(Payment.provider == "stripe")
        assert db.session.scalars(ours).all() == ["paid"] * TIMES
        lines = stripe_process.things("balance_transaction")
        there = sum(line["net"] for line in lines)
        assert len(stripe_process.things("charge")) == TIMES
        assert ledger.balance("psp:stripe").minor == there
        db.session.rollback()
    the_books_hold(served)
    stripe_process.reset()
