"""The fake Stripe as fixtures: one process for all tests, as good as new for each."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.fakes import typed_check
from tests.fakes.scripted import Scripted
from tests.fakes.stripe_fake import KEY, OLD_SECRET, SECRET, SHOP, FakeStripe


@pytest.fixture(scope="session")
def stripe_process() -> Iterator[FakeStripe]:
    """Return the running fake Stripe; better ask for `fake_stripe`."""
    fake = FakeStripe()
    yield fake
    fake.stop()


@pytest.fixture
def fake_stripe(stripe_process: FakeStripe) -> Iterator[FakeStripe]:
    """Return a fake Stripe that knows nothing yet.

    At the end, whatever it was asked must have been well-formed.
    """
    stripe_process.reset()
    yield stripe_process
    stripe_process.check_seen()
    stripe_process.reset()


@pytest.fixture
def asked_of_stripe(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, Any]]:
    """Return what the SDK is asked for: method, path, parameters.

    Parameters the SDK's own types do not know fail the test before they are sent.
    """
    from stripe._api_requestor import _APIRequestor

    seen = []
    real = _APIRequestor.request

    def look(self, method, url, params=None, *args, **kwargs):
        path = urlsplit(url).path
        seen.append((method.upper(), path, params))
        typed_check.check_request(method, path, params)
        return real(self, method, url, params, *args, **kwargs)

    monkeypatch.setattr(_APIRequestor, "request", look)
    return seen


@pytest.fixture
def stripe_at(fake_stripe: FakeStripe, asked_of_stripe: list) -> Iterator[Callable]:
    """Return a function that makes a StripeProvider at the fake; `how` goes to it."""
    import stripe

    from marketplace.infra.payments.stripe_provider import StripeProvider

    def make(**how: Any) -> StripeProvider:
        given = {
            "base_url": SHOP,
            "api_base": fake_stripe.address,
            "webhook_secrets": (SECRET, OLD_SECRET),
            **how,
        }
        return StripeProvider(given.pop("key", KEY), **given)

    telemetry = stripe.enable_telemetry
    yield make
    stripe.enable_telemetry = telemetry


@pytest.fixture
def stripe_provider(stripe_at: Callable) -> Any:
    """Return a StripeProvider at the fake."""
    return stripe_at()


@pytest.fixture
def with_stripe(doors: Any, stripe_provider: Any) -> Iterator[Any]:
    """Let the app offer cards for this test, at the fake; return the provider."""
    before = dict(doors.payments)
    doors.payments.clear()
    doors.payments.update({"stripe": stripe_provider, **before})
    yield stripe_provider
    doors.payments.clear()
    doors.payments.update(before)


@pytest.fixture
def bank(app, doors) -> Iterator[Scripted]:
    """Return a card provider that does what it is told, first of the ways to pay."""
    kept, one = doors.payments, Scripted()
    doors.payments = {"scripted": one, **kept}
    yield one
    doors.payments = kept
