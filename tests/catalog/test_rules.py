"""Pure decisions of the catalogue: contents, prices, days, words."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from marketplace.catalog.rules import (
    Content,
    Mode,
    Option,
    Package,
    VariantPart,
    checked,
    simple,
)
from marketplace.catalog.rules.diff import changes, harmless
from marketplace.catalog.rules.pricing import Costs, at_price, check_costs, offers
from marketplace.catalog.rules.promise import promised
from marketplace.catalog.rules.words import found_words
from marketplace.errors import Invalid
from marketplace.money import Money

THING = simple(uuid4(), Money(150_000), 3, {"ky": ("Шырдак", "Сөз")})
SERVICE = Content(
    uuid4(),
    {"ky": ("Логотип", "")},
    packages=(Package("A", "бир", 200_000, 5),),
    place="remote",
)


def test_a_content_comes_back_from_json_as_it_was() -> None:
    rich = replace(
        THING,
        options=(Option("Өлчөмү", ("S", "M")),),
        variants=tuple(
            VariantPart((one,), 1000, 2, Mode.COUNTED, 2, weight_g=4, size_mm=(1, 2))
            for one in ("S", "M")
        ),
        terms=(uuid4(),),
        photo_ids=(uuid4(), uuid4()),
    )
    for one in (rich, SERVICE):
        assert Content.from_json(one.as_json()) == one


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"texts": {}}, "title_needed"),
        ({"texts": {"ky": (" ", "")}}, "title_needed"),
        ({"texts": {"de": ("x", "")}}, "title_needed"),
        ({"variants": ()}, "variant_needed"),
        ({"variants": (VariantPart((), 99, 1),)}, "price_range"),
        ({"variants": (VariantPart((), 1000, -1),)}, "stock_range"),
        ({"variants": (VariantPart((), 1000, 2, Mode.ONE_OFF),)}, "one_off_stock"),
        ({"variants": (VariantPart((), 1000, 0, Mode.MADE_TO_ORDER),)}, "lead_days"),
        ({"variants": (VariantPart(("S",), 1000, 1),)}, "choice_twice"),
        ({"variants": (VariantPart((), 1000, 1),) * 2}, "choice_twice"),
        ({"photo_ids": tuple(uuid4() for _ in range(13))}, "photo_too_many"),
    ],
)
def test_what_cannot_be_sold_is_refused_by_name(change, code) -> None:
    with pytest.raises(Invalid, match=code):
        checked(replace(THING, **change), "product")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"packages": ()}, "package_needed"),
        ({"packages": SERVICE.packages * 4}, "package_needed"),
        ({"packages": (Package("A", "", 200_000, 0),)}, "days_range"),
        ({"place": "moon"}, "place_needed"),
    ],
)
def test_a_service_needs_packages_days_and_a_place(change, code) -> None:
    with pytest.raises(Invalid, match=code):
        checked(replace(SERVICE, **change), "service")


def test_harmless_is_stock_a_lower_price_and_the_order_of_photos() -> None:
    one, two, new = uuid4(), uuid4(), uuid4()
    before = replace(THING, photo_ids=(one, two))
    part = replace(before.variants[0], stock=9, price_minor=100_000)
    after = replace(
        before, variants=(part,), photo_ids=(new, two), texts={"ky": ("Ж", "")}
    )
    shown = harmless(before, after)
    assert shown.photo_ids == (two,)
    assert (shown.variants[0].stock, shown.price_minor) == (9, 100_000)
    assert shown.texts == before.texts
    assert [one.part for one in changes(shown, after)] == ["texts", "photo_ids"]


def test_a_dearer_price_and_an_empty_gallery_are_not_harmless() -> None:
    before = replace(THING, photo_ids=(uuid4(),))
    dear = (replace(before.variants[0], price_minor=999_000),)
    shown = harmless(before, replace(before, variants=dear, photo_ids=()))
    assert shown == before


@pytest.mark.parametrize(
    ("weekly", "in_work", "quantity", "day"),
    [
        (0, 50, 1, date(2026, 1, 11)),
        (1, 0, 1, date(2026, 1, 11)),
        (1, 1, 1, date(2026, 1, 18)),
        (3, 2, 1, date(2026, 1, 11)),
        (3, 2, 2, date(2026, 1, 18)),
        (2, 7, 1, date(2026, 2, 1)),
    ],
)
def test_the_promised_day_counts_the_weeks_of_work_in_front(
    weekly, in_work, quantity, day
) -> None:
    assert promised(date(2026, 1, 1), 10, weekly, in_work, quantity) == day


def test_the_lowest_price_pays_materials_the_hour_and_the_lab() -> None:
    """300 + 10 h × 150 + 50 = 1850; less 5 % of 1950 it is 1852.50."""
    costs = Costs(materials=300_00, minutes=600, wage=150_00, overhead=50_00)
    cover, fair, gift = offers(costs, 500)
    assert [one.price.minor for one in (cover, fair, gift)] == [
        1950_00,
        2440_00,
        3900_00,
    ]
    assert (cover.fee.minor, cover.she_gets.minor) == (97_50, 1852_50)
    assert cover.hour.minor == 150_25
    assert fair.hour.minor > cover.hour.minor


def test_any_price_tells_what_her_hour_is_really_paid() -> None:
    costs = Costs(materials=300_00, minutes=600, wage=150_00, overhead=0)
    assert at_price("own", costs, 1000_00, 500).hour.minor == 65_00
    assert at_price("own", costs, 200_00, 500).hour.minor == -11_00, "she pays for it"
    assert at_price("own", replace(costs, minutes=0), 1000_00, 0).hour is None


@pytest.mark.parametrize("fee_bps", [0, 1, 333, 500, 3000])
def test_the_lowest_price_never_leaves_less_than_the_costs(fee_bps) -> None:
    for total in (1, 99, 12_345, 999_999):
        costs = Costs(total, 0, 0, 0)
        assert offers(costs, fee_bps)[0].she_gets.minor >= total


def test_numbers_that_cannot_be_right_are_refused() -> None:
    for odd in (Costs(-1, 0, 0, 5), Costs(0, 0, 0, 0), Costs(1, -5, 1, 1)):
        with pytest.raises(Invalid, match="costs_range"):
            check_costs(odd)


def test_watched_words_are_found_whole_or_by_their_beginning() -> None:
    said = ["Жазыңыз WhatsApp аркылуу", "оружием"]
    assert found_words(said, ["whatsapp", "оружи*", "арак"]) == ["whatsapp", "оружи*"]
    assert found_words(["баракат"], ["арак"]) == []
