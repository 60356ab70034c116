"""Photos made in code; no binary file lies in the repository."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageCms

RED, BLUE = (220, 30, 30), (30, 60, 200)
SECRETS = (b"SECRET-GPS", b"SECRET-XMP", b"SECRET-COM", b"SECRET-ICC")


@cache
def scene(width: int, height: int) -> Image.Image:
    """Return an upright RGB picture: blue, noisy, its top left corner red."""
    noise = Image.frombytes("L", (64, 48), Random(7).randbytes(64 * 48))
    noise = noise.resize((width, height), Image.Resampling.BILINEAR).convert("RGB")
    image = Image.blend(Image.new("RGB", (width, height), BLUE), noise, 0.15)
    image.paste(RED, (0, 0, width // 4, height // 4))
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    if kind == "HEIF":
        import_module("pillow_heif").register_heif_opener()
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(width: int = 800, height: int = 600, **options: Any) -> bytes:
    return encoded(scene(width, height), "JPEG", **options)


def exif(orientation: int, note: str = "") -> Image.Exif:
    """Return EXIF with the note in every place a camera or a person may write to."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010E] = note
    tags[0x9C9C] = note.encode("utf-16-le")  # the comment of Windows
    gps = tags.get_ifd(0x8825)
    gps[0x0001], gps[0x0002] = "N", (40.0, 31.0, 48.0)
    gps[0x001D] = note
    details = tags.get_ifd(0x8769)
    details[0x9286] = b"ASCII\0\0\0" + note.encode()
    details[0x927C] = note.encode()  # the maker's own notes
    return tags


def profile(space: str = "sRGB") -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()


BACK = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""What a camera held at this orientation does to the upright picture."""


def stored(upright: Image.Image, orientation: int) -> Image.Image:
    turn = BACK[orientation]
    return upright if turn is None else upright.transpose(turn)


@cache
def phone_photo() -> bytes:
    """Return 12 megapixels held upright, with a secret in every kind of metadata."""
    return encoded(
        stored(scene(3024, 4032), 6),
        quality=85,
        exif=exif(6, "SECRET-GPS"),
        xmp=b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>",
        comment=b"SECRET-COM",
        icc_profile=profile() + b"SECRET-ICC",
    )


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def is_upright(image: Image.Image) -> bool:
    """Tell whether the top left corner is red and the other three are not."""
    corners = [reddish(image, x, y) for y in (0.08, 0.92) for x in (0.08, 0.92)]
    return corners == [True, False, False, False]


def reddish(image: Image.Image, x: float, y: float) -> bool:
    """Tell whether the picture is red at this place (fractions of its sides)."""
    at = int(x * (image.width - 1)), int(y * (image.height - 1))
    pixel = image.convert("RGB").getpixel(at)
    assert isinstance(pixel, tuple)
    return pixel[0] > 150 and pixel[2] < 110
