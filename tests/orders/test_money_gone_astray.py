"""Money that comes late, wrong or from nowhere is kept and said, never lost."""

import pytest
from sqlalchemy import select, update

from marketplace import ledger
from marketplace.catalog.models import Variant
from marketplace.db import use_case
from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.infra.payments import SandboxPayment, sandbox
from marketplace.orders.models import Order, Payment, Purchase, Refund
from marketplace.orders.services import books, payments
from tests import people
from tests.orders.test_one_sale import bought, orders_of, pay


def _payment() -> Payment:
    first = select(Payment).order_by(Payment.created_at).limit(1)
    return db.session.scalars(first).one()


@use_case
def _sell_out() -> None:
    db.session.execute(update(Variant).values(stock=0))


@use_case
def _tamper(**values) -> None:
    row = db.session.scalars(select(SandboxPayment)).one()
    for name, value in values.items():
        setattr(row, name, value)


@pytest.fixture
def purchase_id(app):
    """Return a purchase whose buyer is at the provider."""
    made = bought(people.on_sale(stock=2))
    payments.begin(made)
    return made


def test_another_sum_is_never_paid_and_asks_for_no_more(purchase_id, client) -> None:
    _tamper(amount_minor=1, status="paid")
    assert payments.sync(_payment().id) == "suspended"
    assert [order.state for order in orders_of(purchase_id)] == ["awaiting_payment"]
    with pytest.raises(Conflict, match="moved_on"):
        payments.begin(purchase_id)
    secret = db.session.get(Purchase, purchase_id).secret
    assert "It is safe" in client.words(f"/en/o/{secret}")
    assert "1 minor units to decide" in ledger.waiting()[0]


def test_money_after_the_time_was_over_still_buys_what_is_there(
    purchase_id, travel
) -> None:
    travel(minutes=36)
    payments.expire()
    _tamper(status="paid")
    payments.reconcile()
    assert _payment().state == "paid"
    assert [order.state for order in orders_of(purchase_id)] == ["in_progress"]
    assert db.session.scalars(select(Variant.stock)).one() == 1
    assert ledger.problems() == books.problems() == ledger.waiting() == []


def test_money_for_what_is_gone_goes_back_by_itself(purchase_id, travel) -> None:
    travel(minutes=36)
    payments.expire()
    bought(people.on_sale(title="Башка"), key="o" * 20)
    _sell_out()
    _tamper(status="paid")
    payments.reconcile()
    assert _payment().state == "given_back"
    assert [order.state for order in orders_of(purchase_id)] == ["expired"]
    refund = db.session.scalars(select(Refund)).one()
    assert (refund.state, refund.order_id) == ("done", None)
    assert ledger.balance("psp:sandbox").minor == 0
    assert ledger.problems() == books.problems() == ledger.waiting() == []


def test_one_payment_nobody_can_ask_about_stops_no_other(app, purchase_id) -> None:
    @use_case
    def lose_the_provider() -> None:
        _payment().provider = "gone"

    lose_the_provider()
    other = bought(people.on_sale(title="Башка"), key="o" * 20)
    payments.begin(other)
    reference = db.session.scalars(
        select(Payment.reference).where(Payment.purchase_id == other)
    ).one()
    sandbox.decide(reference, "paid")
    payments.reconcile()
    assert [order.state for order in orders_of(other)] == ["in_progress"]


def test_without_a_way_to_pay_nothing_is_sold_and_it_is_said(
    app, client, doors
) -> None:
    from tests.orders.test_pages import check_out, fill_basket

    fill_basket(client, people.on_sale())
    kept, doors.payments = doors.payments, {}
    try:
        answer = check_out(client)
        assert answer.status_code == 422
        assert "Nothing can be paid here yet" in answer.get_data(as_text=True)
    finally:
        doors.payments = kept
    assert db.session.scalars(select(Order)).all() == []


def test_a_form_sent_again_with_other_answers_says_what_holds(app, client) -> None:
    from tests.orders.test_pages import fill_basket

    fill_basket(client, people.on_sale())
    body = client.get("/en/checkout").get_data(as_text=True)
    key = body.split('name="submit_key" type="hidden" value="')[1].split('"')[0]
    client.send("/en/checkout", submit_key=key, name="B", contact="0555123456")
    again = client.send("/en/checkout", submit_key=key, name="C", contact="0555123456")
    assert "/en/o/" in again.location
    assert "placed with the answers before" in client.words(again.location)
    assert len(db.session.scalars(select(Purchase)).all()) == 1


def test_an_expired_attempt_that_was_being_opened_is_closed_at_the_provider(
    app, monkeypatch, travel, doors
) -> None:
    made = bought(people.on_sale())
    provider = doors.payments["sandbox"]
    start = type(provider).start

    def slow_start(request):
        started = start(provider, request)
        travel(minutes=36)
        payments.expire()
        return started

    monkeypatch.setattr(provider, "start", slow_start)
    with pytest.raises(Conflict, match="moved_on"):
        payments.begin(made)
    assert db.session.scalars(select(SandboxPayment.status)).one() == "cancelled"
    assert _payment().state == "cancelled"


def test_a_payment_paid_twice_over_is_held_once(app) -> None:
    made = bought(people.on_sale())
    pay(made)
    payments.reconcile()
    (order,) = orders_of(made)
    assert ledger.balance(f"held:{order.id}").minor == -order.total_minor
