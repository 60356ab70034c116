"""Rates of currencies: exact, dated, frozen, and never more than information."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace import clock
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.money import Money
from marketplace.orders import queries
from marketplace.orders.models import FxRate
from marketplace.orders.rules import currencies as rules
from marketplace.orders.rules.currencies import Rate
from marketplace.orders.services import rates
from tests import people
from tests.orders.shipping import thing
from tests.orders.test_one_sale import bought, pay
from tests.orders.test_pages import fill_basket, secret

DAY = date(2026, 11, 23)
SUMS = st.integers(0, 10**12)
RATES = st.builds(
    Rate,
    st.just(DAY),
    st.sampled_from(rules.SHOWN),
    st.integers(1, 10**8),
    st.integers(1, 10**6),
)


def xml(day: str = "", **currencies: str) -> bytes:
    """Return a file as the National Bank writes it: code -> «nominal value»."""
    day = day or f"{clock.today():%d.%m.%Y}"
    rows = "".join(
        f'<Currency ISOCode="{code}"><Nominal>{text.split()[0]}</Nominal>'
        f"<Value>{text.split()[1]}</Value></Currency>"
        for code, text in currencies.items()
    )
    head = '<?xml version="1.0" encoding="windows-1251" ?>'
    return (
        f'{head}<CurrencyRates Name="Daily Exchange Rates" Date="{day}">{rows}'
        "</CurrencyRates>"
    ).encode("cp1251")


GOOD = {"USD": "1 87,4512", "EUR": "1 101,3020", "KZT": "1 0,1744", "RUB": "1 1,0874"}


@given(SUMS, RATES)
def test_what_is_charged_is_worth_the_sum_and_not_a_cent_less_would_be(
    tyiyn, rate
) -> None:
    cents = rules.charged(tyiyn, rate)
    worth = Fraction(rate.kgs_minor, rate.units * 100)  # tyiyn a cent
    assert cents * worth >= tyiyn
    assert cents == 0 or (cents - 1) * worth < tyiyn


@given(SUMS, RATES)
def test_what_is_shown_is_the_nearest_cent(tyiyn, rate) -> None:
    shown = rules.shown(tyiyn, rate)
    exact = Fraction(tyiyn * rate.units * 100, rate.kgs_minor)
    assert shown.currency == rate.quote
    assert abs(shown.minor - exact) <= Fraction(1, 2)
    assert 0 <= rules.charged(tyiyn, rate) - shown.minor <= 1


@given(st.integers(1, 10**7), st.sampled_from((1, 10, 100, 1000)))
def test_a_published_rate_loses_nothing(parts, nominal) -> None:
    text = f"{parts // 10_000},{parts % 10_000:04d}"
    worth = Fraction(parts, 100 * nominal)  # tyiyn for one
    if not rules.LEAST <= worth <= rules.MOST:
        with pytest.raises(Invalid, match="rate_range"):
            rules.rate_of(DAY, "USD", nominal, text)
        return
    rate = rules.rate_of(DAY, "USD", nominal, text)
    assert Fraction(rate.kgs_minor, rate.units) == worth


def test_a_sum_is_shown_at_the_rate_of_the_day() -> None:
    rate = rules.rate_of(DAY, "USD", 1, "87,4512")
    assert rules.shown(1500_00, rate) == Money(17_15, "USD")
    assert rules.charged(1500_00, rate) == 17_16
    assert rules.value_of(rate) == "87.4512"


@pytest.mark.parametrize("value", ["", "abc", "-1", "1.23456", "1e5", "٣", "87,45,1"])
def test_what_is_no_rate_is_said(app, value) -> None:
    with pytest.raises(Invalid, match="rate_words"):
        rates.enter(clock.today(), "USD", value)


@pytest.mark.parametrize("code", ["JPY", "KGS", "usd", ""])
def test_only_currencies_with_two_decimals_are_taken(app, code) -> None:
    with pytest.raises(Invalid, match="currency"):
        rates.enter(clock.today(), code, "1")
    assert queries.rate_on(code) is None


def test_the_file_of_the_national_bank_is_taken_over_exactly(app) -> None:
    rates.take_over(xml(**GOOD, CNY="1 12,1"))
    rows = db.session.scalars(select(FxRate).order_by(FxRate.quote)).all()
    assert [row.quote for row in rows] == ["EUR", "KZT", "RUB", "USD"]
    assert {row.source for row in rows} == {"nbkr"}
    for row in rows:
        said = Fraction(GOOD[row.quote].split()[1].replace(",", "."))
        assert Fraction(row.kgs_minor, row.units * 100) == said
    rates.take_over(xml(**GOOD))
    assert len(db.session.scalars(select(FxRate)).all()) == 4, "twice is once"


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;">]>
<CurrencyRates Date="23.11.2026"><Currency ISOCode="USD"><Nominal>1</Nominal>
<Value>&b;</Value></Currency></CurrencyRates>"""
OUTSIDE = BOMB.replace(b'a "1"', b'a SYSTEM "file:///etc/passwd"')


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "rates_file"),
        (b"<html></html>", "rates_file"),
        (b"x" * 300_000, "rates_file"),
        (BOMB, "rates_file"),
        (OUTSIDE, "rates_file"),
        (BOMB.decode().encode("utf-16"), "rates_file"),
        (b'<CurrencyRates Date="23.11.2026">', "rates_file"),
        (b"<CurrencyRates></CurrencyRates>", "rates_file"),
        (xml("2026-11-23", USD="1 87,45"), "rates_file"),
        (xml("31.02.2026", USD="1 87,45"), "rates_file"),
        (xml(USD="one 87,45"), "rates_file"),
        (xml(USD="1 87,45").replace(b"Value>", b"Other>"), "rates_file"),
        (xml(CNY="1 12,1"), "rates_none"),
        (xml(**{**GOOD, "RUB": "1 much"}), "rate_words"),
        (xml(**{**GOOD, "RUB": "1 1087400"}), "rate_range"),
        (xml("01.01.2020", USD="1 87,45"), "rate_day"),
        (xml("01.01.2040", USD="1 87,45"), "rate_day"),
    ],
)
def test_nonsense_is_refused_in_words_and_nothing_is_half_taken(app, data, why) -> None:
    with pytest.raises(Invalid, match=why):
        rates.take_over(data)
    assert db.session.scalars(select(FxRate)).all() == []


def test_a_rate_can_be_mended_today_and_stays_when_the_day_is_over(app, travel) -> None:
    day = clock.today()
    rates.enter(day, "USD", "8.74")
    rates.enter(day, "USD", "87.4")
    travel(days=1)
    with pytest.raises(Conflict, match="rate_frozen"):
        rates.enter(day, "USD", "88")
    with pytest.raises(Conflict, match="rate_frozen"):
        rates.take_over(xml(f"{day:%d.%m.%Y}", EUR="1 101", USD="1 88"))
    assert db.session.scalars(select(FxRate.quote)).all() == ["USD"], "all or nothing"
    assert rules.value_of(queries.rate_on("USD")) == "87.4000"


def test_the_last_rate_before_a_day_holds_on_it(app) -> None:
    day = clock.today()
    rates.enter(day - timedelta(days=3), "USD", "80")
    rates.enter(day + timedelta(days=1), "USD", "90")
    assert queries.rate_on("USD").day == day - timedelta(days=3)
    assert queries.rate_on("USD", day - timedelta(days=4)) is None


def test_nothing_is_shown_beside_the_som_until_it_is_chosen(app, client) -> None:
    rates.enter(clock.today(), "USD", "87.4512")
    fill_basket(client, thing(som=1500))
    day = clock.today()
    assert "≈" not in client.words("/en/basket")
    said = f"≈ 17.15 USD (rate of {day.day} {day:%B %Y})"
    assert said in client.words("/en/basket?also=USD").replace("\u00a0", " ")
    assert said in client.words("/en/checkout").replace("\u00a0", " "), "remembered"
    client.get("/en/basket?also=")
    assert "≈" not in client.words("/en/checkout")
    assert "≈" not in client.words("/en/basket?also=JPY")


def test_a_currency_without_a_rate_is_not_offered(app, client) -> None:
    fill_basket(client, thing())
    assert "also=" not in client.get("/en/basket").text
    rates.enter(clock.today(), "EUR", "101.3")
    page = client.get("/en/basket").text
    assert "also=EUR" in page
    assert "also=USD" not in page


def test_an_order_shows_the_rate_of_its_day_for_good(app, client, travel) -> None:
    rates.enter(clock.today(), "USD", "87.4512")
    pay(bought(people.on_sale(som=1500)))
    travel(days=2)
    rates.enter(clock.today(), "USD", "100")
    words = client.words(f"/en/o/{secret()}?also=USD").replace("\u00a0", " ")
    assert "≈ 17.15 USD" in words


def test_pages_for_strangers_stay_the_same_for_all(app, client) -> None:
    rates.enter(clock.today(), "USD", "87.4512")
    listing = people.on_sale()
    client.get("/en/basket?also=USD")
    client.set_cookie("also", "USD")
    for path in ("/en/", f"/en/l/{listing.slug}", "/en/c/felt"):
        assert "≈" not in client.get(path).text
