"""Each rule of the books is broken on purpose: the check names it."""

import uuid
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from marketplace import clock, ledger
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.payments.sandbox import SandboxProvider
from marketplace.ledger import Line
from marketplace.money import Money
from marketplace.orders.models import Case, Order, OrderLine, Payout, Refund
from marketplace.orders.services import books, payouts
from tests import people
from tests.orders import deals


def only_order() -> Order:
    return db.session.query(Order).one()


@use_case
def completed_without_a_release() -> None:
    only_order().state = "completed"


@use_case
def money_held_for_nobody() -> None:
    hundred = Money(100)
    ledger.post(
        "pay:odd",
        [
            Line("psp:sandbox", "asset", hundred),
            Line(f"held:{uuid.uuid4()}", "liability", hundred * -1),
        ],
    )


@use_case
def another_fee_on_the_line() -> None:
    db.session.query(OrderLine).one().fee_minor += 1


@use_case
def a_refund_the_book_does_not_know() -> None:
    payment = deals.attempt(only_order().purchase_id)
    db.session.add(
        Refund(
            payment_id=payment.id,
            order_id=only_order().id,
            state="done",
            amount_minor=200_000,
            currency="KGS",
            charged_currency="KGS",
            reason="case",
        )
    )


@use_case
def a_refund_on_its_way_nobody_booked() -> None:
    a_refund_the_book_does_not_know()
    db.session.flush()
    db.session.query(Refund).one().state = "processing"


@use_case
def released_while_a_case_is_open() -> None:
    order = only_order()
    old = clock.now() - timedelta(days=1)
    db.session.add(
        Case(order_id=order.id, lab_id=order.lab_id, reason="late", created_at=old)
    )
    total = Money(order.total_minor)
    ledger.post(
        f"rel:{order.id}",
        [
            Line(f"held:{order.id}", "liability", total),
            Line(f"payable:{order.shop_id}", "liability", total * -1),
        ],
        about=order.id,
    )


@pytest.mark.parametrize(
    ("breaks", "said"),
    [
        (completed_without_a_release, "is completed and still holds"),
        (money_held_for_nobody, "belongs to no order"),
        (another_fee_on_the_line, "has a fee of"),
        (a_refund_the_book_does_not_know, "gave back 200000 of 150000"),
        (a_refund_the_book_does_not_know, "is done and not in the book"),
        (a_refund_on_its_way_nobody_booked, "refund_pending holds 0"),
        (released_while_a_case_is_open, "was released while something was open"),
    ],
)
def test_a_broken_rule_about_orders_is_named(app, breaks, said) -> None:
    deals.paid(people.on_sale())
    assert books.problems() == []
    breaks()
    assert [line for line in books.problems() if said in line], books.problems()


@pytest.mark.parametrize(
    ("state", "said"), [("paid", "is paid and not in the book"), ("approved", "lacks")]
)
def test_a_broken_rule_about_payouts_is_named(app, state, said) -> None:
    deals.completed(people.on_sale())
    her = people.seller()
    payouts.set_details(her.shop_id, "cash", "", by=her.person_id)
    payouts.draw_up(deals.labs(), people.lab().id, by=people.person_id("lira"))

    @use_case
    def tamper() -> None:
        payout = db.session.query(Payout).one()
        payout.state = state
        payout.amount_minor += 1

    tamper()
    found = books.problems()
    assert [line for line in found if said in line], found
    assert [line for line in found if "its lines" in line], found


def test_whatever_is_wrong_at_night_is_told_to_who_leads_the_network(app, as_) -> None:
    deals.paid(people.on_sale())
    another_fee_on_the_line()
    assert len(books.report()) == 1
    assert "waits for the Lab" in as_("nazira").words("/en/account/notices")


def days_ago(days: int) -> AbstractContextManager[None]:
    return clock.pretend(clock.now() - timedelta(days=days))


def test_an_account_never_read_before_is_read_from_the_first_sale(app) -> None:
    listing = people.on_sale()
    with days_ago(60):
        deals.paid(listing)
    deals.paid(listing)
    assert books.report() == []


def test_an_account_not_read_for_months_is_read_from_the_last_time(app) -> None:
    listing = people.on_sale()
    with days_ago(90):
        deals.paid(listing)
        assert books.report() == []
    with days_ago(60):
        deals.paid(listing)
    assert books.report() == []


def test_an_account_that_tells_nothing_of_a_sale_is_named(app, monkeypatch) -> None:
    monkeypatch.setattr(SandboxProvider, "movements", lambda *_: [])
    deals.paid(people.on_sale())
    assert "0 at the provider" in "".join(books.report())
