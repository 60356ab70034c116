"""The check of parameters catches what Stripe would not take."""

import pytest
import stripe
from stripe.checkout import Session
from stripe.params import RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from marketplace.infra.payments import stripe_params
from tests.fakes.typed_check import WrongParameterError, check
from tests.infra.payments.wishes import give_back, wish

GOOD = stripe_params.session(wish(), "https://market.test")
PRICE = GOOD["line_items"][0]["price_data"]


def priced(**change):
    return {**GOOD, "line_items": [{"quantity": 1, "price_data": {**PRICE, **change}}]}


def test_what_we_send_passes() -> None:
    check(GOOD, SessionCreateParams)
    check(stripe_params.refund(give_back("cs", "pi", 5)), RefundCreateParams)


@pytest.mark.parametrize(
    "bad",
    [
        {**GOOD, "ui_mode": "hosted"},
        {**GOOD, "amount": 5},
        {**GOOD, "payment_method_types": ["card"]},
        {**GOOD, "locale": "ky"},
        {**GOOD, "expires_at": "1795460000"},
        {**GOOD, "expires_at": True},
        priced(unit_amount=4700.5),
        priced(colour="red"),
        {**GOOD, "metadata": {"key": 5}},
        {**GOOD, "line_items": {"quantity": 1}},
    ],
)
def test_what_stripe_would_not_take_is_caught(bad) -> None:
    with pytest.raises(WrongParameterError):
        check(bad, SessionCreateParams)


@pytest.mark.parametrize("bad", [{"reason": "because"}, {"amount": "5"}, {"sum": 5}])
def test_a_refund_is_checked_too(bad) -> None:
    with pytest.raises(WrongParameterError):
        check({"payment_intent": "pi_1", **bad}, RefundCreateParams)


def test_a_form_is_checked_as_it_arrives() -> None:
    check({"created": {"gte": "17"}, "limit": "5"}, _list(), wire=True)
    with pytest.raises(WrongParameterError):
        check({"limit": "5.5"}, _list(), wire=True)


def _list():
    return stripe.params.RefundListParams


KINDS = {
    "checkout.session": Session,
    "payment_intent": stripe.PaymentIntent,
    "charge": stripe.Charge,
    "refund": stripe.Refund,
    "dispute": stripe.Dispute,
    "balance_transaction": stripe.BalanceTransaction,
}


def test_the_fakes_objects_have_no_keys_but_stripes(fake_stripe, provider) -> None:
    from tests.fakes.stripe_fake import DISPUTED

    first = provider.start(wish())
    fake_stripe.pay(first.redirect_to)
    money = provider.fetch(first.reference).money
    provider.refund(give_back(first.reference, money, 5))
    fake_stripe.pay(provider.start(wish("payment-2")).redirect_to, DISPUTED)
    for kind, known in KINDS.items():
        things = fake_stripe.things(kind)
        assert things, kind
        for thing in things:
            assert set(thing) <= set(known.__annotations__), kind
    for event in fake_stripe.events():
        assert set(event) <= set(stripe.Event.__annotations__)
