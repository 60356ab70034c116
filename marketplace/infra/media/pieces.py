"""The things women of the demo Lab make, as shapes."""

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
    Point,
    Shape,
    closed,
    corners,
    ellipse,
    horn,
    lozenge,
    medallion,
    panel,
    placed,
    rectangle,
    teeth,
)

if TYPE_CHECKING:
    from random import Random


def rug(chance: Random) -> Piece:
    """A shyrdak: two or three medallions inside a toothed border."""
    count = chance.choice((2, 2, 3))
    width = {2: 1.5, 3: 2.0}[count]
    return Piece(width, 1, panel(width, 1, count, chance))


def cushion(chance: Random) -> Piece:
    """A square cushion with drawn-in sides."""
    return Piece(1, 1, panel(1, 1, 1, chance), _pinched())


def _pinched(steps: int = 24, depth: float = 0.035) -> Path:
    """Return a unit square whose sides bend inwards and whose corners are round."""
    side = []
    for step in range(steps):
        along = step / steps
        bend = depth * math.sin(along * math.pi) ** 0.8
        corner = 0.018 * (abs(along - 0.5) * 2) ** 12
        side.append((along - 0.5, -0.5 + bend + corner))
    turns = (quarter * math.pi / 2 for quarter in range(4))
    return [point for turn in turns for point in placed(side, (0.5, 0.5), 1, turn)]


def bag(chance: Random) -> Piece:
    """A felt shopper with two handles and one medallion."""
    body: Path = [
        (0.07, 0.34),
        (0.93, 0.34),
        (1.0, 1.14),
        (0.97, 1.18),
        (0.03, 1.18),
        (0.0, 1.14),
    ]
    back = [(0.5 + 0.21 * math.cos(t), 0.36 - 0.30 * math.sin(t)) for t in _arc()]
    front = [(0.5 + 0.21 * math.cos(t), 0.44 - 0.34 * math.sin(t)) for t in _arc()]
    shapes = [
        Shape(back, DARK, 0.045),
        Shape(body, FIELD),
        Shape([(0.07, 0.34), (0.93, 0.34), (0.94, 0.44), (0.06, 0.44)], EDGE),
        *teeth((0.06, 0.44), (0.94, 0.44), -0.06, EDGE),
        Shape([(0.062, 0.44), (0.938, 0.44)], CORD, 0.014),
        *corners(0.05, 0.50, 0.90, 0.66),
        *medallion((0.5, 0.82), 0.30, chance),
        Shape(closed(body), CORD, 0.014),
        Shape(front, EDGE, 0.05),
    ]
    shapes += [Shape(ellipse((x, 0.44), 0.035, 0.035), CORD) for x in (0.29, 0.71)]
    return Piece(1.0, 1.19, shapes)


def _arc() -> list[float]:
    return [step / 32 * math.pi for step in range(33)]


def scarf(chance: Random) -> Piece:
    """Two ends of a striped scarf with fringes, one hanging lower."""
    shapes: list[Shape] = []
    shapes += _scarf_end(0.42, 0.82, chance)
    shapes += _scarf_end(0.06, 1.0, chance)
    shapes.append(Shape([(0.0, 0.03), (0.84, 0.03)], DARK, 0.028))
    return Piece(0.84, 1.09, shapes)


def _scarf_end(left: float, length: float, chance: Random) -> list[Shape]:
    width, top, hem = 0.36, 0.03, length - 0.01
    selvages = (left + 0.02, left + width - 0.045)
    end = (left, length - 0.33), (left + width, length - 0.33)
    return [
        *_fringe(left, width, hem, chance),
        Shape(rectangle(left, top, width, length - top), FIELD),
        *(Shape(rectangle(x, top, 0.025, length - top), MOTIF) for x in selvages),
        *_stripes(left, width, length - 0.34, chance),
        Shape(rectangle(*end[0], width, 0.32), EDGE),
        *teeth(*end, 0.045, EDGE),
        *medallion((left + width / 2, length - 0.17), 0.145, chance, 20),
        Shape([(left, hem), (left + width, hem)], CORD, 0.012),
    ]


def _fringe(left: float, width: float, hem: float, chance: Random) -> list[Shape]:
    """Return sixteen threads in two colours, none of them quite straight."""
    shapes = []
    for thread in range(16):
        x = left + width * (thread + 0.5) / 16
        end = x + chance.uniform(-0.008, 0.008), hem + 0.085
        shapes.append(Shape([(x, hem), end], FIELD if thread % 2 else CORD, 0.013))
    return shapes


def _stripes(left: float, width: float, bottom: float, chance: Random) -> list[Shape]:
    shapes, y = [], 0.10
    while y < bottom:
        tall = chance.choice((0.008, 0.014, 0.03))
        colour = chance.choice((MOTIF, CORD, EDGE))
        shapes.append(Shape(rectangle(left, y, width, tall), colour))
        y += tall + chance.choice((0.02, 0.035, 0.06))
    return shapes


def slippers(chance: Random) -> Piece:
    """A pair from above, toes up."""
    state = chance.getstate()
    shapes = []
    for mirror, at, turn in ((False, (0.27, 0.52), -0.07), (True, (0.77, 0.52), 0.07)):
        chance.setstate(state)
        shapes += _slipper(at, turn, mirror, chance)
    return Piece(1.04, 1.04, shapes)


def _slipper(at: Point, turn: float, mirror: bool, chance: Random) -> list[Shape]:
    def put(path: Path) -> Path:
        return placed(path, at, 1, turn, mirror)

    sole = put(_sole())
    opening = put(ellipse((-0.005, 0.21), 0.115, 0.20))
    toe = put([(0.0, -0.21)])[0]
    return [
        Shape(sole, FIELD),
        *medallion(toe, 0.155, chance, 20),
        Shape(closed(sole), EDGE, 0.030),
        Shape(opening, WOOL),
        Shape(put(ellipse((-0.005, 0.225), 0.085, 0.165)), DARK),
        Shape(closed(opening), CORD, 0.020),
    ]


def _sole() -> Path:
    """Return the outline of a foot, half a unit up and down."""
    path = []
    for step in range(64):
        t = step / 64 * math.tau
        y = -math.cos(t) * 0.48
        broad = 0.195 - 0.035 * math.sin(y * 3.2) - 0.02 * math.cos(y * 9)
        path.append((math.sin(t) * broad + 0.018 * math.cos(y * 5), y))
    return path


def toy(chance: Random) -> Piece:
    """A felt ram in a saddle cloth."""
    shapes = [
        Shape(rectangle(x, 0.70, 0.075, 0.24), DARK) for x in (0.34, 0.45, 0.70, 0.81)
    ]
    shapes += [
        Shape(ellipse((x + 0.0375, 0.94), 0.045, 0.025), DARK)
        for x in (0.34, 0.45, 0.70, 0.81)
    ]
    shapes += [Shape(ellipse((1.0, 0.50), 0.06, 0.09), WOOL)]
    shapes += _fleece((0.62, 0.54), 0.36, 0.25)
    shapes += _saddle(chance)
    return Piece(1.1, 0.98, [*shapes, *_head()])


def _fleece(at: Point, rx: float, ry: float) -> list[Shape]:
    """Return a body of wool: locks around an oval."""
    locks = [
        Shape(
            ellipse(
                (at[0] + rx * math.cos(t) * 0.92, at[1] + ry * math.sin(t) * 0.92),
                0.075,
                0.075,
                24,
            ),
            WOOL,
        )
        for t in (step / 20 * math.tau for step in range(20))
    ]
    return [*locks, Shape(ellipse(at, rx, ry), WOOL)]


def _saddle(chance: Random) -> list[Shape]:
    cloth: Path = [
        (0.45, 0.27),
        (0.62, 0.24),
        (0.80, 0.27),
        (0.81, 0.62),
        (0.625, 0.74),
        (0.44, 0.62),
    ]
    return [
        Shape(cloth, FIELD),
        *medallion((0.625, 0.47), 0.165, chance, 28),
        Shape(closed(cloth), CORD, 0.018),
        *(
            Shape(lozenge((x, y), 0.018), MOTIF)
            for x, y in ((0.48, 0.32), (0.77, 0.32), (0.625, 0.69))
        ),
    ]


def _head() -> list[Shape]:
    curl = placed(horn(0.02, 0.115, 1.35, 44), (0.265, 0.36), 1, -0.35)
    face = placed(ellipse((0, 0), 0.095, 0.155), (0.20, 0.46), 1, 0.45)
    return [
        Shape(face, DARK),
        Shape(ellipse((0.29, 0.32), 0.085, 0.06), WOOL),
        Shape(ellipse((0.24, 0.335), 0.06, 0.05), WOOL),
        Shape(curl, EDGE, 0.062),
        Shape(curl, CORD, 0.042),
        Shape(ellipse((0.185, 0.43), 0.016, 0.016), CORD),
    ]


def cover(chance: Random) -> Piece:
    """A large detail that fills the picture: for services."""
    at = chance.choice((0.2, 0.5, 0.8)), chance.choice((0.3, 0.5, 0.62))
    shapes = [Shape(rectangle(0, 0, 1, 1), FIELD), *medallion(at, 0.75, chance)]
    return Piece(1, 1, shapes)
