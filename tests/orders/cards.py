"""Paying by the scripted card provider, and what follows, in one line each."""

from sqlalchemy import select

from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.orders.models import Order, Refund
from marketplace.orders.services import payments, payouts, refunds
from tests import people
from tests.orders import deals


def bought(bank, *listings, **more):
    """Buy and pay by card; return the purchase's id."""
    made = deals.buy(*listings, way="scripted", **more)
    pay(bank, made)
    return made


def pay(bank, made) -> str:
    payment = deals.attempt(made)
    payment_id, reference = payment.id, payment.reference
    bank.pay(reference)
    return payments.sync(payment_id)


def sync(made) -> str:
    return payments.sync(deals.attempt(made).id)


def same(bank) -> None:
    """Assert that our account there is what the provider says, and every rule holds."""
    deals.sound()
    assert deals.has("psp:scripted") - bank.unbooked_fees() == bank.net()


@use_case
def ask(made, som, by="cholpon") -> Refund:
    order = db.session.get_one(Order, deals.order(made).id)
    return refunds.ask(order, som * 100, reason="case", by=people.person_id(by))


def one_refund() -> Refund:
    return db.session.scalars(
        select(Refund).order_by(Refund.created_at.desc()).limit(1)
    ).one()


def dispute(bank, made, status: str | None = None) -> str:
    name = bank.dispute(deals.attempt(made).reference)
    sync(made)
    if status:
        bank.decide(name, status)
        sync(made)
    return name


def details(name: str = "aigul", method: str = "bank") -> None:
    her = people.seller(name)
    payouts.set_details(her.shop_id, method, "MBank 0555123456", by=her.person_id)


def draw(by: str = "cholpon"):
    return payouts.draw_up(deals.labs(), people.lab().id, by=people.person_id(by)).id
