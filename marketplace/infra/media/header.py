"""Open a photo far enough to judge it: limits come before any pixel is decoded."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from marketplace.infra.media.errors import PhotoRefused
from marketplace.infra.media.sniff import sniff

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PIXELS_BASELINE = 220_000_000
MAX_PIXELS = 64_000_000
MAX_SIDE = 20_000
# Bytes that a decoder and Pillow together hold for each pixel, at most; what is not
# named needs 6. Measured by tools/bench_images.py.
_COSTS = {"WEBP": 16, "AVIF": 13, "HEIF": 8, "HEIF RGBA": 13}
_COST = 6
_MEMORY = 400_000_000
MIN_SIDE = 200
MAX_ASPECT = 6
_ORIENTATION = 0x0112

# Pillow's own bomb limit knows neither the format nor how to tell the sides in words;
# `_check_pixels` below is stricter and runs before any pixel is decoded. The value is
# process-wide: this module belongs to the isolated child, never to the web process.
Image.MAX_IMAGE_PIXELS = 1 << 32


@contextmanager
def decoding(kind: str, data: bytes) -> Iterator[None]:
    """Turn whatever a decoder raises into a `PhotoRefused`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except PhotoRefused:
        raise
    except MemoryError as error:
        raise PhotoRefused("photo_timeout") from error
    # Decoders fed with rubbish raise far more than OSError: AttributeError, IndexError
    # and struct.error were all seen. None of them may become a 500.
    except Exception as error:
        cut = "truncated" in str(error).lower() or _is_cut(kind, data)
        raise PhotoRefused("photo_incomplete" if cut else "photo_damaged") from error


def _is_cut(kind: str, data: bytes) -> bool:
    """Tell from the container alone whether its end is missing."""
    if kind == "PNG":
        return b"IEND" not in data[-64:]
    if kind == "WEBP":
        return len(data) < int.from_bytes(data[4:8], "little") + 8
    return kind in {"AVIF", "HEIF"} and _boxes_end(data) > len(data)


def _boxes_end(data: bytes) -> int:
    """Return where the outermost boxes of an ISO base media file say that they end."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size < 8:  # "to the end of the file", or nonsense
            break
        at += size
    return at


def opened(data: bytes) -> Image.Image:
    """Return the photo, its header read, its limits checked, its pixels still packed.

    Raises `PhotoRefused` with any code but photo_too_many_bytes.
    """
    kind = sniff(data)
    if kind == "HEIF":
        _learn_heif()
    with decoding(kind, data):
        if kind == "PNG":
            # `load()` shrugs at flipped bits; only `verify()` reads the checksums.
            Image.open(BytesIO(data), formats=("PNG",)).verify()
        image = Image.open(BytesIO(data), formats=(kind,))
        _check_pixels(image, kind)
        _check_shape(image)
        _check_bytes(image, kind, len(data))
        return image


def _learn_heif() -> None:
    if find_spec("pillow_heif") is None:
        raise PhotoRefused("photo_heic")
    import_module("pillow_heif").register_heif_opener(
        thumbnails=False, decode_threads=1
    )


def _progressive(image: Image.Image) -> bool:
    return bool(image.info.get("progressive"))


def _check_pixels(image: Image.Image, kind: str) -> None:
    width, height = image.size
    if width * height > _max_pixels(image, kind) or max(width, height) > MAX_SIDE:
        raise PhotoRefused("photo_too_many_pixels", width=width, height=height)


def _max_pixels(image: Image.Image, kind: str) -> int:
    cost = _COSTS.get(f"{kind} {image.mode}", _COSTS.get(kind, _COST))
    if kind == "JPEG":
        # Only a baseline JPEG can be shrunk while it is decoded; a progressive one is
        # held whole, as two bytes for each colour of each pixel.
        if not _progressive(image):
            return MAX_PIXELS_BASELINE
        cost = 2 * len(image.getbands())
    return min(MAX_PIXELS, _MEMORY // cost)


def _check_shape(image: Image.Image) -> None:
    width, height = image.size
    if min(width, height) < MIN_SIDE:
        raise PhotoRefused("photo_too_small", width=width, height=height)
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise PhotoRefused("photo_too_narrow", width=width, height=height)


def _check_bytes(image: Image.Image, kind: str, size: int) -> None:
    """Refuse a JPEG whose header promises more than its bytes can hold.

    libjpeg fills what is missing with grey and only warns. Each 8x8 block costs at
    least two bits (one in progressive files): fewer bytes prove that the header lies.
    """
    if kind != "JPEG":
        return
    bits = 1 if _progressive(image) else 2
    if size * 8 < (image.width // 8) * (image.height // 8) * bits:
        raise PhotoRefused("photo_damaged")


def orientation(image: Image.Image) -> int:
    """Return the EXIF orientation, 1 to 8; 1 whenever the EXIF makes no sense."""
    try:
        value = int(image.getexif().get(_ORIENTATION, 1))
    except Exception:
        return 1
    return value if 1 <= value <= 8 else 1
