"""A shop's picture before it has one: a single medallion of its own, as SVG."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from marketplace.infra.media.motifs import CORD, FIELD, MOTIF, PALETTES, medallion

if TYPE_CHECKING:
    from marketplace.infra.media.motifs import Palette, Path, Shape

_SIZE = 240


def avatar_svg(seed: str) -> str:
    """Return an SVG of at most 6 kB; the same seed gives the same picture.

    It holds no style attributes, ids or scripts: it may stand inside a page.
    """
    chance = Random(seed)  # noqa: S311
    palette = chance.choice(PALETTES)
    middle = (_SIZE / 2, _SIZE / 2)
    shapes = medallion(middle, _SIZE * 0.44, chance, steps=14)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}">'
        f'<rect width="{_SIZE}" height="{_SIZE}" fill="{palette.field}"/>'
        '<g stroke-linejoin="round" stroke-linecap="round">'
        f"{''.join(_grouped(shapes, palette))}</g></svg>"
    )


def _grouped(shapes: list[Shape], palette: Palette) -> list[str]:
    """Return one element for each run of shapes that look alike: half the bytes."""
    runs: list[tuple[tuple[int, float], list[str]]] = []
    for shape in shapes:
        look = (shape.colour, shape.width)
        if not runs or runs[-1][0] != look:
            runs.append((look, []))
        runs[-1][1].append(_data(shape.points) + ("" if shape.width else "z"))
    return [_element(*look, "".join(data), palette) for look, data in runs]


def _element(colour: int, width: float, data: str, palette: Palette) -> str:
    paint = {FIELD: palette.field, MOTIF: palette.motif, CORD: palette.cord}[colour]
    if not width:
        return f'<path d="{data}" fill="{paint}"/>'
    return f'<path d="{data}" fill="none" stroke="{paint}" stroke-width="{width:.1f}"/>'


def _data(path: Path) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in path)
