"""A card provider that charges dollars: the book stays exact in both (§5.4, FX)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace import clock
from marketplace.errors import Conflict
from marketplace.infra.payments import Movement
from marketplace.money import Money
from marketplace.orders.models import Order
from marketplace.orders.rules.amounts import part_of
from marketplace.orders.services import movements, payments, rates, ways
from tests import people
from tests.fakes.scripted import Scripted
from tests.orders import deals
from tests.orders.cards import ask, dispute, sync


@pytest.fixture
def bank(app, doors):
    """Return a card provider that charges dollars."""
    kept, one = doors.payments, Scripted()
    one.currencies = ("USD",)
    doors.payments = {"scripted": one, **kept}
    yield one
    doors.payments = kept


def bought(bank, *listings):
    rates.enter(clock.today(), "USD", "87.4500")
    made = deals.buy(*listings, way="scripted")
    bank.pay(deals.attempt(made).reference)
    sync(made)
    return made


def same(bank) -> None:
    deals.sound()
    assert deals.has("psp:scripted:USD", "USD") == bank.net("USD")


def test_without_a_rate_the_way_is_not_offered(bank) -> None:
    made = deals.buy(people.on_sale(), begin=False)
    assert "scripted" not in ways.of_parcels(ways.of_purchase(made))
    with pytest.raises(Conflict):
        payments.begin(made, "scripted")


def test_dollars_are_the_fewest_cents_worth_the_price_and_stay_at_their_rate(
    bank, travel
) -> None:
    made = bought(bank, people.on_sale(som=1500))
    payment = deals.attempt(made)
    assert payment.charged == Money(1716, "USD")  # 1500 / 87.45 = 17.1526…
    travel(days=1)
    rates.enter(clock.today(), "USD", "90.0000")
    assert deals.attempt(made).charged == Money(1716, "USD")
    order: Order = deals.order(made)
    assert deals.held(order) == 150_000
    assert deals.has("fx:USD", "USD") == -1716
    assert deals.has("fx:KGS") == 150_000
    same(bank)


def test_refunds_go_back_in_dollars_and_the_last_one_closes_exactly(bank) -> None:
    made = bought(bank, people.on_sale(som=1500))
    for part in (333, 333, 834):
        ask(made, part)
    payments.reconcile()
    assert deals.held(deals.order(made)) == 0
    assert deals.has("fx:USD", "USD") == deals.has("fx:KGS") == 0
    same(bank)


def test_a_dispute_in_dollars_is_lost_without_a_rest(bank) -> None:
    made = bought(bank, people.on_sale(som=1500))
    dispute(bank, made, "lost")
    assert deals.held(deals.order(made)) == 0
    assert deals.has("exp:dispute_loss") == 0
    same(bank)


def test_money_the_provider_keeps_in_another_currency_is_moved_there(
    app, doors, monkeypatch
) -> None:
    kept, bank = doors.payments, Scripted()
    doors.payments = {"scripted": bank, **kept}
    try:
        made = deals.buy(people.on_sale(som=1500), way="scripted")
        bank.pay(deals.attempt(made).reference)
        (line,) = bank.lines
        bank.lines[0] = Movement(
            line.reference, "charge", Money(1715, "USD"), Money(80, "USD"), line.money
        )
        sync(made)
        assert deals.has("psp:scripted") == 0
        same(bank)
        ask(made, 500)
        payments.reconcile()
        back = bank.lines[1]
        bank.lines[1] = Movement(
            back.reference, "refund", Money(-572, "USD"), Money(0, "USD"), back.money
        )
        for _ in range(2):
            movements.take_all()
        assert deals.has("psp:scripted") == 0
        same(bank)
    finally:
        doors.payments = kept


def test_what_the_provider_pays_out_is_on_the_bank_and_a_gap_is_found(bank) -> None:
    from marketplace.orders.services import books

    bought(bank, people.on_sale(som=1500))
    out = Money(-1000, "USD")
    bank.lines.append(Movement("po_1", "payout", out, Money(0, "USD"), "po_1"))
    movements.take_all()
    assert deals.has("bank:network:USD", "USD") == 1000
    same(bank)
    bank.lines.append(
        Movement("txn_odd", "other", Money(-5, "USD"), Money(0, "USD"), "")
    )
    movements.take_all()
    assert [line for line in books.provider_problems() if "at the provider" in line]


@given(
    st.integers(1, 10**9),
    st.integers(1, 10**9),
    st.lists(st.integers(1, 10**6), min_size=1, max_size=8),
)
def test_parts_of_a_charge_always_add_up_to_it(charged, extra, parts) -> None:
    total, done, back = sum(parts), 0, 0
    for part in parts:
        back += part_of(charged, done, part, total)
        done += part
    assert back == charged


def test_a_quote_is_as_old_as_its_page_at_most(bank) -> None:
    made = bought(bank, people.on_sale())
    payment = deals.attempt(made)
    assert payment.expires_at - payment.created_at <= timedelta(minutes=32)
