"""The sandbox keeps books of its own, as another company would."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.errors import NotFound
from marketplace.infra.payments import (
    BadEventError,
    ProviderRefusedError,
    SandboxProvider,
    sandbox,
)
from marketplace.money import Money
from tests.infra.payments.wishes import give_back, wish


@pytest.fixture
def play(app) -> SandboxProvider:
    """Return the sandbox."""
    return SandboxProvider()


def paid(play, key: str = "payment-1") -> str:
    reference = play.start(wish(key)).reference
    sandbox.decide(reference, "paid")
    return reference


def test_the_same_key_is_the_same_payment(play) -> None:
    first = play.start(wish())
    assert play.start(wish()) == first
    assert play.start(wish("payment-2")) != first
    truth = play.fetch(first.reference)
    assert (truth.status, truth.money, truth.charge) == ("open", "", None)


def test_what_is_paid_is_booked_at_once_and_costs_nothing(play) -> None:
    reference = paid(play)
    truth = play.fetch(reference)
    assert (truth.status, truth.money) == ("paid", reference)
    assert truth.charge.amount == Money(150000)
    assert truth.charge.fee == Money(0)
    assert play.cancel(reference).status == "paid"


def test_money_goes_back_once_and_never_more_than_came(play) -> None:
    reference = paid(play)
    first = play.refund(give_back(reference, reference, 1000))
    assert play.refund(give_back(reference, reference, 1000)) == first
    assert play.fetch_refund(first.reference) == first
    assert play.fetch(reference).refunds == (first,)
    with pytest.raises(ProviderRefusedError):
        play.refund(give_back(reference, reference, 501, key="refund-2"))
    assert play.refund(give_back(reference, reference, 500, key="refund-3"))


def test_what_is_not_paid_gives_nothing_back(play) -> None:
    reference = play.start(wish()).reference
    with pytest.raises(ProviderRefusedError):
        play.refund(give_back(reference, reference, 5))
    for ask in (play.fetch, play.fetch_refund, play.cancel):
        with pytest.raises(NotFound):
            ask("never")


def test_every_movement_is_there_oldest_first(play) -> None:
    start = clock.now()
    play.start(wish("payment-0"))
    one, two = paid(play), paid(play, "payment-2")
    back = play.refund(give_back(one, one, 500))
    found = list(play.movements(start))
    assert [line.kind for line in found] == ["charge", "charge", "refund"]
    assert [line.money for line in found] == [one, two, back.reference]
    assert sum(line.amount.minor for line in found) == 250000
    assert list(play.movements(clock.now() + timedelta(minutes=1))) == []


def test_it_finds_its_own_payments_and_sends_no_webhooks(play) -> None:
    reference = paid(play)
    assert play.find(reference) == reference
    assert play.find("never") is None
    with pytest.raises(BadEventError):
        play.read_event(b"{}", "")
