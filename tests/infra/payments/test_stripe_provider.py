"""Stripe through our port, against a Stripe of our own: sessions and their truth."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.errors import NotFound
from marketplace.infra.payments import ProviderAwayError, ProviderRefusedError
from marketplace.money import Money
from tests.fakes.stripe_fake import ASKS_BANK, DECLINED, DISPUTED, REFUND_WAITS
from tests.infra.payments.wishes import give_back, wish

CREATED = r"/v1/checkout/sessions$"


def paid(provider, fake, card="4242424242424242", **how):
    """Return the session and the truth of a payment made with this card."""
    started = provider.start(wish(**how))
    fake.pay(started.redirect_to, card)
    return started.reference, provider.fetch(started.reference)


# Starting


def test_a_payment_opens_a_page_of_stripe(provider, fake_stripe) -> None:
    started = provider.start(wish())
    assert started.redirect_to.startswith(f"{fake_stripe.address}/pay/cs_test_")
    assert provider.fetch(started.reference).status == "open"
    (sent,) = fake_stripe.seen("POST", CREATED)
    params = sent["params"]
    assert sent["key"] == "payment-1"
    assert params["ui_mode"] == "hosted_page"
    assert params["locale"] == "ru", "Checkout does not speak Kyrgyz"
    assert params["metadata"] == {"key": "payment-1", "number": "WCL-7F3K"}
    assert params["payment_intent_data"]["metadata"] == params["metadata"]
    assert params["success_url"] == "https://market.test/ky/o/secret/return"
    price = params["line_items"][0]["price_data"]
    assert (price["currency"], price["unit_amount"]) == ("kgs", "150000")
    assert price["product_data"]["name"] == "Буйрутма № WCL-7F3K"


def test_a_start_after_a_crash_asks_for_the_same_and_gets_the_same(
    provider, stripe_at, fake_stripe
) -> None:
    request = wish()
    first = provider.start(request)
    again = stripe_at().start(request)  # another process, later
    assert again == first
    one, two = fake_stripe.seen("POST", CREATED)
    assert one["params"] == two["params"]
    assert one["params"]["expires_at"] == two["params"]["expires_at"]
    assert len(fake_stripe.things("checkout.session")) == 1


def test_an_answer_that_got_lost_is_asked_for_again(provider, fake_stripe) -> None:
    fake_stripe.fault("lost", times=1)
    provider.start(wish())
    assert len(fake_stripe.things("checkout.session")) == 1
    assert len(fake_stripe.seen("POST", CREATED)) == 2


def test_a_key_stripe_has_forgotten_is_found_by_its_mark(provider, fake_stripe) -> None:
    now = clock.now()
    for number in range(2):
        provider.start(wish(f"other-{number}"))
    first = provider.start(wish())
    fake_stripe.forget_keys()
    late = wish(asked_at=now - timedelta(hours=24), expires_at=now)
    assert provider.start(late).reference == first.reference
    assert len(fake_stripe.things("checkout.session")) == 3


def test_other_words_for_the_same_key_find_the_session(provider, fake_stripe) -> None:
    request = wish()
    first = provider.start(request)
    changed = wish(asked_at=request.asked_at, number="other")
    assert provider.start(changed) == first
    fake_stripe.tamper(first.reference, metadata={})
    with pytest.raises(ProviderRefusedError):
        provider.start(changed)


def test_a_page_is_open_for_half_an_hour_at_least(provider, fake_stripe) -> None:
    now = clock.now()
    provider.start(wish(expires_at=now + timedelta(minutes=3)))
    provider.start(wish("payment-2", expires_at=now + timedelta(days=3)))
    short, long = (
        int(one["params"]["expires_at"]) - now.timestamp()
        for one in fake_stripe.seen("POST", CREATED)
    )
    assert 30 * 60 < short <= 36 * 60
    assert 23 * 3600 < long < 24 * 3600


@pytest.mark.parametrize("amount", [Money(500), Money(150000, "USD")])
def test_a_sum_stripe_does_not_take_is_refused(provider, amount) -> None:
    with pytest.raises(ProviderRefusedError):
        provider.start(wish(amount=amount))


def test_another_currency_is_charged_when_set(stripe_at, fake_stripe) -> None:
    provider = stripe_at(currency="USD")
    assert provider.currencies == ("USD",)
    started = provider.start(wish(amount=Money(1700, "USD"), language="en"))
    fake_stripe.pay(started.redirect_to)
    assert provider.fetch(started.reference).amount == Money(1700, "USD")


def test_whatever_is_asked_has_parameters_the_sdk_knows(
    provider, fake_stripe, asked_of_stripe
) -> None:
    reference, truth = paid(provider, fake_stripe, DISPUTED)
    with pytest.raises(ProviderRefusedError):
        provider.refund(give_back(reference, truth.money, 5))
    provider.cancel(reference)
    provider.find(truth.money)
    list(provider.movements(clock.now()))
    assert {path for _, path, _ in asked_of_stripe} >= {
        "/v1/checkout/sessions",
        f"/v1/checkout/sessions/{reference}",
        f"/v1/checkout/sessions/{reference}/expire",
        "/v1/refunds",
        "/v1/disputes",
        "/v1/balance_transactions",
    }
    assert len(fake_stripe.seen()) >= len(asked_of_stripe), "and so they came"


# Asking


def test_a_paid_session_says_what_came(provider, fake_stripe) -> None:
    _, truth = paid(provider, fake_stripe)
    assert truth.status == "paid"
    assert truth.amount == Money(150000)
    assert truth.money.startswith("pi_")
    assert truth.charge is not None
    assert truth.charge.amount == Money(150000)
    assert truth.charge.fee == Money(4380)
    assert (truth.charge.kind, truth.charge.money) == ("charge", truth.money)
    assert (truth.disputes, truth.refunds) == ((), ())


def test_a_charge_that_is_booked_late_is_none_and_then_appears(
    provider, fake_stripe
) -> None:
    fake_stripe.behave(books="held")
    reference, truth = paid(provider, fake_stripe)
    assert (truth.status, truth.charge) == ("paid", None)
    fake_stripe.book()
    later = provider.fetch(reference)
    assert later.charge is not None
    assert later.charge.fee == Money(4380)
    assert fake_stripe.events()[-1]["type"] == "charge.updated"


def test_our_money_there_may_be_kept_in_another_currency(provider, fake_stripe) -> None:
    fake_stripe.behave(settles_in="eur", rate=0.01)
    _, truth = paid(provider, fake_stripe)
    assert truth.amount == Money(150000)
    assert truth.charge.amount == Money(1500, "EUR")
    assert truth.charge.fee == Money(44, "EUR")


def test_an_amount_that_is_not_what_we_asked_for_is_told_as_it_is(
    provider, fake_stripe
) -> None:
    _, truth = paid(provider, fake_stripe)
    fake_stripe.tamper(truth.money, amount_received=777)
    session = fake_stripe.things("checkout.session")[0]["id"]
    assert provider.fetch(session).amount == Money(777)


def test_a_declined_card_leaves_the_page_open(provider, fake_stripe) -> None:
    started = provider.start(wish())
    assert fake_stripe.pay(started.redirect_to, DECLINED).status_code == 402
    assert provider.fetch(started.reference).status == "open"
    assert fake_stripe.pay(started.redirect_to).status_code == 303
    assert provider.fetch(started.reference).status == "paid"


def test_a_card_whose_bank_asks_pays_after_the_answer(provider, fake_stripe) -> None:
    url = provider.start(wish()).redirect_to
    assert "Your bank asks" in fake_stripe.pay(url, ASKS_BANK).text
    assert fake_stripe.pay(url, ASKS_BANK, bank="no").status_code == 402
    answer = fake_stripe.pay(url, ASKS_BANK, bank="yes")
    assert answer.headers["Location"] == "https://market.test/ky/o/secret/return"


def test_a_session_stripe_does_not_know_is_not_found(provider) -> None:
    for ask in (provider.fetch, provider.cancel, provider.fetch_refund):
        with pytest.raises(NotFound):
            ask("cs_test_never")


def test_money_that_is_still_on_its_way_is_open(provider, fake_stripe) -> None:
    started = provider.start(wish())
    fake_stripe.pay(started.redirect_to, DECLINED)
    intent = fake_stripe.things("payment_intent")[0]["id"]
    fake_stripe.tamper(started.reference, status="complete", url=None)
    fake_stripe.tamper(intent, status="processing")
    assert provider.fetch(started.reference).status == "open"
    fake_stripe.tamper(intent, status="requires_payment_method")
    assert provider.fetch(started.reference).status == "failed"


# Closing


def test_closing_shuts_the_page(provider, fake_stripe) -> None:
    started = provider.start(wish())
    assert provider.cancel(started.reference).status == "cancelled"
    assert provider.cancel(started.reference).status == "cancelled", "and again"
    assert fake_stripe.pay(started.redirect_to).status_code == 410


def test_closing_what_is_paid_says_so(provider, fake_stripe) -> None:
    reference, _ = paid(provider, fake_stripe)
    assert provider.cancel(reference).status == "paid"


# Giving back


def test_money_goes_back_once_however_often_we_ask(provider, fake_stripe) -> None:
    reference, truth = paid(provider, fake_stripe)
    request = give_back(reference, truth.money, 500)
    first, again = provider.refund(request), provider.refund(request)
    assert first == again
    assert (first.status, first.amount, first.key) == ("done", Money(50000), "refund-1")
    assert provider.fetch_refund(first.reference) == first
    assert provider.fetch(reference).refunds == (first,)


def test_a_refund_whose_key_is_forgotten_is_found_by_its_mark(
    provider, fake_stripe
) -> None:
    reference, truth = paid(provider, fake_stripe)
    first = provider.refund(give_back(reference, truth.money, 500))
    fake_stripe.forget_keys()
    yesterday = clock.now() - timedelta(hours=24)
    late = give_back(reference, truth.money, 500, asked_at=yesterday)
    assert provider.refund(late) == first
    assert len(fake_stripe.things("refund")) == 1


def test_more_than_was_paid_is_refused(provider, fake_stripe) -> None:
    reference, truth = paid(provider, fake_stripe)
    provider.refund(give_back(reference, truth.money, 1000))
    with pytest.raises(ProviderRefusedError):
        provider.refund(give_back(reference, truth.money, 501, key="refund-2"))


def test_a_refund_may_wait_and_then_fail(provider, fake_stripe) -> None:
    reference, truth = paid(provider, fake_stripe, REFUND_WAITS)
    waits = provider.refund(give_back(reference, truth.money, 500))
    assert waits.status == "pending"
    fake_stripe.finish_refund(waits.reference, "failed")
    (failed,) = provider.fetch(reference).refunds
    assert (failed.status, failed.why) == ("failed", "expired_or_canceled_card")


# Disputes and the balance


@pytest.mark.parametrize("end", ["won", "lost"])
def test_a_dispute_is_seen_and_its_end(provider, fake_stripe, end) -> None:
    reference, truth = paid(provider, fake_stripe, DISPUTED)
    (dispute,) = truth.disputes
    assert dispute.status == "open"
    assert (dispute.amount, dispute.fee) == (Money(150000), Money(1500))
    with pytest.raises(ProviderRefusedError):
        provider.refund(give_back(reference, truth.money, 5))
    fake_stripe.decide(dispute.reference, end)
    (closed,) = provider.fetch(reference).disputes
    assert (closed.reference, closed.status) == (dispute.reference, end)


def test_a_bank_that_only_asks_is_no_dispute(provider, fake_stripe) -> None:
    reference, _ = paid(provider, fake_stripe)
    charge = fake_stripe.things("charge")[0]["id"]
    fake_stripe.dispute(charge, status="warning_needs_response")
    assert provider.fetch(reference).disputes == ()


def test_movements_are_all_there_oldest_first(provider, fake_stripe) -> None:
    start = clock.now() - timedelta(minutes=1)
    reference, truth = paid(provider, fake_stripe)
    back = provider.refund(give_back(reference, truth.money, 500))
    fake_stripe.finish_refund(back.reference, "failed")
    _, other = paid(provider, fake_stripe, DISPUTED, key="payment-2")
    fake_stripe.decide(other.disputes[0].reference, "won")
    found = list(provider.movements(start))
    kinds = ["charge", "refund", "refund_failure", "charge", "dispute"]
    assert [line.kind for line in found] == [*kinds, "dispute_reversal"]
    of = [truth.money, back.reference, back.reference, other.money]
    assert [line.money for line in found[:4]] == of
    assert found[4].money == other.disputes[0].reference
    assert [line.amount.minor for line in found[:3]] == [150000, -50000, 50000]
    assert found[0] == truth.charge


def test_movements_of_more_than_one_page_are_all_there(
    provider, fake_stripe, monkeypatch
) -> None:
    from marketplace.infra.payments import stripe_provider

    monkeypatch.setattr(stripe_provider, "PAGE", 2)
    start = clock.now() - timedelta(minutes=1)
    for number in range(5):
        paid(provider, fake_stripe, key=f"payment-{number}")
    assert len(list(provider.movements(start))) == 5
    assert list(provider.movements(clock.now() + timedelta(hours=1))) == []


def test_a_key_that_is_not_taken_is_as_if_stripe_were_away(stripe_at) -> None:
    with pytest.raises(ProviderAwayError):
        stripe_at(key="sk_test_x_revoked").start(wish())
