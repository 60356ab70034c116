"""Photos made in code; no binary file lies in the repository."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageCms

RED, BLUE = (220, 30, 30), (30, 60, 200)
SECRETS = (b"SECRET-GPS", b"SECRET-XMP", b"SECRET-COM", b"SECRET-ICC")


def scene(width: int, height: int) -> Image.Image:
    """Return an upright RGB picture: blue, noisy, its top left corner red."""
    noise = Image.frombytes("L", (64, 48), Random(7).randbytes(64 * 48))
    noise = noise.resize((width, height), Image.Resampling.BILINEAR).convert("RGB")
    image = Image.blend(Image.new("RGB", (width, height), BLUE), noise, 0.15)
    image.paste(RED, (0, 0, width // 4, height // 4))
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(width: int = 800, height: int = 600, **options: Any) -> bytes:
    return encoded(scene(width, height), "JPEG", **options)


def exif(orientation: int, note: str = "") -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags.get_ifd(0x8825)[0x001D] = note
    tags[0x010E] = note
    return tags


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
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded(
        stored(scene(3024, 4032), 6),
        quality=85,
        exif=exif(6, "SECRET-GPS"),
        xmp=b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>",
        comment=b"SECRET-COM",
        icc_profile=icc + b"SECRET-ICC",
    )


def png_claiming(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes whose header promises far more."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 99)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body))
        + name
        + body
        + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def jpeg_claiming(side: int) -> bytes:
    """Return a small JPEG whose header promises side x side pixels."""
    data = bytearray(jpeg(320, 240))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", side, side)
    return bytes(data)


def ftyp(brand: bytes) -> bytes:
    """Return the beginning of an ISO base media file of this brand."""
    return struct.pack(">I", 20) + b"ftyp" + brand + b"\0\0\0\0" + brand + b"\0" * 400


def reddish(image: Image.Image, x: float, y: float) -> bool:
    """Tell whether the picture is red at this place (fractions of its sides)."""
    at = int(x * (image.width - 1)), int(y * (image.height - 1))
    pixel = image.convert("RGB").getpixel(at)
    assert isinstance(pixel, tuple)
    return pixel[0] > 150 and pixel[2] < 110
