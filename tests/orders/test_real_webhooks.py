"""Webhooks over real connections, as unruly as they are in life."""

import pytest

from marketplace import ledger
from marketplace.extensions import db
from marketplace.orders.models import Order
from marketplace.orders.services import payments
from tests.orders.test_inbox import page_of, rows, state_of_payment


@pytest.mark.parametrize("mode", ["normal", "dup", "shuffle", "late"])
def test_however_they_come_it_is_paid_once(
    app, fake_stripe, with_stripe, hook, work, mode
) -> None:
    fake_stripe.send_hooks(hook, mode=mode)
    fake_stripe.pay(page_of())
    fake_stripe.wait_until_sent()
    work()
    assert state_of_payment() == "paid"
    assert fake_stripe.counts()["refused"] == 0
    assert len(rows()) == len(fake_stripe.events())
    order = db.session.scalars(db.select(Order)).one()
    assert ledger.balance(f"held:{order.id}").minor == -order.total_minor
    assert ledger.problems() == []


def test_held_back_they_come_late_and_still_count(
    app, fake_stripe, with_stripe, hook, work
) -> None:
    fake_stripe.send_hooks(hook, mode="hold")
    fake_stripe.pay(page_of())
    assert rows() == []
    assert fake_stripe.counts()["waiting"] > 0
    fake_stripe.hooks("normal")
    fake_stripe.wait_until_sent()
    work()
    assert state_of_payment() == "paid"


def test_lost_ones_are_made_up_for_by_asking(
    app, fake_stripe, with_stripe, hook
) -> None:
    fake_stripe.send_hooks(hook, mode="drop")
    fake_stripe.pay(page_of())
    assert fake_stripe.counts()["waiting"] == 0
    assert rows() == []
    payments.reconcile()
    assert state_of_payment() == "paid"


def test_an_answer_that_refuses_makes_stripe_try_again(
    app, fake_stripe, with_stripe, hook
) -> None:
    fake_stripe.send_hooks(hook, secret="whsec_wrong")
    fake_stripe.pay(page_of())
    fake_stripe.wait_until(lambda: fake_stripe.counts()["refused"] >= 2)
    assert rows() == []
    fake_stripe.reset()  # before our server goes: it would be asked eight times
