"""Bags, jewellery and paper, as shapes."""

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


def patchwork_bag(chance: Random) -> Piece:
    """A shopper pieced from squares cut across, with long handles."""
    handle = whole([(0.30, 0.42), (0.30, 0.20), (0.38, 0.05), (0.5, 0.02)])
    shapes = [Shape(handle, EDGE, 0.045)]
    for row in range(4):
        for column in range(4):
            at = 0.04 + 0.23 * column, 0.36 + 0.20 * row
            shapes += _patch(at, (0.23, 0.20), chance)
    body = rectangle(0.04, 0.36, 0.92, 0.80)
    shapes += [
        Shape(rectangle(0.03, 0.32, 0.94, 0.08), FIELD),
        Shape(closed(body), FIELD, 0.022),
    ]
    return Piece(1, 1.18, shapes)


def _patch(at: Point, size: Point, chance: Random) -> list[Shape]:
    one = rectangle(*at, *size)
    roles = chance.sample((FIELD, MOTIF, CORD, EDGE, WOOL, FIELD), 2)
    corner = chance.randrange(4)
    half = [one[corner], one[(corner + 1) % 4], one[(corner + 2) % 4]]
    return [Shape(one, roles[0]), Shape(half, roles[1])]


def backpack(chance: Random) -> Piece:
    """A backpack with a flap, a pocket and straps."""
    body = smooth(
        whole([(0.34, 0.16), (0.16, 0.26), (0.11, 0.62), (0.13, 1.06), (0.3, 1.14)])
    )
    flap = whole([(0.30, 0.17), (0.16, 0.26), (0.14, 0.50), (0.30, 0.60), (0.5, 0.62)])
    pocket = smooth(whole([(0.27, 0.74), (0.24, 0.90), (0.28, 1.05)]))
    strap = [(0.14, 0.30), (0.04, 0.50), (0.04, 0.86), (0.15, 1.04)]
    return Piece(
        1,
        1.18,
        [
            *(Shape(path, DARK, 0.06) for path in (strap, mirrored(strap))),
            Shape(closed(ellipse((0.5, 0.12), 0.10, 0.09)), DARK, 0.035),
            Shape(body, FIELD),
            Shape(pocket, FIELD),
            Shape(closed(pocket), EDGE, 0.022),
            *rosette((0.5, 0.91), 0.075),
            Shape(flap, FIELD),
            *medallion((0.5, 0.38), 0.19, chance),
            Shape(closed(flap), EDGE, 0.022),
            *(Shape(rectangle(x, 0.50, 0.05, 0.17), DARK) for x in (0.27, 0.68)),
            *(Shape(rectangle(x, 0.61, 0.07, 0.05), CORD) for x in (0.26, 0.67)),
        ],
    )


def purse(chance: Random) -> Piece:
    """A small purse with a pointed flap and a snap."""
    body = rectangle(0.03, 0.06, 1.04, 0.70)
    flap = [(0.03, 0.06), (1.07, 0.06), (1.07, 0.20), (0.55, 0.58), (0.03, 0.20)]
    return Piece(
        1.1,
        0.82,
        [
            Shape(body, FIELD),
            Shape(closed(body), EDGE, 0.026),
            *(
                part
                for x in (0.20, 0.90)
                for part in medallion((x, 0.58), 0.115, chance, 16)
            ),
            Shape(flap, FIELD),
            *medallion((0.55, 0.25), 0.16, chance, 22),
            Shape(closed(flap), EDGE, 0.026),
            Shape(closed(flap), CORD, 0.008),
            Shape(ellipse((0.55, 0.50), 0.042, 0.042), CORD),
            Shape(ellipse((0.55, 0.50), 0.02, 0.02), DARK),
        ],
    )


def pouch(chance: Random) -> Piece:
    """A zipped pouch with flowers on its front."""
    body = smooth(whole([(0.12, 0.12), (0.03, 0.55), (0.10, 0.74), (0.4, 0.77)], 1.12))
    spots = [(0.28, 0.44), (0.84, 0.44), (0.42, 0.60), (0.70, 0.60)]
    stem = [(0.20, 0.60), (0.42, 0.52), (0.56, 0.62), (0.70, 0.52), (0.92, 0.60)]
    teeth_of_zip = [0.15 + 0.04 * step for step in range(21)]
    return Piece(
        1.2,
        0.82,
        [
            Shape(body, FIELD),
            Shape(closed(body), EDGE, 0.014),
            Shape(stem, EDGE, 0.014),
            *(part for at in spots for part in rosette(at, 0.075)),
            *rosette((0.56, 0.40 + chance.uniform(-0.02, 0.02)), 0.13),
            Shape([(0.11, 0.12), (1.01, 0.12)], DARK, 0.055),
            *(Shape([(x, 0.105), (x, 0.135)], WOOL, 0.012) for x in teeth_of_zip),
            Shape([(1.01, 0.12), (1.10, 0.18), (1.13, 0.27)], CORD, 0.03),
        ],
    )


def phone_case(chance: Random) -> Piece:
    """A narrow case on a cord, the top of a telephone looking out."""
    cord = smooth(
        [(0.16, 0.30), (0.02, 0.12), (0.30, 0.02), (0.62, 0.06), (0.56, 0.30)]
    )
    phone = rectangle(0.19, 0.16, 0.34, 0.5)
    case = rectangle(0.14, 0.30, 0.44, 0.82)
    return Piece(
        0.72,
        1.16,
        [
            Shape(cord[:34], EDGE, 0.018),
            Shape(phone, DARK),
            Shape(closed(phone), WOOL, 0.010),
            Shape(ellipse((0.26, 0.22), 0.022, 0.022), WOOL),
            Shape(case, FIELD),
            *teeth((0.58, 0.34), (0.14, 0.34), 0.055, EDGE),
            Shape([(0.14, 0.32), (0.58, 0.32)], EDGE, 0.045),
            *medallion((0.36, 0.72), 0.20, chance),
            *(Shape(lozenge((0.36, y), 0.04), MOTIF) for y in (0.46, 1.0)),
            Shape(closed(case), CORD, 0.014),
        ],
    )


def earrings(_: Random) -> Piece:
    """A pair of earrings: hooks with two balls of wool."""
    return Piece(1, 1.1, [*_earring(0.27), *_earring(0.73)])


def _earring(x: float) -> list[Shape]:
    hook = [
        (0.0, 0.36),
        (0.0, 0.16),
        (0.03, 0.09),
        (0.09, 0.08),
        (0.12, 0.15),
        (0.12, 0.26),
    ]
    return [
        Shape(placed(hook, (x, 0)), DARK, 0.018),
        Shape(ellipse((x, 0.43), 0.085, 0.085), MOTIF),
        Shape(ellipse((x, 0.535), 0.035, 0.025), CORD),
        Shape(ellipse((x, 0.73), 0.185, 0.185), FIELD),
        *_stitched((x, 0.73), 0.185),
        Shape([(x, 0.92), (x, 0.97)], DARK, 0.012),
        Shape(ellipse((x, 1.01), 0.05, 0.05), CORD),
    ]


def _stitched(at: Point, reach: float) -> list[Shape]:
    waves = [(step / 10 - 0.5, 0.10 * (-1) ** step) for step in range(11)]
    return [Shape(placed(waves, at, reach * 1.5), CORD, 0.016)]


def necklace(_: Random) -> Piece:
    """A string of wool balls, the largest in the middle."""
    roles = (FIELD, FIELD, MOTIF, FIELD, CORD)
    turns = [math.pi * (0.02 + 0.96 * step / 16) for step in range(17)]
    spots = [(0.55 + 0.44 * math.cos(t), 0.32 + 0.52 * math.sin(t)) for t in turns]
    sizes = [0.038 + 0.062 * math.sin(t) ** 2 for t in turns]
    string = [(0.99, 0.34), (0.86, 0.06), (0.55, 0.03), (0.24, 0.06), (0.11, 0.34)]
    order = [abs(step - 8) for step in range(17)]
    return Piece(
        1.1,
        1.0,
        [
            Shape(string, EDGE, 0.018),
            *(
                Shape(ellipse(at, size, size, 36), roles[near % 5])
                for at, size, near in zip(spots, sizes, order, strict=True)
            ),
            *(Shape(ellipse(at, 0.014, 0.014, 16), WOOL) for at in spots[1:-1:2]),
        ],
    )


def bracelet(chance: Random) -> Piece:
    """A woven band of beads, bent round as on a wrist."""
    pattern = _woven(chance)
    shapes = [Shape(closed(ellipse((0.6, 0.36), 0.50, 0.24, 64)), DARK, 0.13)]
    for row in range(7):
        for step in range(30):
            t = math.pi * (0.02 + 0.96 * (step + 0.5) / 30)
            at = 0.6 + 0.53 * math.cos(t), 0.34 + 0.27 * math.sin(t) + 0.042 * row
            shapes.append(Shape(ellipse(at, 0.028, 0.022, 10), pattern[row][step % 10]))
    for step in range(24):
        t = math.pi * (1.05 + 0.90 * step / 23)
        at = 0.6 + 0.50 * math.cos(t), 0.36 + 0.24 * math.sin(t)
        shapes.append(Shape(ellipse(at, 0.03, 0.045, 12), FIELD))
    return Piece(1.2, 0.96, shapes)


def _woven(chance: Random) -> list[list[int]]:
    """Return seven rows of ten beads: lozenges on a field, lines beside them."""
    heart = chance.choice((CORD, WOOL))
    rows = []
    for row in range(7):
        beads = [_bead(abs(row - 3) + abs(column - 4), heart) for column in range(10)]
        rows.append([EDGE] * 10 if row in (0, 6) else beads)
    return rows


def _bead(steps: int, heart: int) -> int:
    return {0: FIELD, 1: heart, 2: MOTIF}.get(steps, FIELD)


def felt_notebook(chance: Random) -> Piece:
    """A notebook in felt with a band and a ribbon."""
    return Piece(
        0.9,
        1.16,
        [
            Shape([(0.55, 1.04), (0.56, 1.14)], CORD, 0.03),
            *_pages(),
            Shape(rectangle(0.05, 0.04, 0.76, 1.02), FIELD),
            Shape(rectangle(0.05, 0.04, 0.11, 1.02), EDGE),
            *corners(0.19, 0.09, 0.58, 0.92),
            *medallion((0.48, 0.55), 0.245, chance),
            Shape([(0.73, 0.04), (0.73, 1.06)], DARK, 0.026),
        ],
    )


def sketchbook(_: Random) -> Piece:
    """A sewn book with a pencil upon it and a drawn mountain."""
    stitches = [(0.11, 0.14 + 0.115 * step) for step in range(8)]
    hill = [(0.30, 0.56), (0.42, 0.38), (0.49, 0.47), (0.58, 0.30), (0.70, 0.56)]
    return Piece(
        0.98,
        1.16,
        [
            *_pages(),
            Shape(rectangle(0.05, 0.04, 0.76, 1.02), FIELD),
            Shape(rectangle(0.24, 0.22, 0.50, 0.42), WOOL),
            Shape(hill, MOTIF, 0.018),
            Shape([(0.30, 0.57), (0.70, 0.57)], DARK, 0.010),
            *(Shape([(x - 0.05, y), (x + 0.03, y)], CORD, 0.018) for x, y in stitches),
            Shape([(0.13, 0.06), (0.13, 1.04)], EDGE, 0.012),
            *_pencil((0.46, 0.98), (0.92, 0.62)),
        ],
    )


def _pages() -> list[Shape]:
    block = rectangle(0.09, 0.07, 0.75, 1.02)
    return [Shape(block, WOOL), Shape(closed(block), EDGE, 0.006)]


def _pencil(tip: Point, end: Point) -> list[Shape]:
    wood = tip[0] + (end[0] - tip[0]) * 0.14, tip[1] + (end[1] - tip[1]) * 0.14
    return [
        Shape([tip, wood], DARK, 0.014),
        Shape([wood, end], CORD, 0.045),
        Shape([(end[0] - 0.03, end[1] + 0.024), end], DARK, 0.045),
    ]


def greeting_card(chance: Random) -> Piece:
    """A card with a printed ornament, before its envelope."""
    envelope = placed(rectangle(-0.55, -0.36, 1.1, 0.72), (0.68, 0.62), 1, -0.10)
    flap = [envelope[0], (0.70, 0.66), envelope[1]]
    card = placed(rectangle(-0.33, -0.45, 0.66, 0.90), (0.42, 0.50), 1, 0.06)
    inner = placed(rectangle(-0.28, -0.40, 0.56, 0.80), (0.42, 0.50), 1, 0.06)
    return Piece(
        1.3,
        1.04,
        [
            Shape(envelope, EDGE),
            Shape(flap, EDGE),
            Shape(closed(flap), DARK, 0.008),
            Shape(closed(envelope), DARK, 0.006),
            Shape(card, WOOL),
            Shape(inner, FIELD),
            *medallion((0.43, 0.44), 0.225, chance),
            Shape([(0.27, 0.79), (0.53, 0.81)], CORD, 0.018),
            Shape([(0.32, 0.84), (0.47, 0.85)], CORD, 0.012),
        ],
    )


def gift_box(chance: Random) -> Piece:
    """A box with an ornament on its lid, tied with a bow."""
    loop: Path = [(0.5, 0.20), (0.36, 0.05), (0.26, 0.10), (0.30, 0.20)]
    return Piece(
        1,
        1.04,
        [
            Shape(rectangle(0.08, 0.36, 0.84, 0.64), FIELD),
            *(
                part
                for x in (0.27, 0.73)
                for part in medallion((x, 0.70), 0.145, chance, 20)
            ),
            Shape(rectangle(0.45, 0.36, 0.10, 0.64), CORD),
            Shape(rectangle(0.03, 0.20, 0.94, 0.20), FIELD),
            *teeth((0.03, 0.38), (0.97, 0.38), 0.07, MOTIF),
            Shape([(0.03, 0.39), (0.97, 0.39)], EDGE, 0.016),
            Shape(closed(rectangle(0.03, 0.20, 0.94, 0.20)), EDGE, 0.010),
            Shape(rectangle(0.45, 0.20, 0.10, 0.20), CORD),
            *(
                Shape(closed(smooth(path)), CORD, 0.04)
                for path in (loop, mirrored(loop))
            ),
            Shape(ellipse((0.5, 0.19), 0.05, 0.04), MOTIF),
        ],
    )
