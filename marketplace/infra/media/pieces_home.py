"""Cushions, quilts and cloths of a house, as shapes."""

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
    closed,
    corners,
    eighths,
    ellipse,
    lozenge,
    medallion,
    mirrored,
    placed,
    quarters,
    rectangle,
    rosette,
    smooth,
    teeth,
    whole,
)

if TYPE_CHECKING:
    from random import Random

    from marketplace.infra.media.motifs import Point


def flowered_cushion(chance: Random) -> Piece:
    """A square cushion with a wreath of embroidered flowers."""
    turn = chance.uniform(0, 0.7)
    ring = [
        (0.5 + 0.25 * math.sin(t + turn), 0.5 + 0.25 * math.cos(t + turn))
        for t in eighths()
    ]
    body = _soft_square()
    return Piece(
        1,
        1,
        [
            Shape(body, FIELD),
            Shape(closed(ellipse((0.5, 0.5), 0.25, 0.25)), EDGE, 0.018),
            *(shape for at in ring for shape in rosette(at, 0.085)),
            *rosette((0.5, 0.5), 0.14),
            *(Shape(lozenge(at, 0.028), EDGE) for at in quarters(0.33)),
            Shape(closed(body), CORD, 0.022),
        ],
    )


def _soft_square() -> Path:
    side = [(0.03, 0.03), (0.25, 0.05), (0.5, 0.06), (0.75, 0.05)]
    turns = (quarter * math.pi / 2 for quarter in range(4))
    middle = [(x - 0.5, y - 0.5) for x, y in side]
    return [at for turn in turns for at in placed(middle, (0.5, 0.5), 1, turn)]


def chair_pad(_: Random) -> Piece:
    """A round quilted pad with two pairs of ties."""
    ties = [
        smooth([(0.24, 0.24), (0.13, 0.20), (0.15, 0.08), (0.06, 0.03), (0.5, 0.5)])[
            :24
        ],
        smooth([(0.24, 0.24), (0.10, 0.30), (0.07, 0.20), (0.02, 0.22), (0.5, 0.5)])[
            :24
        ],
    ]
    petals = [
        placed(ellipse((0, -0.22), 0.085, 0.15, 28), (0.5, 0.56), 1, t)
        for t in eighths()
    ]
    return Piece(
        1,
        1.0,
        [
            *(Shape(tie, EDGE, 0.024) for tie in ties),
            *(Shape(mirrored(tie), EDGE, 0.024) for tie in ties),
            Shape(ellipse((0.5, 0.56), 0.43, 0.43, 64), FIELD),
            *(Shape(petal, MOTIF) for petal in petals),
            *(Shape(closed(petal), CORD, 0.010) for petal in petals),
            Shape(ellipse((0.5, 0.56), 0.06, 0.06), CORD),
            Shape(closed(ellipse((0.5, 0.56), 0.42, 0.42, 64)), EDGE, 0.03),
        ],
    )


def korpocho(chance: Random) -> Piece:
    """A long seat quilt, half unrolled."""
    seams = [0.30 + 0.155 * step for step in range(8)]
    middles = [0.46 + 0.31 * step for step in range(4)]
    roll = ellipse((0.13, 0.38), 0.13, 0.345)
    return Piece(
        1.62,
        0.76,
        [
            Shape(rectangle(0.13, 0.05, 1.46, 0.66), FIELD),
            Shape(rectangle(0.13, 0.05, 1.46, 0.10), EDGE),
            Shape(rectangle(0.13, 0.61, 1.46, 0.10), EDGE),
            *(Shape([(x, 0.05), (x, 0.71)], DARK, 0.006) for x in seams),
            *(
                part
                for x in middles
                for part in medallion((x, 0.38), 0.145, chance, 20)
            ),
            Shape([(1.59, 0.05), (1.59, 0.71)], CORD, 0.016),
            Shape(roll, FIELD),
            *(
                Shape(closed(ellipse((0.13, 0.38), 0.13 * k, 0.345 * k)), EDGE, 0.016)
                for k in (0.95, 0.6, 0.28)
            ),
        ],
    )


def child_korpocho(_: Random) -> Piece:
    """A small quilt with a gathered edge and flowers."""
    scallops = [(0.06 + 0.098 * n, y) for n in range(13) for y in (0.07, 0.85)]
    scallops += [(x, 0.07 + 0.0975 * n) for n in range(9) for x in (0.06, 1.24)]
    spots = [(0.27 + 0.253 * n, 0.26 + 0.2 * row) for row in range(3) for n in range(4)]
    return Piece(
        1.3,
        0.92,
        [
            *(Shape(ellipse(at, 0.055, 0.055, 20), EDGE) for at in scallops),
            Shape(rectangle(0.07, 0.07, 1.16, 0.78), FIELD),
            *(shape for at in spots for shape in rosette(at, 0.068)),
            Shape(closed(rectangle(0.07, 0.07, 1.16, 0.78)), CORD, 0.016),
        ],
    )


def patchwork(chance: Random) -> Piece:
    """A quilt of triangles in all our colours."""
    shapes = [Shape(rectangle(0, 0, 1.24, 1.24), EDGE)]
    roles = (FIELD, FIELD, MOTIF, CORD, EDGE, WOOL)
    for row in range(3):
        for column in range(3):
            at = 0.10 + 0.35 * column, 0.10 + 0.35 * row
            shapes += _star(at, 0.34, chance.sample(roles, 4))
    return Piece(
        1.24, 1.24, [*shapes, Shape(closed(rectangle(0, 0, 1.24, 1.24)), FIELD, 0.07)]
    )


def cradle_cover(chance: Random) -> Piece:
    """A smaller patchwork: rings of strips around each square."""
    shapes = [Shape(rectangle(0, 0, 1.0, 1.2), FIELD)]
    for row in range(3):
        for column in range(2):
            at = 0.08 + 0.43 * column, 0.08 + 0.36 * row
            shapes += _rings(
                at, (0.41, 0.33), chance.sample((MOTIF, CORD, EDGE, WOOL), 3)
            )
    return Piece(
        1.0, 1.2, [*shapes, Shape(closed(rectangle(0, 0, 1.0, 1.2)), EDGE, 0.05)]
    )


def _rings(at: Point, size: Point, roles: list[int]) -> list[Shape]:
    shapes = []
    for step, role in enumerate((*roles, FIELD)):
        inset = 0.042 * step
        x, y = at[0] + inset, at[1] + inset
        shapes.append(
            Shape(rectangle(x, y, size[0] - 2 * inset, size[1] - 2 * inset), role)
        )
    return shapes


def _star(at: Point, side: float, roles: list[int]) -> list[Shape]:
    """Return a square of eight triangles which make a pinwheel."""
    x, y = at
    middle = (x + side / 2, y + side / 2)
    rim = [
        (x + side * a / 2, y + side * b / 2)
        for a, b in ((0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1))
    ]
    pairs = zip(rim, closed(rim)[1:], strict=True)
    heart = lozenge(middle, side * 0.16)
    return [
        *(
            Shape(
                [middle, a, b], roles[number % 2 if number % 4 < 2 else 2 - number % 2]
            )
            for number, (a, b) in enumerate(pairs)
        ),
        Shape(heart, roles[3]),
    ]


def tablecloth(_: Random) -> Piece:
    """A cloth on a round table, its embroidered edge hanging down."""
    top = ellipse((0.65, 0.30), 0.56, 0.22, 64)
    drape = [(0.09, 0.30), (0.02, 0.80), (0.18, 0.90), (0.30, 0.84), (0.46, 0.95)]
    fall = whole([*drape, (0.65, 0.88)], 1.3)
    band = [(x, y - 0.10) for x, y in fall[1:-1]]
    flowers = [(x, y) for x, y in band[1:-1]]
    return Piece(
        1.3,
        0.98,
        [
            Shape(fall, FIELD),
            Shape(band, EDGE, 0.05),
            *(shape for at in flowers for shape in rosette(at, 0.058)),
            Shape([(x, y - 0.01) for x, y in fall[1:-1]], CORD, 0.016),
            Shape(top, FIELD),
            Shape(closed(top), EDGE, 0.012),
            Shape(closed(ellipse((0.65, 0.30), 0.44, 0.165, 64)), MOTIF, 0.014),
            *_bowl((0.65, 0.25)),
        ],
    )


def _bowl(at: Point) -> list[Shape]:
    body = [(-0.15, -0.04), (-0.09, 0.06), (0.09, 0.06), (0.15, -0.04)]
    fruit = [
        placed(ellipse((x, -0.07), 0.05, 0.05, 24), at) for x in (-0.07, 0.0, 0.07)
    ]
    return [
        *(Shape(one, MOTIF) for one in fruit),
        Shape(placed(body, at), WOOL),
        Shape(placed([(-0.13, -0.01), (0.13, -0.01)], at), EDGE, 0.012),
    ]


def towel(chance: Random) -> Piece:
    """A towel over a rail, with ornament along its end."""
    threads = [0.14 + 0.035 * step for step in range(17)]
    return Piece(
        0.84,
        1.16,
        [
            Shape(rectangle(0.18, 0.05, 0.56, 0.72), EDGE),
            *(Shape([(x, 1.06), (x, 1.14)], FIELD, 0.014) for x in threads),
            Shape(rectangle(0.12, 0.05, 0.60, 1.02), FIELD),
            *(Shape([(0.12, y), (0.72, y)], EDGE, 0.018) for y in (0.68, 0.98)),
            *(
                part
                for x in (0.22, 0.42, 0.62)
                for part in medallion((x, 0.83), 0.098, chance, 16)
            ),
            *teeth((0.12, 0.66), (0.72, 0.66), 0.05, MOTIF),
            Shape([(0.02, 0.05), (0.82, 0.05)], DARK, 0.036),
        ],
    )


def trivet(chance: Random) -> Piece:
    """An eight-cornered felt stand with a bound edge."""
    rim = [
        (0.5 + 0.47 * math.sin(t + 0.393), 0.5 + 0.47 * math.cos(t + 0.393))
        for t in eighths()
    ]
    return Piece(
        1,
        1,
        [
            Shape(rim, FIELD),
            *corners(0.20, 0.20, 0.60, 0.60),
            *medallion((0.5, 0.5), 0.30, chance),
            Shape(closed(rim), EDGE, 0.055),
            Shape(
                closed(
                    [(0.5 + (x - 0.5) * 0.92, 0.5 + (y - 0.5) * 0.92) for x, y in rim]
                ),
                CORD,
                0.012,
            ),
        ],
    )
