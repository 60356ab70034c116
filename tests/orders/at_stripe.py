"""Buying at the fake Stripe, in one line each, for the acceptance tests."""

import requests
from sqlalchemy import func, select

from marketplace import ledger
from marketplace.extensions import db
from marketplace.ledger.models import LedgerEntry, LedgerPosting
from marketplace.orders.services import movements
from tests import people
from tests.fakes.stripe_fake import GOOD
from tests.live import hidden
from tests.orders import deals


def at_the_page(title: str = "Кызыл шырдак", **more):
    """Check out and go to Stripe; return the purchase's id and Stripe's page."""
    made = deals.buy(people.on_sale(title=title, **more), way="stripe")
    return made, deals.attempt(made).redirect_to


def bought(fake_stripe, client, card: str = GOOD, **more):
    """Buy, pay and come back; return the purchase's id."""
    made, page = at_the_page(**more)
    assert fake_stripe.pay(page, card).status_code == 303
    come_back(client, made)
    return made


def come_back(client, made) -> None:
    """Return from Stripe, as its page sends the buyer."""
    answer = client.get(f"/en/o/{deals.secret(made)}/return")
    assert (answer.status_code, answer.location) == (303, f"/en/o/{deals.secret(made)}")


def state(made) -> tuple[str, str]:
    """Return the state of the newest attempt and of the only order."""
    db.session.rollback()
    return deals.attempt(made).state, deals.order(made).state


def entries(kind: str) -> int:
    """Return how many entries of a kind the book has."""
    db.session.rollback()
    query = select(func.count()).where(LedgerEntry.kind == kind)
    return db.session.scalar(query.select_from(LedgerEntry))


def same_as_there(fake_stripe) -> None:
    """Assert every rule, Σ = 0, and that our account at Stripe is Stripe's net (A 14)."""
    db.session.rollback()
    movements.take_all()  # as every night: then the book is held against Stripe's lines
    deals.sound()
    assert db.session.scalar(select(func.sum(LedgerPosting.amount_minor))) == 0
    lines = fake_stripe.things("balance_transaction")
    assert ledger.balance("psp:stripe").minor == sum(line["net"] for line in lines)


def press(site: str, made_secret: str, action: str) -> requests.Response:
    """Press a button of her page, in a browser of its own."""
    browser, page = requests.Session(), f"{site}/en/o/{made_secret}"
    form = {"csrf_token": hidden(browser.get(page, timeout=20).text, "csrf_token")}
    return browser.post(f"{page}/{action}", form, allow_redirects=False, timeout=20)


class Died(BaseException):
    """What a process feels that is killed: nothing after it is done."""


def dies_at(monkeypatch, name: str) -> None:
    """Let the next who reaches a failpoint die there, once."""
    from marketplace import failpoints

    armed = [name]

    def reached(here: str) -> None:
        if here in armed:
            armed.remove(here)
            raise Died

    monkeypatch.setattr(failpoints, "reached", reached)
