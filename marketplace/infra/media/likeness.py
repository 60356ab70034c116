"""Which pictures look alike: 64 bits that survive a new size, a new quality, a banner."""

from __future__ import annotations

from PIL import Image

_BITS = 64


def dhash(image: Image.Image) -> str:
    """Return 16 hexadecimal digits: a bit for each of 8 × 8 places, is the right darker.

    Of different photos at least 13 bits differ, of one that was saved anew at most 6;
    a cut edge is missed, so it is a hint and never a proof (images.md §6).
    """
    small = image.convert("L").resize((9, 8), Image.Resampling.BOX)
    rows = [small.crop((0, y, 9, y + 1)).tobytes() for y in range(8)]
    bits = [row[x] > row[x + 1] for row in rows for x in range(8)]
    return f"{sum(bit << place for place, bit in enumerate(bits)):0{_BITS // 4}x}"


def mirrored(image: Image.Image) -> str:
    """Return the `dhash` of the picture seen in a mirror: thieves turn photos round."""
    return dhash(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
