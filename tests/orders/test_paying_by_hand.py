"""Transfers and cash: people move the money, the book knows where it is (B 27–29)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.money import Money
from marketplace.orders.models import BankLine, Refund
from marketplace.orders.services import (
    cash,
    payments,
    refund_moves,
    transfers,
    ways,
)
from marketplace.orders.services.transfers import Statement
from tests import people
from tests.orders import deals

CHOLPON, MEERIM, LIRA = "cholpon", "meerim", "lira"


@pytest.fixture
def osh(app):
    """Let Osh take cash and transfers."""
    deals.lab_takes("cash", "transfer", "cod")
    return people.lab().id


def line(code: str, som: int = 1500, **more) -> Statement:
    return Statement(clock.today(), Money(som * 100), f"For {code}", **more)


def enter(lab_id, code: str, som: int = 1500, by: str = CHOLPON, **more) -> BankLine:
    labs = frozenset({lab_id})
    return transfers.enter(
        labs, lab_id, line(code, som, **more), by=people.person_id(by)
    )


def test_a_transfer_with_its_code_and_sum_pays_the_order(osh) -> None:
    made = deals.buy(people.on_sale(), way="transfer")
    code = deals.attempt(made).reference
    assert enter(osh, code.lower().replace("-", " ")).state == "matched"
    order = deals.order(made)
    assert (order.state, deals.held(order)) == ("in_progress", 150_000)
    assert deals.has(f"bank:{osh}") == 150_000
    deals.sound()


def test_a_code_with_one_wrong_letter_is_no_code(osh) -> None:
    made = deals.buy(people.on_sale(), way="transfer")
    code = deals.attempt(made).reference
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert enter(osh, wrong).state == "suspense"
    assert deals.order(made).state == "awaiting_payment"
    (row,) = db.session.scalars(select(BankLine))
    transfers.assign(frozenset({osh}), row.id, code, by=people.person_id(CHOLPON))
    payment_id = deals.attempt(made).id
    transfers.allocate(frozenset({osh}), payment_id, by=people.person_id(CHOLPON))
    assert deals.order(made).state == "in_progress"
    deals.sound()


@pytest.mark.parametrize("som", [1400, 1600])
def test_another_sum_waits_for_a_person(osh, som) -> None:
    made = deals.buy(people.on_sale(), way="transfer")
    payment = deals.attempt(made)
    payment_id, code = payment.id, payment.reference
    assert enter(osh, code, som).state == "suspense"
    assert deals.order(made).state == "awaiting_payment"
    assert deals.has(f"unalloc:{payment_id}") == -som * 100
    deals.sound()


def test_what_is_over_stays_refundable_and_too_little_can_be_topped_up(osh) -> None:
    made = deals.buy(people.on_sale(), way="transfer")
    payment = deals.attempt(made)
    payment_id, code, by = payment.id, payment.reference, people.person_id(CHOLPON)
    enter(osh, code, 1400)
    with pytest.raises(Conflict) as caught:
        transfers.allocate(frozenset({osh}), payment_id, by=by)
    assert caught.value.facts["sum"] == Money(10_000)
    enter(osh, code, 300)
    transfers.allocate(frozenset({osh}), payment_id, by=by)
    assert deals.order(made).state == "in_progress"
    assert deals.has(f"unalloc:{payment_id}") == -20_000
    refund_id = transfers.give_back(frozenset({osh}), payment_id, by=by)
    refund_moves.sent(frozenset({osh}), refund_id, by=people.person_id(MEERIM))
    assert deals.has(f"bank:{osh}") == 150_000
    deals.sound()


def test_the_same_bank_line_counts_once(osh) -> None:
    made = deals.buy(people.on_sale(), way="transfer")
    code = deals.attempt(made).reference
    enter(osh, code)
    with pytest.raises(Conflict, match="line_known"):
        enter(osh, code)
    assert deals.has(f"bank:{osh}") == 150_000


def test_the_same_words_on_the_account_of_another_lab_are_another_line(osh) -> None:
    jalal, day = people.lab("jalal-abad").id, clock.today()
    for lab_id, by in ((osh, CHOLPON), (jalal, "dinara")):
        one = Statement(day, Money(70_000), "Шырдак үчүн", "Бермет", "1")
        labs = frozenset({lab_id})
        transfers.enter(labs, lab_id, one, by=people.person_id(by))
    assert deals.has(f"bank:{osh}") == deals.has(f"bank:{jalal}") == 70_000
    deals.sound()


def test_a_second_transfer_for_a_paid_order_waits_for_a_person(osh) -> None:
    made = deals.buy(people.on_sale(), way="transfer")
    code = deals.attempt(made).reference
    enter(osh, code)
    assert enter(osh, code, payer="once more").state == "suspense"
    assert deals.held(deals.order(made)) == 150_000
    deals.sound()


def test_a_buyer_does_not_confirm_her_own_transfer(osh) -> None:
    made = deals.buy(people.on_sale("farida"), people.on_sale(), way="transfer")
    from marketplace.db import use_case
    from marketplace.orders.models import Purchase

    @use_case
    def hers() -> None:
        db.session.get_one(Purchase, made).person_id = people.person_id(CHOLPON)

    hers()
    payment = deals.attempt(made)
    with pytest.raises(Conflict, match="own_transfer"):
        enter(payment.lab_id, payment.reference, 2300)


def test_another_labs_coordinator_finds_nothing(osh) -> None:
    made = deals.buy(people.on_sale(), way="transfer")
    code = deals.attempt(made).reference
    with pytest.raises(NotFound):
        transfers.enter(
            deals.labs("jalal-abad"), osh, line(code), by=people.person_id("dinara")
        )
    other = deals.labs("jalal-abad")
    with pytest.raises(NotFound):
        transfers.give_back(
            other, deals.attempt(made).id, by=people.person_id("dinara")
        )


def test_a_statement_is_taken_in_line_by_line_and_twice_changes_nothing(osh) -> None:
    made = deals.buy(people.on_sale(), way="transfer")
    code = deals.attempt(made).reference
    day = clock.today().strftime("%d.%m.%Y")
    table = (
        "Дата;Сумма;Назначение;Плательщик\n"
        f"{day};1 500,00;Оплата {code};Бермет\n"
        f"{day};700,00;Неизвестно;Кто-то\n"
        f"{day};-20,00;Комиссия;Банк\n"
        "вчера;5;х;х\n"
    ).encode("cp1251")
    labs, by = frozenset({osh}), people.person_id(CHOLPON)
    first = [one.what for one in transfers.take_in(labs, osh, table, by=by)]
    assert first == ["matched", "suspense", "line_day"]
    again = [one.what for one in transfers.take_in(labs, osh, table, by=by)]
    assert again == ["line_known", "line_known", "line_day"]
    assert deals.has(f"bank:{osh}") == 220_000
    deals.sound()


def test_a_transfer_after_the_time_still_buys_what_is_there(osh, travel) -> None:
    made = deals.buy(people.on_sale(), way="transfer")
    code = deals.attempt(made).reference
    travel(days=3, minutes=1)
    payments.expire()
    assert deals.order(made).state == "expired"
    assert enter(osh, code).state == "matched"
    assert deals.order(made).state == "in_progress"
    deals.sound()


def test_five_wrong_codes_lock_and_the_right_one_no_longer_helps(osh) -> None:
    made = deals.buy(people.on_sale(), way="cash_lab")
    order = deals.order(made)
    assert (order.state, order.paid_at) == ("in_progress", None)
    key, code, by = order.id, order.pickup_code, people.person_id(CHOLPON)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(Invalid, match="pickup_code"):
            cash.take(deals.of_lab(), key, wrong, by=by, cash=True)
    with pytest.raises(Conflict, match="code_locked"):
        cash.take(deals.of_lab(), key, code, by=by, cash=True)
    cash.new_code(deals.labs(), key, by=by)
    fresh = deals.order(made).pickup_code
    cash.take(deals.of_lab(), key, fresh, by=by, cash=True)
    assert deals.order(made).state == "completed"


def test_the_right_code_takes_the_cash_and_releases_it_in_one_go(osh) -> None:
    made = deals.buy(people.on_sale(), way="cash_lab")
    order = deals.order(made)
    key, code = order.id, order.pickup_code
    by = people.person_id(CHOLPON)
    with pytest.raises(Conflict, match="cash_first"):
        cash.take(deals.of_lab(), key, code, by=by)
    with pytest.raises(Conflict, match="cash_first"):
        cash.take(deals.hers(), key, code, by=people.seller().person_id, cash=True)
    cash.take(deals.of_lab(), key, code, by=by, cash=True)
    assert deals.order(made).state == "completed"
    assert deals.attempt(made).state == "paid"
    assert (deals.has(f"cash:{osh}"), deals.payable()) == (150_000, 135_000)
    deals.sound()


def test_counted_cash_goes_to_the_bank_and_a_difference_needs_words(osh) -> None:
    made = deals.buy(people.on_sale(), way="cash_lab")
    order = deals.order(made)
    by = people.person_id(CHOLPON)
    cash.take(deals.of_lab(), order.id, order.pickup_code, by=by, cash=True)
    short, labs = deals.som(1490), deals.labs()
    with pytest.raises(Invalid, match="note_needed"):
        cash.count(labs, osh, short, deals.som(1000), by=by)
    cash.count(labs, osh, short, deals.som(1000), by=by, note="10 сом жок")
    assert deals.has(f"cash:{osh}") == 49_000
    assert deals.has(f"bank:{osh}") == 100_000
    assert deals.has(f"exp:cash_diff:{osh}") == 1_000
    deals.sound()


def test_a_parcel_nobody_collects_goes_back_on_sale(osh, travel) -> None:
    from marketplace.catalog.models import Variant
    from marketplace.orders.services import fulfil, silence

    made = deals.buy(people.on_sale(stock=1), way="cash_lab")
    fulfil.make_ready(deals.hers(), deals.order(made).id, by=people.seller().person_id)
    travel(days=7, minutes=1)
    silence.run()
    assert deals.order(made).state == "cancelled"
    assert deals.attempt(made).state == "cancelled"
    assert db.session.scalars(select(Variant.stock)).one() == 1
    deals.sound()


@pytest.mark.parametrize(("bps", "owed"), [(1000, 15_000), (0, 0)])
def test_cash_to_the_maker_leaves_only_the_fee_owed(osh, bps, owed) -> None:
    from marketplace.db import use_case

    @use_case
    def fee() -> None:
        people.lab().fee_bps = bps

    fee()
    made = deals.buy(people.on_sale(), way="cod")
    deals.send(made)
    from marketplace.orders.services import fulfil

    fulfil.confirm(made, deals.order(made).id)
    shop_id = people.seller().shop_id
    assert deals.order(made).state == "completed"
    assert (deals.has(f"recv:{shop_id}"), deals.payable()) == (owed, 0)
    deals.sound()


def test_what_she_owes_is_taken_from_the_next_sale(osh) -> None:
    from marketplace.orders.services import fulfil

    made = deals.buy(people.on_sale(), way="cod")
    deals.send(made)
    fulfil.confirm(made, deals.order(made).id)
    deals.completed(people.on_sale(title="Башка"))
    shop_id = people.seller().shop_id
    assert (deals.has(f"recv:{shop_id}"), deals.payable()) == (0, 120_000)
    deals.sound()


def test_a_refund_of_a_transfer_is_sent_by_a_second_person(osh) -> None:
    from marketplace.orders.services import fulfil

    made = deals.buy(people.on_sale(), way="transfer")
    enter(osh, deals.attempt(made).reference)
    fulfil.refuse(
        deals.hers(), deals.order(made).id, by=people.seller().person_id, note="Жүн жок"
    )
    refund = db.session.scalars(select(Refund)).one()
    assert (refund.state, deals.order(made).state) == ("approved", "cancelled")
    refund_moves.sent(deals.labs(), refund.id, by=people.person_id(MEERIM))
    assert deals.has(f"bank:{osh}") == 0
    deals.sound()


def test_ways_to_pay_are_what_the_lab_takes_and_the_parcels_allow(app) -> None:
    deals.lab_takes("cash", "transfer", "cod")
    made = deals.buy(people.on_sale(), people.on_sale("farida"), begin=False)
    two_labs = ways.of_parcels(ways.of_purchase(made))
    assert two_labs == ["sandbox", "transfer"]
    alone = deals.buy(people.on_sale(title="Башка"), begin=False)
    assert ways.of_parcels(ways.of_purchase(alone)) == [
        "sandbox",
        "transfer",
        "cash_lab",
        "cod",
    ]


def test_another_way_to_pay_lets_the_first_go_and_keeps_the_stock_longer(osh) -> None:
    made = deals.buy(people.on_sale())
    first = deals.attempt(made).id
    assert payments.begin(made, "transfer") == ""
    assert deals.attempt(made).provider == "transfer"
    from marketplace.orders.models import Payment, Purchase

    assert db.session.get_one(Payment, first).state == "cancelled"
    until = db.session.get_one(Purchase, made).expires_at
    assert until > clock.now() + timedelta(hours=71)
