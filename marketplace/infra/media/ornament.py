"""Photos for the demo Lab, drawn: a textile with our ornament on a plain background.

Deterministic: the same kind, seed and size give the same bytes on the same machine.
"""

from __future__ import annotations

import math
from functools import lru_cache
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageFilter

from marketplace.infra.media.avatar import avatar_svg
from marketplace.infra.media.felt import felted, grain, shaded
from marketplace.infra.media.motifs import PALETTES, Palette, turned
from marketplace.infra.media.scenes import FOLDED, KINDS, PIECES, ROUND

if TYPE_CHECKING:
    from marketplace.infra.media.motifs import Piece

__all__ = ["KINDS", "avatar_svg", "demo_photo"]

_WALLS = ("#f3ece0", "#e9e0d2", "#e6d8c3", "#efe8de", "#d9e0dc", "#ead9d0", "#e6e7e1")
_SHADOW = "#2a221c"

_CLOSER = 1.32  # times as large as the whole thing: the second look
# Least sum of differences in red, green and blue that reads as two colours.
_APART = 150


def demo_photo(
    kind: str,
    seed: int,
    size: int = 1080,
    field: str | None = None,
    *,
    closer: bool = False,
) -> bytes:
    """Return a square JPEG, `size` px wide, its felt in `field` (`#rrggbb`) if given.

    `closer` is another look at the same thing. Raises KeyError for an unknown kind.
    """
    chance = Random(f"{kind} {seed}")  # noqa: S311
    piece = PIECES[kind](chance)
    palette = _palette(kind, seed, field)
    if kind == "service":
        photo = _full(piece, palette, size)
    else:
        photo = _photographed(kind, piece, palette, size, chance, closer=closer)
    out = BytesIO()
    photo.save(out, "JPEG", quality=88)
    return out.getvalue()


def _palette(kind: str, seed: int, field: str | None) -> Palette:
    """Return the next palette whose ornament can be told from its field."""
    # Neighbours in a grid shall differ: the seed walks through the palettes.
    first = seed * 3 + KINDS.index(kind)
    count = len(PALETTES)
    turns = [PALETTES[(first + step) % count] for step in range(count)]
    if field is not None:
        turns = [one._replace(field=field) for one in turns]
    clear = (one for one in turns if _apart(one.field, one.motif, one.edge))
    return next(clear, turns[0])


def _apart(field: str, *others: str) -> bool:
    ours = bytes.fromhex(field[1:])
    theirs = [bytes.fromhex(other[1:]) for other in others]
    return all(
        sum(abs(a - b) for a, b in zip(ours, one, strict=True)) >= _APART
        for one in theirs
    )


def _full(piece: Piece, palette: Palette, size: int) -> Image.Image:
    cloth, _ = felted(piece, palette, size)
    return _vignetted(cloth)


def _photographed(
    kind: str,
    piece: Piece,
    palette: Palette,
    size: int,
    chance: Random,
    *,
    closer: bool,
) -> Image.Image:
    angle, walls = chance.uniform(-0.07, 0.07), chance.sample(_WALLS, 2)
    if closer:
        piece, share = turned(piece, angle - 0.16), 0.88 * _CLOSER
    else:
        piece, share = turned(piece, angle), 0.88
    cloth, mask = felted(piece, palette, round(size * share))
    cloth = _lit(kind, cloth, chance)
    photo = _wall(size, walls[closer])
    at = (size - cloth.width) // 2, (size - cloth.height) // 2
    _cast_shadow(photo, mask, at)
    photo.paste(cloth, at, mask)
    return _vignetted(photo)


def _lit(kind: str, cloth: Image.Image, chance: Random) -> Image.Image:
    if kind in ROUND:
        cloth = shaded(cloth, _bulge(cloth.size, ROUND[kind]))
    if kind in FOLDED:
        cloth = shaded(cloth, _folds(cloth.size, chance))
    return cloth


def _wall(size: int, colour: str) -> Image.Image:
    wall = Image.new("RGB", (size, size), colour)
    return shaded(wall, _plaster(size))


@lru_cache(maxsize=2)
def _plaster(size: int) -> Image.Image:
    soft = grain(size // 2).resize((size, size), Image.Resampling.BILINEAR)
    return soft.point([round(128 + (v - 128) * 0.35) for v in range(256)])


def _cast_shadow(photo: Image.Image, mask: Image.Image, at: tuple[int, int]) -> None:
    """Darken the photo behind the mask: a close shadow and a wide one."""
    # Shadows are soft: a sixteenth of the pixels is plenty.
    size = photo.width // 4
    part = mask.reduce(4)
    shadow = Image.new("L", (size, size))
    for shift, blur, strength in ((0.006, 0.005, 0.45), (0.024, 0.026, 0.45)):
        layer = Image.new("L", shadow.size)
        corner = (
            at[0] // 4 + round(size * shift * 0.7),
            at[1] // 4 + round(size * shift),
        )
        layer.paste(part, corner)
        layer = layer.filter(ImageFilter.GaussianBlur(size * blur))
        layer = layer.point([round(v * strength) for v in range(256)])
        shadow = ImageChops.screen(shadow, layer)
    photo.paste(_SHADOW, (0, 0), shadow.resize(photo.size, Image.Resampling.BILINEAR))


def _bulge(size: tuple[int, int], depth: int) -> Image.Image:
    """Return the light on something round, lit from the upper left."""
    ball = Image.radial_gradient("L").point(
        [round(128 + depth * 0.45 - depth * (v / 255) ** 1.6) for v in range(256)]
    )
    ball = ball.transform((256, 256), Image.Transform.AFFINE, (0.9, 0, 20, 0, 0.9, 26))
    return ball.resize(size, Image.Resampling.BILINEAR)


def _folds(size: tuple[int, int], chance: Random) -> Image.Image:
    """Return the light on a cloth that hangs in folds."""
    phase, waves = chance.random() * math.tau, chance.uniform(2.2, 3.2)
    row = bytes(
        round(
            128
            + 44
            * math.sin(phase + waves * math.tau * (x / 256 + 0.05 * math.sin(x / 20)))
        )
        for x in range(256)
    )
    strip = Image.frombytes("L", (256, 1), row)
    return strip.resize(size, Image.Resampling.BILINEAR)


def _vignetted(photo: Image.Image) -> Image.Image:
    """Return the photo with light from the upper left and darker corners."""
    layer = _lamp(photo.width)
    return ImageChops.multiply(photo, Image.merge("RGB", [layer] * 3))


@lru_cache(maxsize=2)
def _lamp(size: int) -> Image.Image:
    fall = Image.radial_gradient("L").transform(
        (256, 256), Image.Transform.AFFINE, (0.86, 0, 30, 0, 0.86, 34)
    )
    light = fall.point([round(255 - 46 * (v / 255) ** 1.7) for v in range(256)])
    return light.resize((size, size), Image.Resampling.BICUBIC)
