"""Her turnover beside what her tax regime allows; the limits are data."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.payments import ProviderDispute
from marketplace.money import Money
from marketplace.orders import queries
from marketplace.orders.models import Payment
from marketplace.orders.rules import periods
from marketplace.orders.rules.fees import Rule
from marketplace.orders.services import (
    cash,
    disputes,
    fees,
    fulfil,
    limits,
    refund_moves,
)
from marketplace.profiles.services import taxes
from tests import people
from tests.orders import deals, her_money
from tests.orders.her_money import plain


def turned(name: str = "aigul") -> tuple[int, int]:
    """Return this year's turnover in som: in cash, and not."""
    span = periods.year(clock.today().year)
    found = queries.turnover(people.seller(name).shop_id, span)
    return found.cash.minor // 100, found.other.minor // 100


def test_a_sale_counts_when_it_is_paid_and_only_its_own_shop(app) -> None:
    deals.buy(people.on_sale(title="Төлөнбөгөн"))
    assert turned() == (0, 0)
    deals.paid(people.on_sale(), people.on_sale("farida", som=800))
    assert (turned(), turned("farida")) == ((0, 1500), (0, 800))


def test_cash_is_what_the_lab_or_the_maker_took(app) -> None:
    deals.lab_takes("cash", "cod")
    order = deals.order(deals.buy(people.on_sale(), way="cash_lab"))
    made = deals.buy(people.on_sale(som=700, title="Башка"), way="cod")
    deals.send(made)
    assert turned() == (0, 0)
    by = people.person_id("cholpon")
    cash.take(deals.of_lab(), order.id, order.pickup_code, by=by, cash=True)
    fulfil.confirm(made, deals.order(made).id)
    assert turned() == (2200, 0)


def test_what_went_back_is_no_turnover_before_and_after_the_release(app) -> None:
    made = deals.paid(people.on_sale(stock=9))
    by = people.seller().person_id
    fulfil.refuse(deals.hers(), deals.order(made).id, by=by, note="Жүн жок")
    assert turned() == (0, 0)
    made = deals.completed(people.on_sale(title="Башка"))
    her_money.give_back(deals.order(made).id, 400)
    assert turned() == (0, 1100)
    deals.sound()


def test_a_refund_that_did_not_arrive_is_turnover_again(app) -> None:
    from marketplace.orders.models import Refund
    from marketplace.orders.services.refund_moves import _failed, _processing

    made = deals.completed(people.on_sale())
    refund_id = her_money.give_back(deals.order(made).id, 400)
    _processing(refund_id)
    _failed(refund_id)
    assert db.session.get_one(Refund, refund_id).state == "failed"
    assert turned() == (0, 1500)


def test_money_back_counts_in_the_month_it_leaves(app, travel) -> None:
    first = her_money.month()
    made = deals.completed(people.on_sale())
    travel(days=40)
    her_money.give_back(deals.order(made).id, 400)
    shop_id = people.seller().shop_id
    assert queries.turnover(shop_id, first.span).total == Money(150_000)
    after = queries.turnover(shop_id, her_money.month().span)
    assert after.total == Money(-40_000)


def test_what_the_lab_takes_for_carrying_a_parcel_is_not_hers(app) -> None:
    from marketplace.orders.models import Order

    made = deals.paid(people.on_sale())

    @use_case
    def carried() -> None:
        order = db.session.scalars(select(Order)).one()
        order.delivery, order.address = "lab_parcel", "Берлин"
        order.items_minor, order.delivery_minor = 120_000, 30_000

    carried()
    assert turned() == (0, 1200)
    order_id = deals.order(made).id
    her_money.give_back(order_id, 1000)
    assert turned() == (0, 200), "goods go back before the delivery"
    her_money.give_back(order_id, 500)
    assert turned() == (0, 0)


def _dispute(made, status: str) -> None:
    payment_id = deals.attempt(made).id
    truth = ProviderDispute("dp_1", status, Money(150_000), Money(0))

    @use_case
    def take() -> None:
        disputes.take_over(db.session.get_one(Payment, payment_id), [truth])

    take()


def test_a_lost_dispute_takes_what_was_held_and_what_she_is_blamed_for(app) -> None:
    made = deals.paid(people.on_sale())
    _dispute(made, "open")
    assert turned() == (0, 1500)
    _dispute(made, "lost")
    assert turned() == (0, 0)


def test_a_lost_dispute_after_the_release_is_hers_only_if_two_say_so(app) -> None:
    from marketplace.orders.models import Dispute

    made = deals.completed(people.on_sale())
    _dispute(made, "lost")
    assert turned() == (0, 1500)
    dispute_id = db.session.scalars(select(Dispute.id)).one()
    for name in ("cholpon", "meerim"):
        disputes.blame(deals.labs(), dispute_id, by=people.person_id(name))
    assert turned() == (0, 0)


def regime(name: str) -> None:
    until = clock.today() + timedelta(days=90) if name == "patent" else None
    taxes.change(people.seller().shop_id, name, "", until)


@pytest.mark.parametrize(
    ("name", "som"), [("patent", 4_000_000), ("single_tax", 8_000_000)]
)
def test_the_limits_of_the_first_day_are_there_and_say_who_confirms(
    app, name, som
) -> None:
    found = queries.limit_of(name, clock.today())
    assert found.yearly == Money(som * 100)
    assert set(found.notes) == {"ky", "ru", "en"}
    assert "Lab must ask" in found.notes["en"]


def test_other_regimes_have_no_limit(app) -> None:
    for name in ("none", "general", "cip"):
        assert queries.limit_of(name, clock.today()) is None


def test_a_newer_limit_counts_from_its_day_and_zero_lifts_it(app) -> None:
    by, today = people.person_id("nazira"), clock.today()
    limits.add("patent", today, Money(500_000), {"en": "Law 1"}, by=by)
    limits.add("patent", today + timedelta(days=9), Money(0), {}, by=by)
    assert queries.limit_of("patent", today).yearly == Money(500_000)
    assert queries.limit_of("patent", today - timedelta(days=1)).yearly_minor > 500_000
    assert queries.limit_of("patent", today + timedelta(days=9)) is None
    assert queries.limit_of("patent", date(2020, 1, 1)) is None


@pytest.mark.parametrize(
    ("limit", "words", "warned"),
    [
        (4000, "37 % of the limit", ""),
        (1800, "83 % of", "is near"),
        (900, "166 %", "is over"),
    ],
)
def test_the_page_says_how_near_the_limit_is(app, as_, limit, words, warned) -> None:
    regime("patent")
    by = people.person_id("nazira")
    limits.add("patent", clock.today(), Money(limit * 100), {}, by=by)
    deals.paid(people.on_sale())
    aigul = as_("aigul")
    covered = aigul.words("/en/my/money")
    assert words not in covered
    assert not warned or warned not in covered
    aigul.send("/en/my/money/show")
    page = plain(aigul.words("/en/my/money"))
    assert f"{words}" in page
    assert "Patent" in page
    assert "The limit is near" in page if warned == "is near" else True
    assert ("Talk to your Lab" in page) is bool(warned)


def test_only_the_network_sets_limits(app, as_) -> None:
    nazira = as_("nazira")
    fields = {"regime": "cip", "valid_from": "2027-01-01", "yearly": "15 000 000"}
    answer = nazira.send("/en/desk/money/limits", note_en="Decree 7", **fields)
    assert answer.status_code == 303
    words = plain(nazira.words("/en/desk/money/limits"))
    assert "15,000,000 KGS" in words
    assert "Decree 7" in words
    assert "Lab must ask" in words
    assert (
        nazira.send("/en/desk/money/limits", **{**fields, "yearly": "x"}).status_code
        == 422
    )
    assert as_("cholpon").get("/en/desk/money/limits").status_code == 403


@use_case
def _usual(bps: int) -> None:
    people.lab().fee_bps = bps


def test_without_a_fee_everything_is_hers_end_to_end(app, as_) -> None:
    _usual(0)
    her_money.details()
    deals.completed(people.on_sale())
    assert (deals.payable(), deals.has(f"income:fee:{people.lab().id}")) == (150_000, 0)
    view = queries.statement_of(people.seller().shop_id, her_money.month())
    assert (view.sales, view.fees, view.closing) == (
        Money(150_000),
        Money(0),
        Money(150_000),
    )
    assert her_money.paid_out().amount == Money(150_000)
    assert deals.payable() == 0
    assert "1,500 KGS" in plain(
        as_("aigul").words(f"/en/my/money/statements/{her_money.month()}")
    )
    deals.sound()


def test_a_new_fee_rule_does_not_touch_what_was_sold_before(app) -> None:
    old = deals.paid(people.on_sale(stock=9))
    by = people.person_id("nazira")
    fees.add(Rule(clock.today(), 2000), by=by)
    new = deals.paid(people.on_sale(title="Башка"))
    assert (deals.order(old).fee_minor, deals.order(new).fee_minor) == (15_000, 30_000)
    for made in (old, new):
        deals.send(made)
        fulfil.confirm(made, deals.order(made).id)
    assert deals.payable() == 135_000 + 120_000
    view = queries.statement_of(people.seller().shop_id, her_money.month())
    assert [row.fee for row in view.lines] == [Money(15_000), Money(30_000)]
    her_money.give_back(deals.order(old).id, 1500)
    refund_moves.resume()
    assert deals.has(f"income:fee:{people.lab().id}") == -30_000, (
        "the old fee went back"
    )
    deals.sound()


def test_sums_of_the_book_are_whole_numbers_on_every_database(app) -> None:
    from marketplace import ledger

    deals.completed(people.on_sale())
    code = f"payable:{people.seller().shop_id}"
    assert [type(sum_) for sum_ in ledger.balances([code]).values()] == [int]
