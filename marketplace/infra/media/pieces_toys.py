"""Toys, dolls and keepsakes, as shapes."""

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
    lozenge,
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

_CAMEL: Path = [
    (0.19, 0.20),
    (0.26, 0.24),
    (0.29, 0.44),
    (0.38, 0.50),
    (0.46, 0.38),
    (0.52, 0.22),
    (0.60, 0.36),
    (0.67, 0.40),
    (0.75, 0.24),
    (0.83, 0.22),
    (0.90, 0.38),
    (1.00, 0.46),
    (1.02, 0.62),
    (0.90, 0.72),
    (0.46, 0.74),
    (0.30, 0.68),
    (0.19, 0.52),
    (0.16, 0.36),
]
_LEOPARD: Path = [
    (0.28, 0.40),
    (0.50, 0.37),
    (0.76, 0.36),
    (0.90, 0.44),
    (0.92, 0.58),
    (0.80, 0.64),
    (0.40, 0.66),
    (0.26, 0.58),
]


def lamb(_: Random) -> Piece:
    """A felt lamb with a bell on a ribbon."""
    face = placed(ellipse((0, 0), 0.105, 0.155), (0.21, 0.47), 1, 0.40)
    ears = [
        placed(ellipse((0, 0), 0.085, 0.04), at, 1, turn)
        for at, turn in (((0.13, 0.36), -0.5), ((0.36, 0.37), 0.5))
    ]
    return Piece(
        1.08,
        0.98,
        [
            *_legs((0.38, 0.48, 0.70, 0.80), 0.72, 0.23, DARK),
            *_fleece((1.00, 0.50), 0.07, 0.07),
            *_fleece((0.62, 0.54), 0.34, 0.24),
            Shape([(0.33, 0.46), (0.30, 0.60), (0.24, 0.66)], MOTIF, 0.04),
            Shape(face, WOOL),
            Shape(closed(face), DARK, 0.010),
            *(Shape(ear, EDGE) for ear in ears),
            *_fleece((0.27, 0.33), 0.075, 0.05, 9),
            *_face((0.16, 0.45), (0.25, 0.47), (0.155, 0.58)),
            Shape(ellipse((0.27, 0.69), 0.035, 0.04), CORD),
        ],
    )


def _fleece(at: Point, rx: float, ry: float, locks: int = 20) -> list[Shape]:
    """Return wool in curls: locks around an oval, and small ones upon it."""
    turns = [step / locks * math.tau for step in range(locks)]
    rim = [(at[0] + rx * math.cos(t), at[1] + ry * math.sin(t)) for t in turns]
    size = 0.32 * min(rx, ry)
    inner = [((x + at[0]) / 2, (y + at[1]) / 2) for x, y in rim[::2]]
    curls = [_curl(spot, size * 0.6) for spot in (*inner, *rim[::2])]
    return [
        *(Shape(ellipse(spot, size, size, 20), FIELD) for spot in rim),
        Shape(ellipse(at, rx, ry), FIELD),
        *(Shape(curl, EDGE, size * 0.13) for curl in curls),
    ]


def _curl(at: Point, size: float) -> Path:
    turns = [step / 12 * 4.6 for step in range(13)]
    return [(at[0] + size * math.cos(t), at[1] + size * math.sin(t)) for t in turns]


def _legs(places: tuple[float, ...], top: float, tall: float, hoof: int) -> list[Shape]:
    legs = [rectangle(x, top - 0.06, 0.085, tall) for x in places]
    hooves = [rectangle(x - 0.005, top + tall - 0.10, 0.095, 0.05) for x in places]
    return [
        *(Shape(leg, FIELD) for leg in legs),
        *(Shape(closed(leg), EDGE, 0.006) for leg in legs),
        *(Shape(one, hoof) for one in hooves),
    ]


def _face(left: Point, right: Point, nose: Point) -> list[Shape]:
    eyes = [Shape(ellipse(at, 0.016, 0.02, 20), DARK) for at in (left, right)]
    return [*eyes, Shape(ellipse(nose, 0.026, 0.016, 20), DARK)]


def camel(chance: Random) -> Piece:
    """A two-humped camel with a cloth between its humps."""
    body, head = (
        smooth(_CAMEL),
        placed(ellipse((0, 0), 0.12, 0.075), (0.14, 0.21), 1, 0.2),
    )
    cloth: Path = [
        (0.57, 0.36),
        (0.70, 0.36),
        (0.745, 0.62),
        (0.63, 0.70),
        (0.515, 0.62),
    ]
    tufts = [ellipse((x, y), 0.05, 0.035, 24) for x, y in ((0.52, 0.24), (0.79, 0.23))]
    return Piece(
        1.1,
        1.06,
        [
            Shape([(1.01, 0.52), (1.06, 0.66), (1.05, 0.74)], EDGE, 0.022),
            *_legs((0.32, 0.43, 0.80, 0.90), 0.72, 0.34, DARK),
            Shape(head, FIELD),
            Shape(body, FIELD),
            *(Shape(tuft, EDGE) for tuft in tufts),
            Shape(cloth, MOTIF),
            *medallion((0.63, 0.52), 0.085, chance, 20),
            Shape(closed(cloth), CORD, 0.014),
            Shape([(0.17, 0.14), (0.20, 0.08)], FIELD, 0.04),
            Shape([(0.19, 0.27), (0.245, 0.16)], MOTIF, 0.020),
            Shape([(0.185, 0.40), (0.29, 0.42)], CORD, 0.028),
            *_face((0.13, 0.18), (0.13, 0.18), (0.045, 0.20)),
        ],
    )


def leopard(chance: Random) -> Piece:
    """A snow leopard with spots and a long tail."""
    tail = smooth([(0.88, 0.48), (1.02, 0.42), (1.06, 0.24), (0.96, 0.13), (1.0, 0.3)])
    spots = [
        (0.40 + 0.085 * (n % 6) + 0.04 * (n // 6), 0.44 + 0.075 * (n // 6))
        for n in range(16)
    ]
    spots = [(x + chance.uniform(-0.012, 0.012), y) for x, y in spots if x < 0.86]
    return Piece(
        1.12,
        0.92,
        [
            Shape(tail[: len(tail) * 3 // 5], FIELD, 0.085),
            *(Shape(ellipse(at, 0.03, 0.018, 16), DARK) for at in tail[8:24:5]),
            *_legs((0.30, 0.42, 0.72, 0.82), 0.64, 0.28, WOOL),
            Shape(smooth(_LEOPARD), FIELD),
            *(
                Shape(closed(ellipse(at, 0.022, 0.018, 14)), DARK, 0.012)
                for at in spots
            ),
            *_cat_head((0.22, 0.37)),
        ],
    )


def _cat_head(at: Point) -> list[Shape]:
    ears = [placed(ellipse((x, -0.13), 0.055, 0.055, 24), at) for x in (-0.11, 0.11)]
    marks = [placed([(x, -0.12), (x * 0.7, -0.07)], at) for x in (-0.05, 0.0, 0.05)]
    eyes = placed([(-0.065, -0.02), (0.065, -0.02)], at)
    return [
        *(Shape(ear, FIELD) for ear in ears),
        *(
            Shape(placed(ear, (at[0] * 0.5, (at[1] - 0.13) * 0.5), 0.5), EDGE)
            for ear in ears
        ),
        Shape(ellipse(at, 0.175, 0.155), FIELD),
        Shape(closed(ellipse(at, 0.175, 0.155)), EDGE, 0.006),
        *(Shape(mark, DARK, 0.014) for mark in marks),
        Shape(placed(ellipse((0, 0.07), 0.085, 0.06), at), WOOL),
        *_face(eyes[0], eyes[1], (at[0], at[1] + 0.045)),
        Shape([(at[0], at[1] + 0.05), (at[0], at[1] + 0.09)], DARK, 0.008),
    ]


def national_doll(chance: Random) -> Piece:
    """A doll in a wide dress, a vest and a white elechek."""
    gown = whole([(0.39, 0.42), (0.30, 0.56), (0.12, 1.12), (0.5, 1.16)])
    apron = whole([(0.38, 0.64), (0.27, 1.08), (0.5, 1.11)])
    turban = [ellipse((0.5, y), 0.18, 0.05) for y in (0.10, 0.15, 0.20)]
    return Piece(
        1,
        1.2,
        [
            *_arms(0.47),
            Shape(gown, FIELD),
            Shape(apron, MOTIF),
            *medallion((0.5, 0.88), 0.13, chance, 20),
            Shape(closed(apron), CORD, 0.014),
            Shape([(0.38, 0.62), (0.62, 0.62)], CORD, 0.035),
            *_doll_face((0.5, 0.31)),
            *(Shape(row, WOOL) for row in turban),
            *(Shape(closed(row), DARK, 0.006) for row in turban),
            *_front_beads((0.5, 0.45)),
        ],
    )


def rag_doll(_: Random) -> Piece:
    """A soft doll with plaits, in a dress with pockets."""
    gown = whole([(0.38, 0.42), (0.22, 0.84), (0.5, 0.87)])
    plait = [(0.335 - 0.02 * (n % 2), 0.30 + 0.05 * n) for n in range(6)]
    plaits = [
        Shape(ellipse(at, 0.045, 0.035, 20), DARK) for at in (*plait, *mirrored(plait))
    ]
    legs = [rectangle(x, 0.84, 0.09, 0.27) for x in (0.38, 0.53)]
    return Piece(
        1,
        1.2,
        [
            *(Shape(leg, WOOL) for leg in legs),
            *(Shape(ellipse((x, 1.12), 0.08, 0.05), EDGE) for x in (0.41, 0.59)),
            *_arms(0.46),
            Shape(ellipse((0.5, 0.24), 0.175, 0.175), DARK),
            Shape(gown, FIELD),
            *teeth((0.23, 0.83), (0.77, 0.83), 0.06, CORD),
            *(part for x in (0.38, 0.62) for part in rosette((x, 0.66), 0.05)),
            *_doll_face((0.5, 0.27)),
            *plaits,
            Shape([(0.36, 0.17), (0.5, 0.11), (0.64, 0.17)], MOTIF, 0.03),
        ],
    )


def _arms(top: float) -> list[Shape]:
    arm = [(0.40, top), (0.25, top + 0.10), (0.15, top + 0.24)]
    hand = ellipse((0.14, top + 0.27), 0.045, 0.045, 24)
    sleeves = [Shape(path, FIELD, 0.10) for path in (arm, mirrored(arm))]
    return [*(Shape(path, WOOL) for path in (hand, mirrored(hand))), *sleeves]


def _doll_face(at: Point) -> list[Shape]:
    eyes = [placed(ellipse((x, 0), 0.015, 0.02, 20), at) for x in (-0.055, 0.055)]
    cheeks = [placed(ellipse((x, 0.05), 0.022, 0.015, 20), at) for x in (-0.09, 0.09)]
    smile = [(-0.035, 0.065), (0.0, 0.082), (0.035, 0.065)]
    return [
        Shape(ellipse(at, 0.145, 0.15), WOOL),
        *(Shape(eye, DARK) for eye in eyes),
        *(Shape(cheek, EDGE) for cheek in cheeks),
        Shape(placed(smile, at), DARK, 0.012),
    ]


def _front_beads(at: Point) -> list[Shape]:
    string = [(0.07 * (n - 3) / 2, 0.05 - 0.006 * (n - 3) ** 2) for n in range(7)]
    return [Shape(ellipse(spot, 0.018, 0.018, 16), CORD) for spot in placed(string, at)]


def yurt(chance: Random) -> Piece:
    """A yurt with an open crown, a door and bands around it."""
    roof = whole([(0.40, 0.14), (0.24, 0.26), (0.06, 0.46), (0.5, 0.46)])
    wall = rectangle(0.08, 0.46, 0.84, 0.44)
    ropes = [[(0.40, 0.14), (x, 0.46)] for x in (0.12, 0.24)]
    door = rectangle(0.40, 0.52, 0.20, 0.38)
    return Piece(
        1,
        0.94,
        [
            Shape(wall, FIELD),
            Shape(roof, FIELD),
            *(Shape(rope, CORD, 0.012) for rope in ropes),
            *(Shape(mirrored(rope), CORD, 0.012) for rope in ropes),
            Shape(rectangle(0.08, 0.46, 0.84, 0.075), MOTIF),
            *teeth((0.08, 0.535), (0.92, 0.535), 0.05, CORD),
            Shape([(0.08, 0.74), (0.92, 0.74)], EDGE, 0.026),
            Shape(door, EDGE),
            *medallion((0.5, 0.72), 0.085, chance, 20),
            Shape(closed(door), CORD, 0.016),
            *_crown(),
            Shape(closed(wall), EDGE, 0.008),
        ],
    )


def _crown() -> list[Shape]:
    """Return the tyundyuk: a ring of wood with crossed staves."""
    ring = ellipse((0.5, 0.13), 0.115, 0.05)
    staves = [[(0.5 + x, 0.09), (0.5 - x, 0.17)] for x in (-0.07, 0.0, 0.07)]
    return [
        Shape(ring, DARK),
        *(Shape(stave, WOOL, 0.010) for stave in staves),
        Shape(closed(ring), CORD, 0.024),
    ]


def key_ring(chance: Random) -> Piece:
    """A felt lozenge on a strap with a steel ring and a key."""
    patch = lozenge((0.42, 0.76), 0.34)
    key = [(0.72, 0.20), (0.86, 0.52), (0.81, 0.54), (0.84, 0.46)]
    return Piece(
        0.98,
        1.12,
        [
            Shape(key[:2], WOOL, 0.045),
            Shape(key[1:3], WOOL, 0.04),
            Shape(closed(ellipse((0.68, 0.14), 0.085, 0.085)), WOOL, 0.04),
            Shape([(0.42, 0.44), (0.42, 0.26)], EDGE, 0.055),
            Shape(closed(ellipse((0.50, 0.17), 0.13, 0.13)), DARK, 0.026),
            Shape(patch, FIELD),
            *medallion((0.42, 0.76), 0.235, chance),
            Shape(closed(patch), EDGE, 0.026),
        ],
    )


def magnet(chance: Random) -> Piece:
    """A round felt magnet, edged with teeth."""
    return Piece(
        0.8,
        0.8,
        [
            Shape(ellipse((0.4, 0.4), 0.38, 0.38, 64), EDGE),
            *_sun(0.4, 0.30, 0.37, 24),
            Shape(ellipse((0.4, 0.4), 0.305, 0.305, 64), FIELD),
            *medallion((0.4, 0.4), 0.265, chance),
            Shape(closed(ellipse((0.4, 0.4), 0.38, 0.38, 64)), CORD, 0.014),
        ],
    )


def _sun(middle: float, inner: float, outer: float, rays: int) -> list[Shape]:
    points = [
        (middle + reach * math.cos(t), middle + reach * math.sin(t))
        for t, reach in (
            (step / (2 * rays) * math.tau, outer if step % 2 else inner)
            for step in range(2 * rays)
        )
    ]
    return [Shape(points, FIELD)]
