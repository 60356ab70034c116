"""The Labs' impact: true sums, each reader's Labs only, and nothing of a few people."""

import csv
import io
import statistics

import pytest

from marketplace import clock
from marketplace.db import use_case
from marketplace.money import Money
from marketplace.orders import queries
from marketplace.orders.rules.figures import few, kept_back, summed_up
from marketplace.orders.rules.periods import last_months
from tests import people
from tests.orders import deals, her_money
from tests.orders.her_money import plain

PAGE = "/en/desk/impact"
MORE = ("bermet", "elnura", "kanykei", "lira")  # with Aigul five makers at Osh
PRICES = dict(zip(("aigul", *MORE), (1000, 2000, 3000, 4000, 9000), strict=True))


@use_case
def shops(*names: str) -> None:
    """Let these open shops at Osh, too."""
    for name in names:
        people._shop(name, f"Дүкөн {name}", people.lab().id)


def sell(*names: str) -> None:
    """Let each of these sell one thing, to the end."""
    for name in names:
        deals.completed(people.on_sale(name, som=PRICES.get(name, 700)))


def now(labs=None) -> queries.Impact:
    """Return this month of some Labs."""
    return queries.impact_by_month(labs, last_months(clock.now()))[-1]


def by_lab() -> dict[str, queries.Impact]:
    """Return each Lab's year as the network sees it."""
    ids = {slug: people.lab(slug).id for slug in ("osh", "jalal-abad")}
    months = last_months(clock.now())
    found = queries.impact_by_lab(None, list(ids.values()), months)
    return dict(zip(ids, found, strict=True))


def test_five_makers_make_a_figure_and_four_do_not(app) -> None:
    shops(*MORE)
    sell("aigul", *MORE[:3])
    four = now(deals.labs())
    assert (four.makers, four.orders, four.turnover, four.median) == (None,) * 4
    sell(MORE[3])
    five = now(deals.labs())
    assert (five.makers, five.orders, five.turnover) == (5, 5, Money(1_900_000))
    hers = [price * 90 for price in PRICES.values()]  # ten per cent are the Lab's
    assert five.median == Money(int(statistics.median(hers)))


def test_the_median_of_six_is_between_the_two_in_the_middle(app) -> None:
    shops(*MORE, "nazira")
    sell("aigul", *MORE, "nazira")
    hers = [price * 90 for price in (*PRICES.values(), 700)]
    assert now().median == Money(int(statistics.median(hers)))


def test_money_back_is_less_turnover_and_less_income(app) -> None:
    shops(*MORE)
    sell("aigul", *MORE[:3])
    made = deals.completed(people.on_sale(MORE[3], som=9000))
    her_money.give_back(deals.order(made).id, 8000)
    found = now()
    assert found.turnover == Money(1_100_000)
    assert found.median == Money(2000 * 90), "she has kept 900"


def test_a_month_without_a_sale_is_nothing_and_no_secret(app, travel) -> None:
    empty = now()
    assert (empty.makers, empty.orders, empty.turnover) == (0, 0, Money(0))
    made = deals.completed(people.on_sale())
    travel(days=40)
    her_money.give_back(deals.order(made).id, 400)
    assert now().turnover is None, "that money was somebody's"


def test_a_lab_with_few_makers_takes_another_along(app) -> None:
    shops(*MORE)
    sell("aigul", *MORE)
    assert by_lab()["osh"].turnover == Money(1_900_000), "nobody sold at the other"
    sell("farida")
    found = by_lab()
    assert (found["osh"].makers, found["osh"].turnover) == (5, None)
    assert (found["jalal-abad"].makers, found["jalal-abad"].turnover) == (None, None)


@pytest.mark.parametrize(
    ("makers", "hidden"),
    [
        ({}, ""),
        ({"a": 9, "b": 5, "c": 0}, ""),
        ({"a": 9, "b": 6, "c": 4}, "bc"),
        ({"a": 9, "b": 3, "c": 2}, "bc"),
        ({"a": 4}, "a"),
        ({"a": 9, "b": 1, "c": 2, "d": 5}, "bcd"),
    ],
)
def test_what_is_missing_from_the_sum_is_about_five_or_more(makers, hidden) -> None:
    found = kept_back(makers)
    assert found == set(hidden)
    together = sum(makers[key] for key in found)
    assert not few(together) or len(found) == len(makers)


def test_a_coordinator_reads_her_lab_and_the_network_all(app, as_) -> None:
    shops(*MORE)
    sell("aigul", *MORE, "farida")
    assert now(deals.labs()).makers == 5
    assert now(deals.labs("jalal-abad")).makers is None
    every = now()
    assert (every.makers, every.turnover) == (5, Money(1_900_000)), (
        "else the other Lab's 700 could be reckoned from what Osh tells"
    )
    osh, jalal = as_("cholpon").words(PAGE), as_("dinara").words(PAGE)
    assert "19,000 KGS" in plain(osh)
    assert "By Lab" not in osh
    assert "19,000" not in jalal
    assert "fewer than 5" in jalal
    nazira = plain(as_("nazira").words(PAGE))
    assert "19,000 KGS" in nazira.partition("By Lab")[0]
    assert "By Lab" in nazira
    assert "19,700" not in nazira
    assert "19,000" not in nazira.partition("By Lab")[2], "the year has those 700"


def test_small_labs_are_summed_up_when_they_are_enough_together() -> None:
    assert summed_up({"a": 6, "b": 3}) == {"a"}
    assert summed_up({"a": 6, "b": 3, "c": 2}) == {"a", "b", "c"}
    assert summed_up({"a": 4}) == set()
    assert summed_up({}) == set()


def test_a_lab_with_money_back_alone_takes_another_along(app, travel) -> None:
    shops(*MORE)
    made = deals.completed(people.on_sale("farida", som=700))
    travel(days=400)
    sell("aigul", *MORE)
    assert by_lab()["osh"].turnover == Money(1_900_000)
    her_money.give_back(deals.order(made).id, 400)
    found = by_lab()
    assert (found["jalal-abad"].turnover, found["osh"].turnover) == (None, None)
    assert now().turnover == Money(1_900_000), "what went back is not in it"


def test_no_number_of_a_few_is_in_the_page_or_its_tables(app, as_) -> None:
    deals.completed(people.on_sale(som=7_777))
    cholpon = as_("cholpon")
    page = cholpon.get(PAGE).get_data(as_text=True)
    assert "7,777" not in page
    assert "6,999" not in page
    assert "chart__bar" not in page
    for what in ("months", "labs"):
        table = cholpon.get(f"{PAGE}/{what}.csv").get_data(as_text=True)
        assert "fewer than 5" in table
        assert "7777" not in table


def test_the_tables_say_what_the_page_says(app, as_) -> None:
    shops(*MORE)
    sell("aigul", *MORE)
    page = as_("cholpon").get(PAGE).get_data(as_text=True)
    assert page.count('<th scope="row"') == 1, "empty months are only in the file"
    text = as_("cholpon").get(f"{PAGE}/months.csv").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 12
    last = rows[-1]
    assert last["Month"] == str(her_money.month())
    assert (last["Makers who sold"], last["Paid orders"]) == ("5", "5")
    assert (last["Turnover"], list(last.values())[-1]) == ("19000.00", "2700.00")
    text = as_("cholpon").get(f"{PAGE}/labs.csv").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(row["Region"], row["Turnover"]) for row in rows] == [("Osh", "19000.00")]


def test_an_empty_desk_says_when_figures_come(app, as_) -> None:
    words = as_("cholpon").words(PAGE)
    assert "One month is enough" in words
    assert as_("lira").get(PAGE).status_code == 403, "finance sees no residents"
    assert as_("kanykei").get(PAGE).status_code == 403
