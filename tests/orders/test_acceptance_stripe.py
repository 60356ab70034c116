"""The acceptance list of payments.md §6: what proves each number.

A 1–14: here, over the fake Stripe's real HTTP. A 19–22: test_acceptance_stripe_back.py.

| No. | Proved by |
|---|---|
| A 15 | infra/payments/test_typed_check.py, test_stripe_provider.py `whatever_is_asked_has…` |
| A 16 | infra/payments/test_typed_check.py `the_fakes_objects_have_no_keys_but_stripes` |
| A 17 | infra/payments/test_stripe_provider.py `a_payment_opens…`, `a_start_after_a_crash…` |
| A 18 | test_money_back.py `the_fee_is_booked_once_when_it_comes_late`; at the fake: here |
| A 23, 24 | infra/payments/test_stripe_events.py; test_inbox.py `what_is_not_for_us_is_400…` |
| A 25, 26 | test_without_stripe.py |
| B 27 | test_paying_by_hand.py: transfers; two at once: db/test_money_races.py |
| B 28 | test_paying_by_hand.py `five_wrong_codes…`, `the_right_code_takes_the_cash…` |
| B 29 | test_paying_by_hand.py `cash_to_the_maker_leaves_only_the_fee_owed` |
| B 30 | test_payouts.py, test_payout_pages.py; two at once: db/test_money_races.py |
| C 31 | long/test_money_machine.py |
| C 32 | tools/mutants.py |
| C 33 | orders/test_amounts.py; test_currencies.py, test_foreign_money.py |
| C 34 | ledger/test_stories.py |
| C 35 | ledger/test_book.py `the_database_refuses_to_change_the_book` |
| C 36 | .ci/run: all of it on PostgreSQL; db/test_money_races.py: its row locks |
| C 37 | tools/bench_ledger.py |
| D 38 | crash/test_crash_{web,worker,money,load}.py |
"""

import random

import pytest
from sqlalchemy import select

from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.orders.models import InboxEvent, Payment, Refund
from marketplace.orders.services import payments, refunds
from tests import people
from tests.fakes.stripe_fake import ASKS_BANK, DECLINED
from tests.orders import cards, deals
from tests.orders.at_stripe import (
    Died,
    at_the_page,
    bought,
    come_back,
    dies_at,
    entries,
    press,
    same_as_there,
    state,
)
from tests.orders.test_inbox import bring, happened

PAID = ("paid", "in_progress")
WAITS = ("open", "awaiting_payment")


@pytest.fixture(autouse=True)
def _cards(with_stripe):
    """Offer cards in every test of this file."""


def test_a1_a_webhook_alone_pays(app, fake_stripe, hook, work) -> None:
    fake_stripe.send_hooks(hook)
    made, page = at_the_page()
    fake_stripe.pay(page)
    fake_stripe.wait_until_sent()
    assert state(made) == WAITS
    work()
    assert state(made) == PAID
    same_as_there(fake_stripe)


def test_a2_a_declined_card_leaves_it_open_and_the_banks_question_pays(
    app, client, fake_stripe
) -> None:
    made, page = at_the_page()
    assert fake_stripe.pay(page, DECLINED).status_code == 402
    come_back(client, made)
    assert state(made) == WAITS
    assert fake_stripe.pay(page, ASKS_BANK, bank="no").status_code == 402
    assert fake_stripe.pay(page, ASKS_BANK, bank="yes").status_code == 303
    come_back(client, made)
    assert state(made) == PAID
    same_as_there(fake_stripe)


def test_a3_six_orders_with_every_event_twice_in_any_order_are_paid_once(
    app, fake_stripe, hook, work
) -> None:
    fake_stripe.send_hooks(hook, mode="shuffle")
    made = [at_the_page(f"Шырдак {number}") for number in range(6)]
    random.shuffle(made)
    for _, page in made:
        fake_stripe.pay(page)
    fake_stripe.wait_until_sent()
    work()
    assert {state(one) for one, _ in made} == {PAID}
    assert entries("pay") == entries("fee") == 6
    kept = len(db.session.scalars(select(InboxEvent)).all())
    assert kept == len(fake_stripe.events()) == fake_stripe.counts()["sent"] // 2
    same_as_there(fake_stripe)


def test_a4_pay_pressed_eight_times_at_once_opens_one_page(
    app, fake_stripe, site, at_once
) -> None:
    made = deals.buy(people.on_sale(), way="stripe", begin=False)
    secret = deals.secret(made)
    db.session.rollback()
    answers = at_once(*[lambda: press(site, secret, "pay")] * 8)
    pages = {answer.headers["Location"] for answer in answers}
    assert pages == {deals.attempt(made).redirect_to}
    assert len(db.session.scalars(select(Payment)).all()) == 1
    assert fake_stripe.counts()["checkout.session"] == 1


def test_a5_a_card_sent_four_times_at_once_is_charged_once(
    app, client, fake_stripe, at_once
) -> None:
    made, page = at_the_page()
    answers = at_once(*[lambda: fake_stripe.pay(page).status_code] * 4)
    assert sorted(answers) == [303, 410, 410, 410]
    assert fake_stripe.counts()["charge"] == 1
    come_back(client, made)
    assert state(made) == PAID
    same_as_there(fake_stripe)


def test_a6_without_webhooks_her_return_settles_it(
    app, client, fake_stripe, hook
) -> None:
    fake_stripe.send_hooks(hook, mode="drop")
    made, page = at_the_page()
    back = fake_stripe.pay(page).headers["Location"]
    assert back.endswith(f"/en/o/{deals.secret(made)}/return")
    for _ in range(2):
        come_back(client, made)
    assert state(made) == PAID
    same_as_there(fake_stripe)


def test_a7_without_webhooks_and_browser_the_timer_settles_it(
    app, fake_stripe, hook, work
) -> None:
    fake_stripe.send_hooks(hook, mode="drop")
    made, page = at_the_page()
    fake_stripe.pay(page)
    work()
    assert state(made) == PAID
    assert db.session.scalars(select(InboxEvent)).all() == []
    same_as_there(fake_stripe)


def paid_too_late(fake_stripe, travel, **more):
    """Buy, let the time pass, and pay a page that Stripe had not closed after all."""
    made, page = at_the_page(**more)
    travel(minutes=36)
    payments.expire()
    assert state(made) == ("cancelled", "expired")
    fake_stripe.tamper(deals.attempt(made).reference, status="open")
    assert fake_stripe.pay(page).status_code == 303
    return made


@pytest.fixture
def late(app, client, fake_stripe, travel, work):
    """Return a function that pays late, and tells us of it by a webhook."""

    def pay(between=lambda: None, **more):
        made = paid_too_late(fake_stripe, travel, **more)
        between()
        event = happened(fake_stripe, "checkout.session.completed")
        assert bring(client, event, age=-36 * 60).status_code == 204
        work()
        return made

    return pay


def test_a8_late_money_buys_what_is_still_there(fake_stripe, late) -> None:
    made = late(stock=1)
    assert state(made) == PAID
    same_as_there(fake_stripe)


def test_a8_late_money_for_what_is_gone_goes_back(fake_stripe, late) -> None:
    def sold_to_another() -> None:
        from marketplace.catalog.models import Listing

        (listing,) = db.session.scalars(select(Listing))
        deals.paid(listing)

    made = late(sold_to_another, stock=1)
    assert state(made) == ("given_back", "expired")
    (refund,) = db.session.scalars(select(Refund))
    assert (refund.state, refund.amount_minor, refund.order_id) == (
        "done",
        150_000,
        None,
    )
    assert len(fake_stripe.things("refund")) == 1
    same_as_there(fake_stripe)


def test_a9_dead_after_the_page_was_opened_the_next_try_finds_it(
    app, client, fake_stripe, monkeypatch
) -> None:
    made = deals.buy(people.on_sale(), way="stripe", begin=False)
    dies_at(monkeypatch, "checkout.provider_called")
    with pytest.raises(Died):
        payments.begin(made)
    assert state(made) == ("creating", "awaiting_payment")
    (session,) = fake_stripe.things("checkout.session")
    assert payments.begin(made) == session["url"]
    assert deals.attempt(made).reference == session["id"]
    assert fake_stripe.counts()["checkout.session"] == 1
    fake_stripe.pay(session["url"])
    come_back(client, made)
    assert state(made) == PAID


def test_a10_dead_in_a_webhook_it_is_looked_into_later(
    app, client, fake_stripe, work, monkeypatch
) -> None:
    made, page = at_the_page()
    fake_stripe.pay(page)
    event = happened(fake_stripe, "checkout.session.completed")
    dies_at(monkeypatch, "inbox.kept")
    with pytest.raises(Died):
        bring(client, event)
    assert state(made) == WAITS
    assert bring(client, event).status_code == 204, "Stripe sends it again"
    assert len(db.session.scalars(select(InboxEvent)).all()) == 1
    work()
    assert state(made) == PAID
    same_as_there(fake_stripe)


def test_a11_pressed_twice_and_dead_at_the_provider_it_goes_back_once(
    app, client, fake_stripe, site, at_once, monkeypatch
) -> None:
    made = bought(fake_stripe, client)
    secret, where = deals.secret(made), f"orders/{deals.order(made).id}/cancel"
    db.session.rollback()
    answers = at_once(*[lambda: press(site, secret, where)] * 2)
    assert [answer.status_code for answer in answers] == [303, 303]
    dies_at(monkeypatch, "refund.provider_called")
    with pytest.raises(Died):
        payments.reconcile()
    assert cards.one_refund().state == "processing"
    db.session.rollback()
    for _ in range(2):
        payments.reconcile()
    assert cards.one_refund().state == "done"
    (there,) = fake_stripe.things("refund")
    assert (there["amount"], entries("rf_req"), entries("rf_ok")) == (150_000, 1, 1)
    assert state(made) == ("paid", "cancelled")
    same_as_there(fake_stripe)


def test_a12_six_refunds_of_1000_at_once_on_1500_are_one(
    app, client, fake_stripe, at_once
) -> None:
    made = bought(fake_stripe, client)
    key, by = deals.order(made).id, people.person_id("cholpon")
    db.session.rollback()
    ends = at_once(*[lambda: give_back(key, by)] * 6)
    refused = [end for end in ends if isinstance(end, Conflict)]
    assert [error.code for error in refused] == ["refund_range"] * 5, ends
    payments.reconcile()
    (there,) = fake_stripe.things("refund")
    assert there["amount"] == 100_000
    assert deals.held(deals.order(made)) == 50_000
    same_as_there(fake_stripe)


def give_back(order_id, by):
    from marketplace.db import get_for_update, use_case
    from marketplace.orders.models import Order

    @use_case
    def give():
        order = get_for_update(Order, order_id)
        return refunds.ask(order, 100_000, reason="case", by=by).id

    return give()


def test_a13_forged_and_old_events_are_400_and_change_nothing(
    app, client, fake_stripe, work
) -> None:
    made, page = at_the_page()
    fake_stripe.pay(page)
    event = happened(fake_stripe, "checkout.session.completed")
    assert bring(client, event, secret="whsec_guessed").status_code == 400
    assert bring(client, event, age=301).status_code == 400
    assert db.session.scalars(select(InboxEvent)).all() == []
    assert state(made) == WAITS


def test_a14_after_everything_our_account_is_what_stripe_has(
    app, client, fake_stripe, hook, work
) -> None:
    fake_stripe.send_hooks(hook, mode="shuffle")
    made = [bought(fake_stripe, client, title=f"Шырдак {n}") for n in range(4)]
    cards.ask(made[0], 500)
    cards.ask(made[1], 1500)
    payments.reconcile()
    charge = charge_of(fake_stripe, made[2])
    fake_stripe.decide(fake_stripe.dispute(charge)["id"], "lost")
    at_the_page("Башка")  # and one that is never paid
    fake_stripe.wait_until_sent()
    work()
    assert entries("dp_lost") == 1
    assert entries("rf_ok") == 2
    same_as_there(fake_stripe)


def charge_of(fake_stripe, made) -> str:
    money = deals.attempt(made).money
    (found,) = (
        one["id"]
        for one in fake_stripe.things("charge")
        if one["payment_intent"] == money
    )
    return found


def test_a18_the_fee_is_booked_once_when_stripe_says_it_later(
    app, client, fake_stripe, hook, work
) -> None:
    fake_stripe.behave(books="held")
    fake_stripe.send_hooks(hook, mode="dup")
    bought(fake_stripe, client)
    assert (entries("pay"), entries("fee")) == (1, 0)
    assert fake_stripe.book() == 1
    fake_stripe.wait_until_sent()
    work()
    assert (entries("pay"), entries("fee")) == (1, 1)
    same_as_there(fake_stripe)
