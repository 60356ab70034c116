"""Her account month by month: to the unit what the book says (E 39)."""

import csv
import io
import random
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from marketplace import clock, ledger
from marketplace.db import use_case
from marketplace.orders import queries
from marketplace.orders.queries.statements import OF_SALES
from marketplace.orders.rules.periods import Month, months, year
from marketplace.orders.services import cash, fulfil, payouts, refund_moves
from tests import people
from tests.orders import deals, her_money
from tests.orders.her_money import plain


def _card(thing, rng) -> None:
    made = deals.completed(thing, quantity=rng.randint(1, 3))
    if rng.random() < 0.6:
        her_money.give_back(deals.order(made).id, rng.randint(1, 90))
        refund_moves.resume()


def _refused(thing, _rng) -> None:
    made = deals.paid(thing)
    by = people.seller().person_id
    fulfil.refuse(deals.hers(), deals.order(made).id, by=by, note="Жүн жок")


def _cash_lab(thing, _rng) -> None:
    order = deals.order(deals.buy(thing, way="cash_lab"))
    by = people.person_id("cholpon")
    cash.take(deals.of_lab(), order.id, order.pickup_code, by=by, cash=True)


def _cod(thing, _rng) -> None:
    made = deals.buy(thing, way="cod")
    deals.send(made)
    fulfil.confirm(made, deals.order(made).id)


def _payout(_thing, rng) -> None:
    if deals.payable() < 50_000:
        return
    payout_id, by = her_money.sent(), people.person_id("lira")
    if rng.random() < 0.3:
        payouts.failed(deals.labs(), payout_id, by=by, note="Жабык эсеп")
    else:
        payouts.paid(deals.labs(), payout_id, by=by, proof="1")


@use_case
def _fee(bps: int) -> None:
    people.lab().fee_bps = bps


def _live(rng: random.Random, travel) -> None:
    """Let a third of a year pass at Aigul's."""
    deals.lab_takes("cash", "transfer", "cod")
    her_money.details()
    thing = people.on_sale(som=333.33, stock=99)
    for _ in range(14):
        rng.choice([_card, _card, _refused, _cash_lab, _cod, _payout])(thing, rng)
        _fee(rng.choice([0, 333, 1000]))
        travel(days=rng.randint(0, 16), hours=rng.randint(0, 23))


@pytest.mark.parametrize("seed", range(3))
def test_every_month_adds_up_to_the_unit(app, travel, seed) -> None:
    rng, begun = random.Random(seed), Month.of(clock.now())
    _live(rng, travel)
    shop_id = people.seller().shop_id
    account, before, count = f"payable:{shop_id}", 0, 0
    for month in reversed(list(months(begun, her_money.month()))):
        view = queries.statement_of(shop_id, month)
        assert view.opening.minor == before
        lines = sum(row.line.amount.minor for row in view.lines)
        assert view.closing.minor == view.opening.minor + lines
        assert view.closing.minor == -ledger.balance_before(account, month.span[1])
        for row in view.lines:
            assert (row.gross - row.fee) == row.line.amount
            assert row.of_sale or not row.fee.minor
        settled = view.sales + view.back - view.fees
        assert view.opening + settled + view.other - view.paid_out == view.closing
        before, count = view.closing.minor, count + len(view.lines)
    assert before == deals.payable()
    assert count == len(ledger.statement(account)) > 0
    deals.sound()


@pytest.mark.parametrize("seed", range(3))
def test_the_months_of_a_year_are_its_turnover_and_the_fees_are_the_labs(
    app, travel, seed
) -> None:
    rng, first = random.Random(seed), clock.today().year
    begun = Month.of(clock.now())
    _live(rng, travel)
    shop_id = people.seller().shop_id
    every = [
        queries.statement_of(shop_id, month)
        for month in months(begun, her_money.month())
    ]
    span = (year(first)[0], year(clock.today().year)[1])
    whole = queries.turnover(shop_id, span)
    assert sum(one.turnover.cash.minor for one in every) == whole.cash.minor
    assert sum(one.turnover.other.minor for one in every) == whole.other.minor
    memos = sum(memo.total.minor for one in every for memo in one.memos)
    gross = sum((one.sales + one.back).minor for one in every)
    assert gross + memos == whole.total.minor, "all is settled, nothing is under way"
    fees = sum(one.fees.minor for one in every)
    fees += sum(memo.fee.minor for one in every for memo in one.memos)
    assert fees == -deals.has(f"income:fee:{people.lab().id}")


def test_a_month_begins_at_midnight_in_bishkek(app, travel) -> None:
    month = Month(2026, 11)
    since, until = month.span
    assert since == datetime(2026, 10, 31, 18, tzinfo=UTC)
    assert until == datetime(2026, 11, 30, 18, tzinfo=UTC)
    assert Month.of(datetime(2026, 12, 31, 18, tzinfo=UTC)) == Month(2027, 1)
    assert Month(2026, 12).next == Month(2027, 1)


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-13", "2026-00", "26-01", "2026-1", "٢٠٢٦-٠١", "9999-12", "x-y"],
)
def test_what_is_no_month_is_not_found(app, as_, text) -> None:
    assert Month.parse(text) is None
    assert as_("aigul").get(f"/en/my/money/statements/{text}x").status_code == 404


def test_only_months_with_something_are_listed(app, travel) -> None:
    shop_id = people.seller().shop_id
    assert queries.statement_months(shop_id) == []
    first = her_money.month()
    deals.completed(people.on_sale(stock=9))
    travel(days=70)
    last = her_money.month()
    deals.lab_takes("cod")
    _cod(people.on_sale(title="Башка"), None)
    assert queries.statement_months(shop_id) == [last, first]


def test_the_page_explains_each_line_and_says_what_it_is_not(app, as_) -> None:
    her_money.details()
    made = deals.completed(people.on_sale(stock=9))
    number = deals.order(made).purchase_id
    her_money.give_back(deals.order(made).id, 100)
    her_money.paid_out()
    path, aigul = f"my/money/statements/{her_money.month()}", as_("aigul")
    words = plain(aigul.words(f"/en/{path}"))
    assert number
    for part in ("A sale", "1,500 KGS", "150 KGS", "1,350 KGS", "A payout"):
        assert part in words
    assert "Money back to a buyer" in words
    assert "−90 KGS" in words, "of 100 som ten were the Lab's"
    assert "not a fiscal document" in words
    assert "фискалдык документ эмес" in aigul.words(f"/ky/{path}")
    assert "не фискальный документ" in aigul.words(f"/ru/{path}")
    assert f"statements/{her_money.month()}" in aigul.get(
        "/en/my/money/statements"
    ).get_data(as_text=True)


def test_the_table_adds_up_and_no_spreadsheet_runs_it(app, as_) -> None:
    her_money.details()
    made = deals.completed(people.on_sale(stock=9))
    her_money.give_back(deals.order(made).id, 100)
    deals.lab_takes("cod")
    _cod(people.on_sale(title="Башка"), None)
    her_money.paid_out()
    answer = as_("aigul").get(f"/ru/my/money/statements/{her_money.month()}.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True)[1:])))
    (end,) = [at for at, row in enumerate(rows) if row[1] == "В конце"]
    moved = [Decimal(row[5]) for row in rows[1:end] if row[5]]
    assert sum(moved) == Decimal(rows[end][5]) == 0
    for row in rows:
        assert not any(cell[:1] in "=+@" and cell for cell in row)
    assert "Это не фискальный документ." in {row[1] for row in rows}


def test_a_month_that_has_not_begun_has_no_statement(app, as_) -> None:
    month = her_money.month().next
    for path in (f"/en/my/money/statements/{month}", "/en/my/money/statements/1999-01"):
        assert as_("aigul").get(path).status_code == 404


def test_another_month_is_empty_and_opens(app, as_) -> None:
    words = as_("aigul").words("/en/my/money/statements/2020-02")
    assert "Nothing moved on your account" in words


def test_kinds_of_lines_have_words() -> None:
    from marketplace.web.labels import MONEY_LINES

    assert set(MONEY_LINES) >= OF_SALES | {"net", "dp_fault", "waive", "po", "po_fail"}
