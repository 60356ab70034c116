"""The geometry of our ornament, after the shyrdak: horns, lozenges, teeth.

Shapes live in unit space (y downwards) and name their colour by role; `avatar` writes
them as SVG, `felt` draws them as cloth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

Point = tuple[float, float]
Path = list[Point]

EMPTY, FIELD, MOTIF, EDGE, CORD, DARK, WOOL = range(7)
"""The roles of colours; `EMPTY` is where there is no cloth."""


class Palette(NamedTuple):
    """Colours `#rrggbb` by role."""

    field: str
    motif: str
    edge: str
    cord: str
    dark: str = "#2b211c"
    wool: str = "#efe6d6"


PALETTES = (
    Palette("#9e2a2b", "#241a17", "#241a17", "#f0e4cf"),
    Palette("#1f3a5f", "#e6dac2", "#d3c3a2", "#c8553d"),
    Palette("#b23a2e", "#0f5457", "#0f5457", "#f2e6d0"),
    Palette("#5a3a26", "#ebdec6", "#d6c29c", "#b5482f"),
    Palette("#5b2a4e", "#d9962b", "#c07f22", "#f2e6d0"),
    Palette("#2e5e3e", "#a8322d", "#8f2823", "#f2e6d0"),
    Palette("#4a4a48", "#ece8de", "#cfcabd", "#a8322d"),
    Palette("#d98a2b", "#5a2334", "#5a2334", "#f5ead4"),
    Palette("#2a6f77", "#f0e2c4", "#dccba6", "#d1633b"),
    Palette("#c9b79b", "#6b2d2a", "#6b2d2a", "#fbf4e6"),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled outline, or a stroke `width` wide when that is not 0."""

    points: Path
    colour: int
    width: float = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of work: its size in units, its shapes from back to front."""

    width: float
    height: float
    shapes: list[Shape] = field(default_factory=list)
    outline: Path = field(default_factory=list)
    """Cuts everything to this outline when given."""


def placed(
    path: Path, at: Point, scale: float = 1, turn: float = 0, mirror: bool = False
) -> Path:
    """Return the path scaled, mirrored, turned (radians), then moved to `at`."""
    cos, sin = math.cos(turn) * scale, math.sin(turn) * scale
    side = -1 if mirror else 1
    return [
        (x * side * cos - y * sin + at[0], x * side * sin + y * cos + at[1])
        for x, y in path
    ]


def horn(stem: float, radius: float, turns: float, steps: int = 28) -> Path:
    """Return the right half of a ram's horn: up the stem, then curling inwards."""
    path = [(0.0, 0.0), (0.0, -stem)]
    for step in range(steps + 1):
        part = step / steps
        angle = math.pi + part * turns * math.tau
        reach = radius * (1 - 0.74 * part**0.85)
        path.append((radius + reach * math.cos(angle), -stem + reach * math.sin(angle)))
    return path


def rectangle(x: float, y: float, width: float, height: float) -> Path:
    """Return the outline from its top left corner."""
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def lozenge(at: Point, reach: float) -> Path:
    """Return a square standing on its corner."""
    x, y = at
    return [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]


def ellipse(at: Point, rx: float, ry: float, steps: int = 48) -> Path:
    """Return an ellipse as a polygon."""
    turns = (step / steps * math.tau for step in range(steps))
    return [(at[0] + rx * math.cos(t), at[1] + ry * math.sin(t)) for t in turns]


def closed(path: Path) -> Path:
    """Return the path ending where it began."""
    return [*path, path[0]]


def mirrored(path: Path, width: float = 1) -> Path:
    """Return the path as in a mirror that stands in the middle of `width`."""
    return [(width - x, y) for x, y in path]


def whole(half: Path, width: float = 1) -> Path:
    """Return an outline of which only the left half is given, from top to bottom."""
    return [*half, *reversed(mirrored(half, width))]


def smooth(points: Path, steps: int = 8) -> Path:
    """Return a round outline through the points (Catmull-Rom)."""
    count = len(points)
    return [
        _between([points[(at + k) % count] for k in (-1, 0, 1, 2)], step / steps)
        for at in range(count)
        for step in range(steps)
    ]


def _between(four: Path, t: float) -> Point:
    """Return the point between the second and the third of four."""
    weights = (
        -0.5 * t + t**2 - 0.5 * t**3,
        1 - 2.5 * t**2 + 1.5 * t**3,
        0.5 * t + 2 * t**2 - 1.5 * t**3,
        -0.5 * t**2 + 0.5 * t**3,
    )
    pairs = list(zip(weights, four, strict=True))
    return sum(w * p[0] for w, p in pairs), sum(w * p[1] for w, p in pairs)


def eighths() -> Iterator[float]:
    """Return the angles (radians) of an eight-rayed star."""
    return (step * math.pi / 4 for step in range(8))


def quarters(reach: float) -> Path:
    """Return the four corners around the middle of a unit square."""
    return [(0.5 + x * reach, 0.5 + y * reach) for x in (-1, 1) for y in (-1, 1)]


def rosette(at: Point, reach: float) -> list[Shape]:
    """Return an embroidered flower of six petals."""
    petal = ellipse((0, -0.62 * reach), 0.27 * reach, 0.40 * reach, 20)
    turns = [step / 6 * math.tau for step in range(6)]
    return [
        *(Shape(placed(petal, at, 1, turn), MOTIF) for turn in turns),
        Shape(ellipse(at, 0.26 * reach, 0.26 * reach, 20), CORD),
    ]


def medallion(at: Point, reach: float, chance: Random, steps: int = 28) -> list[Shape]:
    """Return a lozenge of horns, `reach` from its middle to its corners."""
    shapes = [
        *_crests(at, reach, steps),
        Shape(lozenge(at, reach), MOTIF),
        Shape(closed(lozenge(at, reach)), CORD, 0.035 * reach),
    ]
    paths = _cross(at, reach, chance, steps)
    shapes += [Shape(path, CORD, 0.098 * reach) for path in paths]
    shapes += [Shape(path, FIELD, 0.064 * reach) for path in paths]
    return shapes + _heart(at, reach, chance)


def _crests(at: Point, reach: float, steps: int) -> list[Shape]:
    """Return small horns that grow outwards from the four sides of the lozenge."""
    curl = horn(0.13, 0.10, 1.0, steps // 2)
    paths = []
    for quarter in range(4):
        turn = math.pi / 4 + quarter * math.pi / 2
        x = at[0] + reach * 0.70 * math.sin(turn)
        y = at[1] - reach * 0.70 * math.cos(turn)
        paths += [placed(curl, (x, y), reach, turn, side) for side in (False, True)]
    return [Shape(path, MOTIF, 0.052 * reach) for path in paths]


def _cross(at: Point, reach: float, chance: Random, steps: int) -> list[Path]:
    """Return four pairs of horns and what stands between them."""
    main = horn(
        chance.choice((0.44, 0.47, 0.50)),
        chance.choice((0.135, 0.15)),
        chance.choice((1.05, 1.2, 1.35)),
        steps,
    )
    between = chance.choice(
        (
            horn(0.27, 0.07, 0.55, steps // 2),
            [(0, 0), (0, -0.26), (0.07, -0.33)],
            [(0, 0), (0.07, -0.16), (0, -0.34)],
        )
    )
    return [
        placed(path, at, reach, quarter * math.pi / 2 + lean, mirror)
        for path, lean in ((main, 0), (between, math.pi / 4))
        for quarter in range(4)
        for mirror in (False, True)
    ]


def _heart(at: Point, reach: float, chance: Random) -> list[Shape]:
    size = chance.choice((0, 0.12, 0.16)) * reach
    if not size:
        return []
    heart = lozenge(at, size)
    return [
        Shape(heart, MOTIF),
        Shape(closed(heart), CORD, 0.028 * reach),
        Shape(lozenge(at, size * 0.4), FIELD),
    ]


def corners(left: float, top: float, width: float, height: float) -> list[Shape]:
    """Return a pair of horns leaning into each corner of the rectangle."""
    size = min(width, height) * 0.36
    curl = horn(0.38, 0.17, 1.15, 24)
    shapes = []
    for right, bottom, turn in ((0, 0, 3), (1, 0, -3), (1, 1, -1), (0, 1, 1)):
        at = (left + right * width, top + bottom * height)
        pair = [placed(curl, at, size, turn * math.pi / 4, m) for m in (False, True)]
        shapes += [Shape(path, CORD, 0.105 * size) for path in pair]
        shapes += [Shape(path, MOTIF, 0.072 * size) for path in pair]
    return shapes


def teeth(start: Point, end: Point, depth: float, colour: int) -> list[Shape]:
    """Return a row of triangles; they point to the left of the way from start to end."""
    length = math.dist(start, end)
    count = max(2, round(length / depth))
    step_x, step_y = (end[0] - start[0]) / count, (end[1] - start[1]) / count
    tip_x, tip_y = step_y / length * count * depth, -step_x / length * count * depth
    shapes = []
    for index in range(count):
        x, y = start[0] + step_x * index, start[1] + step_y * index
        tip = (x + step_x / 2 + tip_x * 0.62, y + step_y / 2 + tip_y * 0.62)
        shapes.append(Shape([(x, y), (x + step_x, y + step_y), tip], colour))
    return shapes


def bordered(width: float, height: float, band: float) -> list[Shape]:
    """Return a field inside a toothed border `band` wide."""
    left, top = band, band
    right, bottom = width - band, height - band
    inner = rectangle(left, top, right - left, bottom - top)
    shapes = [Shape(rectangle(0, 0, width, height), EDGE)]
    for start, end in zip(inner, closed(inner)[1:], strict=True):
        shapes += teeth(start, end, band * 0.9, FIELD)
    line = 0.012 * min(1, height)
    return [
        *shapes,
        Shape(inner, FIELD),
        Shape(closed(inner), CORD, line * 1.5),
        Shape(closed(rectangle(0, 0, width, height)), CORD, line),
    ]


def turned(piece: Piece, angle: float) -> Piece:
    """Return the piece turned (radians) and moved into its new, larger box."""
    cos, sin = abs(math.cos(angle)), abs(math.sin(angle))
    width = piece.width * cos + piece.height * sin
    height = piece.width * sin + piece.height * cos
    middle = -piece.width / 2, -piece.height / 2

    def put(path: Path) -> Path:
        centred = placed(path, middle)
        return placed(centred, (width / 2, height / 2), 1, angle)

    shapes = [Shape(put(s.points), s.colour, s.width) for s in piece.shapes]
    return Piece(width, height, shapes, put(piece.outline))


def panel(width: float, height: float, count: int, chance: Random) -> list[Shape]:
    """Return a bordered cloth with `count` medallions along its width."""
    band = 0.11 * min(width, height)
    shapes = bordered(width, height, band)
    cell, tall = (width - 2 * band) / count, height - 2 * band
    reach = min(cell, tall) / 2 * 0.93
    for index in range(count):
        left = band + cell * index
        shapes += corners(left, band, cell, tall)
    for index in range(count):
        middle = (band + cell * (index + 0.5), height / 2)
        shapes += medallion(middle, reach, chance)
    return shapes
