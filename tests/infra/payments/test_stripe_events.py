"""Webhooks: taken when signed, fresh and of our mode; anything else is refused."""

import json

import pytest

from marketplace.infra.payments import BadEventError
from tests.fakes.stripe_fake import DISPUTED, OLD_SECRET, SECRET, signed
from tests.infra.payments.wishes import give_back, wish


@pytest.fixture
def event(provider, fake_stripe):
    """Return the event of a session that was paid."""
    fake_stripe.pay(provider.start(wish()).redirect_to)
    (found,) = (
        one
        for one in fake_stripe.events()
        if one["type"] == "checkout.session.completed"
    )
    return found


def test_an_event_says_what_it_is_about(provider, event) -> None:
    found = provider.read_event(*signed(event))
    assert (found.id, found.kind) == (event["id"], "checkout.session.completed")
    assert found.about == event["data"]["object"]["id"]


def test_while_the_secret_is_changed_both_are_taken(stripe_at, event) -> None:
    both = stripe_at(webhook_secrets=("whsec_new", OLD_SECRET))
    for secret in ("whsec_new", OLD_SECRET):
        assert both.read_event(*signed(event, secret)).id == event["id"]
    with pytest.raises(BadEventError):
        stripe_at(webhook_secrets=("whsec_new",)).read_event(*signed(event, OLD_SECRET))
    with pytest.raises(BadEventError):
        stripe_at(webhook_secrets=()).read_event(*signed(event, ""))


def test_an_event_of_a_while_ago_is_refused(provider, event) -> None:
    assert provider.read_event(*signed(event, age=290))
    with pytest.raises(BadEventError):
        provider.read_event(*signed(event, age=310))


def test_a_forged_or_changed_event_is_refused(provider, event) -> None:
    body, signature = signed(event)
    for forged in (
        signed(event, "whsec_guessed"),
        (body.replace(b"completed", b"expired"), signature),
        (body, ""),
        (body, "t=1,v1=00"),
        (body, "v1=00"),
        (body, "t=now,v1=ключ"),
        (b"\xff\xfe", signature),
    ):
        with pytest.raises(BadEventError):
            provider.read_event(*forged)


def test_real_money_is_refused_by_a_test_key_and_the_other_way(
    provider, stripe_at, event
) -> None:
    live = {**event, "livemode": True}
    with pytest.raises(BadEventError):
        provider.read_event(*signed(live))
    real = stripe_at(key="sk_live_x", api_base="")
    assert real.read_event(*signed(live))
    with pytest.raises(BadEventError):
        real.read_event(*signed(event))


@pytest.mark.parametrize(
    "body",
    [
        {"object": "v2.core.event", "id": "evt_1", "type": "v1.billing.meter"},
        [],
        "words",
        None,
        {},
        {"object": "event"},
        {"id": "evt_1", "object": "event", "livemode": False},
        {"id": "evt_1", "object": "event", "livemode": False, "type": "charge.x"},
        {"id": "e", "object": "event", "livemode": False, "type": "c", "data": 5},
        {"id": "e", "object": "event", "livemode": 0, "type": "c", "data": {}},
        {"id": 5, "object": "event", "livemode": False, "type": 5, "data": {}},
    ],
)
def test_what_is_no_event_of_ours_is_refused_though_it_is_signed(
    provider, body
) -> None:
    with pytest.raises(BadEventError):
        provider.read_event(*signed(json.dumps(body).encode()))


def test_words_that_are_no_json_are_refused_though_they_are_signed(provider) -> None:
    for body in (b"", b"{", b"\x00", "түйшүк".encode()):
        with pytest.raises(BadEventError):
            provider.read_event(*signed(body, SECRET))


@pytest.mark.parametrize("kind", ["customer.created", "payout.paid", "a.b.c.new"])
def test_a_kind_we_do_not_use_is_about_nothing(provider, event, kind) -> None:
    thing = {"id": "cus_1", "object": "customer"}
    other = {**event, "type": kind, "data": {"object": thing}}
    assert provider.read_event(*signed(other)).about == ""


def test_everything_that_happens_leads_to_its_session(provider, fake_stripe) -> None:
    first = provider.start(wish())
    fake_stripe.pay(first.redirect_to)
    truth = provider.fetch(first.reference)
    refund = provider.refund(give_back(first.reference, truth.money, 5))
    fake_stripe.finish_refund(refund.reference, "failed")
    other = provider.start(wish("payment-2"))
    fake_stripe.pay(other.redirect_to, DISPUTED)
    fake_stripe.decide(provider.fetch(other.reference).disputes[0].reference, "lost")
    third = provider.start(wish("payment-3"))
    provider.cancel(third.reference)

    led = set()
    for event in fake_stripe.events():
        found = provider.read_event(*signed(event))
        if found.about:
            led.add((provider.find(found.about), found.kind.rpartition(".")[0]))
    assert {kind for _, kind in led} >= {
        "checkout.session",
        "payment_intent",
        "charge",
        "charge.dispute",
        "refund",
    }
    references = {first.reference, other.reference, third.reference}
    assert {reference for reference, _ in led} == references


def test_what_is_not_ours_leads_nowhere(provider, fake_stripe) -> None:
    started = provider.start(wish())
    fake_stripe.tamper(started.reference, metadata={"shop": "another"})
    for about in (started.reference, "cs_test_never", "pi_never", "ch_never"):
        assert provider.find(about) is None
    for about in ("re_never", "du_never", "cus_1", "", "../../v1/balance"):
        assert provider.find(about) is None
