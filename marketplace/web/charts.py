"""Pictures of figures, laid out on the server: bars on a scale of round numbers.

No library: their charts carry styles and scripts that our pages refuse (CSP), and weigh
ten times as much. `components/charts.html` draws what is laid out here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

WIDTH = 288  # units; a phone of 320 px shows one as one px, so letters keep 12 px there
HEIGHT, LETTER, LINE = 150, 12, 44
WIDEST = 8  # units a letter needs at most; most need less
GRID = 4  # steps of the scale, at most
GAP = 10  # units between two names below
LONGEST = WIDTH // 7  # letters of a name over its bar
Tell = Callable[[int], str]


@dataclass(frozen=True)
class Box:
    """A bar, from its left upper corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Mark:
    """Words in the picture; `anchor` is the end of them that stands at `x`."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Chart:
    """A picture, in units. `lines` are heights of the scale, `zero` the line of nothing."""

    height: float
    bars: list[Box] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    lines: list[float] = field(default_factory=list)
    zero: float | None = None
    left: float = 0  # where the lines begin
    width: int = WIDTH


def scale(low: int, high: int) -> list[int]:
    """Return round numbers, evenly apart, from at most `low` to at least `high`."""
    step = _step(max(high - low, 1) / GRID)
    return list(range(low // step * step, -(-high // step) * step + 1, step))


def _step(least: float) -> int:
    """Return the next 1, 2 or 5 of any power of ten."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if digit * power >= least:
                return digit * power
        power *= 10


def columns(values: Sequence[int | None], names: Sequence[str], tell: Tell) -> Chart:
    """Lay out one column per value, in order of time; None is not known, and no bar.

    `tell` writes a number of the scale.
    """
    known = [value for value in values if value is not None]
    ticks = scale(min(0, *known, 0), max(0, *known, 0)) if any(known) else [0, 1]
    top, bottom = LETTER + 2, HEIGHT - LETTER - 6
    unit = (bottom - top) / (ticks[-1] - ticks[0])

    def at(value: int) -> float:
        return round(bottom - (value - ticks[0]) * unit, 1)

    told = [tell(tick) for tick in ticks] if any(known) else [tell(0)]
    left = max(map(len, told)) * 7 + 4
    slot = (WIDTH - left) / max(len(values), 1)
    bars = [
        _column(left + slot * number, slot, at(value), at(0))
        for number, value in enumerate(values)
        if value
    ]
    lines = [at(tick) for tick in ticks[: len(told)]]
    marks = [
        Mark(left - 4, round(y + 4, 1), text, "end")
        for y, text in zip(lines, told, strict=True)
    ]
    return Chart(HEIGHT, bars, marks + _below(names, left, slot), lines, at(0), left)


def _column(x: float, slot: float, y: float, zero: float) -> Box:
    gap = slot * 0.2
    height = max(abs(zero - y), 1)  # a little is more than nothing
    return Box(
        round(x + gap, 1), min(y, zero), round(slot - 2 * gap, 1), round(height, 1)
    )


def _below(names: Sequence[str], left: float, slot: float) -> list[Mark]:
    """Name as many columns as have room for it: the last one, and back from it."""
    room = max(map(len, names), default=1) * WIDEST + GAP
    every = max(1, -int(-room // slot))
    found = []
    for number in range(len(names) - 1, -1, -every):
        middle = left + slot * (number + 0.5)
        if middle + len(names[number]) * WIDEST / 2 > WIDTH:
            found.append(Mark(WIDTH, HEIGHT - 3, names[number], "end"))
        else:
            found.append(Mark(round(middle, 1), HEIGHT - 3, names[number], "middle"))
    return found


def rows(values: Sequence[int], names: Sequence[str], told: Sequence[str]) -> Chart:
    """Lay out one bar per value lying down, its name above it, the value behind it."""
    most = max(max(values, default=0), 1)
    room = WIDTH - max(map(len, told), default=0) * WIDEST - 6
    bars, marks = [], []
    for number, (value, name, said) in enumerate(zip(values, names, told, strict=True)):
        y = number * LINE
        length = round(max(value, 0) / most * room, 1)
        bars.append(Box(0, y + LETTER + 6, max(length, 1), LETTER + 4))
        marks.append(Mark(0, y + LETTER, _short(name)))
        marks.append(Mark(max(length, 1) + 6, y + 2 * LETTER + 6, said))
    return Chart(len(values) * LINE, bars, marks)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
