"""A 19–22 of payments.md §6: money back, disputes, paid twice, another sum, at the fake."""

import pytest
from sqlalchemy import select

from marketplace import ledger
from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.orders.models import Refund
from marketplace.orders.services import books, fulfil, payments
from marketplace.profiles.models import Notice
from tests import people
from tests.fakes.stripe_fake import REFUND_WAITS
from tests.orders import cards, deals
from tests.orders.at_stripe import (
    at_the_page,
    bought,
    come_back,
    entries,
    same_as_there,
    state,
)
from tests.orders.test_acceptance_stripe import charge_of


@pytest.fixture(autouse=True)
def _told(with_stripe, fake_stripe, hook) -> None:
    """Offer cards, and let Stripe tell us of everything."""
    fake_stripe.send_hooks(hook)


@pytest.fixture
def hear(fake_stripe, work):
    """Return a function that lets what Stripe tells arrive and be looked into."""

    def wait() -> None:
        fake_stripe.wait_until_sent()
        work()

    return wait


def letters(doors) -> str:
    return "\n".join(letter.text for letter in doors.mail.sent)


def test_a19_a_refund_that_fails_is_held_again_and_its_buyer_is_told(
    app, client, fake_stripe, hear, doors
) -> None:
    made = bought(fake_stripe, client, REFUND_WAITS)
    cards.ask(made, 500)
    payments.reconcile()
    assert cards.one_refund().state == "processing"
    assert deals.held(deals.order(made)) == 100_000
    (there,) = fake_stripe.things("refund")
    fake_stripe.finish_refund(there["id"], "failed")
    hear()
    assert cards.one_refund().state == "failed"
    assert deals.held(deals.order(made)) == 150_000
    assert "did not arrive" in letters(doors)
    same_as_there(fake_stripe)


def test_a19_a_refund_that_fails_after_it_had_arrived_is_held_again(
    app, client, fake_stripe, hear
) -> None:
    made = bought(fake_stripe, client)
    cards.ask(made, 500)
    payments.reconcile()
    assert cards.one_refund().state == "done"
    (there,) = fake_stripe.things("refund")
    fake_stripe.finish_refund(there["id"], "failed")
    hear()
    assert cards.one_refund().state == "failed"
    assert deals.held(deals.order(made)) == 150_000
    same_as_there(fake_stripe)


# What is there at the end: state, held, her account, our loss.
WON, LOST = "won", "lost"
ENDS = {
    (WON, "before"): ("completed", 0, 135_000, 0),
    (LOST, "before"): ("completed", 0, 0, 0),
    (WON, "after"): ("completed", 0, 135_000, 0),
    (LOST, "after"): ("completed", 0, 135_000, 150_000),
}


@pytest.mark.parametrize(("end", "when"), ENDS)
def test_a20_a_dispute_blocks_the_release_and_ends_as_it_must(
    app, client, fake_stripe, hear, end, when
) -> None:
    made = bought(fake_stripe, client)
    key = deals.send(made)
    if when == "after":
        fulfil.confirm(made, key)
    dispute = fake_stripe.dispute(charge_of(fake_stripe, made))
    hear()
    if when == "before":
        with pytest.raises(Conflict, match="held_for"):
            fulfil.confirm(made, key)
        assert deals.payable() == 0
    fake_stripe.decide(dispute["id"], end)
    hear()
    if (end, when) == (WON, "before"):
        fulfil.confirm(made, key)
    order = deals.order(made)
    loss = deals.has("exp:dispute_loss")
    found = (order.state, deals.held(order), deals.payable(), loss)
    assert found == ENDS[end, when]
    assert deals.has("exp:dispute_fee") == 1500
    same_as_there(fake_stripe)


def test_a21_two_pages_paid_for_one_order_give_exactly_one_back(
    app, client, fake_stripe, hear, doors
) -> None:
    made, first = at_the_page()
    reference = deals.attempt(made).reference
    payments.begin(made, "sandbox")
    second = payments.begin(made, "stripe")
    assert second != first
    fake_stripe.tamper(reference, status="open")  # it had not been closed after all
    for page in (second, first):
        assert fake_stripe.pay(page).status_code == 303
    hear()
    hear()
    come_back(client, made)
    (refund,) = db.session.scalars(select(Refund))
    assert (refund.state, refund.amount_minor) == ("done", 150_000)
    assert len(fake_stripe.things("refund")) == 1
    assert (entries("pay"), deals.held(deals.order(made))) == (2, 150_000)
    assert ledger.waiting() == []
    same_as_there(fake_stripe)


def test_a22_another_sum_is_not_paid_and_the_lab_is_told(
    app, client, as_, fake_stripe, hear, doors
) -> None:
    fake_stripe.hooks("hold")
    made, page = at_the_page()
    fake_stripe.pay(page)
    (intent,) = fake_stripe.things("payment_intent")
    fake_stripe.tamper(intent["id"], amount_received=777)
    fake_stripe.hooks("normal")
    hear()
    assert state(made) == ("suspended", "awaiting_payment")
    payment = deals.attempt(made)
    assert deals.has(f"unalloc:{payment.id}") == -777
    assert deals.held(deals.order(made)) == 0
    assert "777 minor units to decide" in ledger.waiting()[0]
    with pytest.raises(Conflict, match="moved_on"):
        payments.begin(made)
    assert "It is safe" in client.words(f"/en/o/{deals.secret(made)}")
    told = select(Notice.link).where(Notice.person_id == people.person_id("cholpon"))
    assert "/desk/money/transfers" in db.session.scalars(told).all()
    desk = as_("cholpon").get("/en/desk/money/transfers", follow_redirects=True)
    assert (desk.status_code, "7.77" in desk.get_data(as_text=True)) == (200, True)
    (said,) = books.report()
    assert "psp:stripe is -3603 in the book, 145620 at the provider" in said
    assert ledger.problems() == []
