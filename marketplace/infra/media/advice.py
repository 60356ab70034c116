"""What a photographer would say of a photo: too dark, not sharp, too small.

Advice and never a refusal: felt is dark, fog is soft. The limits were set on the
pictures of `tests/infra/media/test_advice.py`, so that a good one is left in peace.
"""

from __future__ import annotations

from PIL import Image, ImageFilter, ImageStat

SMALL = 800  # px, the long side
DARK_MEAN, DARK_BRIGHT = 60, 130  # of 255: of all pixels, of the brightest twentieth
SOFT = 100.0  # variance of the edges in the sharpest tiles
_SIDE = 360  # px, sharpness is judged at this size
_TILES = 8
_EDGES = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


def advice(image: Image.Image) -> tuple[str, ...]:
    """Return of "dark", "soft" and "small" what is true of an upright RGB photo."""
    grey = image.convert("L")
    if max(grey.size) > _SIDE:
        grey.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    dark = _is_dark(grey)
    found = (
        ("dark", dark),
        # In the dark everything is soft: one thing to do at a time.
        ("soft", not dark and _sharpness(grey) < SOFT),
        ("small", max(image.size) < SMALL),
    )
    return tuple(word for word, is_true in found if is_true)


def _is_dark(grey: Image.Image) -> bool:
    counted = grey.histogram()
    left = grey.width * grey.height // 20
    bright = 255
    while bright and left > counted[bright]:
        left -= counted[bright]
        bright -= 1
    return ImageStat.Stat(grey).mean[0] < DARK_MEAN and bright < DARK_BRIGHT


def _sharpness(grey: Image.Image) -> float:
    """Return how strong the edges are where they are strongest.

    A thing before a plain wall is sharp in a few places only; those count.
    """
    edges = grey.filter(_EDGES)
    edges = edges.crop(
        (1, 1, edges.width - 1, edges.height - 1)
    )  # the rim stays as it is
    wide, high = edges.width / _TILES, edges.height / _TILES
    tiles = sorted(
        ImageStat.Stat(
            edges.crop((int(x * wide), int(y * high), int((x + 1) * wide), int((y + 1) * high)))
        ).var[0]
        for x in range(_TILES)
        for y in range(_TILES)
    )  # fmt: skip
    return tiles[-4]
