"""Rugs and hangings, as shapes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from marketplace.infra.media.motifs import (
    CORD,
    DARK,
    EDGE,
    FIELD,
    MOTIF,
    WOOL,
    Path,
    Piece,
    Shape,
    bordered,
    closed,
    eighths,
    ellipse,
    horn,
    lozenge,
    medallion,
    mirrored,
    panel,
    placed,
    quarters,
    rectangle,
    rosette,
    smooth,
)

if TYPE_CHECKING:
    from random import Random

    from marketplace.infra.media.motifs import Point


def runner(chance: Random) -> Piece:
    """A long shyrdak, upright."""
    shapes = bordered(0.62, 1.6, 0.075)
    for y in (0.36, 0.80, 1.24):
        shapes += medallion((0.31, y), 0.215, chance)
    for y in (0.58, 1.02):
        shapes += [Shape(lozenge((x, y), 0.05), MOTIF) for x in (0.14, 0.48)]
    return Piece(0.62, 1.6, shapes)


def seat(chance: Random) -> Piece:
    """Two square mats, one upon the other."""
    under = placed(rectangle(-0.4, -0.4, 0.8, 0.8), (0.56, 0.56), 1, 0.30)
    upper = [_moved(shape, (0.10, 0.10), 0.86) for shape in panel(1, 1, 1, chance)]
    return Piece(
        1.12, 1.12, [Shape(under, EDGE), Shape(closed(under), CORD, 0.016), *upper]
    )


def _moved(shape: Shape, at: Point, scale: float) -> Shape:
    return Shape(placed(shape.points, at, scale), shape.colour, shape.width * scale)


def ala_kiyiz(chance: Random) -> Piece:
    """A rug of rolled wool: soft edges, large curls."""
    outline = smooth([(x + chance.uniform(-0.015, 0.015), y) for x, y in _rim()], 4)
    curl = horn(0.20, 0.125, 1.2, 30)
    shapes = [Shape(outline, FIELD), Shape(closed(_inset(outline)), EDGE, 0.05)]
    for x in (0.42, 1.08):
        shapes += _curls(curl, (x, 0.5))
    shapes += [Shape(smooth(lozenge((0.75, y), 0.085)), EDGE) for y in (0.30, 0.70)]
    return Piece(1.5, 1, shapes)


def _rim() -> Path:
    return [
        *((0.05 + 0.14 * step, 0.03) for step in range(11)),
        *((1.47, 0.10 + 0.16 * step) for step in range(6)),
        *((1.45 - 0.14 * step, 0.97) for step in range(11)),
        *((0.03, 0.90 - 0.16 * step) for step in range(6)),
    ]


def _inset(outline: Path) -> Path:
    return [(0.75 + (x - 0.75) * 0.90, 0.5 + (y - 0.5) * 0.86) for x, y in outline]


def _curls(curl: Path, at: Point) -> list[Shape]:
    """Return a cross of four pairs of horns around a spot."""
    turns = [step * math.pi / 2 for step in range(4)]
    paths = [placed(curl, at, 0.80, turn, m) for turn in turns for m in (False, True)]
    return [
        *(Shape(path, MOTIF, 0.05) for path in paths),
        Shape(ellipse(at, 0.075, 0.075), CORD),
    ]


def landscape(chance: Random) -> Piece:
    """A wall picture in felt: snowy mountains, a pasture and a yurt."""
    peaks = [0.46, 0.20, 0.38, 0.14, 0.40, 0.26, 0.50]
    peaks = [y + chance.uniform(-0.04, 0.04) for y in peaks]
    ridge = [(1.3 * step / 6, y) for step, y in enumerate(peaks)]
    hills = [(0, 0.62), (0.3, 0.53), (0.7, 0.62), (1.0, 0.55), (1.3, 0.6)]
    near = [(0, 0.80), (0.4, 0.70), (0.9, 0.78), (1.3, 0.70)]
    return Piece(
        1.3,
        0.98,
        [
            Shape(rectangle(0, 0, 1.3, 0.98), FIELD),
            Shape(ellipse((1.07, 0.16), 0.075, 0.075), CORD),
            Shape([*ridge, (1.3, 0.98), (0, 0.98)], DARK),
            *(Shape(_snow(ridge, at), WOOL) for at in (1, 3, 5)),
            Shape([*hills, (1.3, 0.98), (0, 0.98)], EDGE),
            Shape([*near, (1.3, 0.98), (0, 0.98)], MOTIF),
            *_small_yurt((0.36, 0.72)),
            *_small_yurt((0.58, 0.76)),
            Shape(closed(rectangle(0, 0, 1.3, 0.98)), EDGE, 0.05),
        ],
    )


def _snow(ridge: Path, at: int) -> Path:
    """Return the snow on a peak, with a ragged lower edge."""
    x, y = ridge[at]
    left, right = _towards((x, y), ridge[at - 1]), _towards((x, y), ridge[at + 1])
    low = max(left[1], right[1])
    return [
        (x, y),
        right,
        (x + 0.03, low - 0.04),
        (x, low + 0.03),
        (x - 0.03, low - 0.03),
        left,
    ]


def _towards(start: Point, end: Point) -> Point:
    return start[0] + (end[0] - start[0]) * 0.4, start[1] + (end[1] - start[1]) * 0.4


def _small_yurt(at: Point) -> list[Shape]:
    dome = [(-0.08, 0), (-0.045, -0.07), (0.045, -0.07), (0.08, 0), (0.075, 0.07)]
    outline = placed([*dome, (-0.075, 0.07)], at)
    door = placed(rectangle(-0.016, 0.0, 0.032, 0.07), at)
    band = placed([(-0.08, 0.0), (0.08, 0.0)], at)
    return [Shape(outline, WOOL), Shape(band, CORD, 0.012), Shape(door, DARK)]


def tush_kiyiz(_: Random) -> Piece:
    """An embroidered hanging: a wide border on three sides, a fringe below."""
    curl = horn(0.20, 0.17, 1.3, 26)
    border = [(0.10, 0.2 + 0.19 * n) for n in range(5)]
    border += mirrored(border, 1.3)
    border += [(0.30 + 0.233 * n, 0.11) for n in range(4)]
    threads = [0.03 + 0.062 * n for n in range(21)]
    return Piece(
        1.3,
        1.14,
        [
            *(Shape([(x, 1.0), (x, 1.12)], CORD, 0.020) for x in threads),
            Shape(rectangle(0, 0, 1.3, 1.04), EDGE),
            Shape(rectangle(0.20, 0.20, 0.90, 0.84), FIELD),
            *(shape for at in border for shape in rosette(at, 0.075)),
            Shape([(0.20, 1.04), (0.20, 0.20), (1.1, 0.2), (1.1, 1.04)], CORD, 0.02),
            *(
                Shape(placed(curl, at, 1.15, 0, side), MOTIF, 0.05)
                for at in ((0.65, 0.94), (0.65, 0.62))
                for side in (False, True)
            ),
            *(shape for x in (0.32, 0.98) for shape in rosette((x, 0.34), 0.08)),
            Shape(closed(rectangle(0, 0, 1.3, 1.04)), CORD, 0.012),
        ],
    )


def framed(chance: Random) -> Piece:
    """A small embroidery in a wooden frame."""
    ring = [(0.5 + 0.24 * math.sin(t), 0.5 + 0.24 * math.cos(t)) for t in eighths()]
    frame = rectangle(0, 0, 1, 1)
    return Piece(
        1,
        1,
        [
            Shape(frame, EDGE),
            *(Shape([a, b], DARK, 0.006) for a, b in _mitres()),
            Shape(rectangle(0.11, 0.11, 0.78, 0.78), FIELD),
            *(shape for at in ring for shape in rosette(at, 0.075)),
            *medallion((0.5, 0.5), 0.15, chance, 20),
            *(Shape(lozenge(at, 0.03), CORD) for at in quarters(0.31)),
            Shape(closed(rectangle(0.11, 0.11, 0.78, 0.78)), DARK, 0.014),
        ],
    )


def _mitres() -> list[tuple[Point, Point]]:
    corner = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    return [((x, y), (0.11 + 0.78 * x, 0.11 + 0.78 * y)) for x, y in corner]
