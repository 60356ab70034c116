"""Clothes, hats and boots, as shapes."""

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
    ellipse,
    horn,
    medallion,
    mirrored,
    placed,
    rectangle,
    rosette,
    smooth,
    teeth,
    whole,
)

if TYPE_CHECKING:
    from random import Random

    from marketplace.infra.media.motifs import Point

_DRESS: Path = [
    (0.41, 0.03),
    (0.26, 0.09),
    (0.02, 0.42),
    (0.13, 0.51),
    (0.28, 0.33),
    (0.31, 0.50),
    (0.08, 1.14),
    (0.27, 1.19),
    (0.50, 1.20),
]
_COAT: Path = [
    (0.42, 0.04),
    (0.27, 0.08),
    (0.00, 0.60),
    (0.13, 0.66),
    (0.25, 0.44),
    (0.21, 1.16),
    (0.50, 1.18),
]
_VEST: Path = [
    (0.40, 0.04),
    (0.26, 0.07),
    (0.24, 0.24),
    (0.15, 0.42),
    (0.13, 0.96),
    (0.50, 0.98),
]


def embroidered_dress(chance: Random) -> Piece:
    """A dress with a medallion on its breast and flowers along its hem."""
    flowers = [(0.20 + 0.12 * step, 1.07) for step in range(6)]
    return Piece(
        1,
        1.22,
        [
            *_dress(),
            *medallion((0.5, 0.24), 0.12, chance, 20),
            *(shape for at in flowers for shape in rosette(at, 0.042)),
            Shape([(0.09, 1.13), (0.5, 1.185), (0.91, 1.13)], CORD, 0.012),
        ],
    )


def linen_dress(chance: Random) -> Piece:
    """A plain dress with a belt, buttons and two pockets."""
    pleats = [0.36 + 0.07 * step + chance.uniform(-0.01, 0.01) for step in range(5)]
    spread = [((x, 0.56), (0.5 + (x - 0.5) * 2.1, 1.15)) for x in pleats]
    pockets = [rectangle(x, 0.66, 0.13, 0.15) for x in (0.29, 0.58)]
    return Piece(
        1,
        1.22,
        [
            *_dress(),
            *(Shape([*line], EDGE, 0.006) for line in spread),
            *(Shape(closed(pocket), EDGE, 0.010) for pocket in pockets),
            *(Shape(ellipse((0.5, y), 0.014, 0.014), CORD) for y in (0.2, 0.28, 0.36)),
            Shape([(0.31, 0.50), (0.69, 0.50)], EDGE, 0.04),
        ],
    )


def _dress() -> list[Shape]:
    body = whole(_DRESS)
    return [
        Shape(body, FIELD),
        Shape(closed(body), EDGE, 0.012),
        Shape(ellipse((0.5, 0.045), 0.10, 0.055), DARK),
        Shape([(0.045, 0.41), (0.145, 0.485)], CORD, 0.014),
        Shape([(0.955, 0.41), (0.855, 0.485)], CORD, 0.014),
    ]


def vest(_: Random) -> Piece:
    """A vest, its fronts edged with horns."""
    body = whole(_VEST)
    curls = [(0.30, y) for y in (0.40, 0.60, 0.80)]
    return Piece(
        1,
        1.0,
        [
            Shape(body, FIELD),
            Shape([(0.40, 0.04), (0.60, 0.04), (0.5, 0.40)], DARK),
            *_horned(curls, 0.32),
            Shape(closed(body), EDGE, 0.022),
            *_front([(0.40, 0.04), (0.5, 0.40), (0.5, 0.97)], 0.026),
            *(Shape(ellipse((0.53, y), 0.015, 0.015), CORD) for y in (0.5, 0.65, 0.8)),
        ],
    )


def chapan(_: Random) -> Piece:
    """A long coat with wide sleeves, open in front."""
    body = whole(_COAT)
    curls = [(0.35, y) for y in (0.52, 0.76, 1.0)]
    return Piece(
        1,
        1.2,
        [
            Shape(body, FIELD),
            Shape([(0.42, 0.04), (0.58, 0.04), (0.53, 1.17), (0.47, 1.17)], DARK),
            *_horned(curls, 0.36),
            *_front([(0.42, 0.04), (0.47, 0.42), (0.47, 1.17)], 0.034),
            *_front([(0.015, 0.585), (0.13, 0.645)], 0.03),
            *_front([(0.21, 1.15), (0.47, 1.165)], 0.03),
            Shape(closed(body), CORD, 0.010),
        ],
    )


def _front(edge: Path, width: float) -> list[Shape]:
    return [Shape(path, MOTIF, width) for path in (edge, mirrored(edge))]


def _horned(places: list[Point], size: float) -> list[Shape]:
    """Return pairs of horns, the same on the right half as on the left."""
    curl = horn(0.16, 0.16, 1.2, 24)
    paths = [placed(curl, at, size, 0, m) for at in places for m in (False, True)]
    paths += [mirrored(path) for path in paths]
    return [
        *(Shape(path, CORD, 0.030) for path in paths),
        *(Shape(path, MOTIF, 0.019) for path in paths),
    ]


def child_slippers(_: Random) -> Piece:
    """A pair for a child: rounder, with ears and a sleepy face on the toe."""
    return Piece(1.1, 0.98, [*_bunny((0.28, 0.52), -0.06), *_bunny((0.82, 0.52), 0.06)])


def _bunny(at: Point, turn: float) -> list[Shape]:
    ears = [
        placed(ellipse((x, -0.40), 0.05, 0.09, 24), at, 1, turn) for x in (-0.11, 0.11)
    ]
    eyes = [
        placed([(x - 0.03, -0.20), (x, -0.185), (x + 0.03, -0.20)], at, 1, turn)
        for x in (-0.08, 0.08)
    ]
    sole = placed(
        smooth(
            [
                (-0.2, -0.2),
                (0, -0.38),
                (0.2, -0.2),
                (0.17, 0.3),
                (0, 0.42),
                (-0.17, 0.3),
            ]
        ),
        at,
        1,
        turn,
    )
    opening = placed(ellipse((0, 0.16), 0.125, 0.18), at, 1, turn)
    return [
        *(Shape(ear, MOTIF) for ear in ears),
        Shape(sole, FIELD),
        Shape(closed(sole), EDGE, 0.022),
        *(Shape(eye, DARK, 0.014) for eye in eyes),
        Shape(placed(ellipse((0, -0.12), 0.035, 0.025, 20), at, 1, turn), CORD),
        Shape(opening, WOOL),
        Shape(placed(ellipse((0, 0.175), 0.09, 0.145), at, 1, turn), DARK),
        Shape(closed(opening), CORD, 0.018),
    ]


def boots(chance: Random) -> Piece:
    """A pair of high house boots, from the side."""
    return Piece(1.2, 1.0, [*_boot(0.36, -0.03, chance), *_boot(0.0, 0.04, chance)])


def _boot(left: float, top: float, chance: Random) -> list[Shape]:
    outline = [(0.10, 0.10), (0.42, 0.10), (0.44, 0.52), (0.62, 0.62)]
    outline += [(0.78, 0.74), (0.78, 0.88), (0.12, 0.88), (0.09, 0.66)]
    upper = placed([(0.1, 0.1), *smooth(outline)[:-4]], (left, top))
    sole = rectangle(left + 0.09, top + 0.86, 0.69, 0.05)
    cuff = rectangle(left + 0.08, top + 0.07, 0.36, 0.11)
    return [
        Shape(upper, FIELD),
        *medallion((left + 0.27, top + 0.42), 0.13, chance, 20),
        Shape(closed(upper), EDGE, 0.014),
        Shape(sole, DARK),
        Shape(cuff, WOOL),
        Shape(closed(cuff), CORD, 0.012),
    ]


def shawl(chance: Random) -> Piece:
    """A square shawl folded to a triangle, fringed on two sides."""
    left, right, tip = (0.04, 0.06), (1.16, 0.06), (0.6, 0.74)
    fringe = [(part / 17, side) for part in range(18) for side in (left, right)]
    inner = [(0.22, 0.11), (0.98, 0.11), (0.6, 0.58)]
    return Piece(
        1.2,
        0.9,
        [
            *(_thread(side, tip, part, chance) for part, side in fringe),
            Shape([left, right, tip], FIELD),
            Shape(closed(inner), EDGE, 0.022),
            Shape(closed(inner), CORD, 0.008),
            *medallion((0.6, 0.28), 0.155, chance, 24),
            *rosette((0.36, 0.19), 0.055),
            *rosette((0.84, 0.19), 0.055),
            Shape([left, tip, right], CORD, 0.012),
        ],
    )


def _thread(start: Point, end: Point, part: float, chance: Random) -> Shape:
    x = start[0] + (end[0] - start[0]) * part
    y = start[1] + (end[1] - start[1]) * part
    low = (x + chance.uniform(-0.012, 0.012), y + 0.11)
    return Shape([(x, y), low], FIELD, 0.012)


def knitted(_: Random) -> Piece:
    """A knitted scarf, folded over: ribs and rows of chevrons."""
    ends = [*_knit(0.40, 0.86), *_knit(0.04, 1.02)]
    return Piece(0.80, 1.12, [*ends, Shape([(0.02, 0.04), (0.78, 0.04)], DARK, 0.02)])


def _knit(left: float, length: float) -> list[Shape]:
    threads = [left + 0.02 + 0.04 * step for step in range(9)]
    rows = [0.10 + 0.055 * step for step in range(int((length - 0.14) / 0.055))]
    chevron = [(left + 0.02 * step, 0.02 * (step % 2)) for step in range(19)]
    stripe = {len(rows) - 1: MOTIF, len(rows) - 2: CORD, len(rows) - 4: MOTIF}
    return [
        *(Shape([(x, length), (x, length + 0.08)], FIELD, 0.018) for x in threads),
        Shape(rectangle(left, 0.04, 0.36, length - 0.04), FIELD),
        *(
            Shape(
                placed(chevron, (0, y)), stripe.get(row, EDGE), _row_width(row, stripe)
            )
            for row, y in enumerate(rows)
        ),
    ]


def _row_width(row: int, striped: dict[int, int]) -> float:
    return 0.024 if row in striped else 0.006


def hat(_: Random) -> Piece:
    """A felt hat with a wide brim, a band and a flower."""
    crown = smooth(
        [
            (0.24, 0.56),
            (0.27, 0.24),
            (0.42, 0.11),
            (0.64, 0.12),
            (0.77, 0.26),
            (0.8, 0.56),
        ]
    )
    brim = smooth([(0.0, 0.60), (0.24, 0.50), (0.78, 0.50), (1.04, 0.60), (0.52, 0.75)])
    band = [(0.245, 0.46), (0.52, 0.51), (0.795, 0.46)]
    return Piece(
        1.04,
        0.78,
        [
            Shape(brim, FIELD),
            Shape(closed(brim), EDGE, 0.012),
            Shape(crown, FIELD),
            Shape(smooth(band)[:16], EDGE, 0.075),
            Shape([(0.40, 0.16), (0.50, 0.20), (0.62, 0.17)], DARK, 0.008),
            *rosette((0.70, 0.44), 0.085),
        ],
    )


def kalpak(_: Random) -> Piece:
    """A tall white hat of four wedges with a turned-up black brim."""
    crown = whole([(0.5, 0.03), (0.42, 0.12), (0.27, 0.50), (0.20, 0.86), (0.5, 0.92)])
    brim = whole([(0.18, 0.78), (0.10, 0.93), (0.28, 1.03), (0.5, 1.06)])
    seams = [[(0.5, 0.06), (x, 0.80)] for x in (0.33, 0.5, 0.67)]
    return Piece(
        1,
        1.1,
        [
            Shape(crown, FIELD),
            *(Shape(seam, DARK, 0.012) for seam in seams),
            *_horned([(0.415, 0.70)], 0.34),
            Shape(brim, DARK),
            Shape([(0.18, 0.79), (0.5, 0.85), (0.82, 0.79)], CORD, 0.014),
            Shape(closed(crown), DARK, 0.008),
            Shape([(0.5, 0.03), (0.5, 0.09)], DARK, 0.03),
        ],
    )


def skullcap(chance: Random) -> Piece:
    """A child's round cap: a dome above a beaded band."""
    dome = [
        (0.5 - 0.44 * math.cos(t), 0.62 - 0.52 * math.sin(t))
        for t in (step / 40 * math.pi for step in range(41))
    ]
    band = [(0.06, 0.58), (0.94, 0.58), (0.96, 0.80), (0.04, 0.80)]
    beads = [(0.09 + 0.082 * step, 0.69) for step in range(11)]
    ribs = [[(0.5, 0.10), (x, 0.58)] for x in (0.24, 0.76)]
    return Piece(
        1,
        0.84,
        [
            Shape(dome, FIELD),
            *(Shape(rib, CORD, 0.012) for rib in ribs),
            *medallion((0.5, 0.38), 0.16, chance, 24),
            Shape(band, EDGE),
            *teeth((0.05, 0.78), (0.95, 0.78), 0.06, FIELD),
            *(Shape(ellipse(at, 0.02, 0.02, 16), CORD) for at in beads),
            Shape(closed(band), CORD, 0.012),
            Shape(ellipse((0.5, 0.09), 0.035, 0.03), CORD),
        ],
    )
