"""Pictures of figures: round scales, bars as long as their numbers, words inside."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from marketplace.web import charts

NAMES = ["сент", "окт", "нояб", "дек", "янв", "февр", "март", "апр", "май", "июнь"]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 4, [0, 1, 2, 3, 4]),
        (0, 1, [0, 1]),
        (0, 17, [0, 5, 10, 15, 20]),
        (0, 134_900, [0, 50_000, 100_000, 150_000]),
        (-400, 900, [-500, 0, 500, 1000]),
    ],
)
def test_a_scale_has_few_round_numbers(low, high, ticks) -> None:
    assert charts.scale(low, high) == ticks


@given(some.integers(-(10**9), 0), some.integers(0, 10**9))
def test_a_scale_holds_everything_and_nothing_twice(low, high) -> None:
    ticks = charts.scale(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 0 in ticks
    assert len(ticks) <= charts.GRID + 2


def test_a_bar_is_as_high_as_its_number_and_below_nothing_it_hangs() -> None:
    chart = charts.columns([0, 100, 200, -100, None], NAMES[:5], str)
    up, double, down = chart.bars
    assert double.height == pytest.approx(2 * up.height, abs=0.2)
    assert down.height == pytest.approx(up.height, abs=0.2)
    assert up.y + up.height == pytest.approx(chart.zero)
    assert down.y == chart.zero


@given(some.lists(some.integers(-(10**10), 10**10) | some.none(), min_size=1))
def test_nothing_leaves_the_picture(values) -> None:
    names = [NAMES[number % len(NAMES)] for number in range(len(values))]
    chart = charts.columns(values, names, lambda number: f"{number // 100} сом")
    assert len(chart.bars) == sum(1 for value in values if value)
    for bar in chart.bars:
        assert -0.2 <= bar.y <= bar.y + bar.height <= chart.height + 1.2
        assert 0 <= bar.x <= bar.x + bar.width <= charts.WIDTH + 0.2


@pytest.mark.parametrize("count", [1, 6, 10, 12])
def test_names_below_do_not_touch_and_the_last_is_there(count) -> None:
    names = [NAMES[number % len(NAMES)] for number in range(count)]
    chart = charts.columns([5] * count, names, str)
    below = [mark for mark in chart.marks if mark.y == charts.HEIGHT - 3]
    assert below[0].text == names[-1]
    spans = sorted(map(_span, below))
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert spans[-1][1] <= charts.WIDTH


def _span(mark: charts.Mark) -> tuple[float, float]:
    width = len(mark.text) * charts.WIDEST
    start = {"start": 0, "middle": width / 2, "end": width}[mark.anchor]
    return mark.x - start, mark.x - start + width


def test_without_any_number_there_is_a_line_and_a_nought() -> None:
    chart = charts.columns([0, None, 0], NAMES[:3], str)
    assert chart.bars == []
    assert chart.marks[0].text == "0"
    assert len(chart.lines) == 1


def test_lying_bars_have_their_name_above_and_their_number_behind() -> None:
    long = "Кызыл шырдак, кой жүнү, колдон жасалган, чоң өлчөм"
    chart = charts.rows([8, 4, 0], [long, "Сумка", "Оюнчук"], ["8", "4", "0"])
    first, half, none = chart.bars
    assert half.width == pytest.approx(first.width / 2, abs=0.2)
    assert none.width == 1
    assert chart.marks[0].text.endswith("…")
    assert len(chart.marks[0].text) <= charts.LONGEST
    assert first.width + 6 + charts.WIDEST <= charts.WIDTH
