import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.errors import Invalid
from marketplace.money import Money, parse, share


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1500", 150000),
        ("1 500 сом", 150000),
        ("1 500", 150000),
        ("1500,5", 150050),
        ("1500.55", 150055),
        ("1500 som", 150000),
        ("900 СОМ.", 90000),
    ],
)
def test_amounts_are_read_as_people_type_them(text, minor) -> None:
    assert parse(text) == Money(minor, "KGS")


@pytest.mark.parametrize("text", ["", "abc", "-5", "1,234.56", "1.234", "1e3", "١٢"])
def test_what_is_no_amount_is_refused(text) -> None:
    with pytest.raises(Invalid, match="price_words"):
        parse(text)


@given(st.integers(0, 10**12), st.integers(0, 10_000))
def test_a_share_is_never_more_than_the_whole_nor_below_zero(amount, bps) -> None:
    assert 0 <= share(amount, bps) <= amount


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="mixed"):
        Money(1, "KGS") + Money(1, "USD")


def test_money_is_written_for_the_reader(app) -> None:
    from flask_babel import force_locale

    from marketplace.i18n import money

    with force_locale("ky_KG"):
        assert money(Money(150000)) == "1\u00a0500\u00a0сом"
        assert money(Money(150050)) == "1\u00a0500,50\u00a0сом"
        assert money(Money(-100)) == "\u22121\u00a0сом"
    with force_locale("en_GB"):
        assert money(Money(150000)) == "1,500\u00a0KGS"
