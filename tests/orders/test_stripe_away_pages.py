"""Stripe down, silent or dripping, from the buyer's chair: a page in time, in words."""

import threading
import time
from types import SimpleNamespace

import pytest
import requests
from sqlalchemy import select

from marketplace.extensions import db
from marketplace.infra.payments.stripe_http import LIMIT
from marketplace.orders.models import Payment
from tests import pages, people
from tests.crash.buyer import Buyer
from tests.orders import deals
from tests.orders.at_stripe import press, same_as_there

CHECKOUT = 12  # seconds a buyer waits at most
OTHERS = 2  # seconds any other page takes at most
SHORT = 0.8  # seconds, instead of LIMIT
CREATED = r"/v1/checkout/sessions$"


@pytest.fixture
def shop(site, doors, stripe_at):
    """Return a function that opens a shop with cards, whose limit is so many seconds."""

    def with_limit(seconds: float) -> SimpleNamespace:
        doors.payments = {"stripe": stripe_at(seconds=seconds), **doors.payments}
        deals.lab_takes("transfer")
        listing = people.on_sale()
        db.session.rollback()
        return SimpleNamespace(base=site, slugs=[listing.slug])

    before = doors.payments
    yield with_limit
    doors.payments = before


class Order(threading.Thread):
    """A buyer who presses «order», and how long it takes until she has an answer."""

    def __init__(self, buyer: Buyer) -> None:
        super().__init__()
        self.buyer, self.seconds = buyer, 0.0
        self.answer: requests.Response | None = None

    def run(self) -> None:
        began = time.monotonic()
        self.answer = self.buyer.once("POST", "/en/checkout", data=self.buyer.form)
        self.seconds = time.monotonic() - began


def others_wait_for_nobody(shop, order: Order) -> int:
    """Open other pages as long as the order takes; return how many were opened."""
    opened = 0
    paths = ("/en/", f"/en/l/{shop.slugs[0]}", "/en/basket")
    while order.is_alive():
        for path in paths:
            began = time.monotonic()
            assert requests.get(f"{shop.base}{path}", timeout=20).status_code == 200
            assert time.monotonic() - began < OTHERS, path
            opened += 1
    return opened


def ordered_while_away(shop) -> tuple[str, float]:
    """Order something; return the path of her page and how long it took."""
    buyer = Buyer(shop, 0)
    buyer.choose("stripe")
    order = Order(buyer)
    order.start()
    assert others_wait_for_nobody(shop, order) >= 3
    order.join()
    assert order.answer is not None
    assert order.answer.status_code == 303
    path = order.answer.headers["Location"]
    words = pages.text_of(buyer.once("GET", path).text)
    assert "card service does not answer" in words
    assert "Pay in another way" in words
    return path, order.seconds


def paid_later(shop, fake_stripe, path: str) -> None:
    """Press «Pay» when Stripe is back: the same key, one page, one charge."""
    fake_stripe.fault("")
    secret = path.rpartition("/")[2]
    page = press(shop.base, secret, "pay").headers["Location"]
    assert page == press(shop.base, secret, "pay").headers["Location"]
    keys = {one["key"] for one in fake_stripe.seen("POST", CREATED)}
    db.session.rollback()
    payment = db.session.scalars(select(Payment)).one()
    assert keys == {f"payment-{payment.id}"}
    db.session.rollback()
    assert fake_stripe.counts()["checkout.session"] == 1
    assert fake_stripe.pay(page).status_code == 303
    requests.get(f"{shop.base}{path}/return", timeout=20)
    db.session.rollback()
    assert db.session.scalars(select(Payment.state)).all() == ["paid"]
    same_as_there(fake_stripe)


@pytest.mark.parametrize("fault", ["down", "hang", "drip", "drip_head", "lost"])
def test_an_order_is_answered_in_time_and_paid_when_stripe_is_back(
    shop, fake_stripe, fault
) -> None:
    opened = shop(SHORT)
    fake_stripe.fault(fault, pace=0.05)
    path, seconds = ordered_while_away(opened)
    assert seconds < SHORT + OTHERS
    paid_later(opened, fake_stripe, path)


def test_with_the_limit_of_real_life_she_waits_less_than_twelve_seconds(
    shop, fake_stripe
) -> None:
    opened = shop(LIMIT)
    fake_stripe.fault("hang")
    path, seconds = ordered_while_away(opened)
    assert LIMIT <= seconds < CHECKOUT
    paid_later(opened, fake_stripe, path)


def test_pay_pressed_again_while_stripe_hangs_answers_in_words_too(
    shop, fake_stripe
) -> None:
    opened = shop(SHORT)
    fake_stripe.fault("hang")
    path, _ = ordered_while_away(opened)
    began = time.monotonic()
    answer = press(opened.base, path.rpartition("/")[2], "pay")
    assert time.monotonic() - began < SHORT + OTHERS
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    paid_later(opened, fake_stripe, path)
