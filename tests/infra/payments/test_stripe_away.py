"""Stripe down, silent, dripping or wrong: we know in time, and nobody waits for it."""

import socket
import time
from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.config import Settings
from marketplace.infra import adapters
from marketplace.infra.payments import ProviderAwayError
from marketplace.infra.payments.stripe_http import LIMIT
from tests.fakes.stripe_fake import KEY
from tests.infra.payments.wishes import give_back, wish

SHORT = 0.3  # seconds, instead of LIMIT
CALLS = {
    "start": lambda one: one.start(wish()),
    "start_again": lambda one: one.start(
        wish(asked_at=clock.now() - timedelta(hours=25))
    ),
    "fetch": lambda one: one.fetch("cs_test_1"),
    "cancel": lambda one: one.cancel("cs_test_1"),
    "refund": lambda one: one.refund(give_back("cs_test_1", "pi_1", 5)),
    "fetch_refund": lambda one: one.fetch_refund("re_1"),
    "find": lambda one: one.find("ch_1"),
    "movements": lambda one: list(one.movements(clock.now())),
}


def away(provider, call="start") -> float:
    """Return how long a call takes that must find Stripe away."""
    began = time.monotonic()
    with pytest.raises(ProviderAwayError):
        CALLS[call](provider)
    return time.monotonic() - began


@pytest.mark.parametrize("call", CALLS)
def test_a_call_ends_in_time_when_stripe_hangs(stripe_at, fake_stripe, call) -> None:
    fake_stripe.fault("hang")
    assert away(stripe_at(seconds=SHORT), call) < SHORT + 0.3


@pytest.mark.parametrize("call", ["start", "fetch", "refund"])
@pytest.mark.parametrize("fault", ["drip", "drip_head"])
def test_a_call_ends_in_time_when_stripe_drips(
    stripe_at, fake_stripe, fault, call
) -> None:
    # Each byte comes well before a read timeout would end: only a deadline helps.
    fake_stripe.fault(fault, pace=0.05)
    assert away(stripe_at(seconds=SHORT), call) < SHORT + 0.3


@pytest.mark.parametrize("fault", ["down", "error", "busy"])
def test_a_fault_of_stripes_is_away_and_tried_once_more(
    stripe_at, fake_stripe, fault
) -> None:
    fake_stripe.fault(fault)
    assert away(stripe_at(seconds=2)) < 2
    fake_stripe.fault("down", times=1)
    assert stripe_at(seconds=2).start(wish()).reference


def test_a_closed_port_is_away(stripe_at) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{unused.getsockname()[1]}"
        assert away(stripe_at(api_base=closed, seconds=2)) < 2


def test_a_name_server_that_hangs_holds_nobody_up(stripe_at, monkeypatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(1))
    assert away(stripe_at(api_base="https://api.test", seconds=SHORT)) < SHORT + 0.3


def test_a_checkout_answers_within_twelve_seconds_whatever_stripe_does(
    tmp_path,
) -> None:
    settings = Settings(
        secret_key="x" * 40, data_dir=str(tmp_path), testing=True, stripe_key=KEY
    )
    stripe = adapters.build(settings).payments["stripe"]
    assert stripe._http.seconds == LIMIT
    assert 2 * LIMIT <= 12, "a checkout opens a page and may close it again"
