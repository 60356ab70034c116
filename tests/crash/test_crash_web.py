"""The web process is killed 20 times at every step between the form and «paid»."""

import itertools

import pytest

from tests.crash.buyer import Buyer
from tests.crash.counting import everything_adds_up
from tests.crash.house import KILLS

pytestmark = pytest.mark.crash
NUMBERS = itertools.count()
AT_CHECKOUT = ("checkout.reserved", "checkout.committed", "checkout.provider_called")
AT_RETURN = ("pay.fetched", "pay.settled", "pay.committed")


@pytest.fixture(scope="module")
def served(house):
    house.serve()
    return house


@pytest.mark.parametrize("failpoint", AT_CHECKOUT)
def test_a_form_cut_off_and_sent_again_is_one_paid_purchase(served, failpoint) -> None:
    for _ in range(KILLS):
        buyer = Buyer(served, next(NUMBERS))
        buyer.choose()
        served.arm(failpoint)
        assert buyer.breaks("POST", "/en/checkout", data=buyer.form)
        assert served.has_killed(failpoint)
        back = buyer.pay(buyer.order())
        assert buyer.ask("GET", back).status_code == 303
    everything_adds_up(served)


@pytest.mark.parametrize("failpoint", AT_RETURN)
def test_who_has_paid_and_is_cut_off_has_paid(served, failpoint) -> None:
    """Every second buyer comes again; the others leave it to the reconcile job."""
    for number in range(KILLS):
        buyer = Buyer(served, next(NUMBERS))
        buyer.choose()
        back = buyer.pay(buyer.order())
        served.arm(failpoint)
        assert buyer.breaks("GET", back)
        assert served.has_killed(failpoint)
        if number % 2:
            assert buyer.ask("GET", back).status_code == 303
            page = buyer.ask("GET", back.removesuffix("/return"))
            assert "Paid" in page.text
    everything_adds_up(served)
