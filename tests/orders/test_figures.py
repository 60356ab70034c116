"""Her figures: the months are those of her statements, nothing shows before the tap."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from marketplace import clock
from marketplace.catalog.models import ListingViews
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.money import Money
from marketplace.orders import queries
from marketplace.orders.models import Order
from marketplace.orders.rules.periods import Month, last_months, last_weeks
from marketplace.orders.services import fulfil
from tests import people
from tests.orders import deals, her_money
from tests.orders.her_money import plain
from tests.orders.test_statements import _live

PAGE = "/en/my/money/figures"


def rows(name: str = "aigul") -> list[queries.MonthFigures]:
    """Return the last twelve months of a seller."""
    return queries.figures_of(people.seller(name).shop_id, last_months(clock.now()))


def best() -> list[tuple[str, int]]:
    """Return what of Aigul's was bought most often."""
    months = last_months(clock.now())
    found = queries.best_sold(people.seller().shop_id, months)
    return [(one.title, one.number) for one in found]


@pytest.mark.parametrize("seed", range(3))
def test_every_month_is_what_her_statement_says_of_sales(app, travel, seed) -> None:
    _live(random.Random(seed), travel)
    shop_id = people.seller().shop_id
    earned = [row.earned for row in rows()]
    for row in rows():
        view = queries.statement_of(shop_id, row.month)
        in_cash = sum((memo.total - memo.fee for memo in view.memos), Money(0))
        assert row.earned == view.sales + view.back - view.fees + in_cash, row.month
    assert any(earned)


def test_an_order_counts_in_the_month_it_is_paid_unless_it_is_off(app, travel) -> None:
    thing = people.on_sale(stock=9)
    deals.buy(thing)
    deals.paid(people.on_sale("farida", som=800))
    assert [row.orders for row in rows()] == [0] * 12
    refused = deals.paid(people.on_sale(title="Башка", stock=9))
    deals.paid(people.on_sale(title="Дагы", stock=9))
    assert rows()[-1].orders == 2
    by = people.seller().person_id
    fulfil.refuse(deals.hers(), deals.order(refused).id, by=by, note="Жүн жок")
    travel(days=40)
    assert [row.orders for row in rows()][-3:] in ([0, 1, 0], [1, 0, 0])


def test_a_month_begins_at_midnight_in_bishkek_in_the_database_too(app) -> None:
    made = deals.paid(people.on_sale())
    month = Month.of(clock.now())

    def paid_at(moment: datetime) -> list[int]:
        @use_case
        def move() -> None:
            db.session.get_one(Order, deals.order(made).id).paid_at = moment

        move()
        return [row.orders for row in rows()][-2:]

    first = month.span[0]
    assert first.astimezone(UTC).hour == 18
    assert paid_at(first) == [0, 1]
    assert paid_at(first - timedelta(microseconds=1)) == [1, 0]


def test_what_sold_best_is_counted_by_pieces_and_an_old_name_is_no_other_thing(
    app,
) -> None:
    one = people.on_sale(stock=9)
    deals.paid(one)
    deals.paid(people.on_sale(title="Сумка", stock=9), quantity=3)

    @use_case
    def rename() -> None:
        from marketplace.orders.models import OrderLine

        for line in db.session.query(OrderLine).filter_by(listing_id=one.id):
            line.title = "Кызыл килем"

    deals.paid(one)
    rename()
    deals.paid(one)
    assert [number for _title, number in best()] == [3, 3]
    deals.paid(one)
    assert [number for _title, number in best()] == [4, 3]


def test_work_and_its_paid_changes_are_one_order(app) -> None:
    from tests.orders import work

    listing = work.service()
    key = work.begun(listing)
    assert rows()[-1].orders == 1

    made = deals.paid(people.on_sale())
    assert rows()[-1].orders == 2

    @use_case
    def change() -> None:
        deals.order(made).parent_id = key

    change()
    assert rows()[-1].orders == 1
    assert [number for _title, number in best()] == [1]


@use_case
def looked(listing, days_ago: int, count: int) -> None:
    """Write down that a thing was looked at."""
    day = clock.today() - timedelta(days=days_ago)
    db.session.add(ListingViews(listing_id=listing.id, day=day, count=count))


def test_looks_are_summed_by_week_and_are_her_things_only(app) -> None:
    from marketplace.catalog.queries import looks_by_week

    thing, weeks = people.on_sale(), last_weeks(clock.today())
    looked(thing, 0, 2)
    looked(thing, 7, 3)
    looked(people.on_sale(title="Башка"), 0, 4)
    looked(people.on_sale("farida"), 0, 90)
    looked(thing, 88, 70)
    found = looks_by_week(people.seller().shop_id, weeks)
    assert (found[-1], found[-2], sum(found)) == (6, 3, 9)
    assert (weeks[0].weekday(), len(weeks)) == (0, 12)
    assert weeks[-1] <= clock.today() < weeks[-1] + timedelta(days=7)


def test_neither_sums_nor_their_bars_are_in_the_page_before_she_taps(app, as_) -> None:
    deals.completed(people.on_sale())
    aigul = as_("aigul")
    covered = plain(aigul.get(PAGE).get_data(as_text=True))
    assert "1,350" not in covered
    assert "earned-t" not in covered, "the picture of the sums is not there"
    assert "orders-t" in covered
    answer = aigul.send("/en/my/money/show", page="figures")
    assert answer.location.endswith(PAGE)
    shown = plain(aigul.get(PAGE).get_data(as_text=True))
    assert "1,350 KGS" in shown
    assert "earned-t" in shown
    assert "1,500 KGS" in shown, "what the thing sold for"


def test_a_new_shop_reads_what_comes_here_and_what_to_do(app, as_) -> None:
    words = as_("aigul").words(PAGE)
    assert "first order a buyer pays" in words
    assert "Nobody has looked yet" in words
    looked(people.on_sale(), 1, 17)
    words = as_("aigul").words(PAGE)
    assert "17" in words
    assert "first order a buyer pays" in words


def test_her_months_can_be_taken_along(app, as_) -> None:
    deals.completed(people.on_sale())
    answer = as_("aigul").get(f"{PAGE}.csv")
    lines = answer.get_data(as_text=True).strip().splitlines()
    assert lines[0] == "\ufeffMonth,Paid orders,Yours from sales"
    assert lines[-1] == f"{her_money.month()},1,1350.00"
    assert len(lines) == 13
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_page_is_hers_alone_and_leads_from_money_and_shop(app, as_, client) -> None:
    aigul = as_("aigul")
    for page in ("/en/my/money", "/en/my/shop"):
        assert PAGE in aigul.get(page).get_data(as_text=True)
    assert as_("bermet").get(PAGE).status_code == 404
    assert as_("elnura").get(f"{PAGE}.csv").status_code == 404
    assert "/sign-in" in client.get(PAGE).location
