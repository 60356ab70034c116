"""Draw the pieces of `motifs` as felt: raised, quilted, woolly."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from marketplace.infra.media.motifs import (
    CORD,
    DARK,
    EDGE,
    EMPTY,
    FIELD,
    MOTIF,
    WOOL,
    Palette,
    Path,
    Piece,
    Shape,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

SHARPNESS = 2
"""Everything is drawn this many times larger, then reduced: smooth edges."""

_HEIGHTS = {EMPTY: 0, FIELD: 90, MOTIF: 130, EDGE: 100, CORD: 200, DARK: 60, WOOL: 120}
_SLOPES = (-2, -1, 0, -1, 0, 1, 0, 1, 2)
_GREY = 128
_THIN = 20  # px as drawn: the joints of thinner lines are not seen


def felted(piece: Piece, palette: Palette, px: int) -> tuple[Image.Image, Image.Image]:
    """Return the cloth in RGB and its mask; its longer side is `px` long."""
    scale = px / max(piece.width, piece.height)
    size = round(piece.width * scale), round(piece.height * scale)
    drawn = _drawn(piece, size, scale * SHARPNESS)
    drawn.putpalette(b"".join(bytes.fromhex(c[1:]) for c in ("#000000", *palette)))
    colours = drawn.convert("RGB").reduce(SHARPNESS)
    light = _light(drawn, px)
    cloth = ImageChops.overlay(colours, Image.merge("RGB", [light] * 3))
    return cloth, _mask(drawn, piece.outline, scale)


def shaded(image: Image.Image, light: Image.Image) -> Image.Image:
    """Return the RGB image under a light given in greys: 128 leaves it as it is."""
    return ImageChops.soft_light(image, Image.merge("RGB", [light] * 3))


def _drawn(piece: Piece, size: tuple[int, int], scale: float) -> Image.Image:
    canvas = Image.new("P", (size[0] * SHARPNESS, size[1] * SHARPNESS), EMPTY)
    pen = ImageDraw.Draw(canvas)
    for shape in piece.shapes:
        _draw(pen, shape, scale)
    return canvas


def _draw(pen: ImageDraw.ImageDraw, shape: Shape, scale: float) -> None:
    points = [(x * scale, y * scale) for x, y in shape.points]
    if not shape.width:
        pen.polygon(points, fill=shape.colour)
        return
    width = max(1, round(shape.width * scale))
    pen.line(points, fill=shape.colour, width=width)
    # A dot on each joint: Pillow's own `joint="curve"` is slow Python.
    for x, y in points if width > _THIN else (points[0], points[-1]):
        box = (x - width / 2, y - width / 2, x + width / 2, y + width / 2)
        pen.ellipse(box, fill=shape.colour)


def _mask(drawn: Image.Image, outline: Path, scale: float) -> Image.Image:
    mask = drawn.point(_table({EMPTY: 0}, 255), "L")
    if outline:
        cut = Image.new("L", mask.size)
        points = [(x * scale * SHARPNESS, y * scale * SHARPNESS) for x, y in outline]
        ImageDraw.Draw(cut).polygon(points, fill=255)
        mask = ImageChops.darker(mask, cut)
    return mask.reduce(SHARPNESS)


def _table(values: Mapping[int, int], otherwise: int) -> list[int]:
    return [values.get(index, otherwise) for index in range(256)]


def _light(drawn: Image.Image, px: int) -> Image.Image:
    """Return how the light falls: raised parts, quilting seams, wool."""
    heights = drawn.point(_table(_HEIGHTS, 0), "L").reduce(SHARPNESS)
    rounded = heights.filter(ImageFilter.GaussianBlur(px / 450))
    relief = rounded.filter(
        ImageFilter.Kernel((3, 3), _SLOPES, scale=2.2, offset=_GREY)
    )
    wool = ImageChops.add(relief, grain(px).crop((0, 0, *heights.size)), 1, -_GREY)
    return ImageChops.subtract(wool, _seams(drawn, px))


def _seams(drawn: Image.Image, px: int) -> Image.Image:
    """Return seams that follow the pattern like rings around a stone in water.

    A wide blur of the pattern falls evenly across each of its edges; the places where it
    passes a few chosen values run beside the edges.
    """
    blur = ImageFilter.BoxBlur(px / 95)
    wide = _raised(drawn).filter(blur).filter(blur)
    bands = {
        level + offset: 26 for level in (36, 92, 164, 218) for offset in range(-5, 6)
    }
    rings = wide.point(_table(bands, 0))
    size = drawn.width // SHARPNESS, drawn.height // SHARPNESS
    return rings.resize(size, Image.Resampling.BILINEAR)


def _raised(drawn: Image.Image) -> Image.Image:
    """Return the pattern alone, white on black, at half the final size."""
    high = {EMPTY: 0, FIELD: 0, EDGE: 0, DARK: 0}
    return drawn.point(_table(high, 255), "L").reduce(SHARPNESS * 2)


@lru_cache(maxsize=8)
def grain(side: int) -> Image.Image:
    """Return a square of wool in greys around 128: fibres and clouds, always the same."""
    tile = _noise(512, 0.7, 0.42)
    wool = Image.new("L", (side, side))
    for x in range(0, side, tile.width):
        for y in range(0, side, tile.height):
            wool.paste(tile, (x, y))
    clouds = _noise(64, 1.1, 0.26).resize(wool.size, Image.Resampling.BICUBIC)
    return ImageChops.add(wool, clouds, 1, -_GREY)


def _noise(side: int, blur: float, strength: float) -> Image.Image:
    noise = Image.frombytes("L", (side, side), Random(side).randbytes(side * side))  # noqa: S311
    soft = noise.filter(ImageFilter.GaussianBlur(blur))
    return soft.point([round(_GREY + (v - _GREY) * strength) for v in range(256)])
