"""Webhooks of a provider: kept once, looked into afterwards, each for itself."""

import json
from datetime import timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Variant
from marketplace.extensions import db
from marketplace.infra.payments import ProviderAwayError
from marketplace.orders.models import InboxEvent, Order, Payment
from marketplace.orders.services import basket, checkout, inbox, payments
from tests import people
from tests.fakes.stripe_fake import signed

HOOK = "/webhooks/stripe"


def page_of(key: str = "k" * 20) -> str:
    """Buy something by card; return the address where the card is written."""
    token = basket.add(None, people.variant_of(people.on_sale().id))
    buyer = checkout.Buyer("Bermet", "bermet@lab.test", "ky")
    purchase = checkout.place(token, buyer, {}, submit_key=key, provider="stripe")
    return payments.begin(purchase.id)


def bring(client, event, **how):
    """Deliver an event as Stripe would."""
    body, signature = signed(event, **how)
    return client.post(
        HOOK,
        data=body,
        content_type="application/json",
        headers={"Stripe-Signature": signature},
    )


def rows() -> list[InboxEvent]:
    db.session.expire_all()
    return list(db.session.scalars(select(InboxEvent).order_by(InboxEvent.created_at)))


def state_of_payment() -> str:
    db.session.rollback()
    return db.session.scalars(select(Payment.state)).one()


def happened(fake_stripe, kind: str):
    return next(one for one in fake_stripe.events() if one["type"] == kind)


def test_a_webhook_alone_is_enough_to_be_paid(
    app, client, fake_stripe, with_stripe, work
) -> None:
    fake_stripe.pay(page_of())
    answer = bring(client, happened(fake_stripe, "checkout.session.completed"))
    assert (answer.status_code, answer.data) == (204, b"")
    assert state_of_payment() == "open", "the answer does not wait for Stripe"
    work()
    assert state_of_payment() == "paid"
    (row,) = rows()
    assert (row.state, row.tries, row.error) == ("done", 0, "")


def test_everything_twice_and_in_any_order_is_paid_once(
    app, client, fake_stripe, with_stripe, work
) -> None:
    fake_stripe.pay(page_of())
    events = fake_stripe.events()
    for event in [*reversed(events), *events]:
        assert bring(client, event).status_code == 204
        work()
    assert state_of_payment() == "paid"
    assert len(rows()) == len(events)
    assert {row.state for row in rows()} == {"done"}
    assert len(fake_stripe.things("charge")) == 1


def test_a_kind_we_do_not_use_is_taken_and_nothing_follows(
    app, client, fake_stripe, with_stripe
) -> None:
    fake_stripe.pay(page_of())
    other = happened(fake_stripe, "charge.succeeded")
    other |= {"type": "customer.created", "data": {"object": {"id": "cus_1"}}}
    asked = len(fake_stripe.seen())
    assert bring(client, other).status_code == 204
    inbox.drain()
    assert [row.state for row in rows()] == ["done"]
    assert len(fake_stripe.seen()) == asked


def test_what_is_not_for_us_is_400_and_never_500(
    app, client, fake_stripe, with_stripe
) -> None:
    fake_stripe.pay(page_of())
    event = happened(fake_stripe, "checkout.session.completed")
    thin = {"id": "evt_1", "object": "v2.core.event", "type": "v1.x", "livemode": False}
    for bad in ({**event, "livemode": True}, thin, {}, []):
        assert bring(client, bad).status_code == 400
    assert bring(client, event, secret="whsec_guessed").status_code == 400
    assert bring(client, event, age=310).status_code == 400
    assert client.post(HOOK).status_code == 400
    assert client.post(HOOK, data={"a": "b"}).status_code == 400
    assert rows() == []


def test_a_provider_we_do_not_have_is_not_there(app, client) -> None:
    assert client.post("/webhooks/stripe", data=b"{}").status_code == 404
    assert client.post("/webhooks/paypal", data=b"{}").status_code == 404
    assert client.post("/webhooks/sandbox", data=b"{}").status_code == 400


def test_a_huge_body_is_refused_unread(app, client, with_stripe) -> None:
    body = json.dumps({"pad": "x" * 256 * 1024}).encode()
    answer = client.post(HOOK, data=body, content_type="application/json")
    assert answer.status_code == 413


def test_a_poisoned_event_is_parked_and_the_others_go_on(
    app, client, fake_stripe, with_stripe, travel, monkeypatch
) -> None:
    fake_stripe.pay(page_of())
    bad = happened(fake_stripe, "charge.succeeded")
    good = happened(fake_stripe, "checkout.session.completed")
    real = with_stripe.find

    def find(about):
        if about.startswith("ch_"):
            raise ValueError("poison")
        return real(about)

    monkeypatch.setattr(with_stripe, "find", find)
    assert bring(client, bad).status_code == 204
    assert bring(client, good).status_code == 204
    for _ in range(12):
        inbox.drain()
        travel(hours=2)
    poisoned, fine = rows()
    assert (poisoned.state, poisoned.tries) == ("parked", 10)
    assert poisoned.error == "ValueError: poison"
    assert (fine.state, fine.tries) == ("done", 0)
    assert state_of_payment() == "paid"


def test_a_failed_event_waits_longer_each_time(
    app, client, fake_stripe, with_stripe, travel, monkeypatch
) -> None:
    fake_stripe.pay(page_of())
    bring(client, happened(fake_stripe, "checkout.session.completed"))
    monkeypatch.setattr(with_stripe, "find", lambda _: "cs_nobody_knows")
    assert (inbox.drain(), inbox.drain()) == (0, 0)
    (row,) = rows()
    assert (row.tries, row.error) == (1, "LookupError: no payment cs_nobody_knows")
    assert timedelta(seconds=10) < row.due_at - clock.now() <= timedelta(seconds=15)
    monkeypatch.undo()
    travel(seconds=16)
    assert inbox.drain() == 1
    assert state_of_payment() == "paid"


def test_while_stripe_is_away_one_event_asks_and_the_others_wait(
    app, client, fake_stripe, with_stripe, monkeypatch
) -> None:
    fake_stripe.pay(page_of())
    for event in fake_stripe.events():
        bring(client, event)
    asked = []

    def find(about):
        asked.append(about)
        raise ProviderAwayError

    monkeypatch.setattr(with_stripe, "find", find)
    assert inbox.drain() == 0
    assert len(asked) == 1
    assert sorted(row.tries for row in rows() if row.state == "new")[:2] == [0, 0]


def test_what_was_given_up_is_told_and_what_is_done_goes_after_a_month(
    app, client, fake_stripe, with_stripe, travel, monkeypatch
) -> None:
    fake_stripe.pay(page_of())
    monkeypatch.setattr(with_stripe, "find", lambda _: 1 / 0)
    bring(client, happened(fake_stripe, "charge.succeeded"))
    for _ in range(10):
        inbox.drain()
        travel(hours=2)
    monkeypatch.undo()
    fresh = happened(fake_stripe, "payment_intent.succeeded")
    bring(client, fresh, age=-int(timedelta(hours=20).total_seconds()))
    inbox.drain()
    (told,) = inbox.problems()
    assert told.startswith("stripe evt_")
    assert told.endswith("ZeroDivisionError: division by zero")
    inbox.forget()
    assert len(rows()) == 2
    travel(days=31)
    inbox.forget()
    assert [row.state for row in rows()] == ["parked"]


def test_stripes_own_webhooks_may_be_lost_and_nothing_is(
    app, fake_stripe, with_stripe, travel
) -> None:
    fake_stripe.pay(page_of())
    payments.reconcile()
    assert state_of_payment() == "paid"
    db.session.rollback()
    assert db.session.scalars(select(Order.state)).one() == "in_progress"


def test_a_purchase_nobody_paid_closes_its_page_at_stripe(
    app, fake_stripe, with_stripe, travel
) -> None:
    page = page_of()
    travel(minutes=36)
    payments.expire()
    assert fake_stripe.pay(page).status_code == 410
    db.session.rollback()
    assert db.session.scalars(select(Variant.stock)).one() > 0
