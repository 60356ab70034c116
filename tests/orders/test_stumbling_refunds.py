"""Refunds that fail late, in the wrong order, or twice: found while the machine was written."""

import pytest
from sqlalchemy import select

from marketplace.db import use_case
from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.money import Money
from marketplace.orders.models import Order, Refund
from marketplace.orders.services import (
    cases,
    fulfil,
    payments,
    refunds,
    silence,
    transfers,
)
from marketplace.orders.services.cases import Verdict
from tests import people
from tests.orders import deals
from tests.orders.cards import (
    ask,
    bought,
    one_refund,
    same,
    sync,
)


def completed(bank, *listings):
    made = bought(bank, *listings)
    deals.send(made)
    fulfil.confirm(made, deals.order(made).id)
    return made


def refused_by_the_bank(bank, made, reference) -> None:
    bank.end_refund(reference, "failed")
    sync(made)


def again() -> None:
    failed = db.session.scalars(select(Refund.id).where(Refund.state == "failed"))
    refunds.again(deals.labs(), failed.one(), by=people.person_id("meerim"))
    payments.reconcile()


def parts(made) -> tuple[int, int, int]:
    """Return what is held, the Lab's and the seller's, in minor units."""
    lab = people.lab().id
    return (
        deals.held(deals.order(made)),
        -deals.has(f"income:fee:{lab}"),
        deals.payable(),
    )


def test_a_refund_that_fails_after_the_release_is_kept_for_the_buyer(bank) -> None:
    made = bought(bank, people.on_sale())
    ask(made, 500)
    payments.reconcile()
    reference = one_refund().reference
    deals.send(made)
    fulfil.confirm(made, deals.order(made).id)
    assert parts(made) == (0, 10_000, 90_000)
    refused_by_the_bank(bank, made, reference)
    assert parts(made) == (50_000, 10_000, 90_000)
    same(bank)
    again()
    assert parts(made) == (0, 10_000, 90_000)
    same(bank)


def test_a_refund_larger_than_what_is_kept_takes_the_rest_from_both(bank) -> None:
    made = bought(bank, people.on_sale())
    ask(made, 500)
    payments.reconcile()
    reference = one_refund().reference
    deals.send(made)
    fulfil.confirm(made, deals.order(made).id)
    refused_by_the_bank(bank, made, reference)
    ask(made, 900)
    assert parts(made) == (0, 6_000, 54_000)
    ask(made, 600)
    payments.reconcile()
    assert parts(made) == (0, 0, 0)
    same(bank)


def test_a_full_refund_that_fails_after_the_end_is_tried_again(bank) -> None:
    made = bought(bank, people.on_sale())
    order_id = deals.send(made)
    case_id = cases.open_one(made, order_id, "late", "Келген жок").id
    verdict = Verdict("refund_full", "Себеби")
    cases.decide(deals.labs(), case_id, verdict, by=people.person_id("cholpon"))
    payments.reconcile()
    silence.run()
    assert deals.order(made).state == "completed"
    refused_by_the_bank(bank, made, one_refund().reference)
    assert parts(made) == (150_000, 0, 0)
    same(bank)
    again()
    assert parts(made) == (0, 0, 0)
    same(bank)


def test_refunds_that_fail_in_any_order_return_the_fee_once(bank) -> None:
    # Of four tyiyn no fee is due, of ten one: six bring it, and then the four fail.
    made = completed(bank, people.on_sale(som=1500))
    order_id = deals.order(made).id
    fee, items = 15_000, 150_000
    first = ask_minor(order_id, 4)
    payments.reconcile()
    assert parts(made)[1] == fee
    ask_minor(order_id, 6)
    payments.reconcile()
    assert parts(made)[1] == fee - 1
    refused_by_the_bank(bank, made, reference_of(first))
    ask_minor(order_id, items - 6)
    payments.reconcile()
    assert parts(made) == (0, 0, 0)
    same(bank)


def ask_minor(order_id, amount):
    @use_case
    def do():
        order = db.session.get_one(Order, order_id)
        by = people.person_id("cholpon")
        return refunds.ask(order, amount, reason="case", by=by).id

    return do()


def reference_of(refund_id) -> str:
    return db.session.get_one(Refund, refund_id, populate_existing=True).reference


def test_money_gone_astray_goes_back_once_though_two_refunds_know_of_it(
    bank,
) -> None:
    bank.slow_refunds = True
    made = deals.buy(people.on_sale(stock=1), way="scripted")
    payment = deals.attempt(made)
    payment_id, reference = payment.id, payment.reference
    bank.pay(reference, Money(150_001))
    payments.sync(payment_id)
    transfers.give_back(None, payment_id, by=people.person_id("cholpon"))
    payments.reconcile()
    refused_by_the_bank(bank, made, one_refund().reference)
    failed_id = one_refund().id
    bank.slow_refunds = False
    transfers.give_back(None, payment_id, by=people.person_id("cholpon"))
    payments.reconcile()
    with pytest.raises(Conflict, match="moved_on"):
        refunds.again(None, failed_id, by=people.person_id("meerim"))
    assert deals.has(f"unalloc:{payment_id}") == 0
    same(bank)


def test_what_waits_for_a_second_person_is_not_asked_for_twice(bank) -> None:
    made = bought(bank, people.on_sale(som=9000))
    assert ask(made, 6000).state == "requested"
    with pytest.raises(Conflict, match="refund_range"):
        ask(made, 3001)
    ask(made, 3000)
    refunds.approve(
        deals.labs(),
        db.session.scalars(select(Refund.id).where(Refund.state == "requested")).one(),
        by=people.person_id("meerim"),
    )
    payments.reconcile()
    assert deals.held(deals.order(made)) == 0
    same(bank)
