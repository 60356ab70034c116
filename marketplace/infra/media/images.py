"""The pixels: from untrusted bytes to the files that are served.

Runs in the isolated child (`isolated`). Nothing of the upload but its pixels survives.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from marketplace.infra.media.advice import advice
from marketplace.infra.media.errors import PhotoRefused
from marketplace.infra.media.header import decoding, opened, orientation
from marketplace.infra.media.likeness import dhash, mirrored
from marketplace.infra.media.picture import Picture, Rendition
from marketplace.infra.media.pixels import plain, shrunk, turned
from marketplace.infra.media.sniff import sniff

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WIDTHS = (1600, 1080, 720, 540, 360)
"""Widths in px that are served, widest first: a cascade needs that order."""

MASTER_SIDE = 2048
"""Long side of the master, px."""

FALLBACK_WIDTH = 1080
"""Width in px of the one JPEG: `<img src>`, e-mail, og:image."""

# libjpeg halves for free while decoding. The common 4032 px photo lands on 2016 px:
# worth taking as it is, instead of decoding four times the pixels to gain 32 px.
_CLOSE_ENOUGH = 0.94

_LANCZOS = Image.Resampling.LANCZOS
_WEBP = {"format": "WEBP", "quality": 80, "method": 4}
_JPEG = {
    "format": "JPEG",
    "quality": 74,
    "optimize": True,
    "progressive": True,
    "subsampling": "4:2:0",
}
_AVIF = {
    "format": "AVIF",
    "quality": 60,
    "speed": 6,
    "subsampling": "4:2:0",
    "max_threads": 1,
}


def card_set(data: bytes) -> Picture:
    """Return the picture with a WebP of every width and one progressive JPEG.

    Raises `PhotoRefused`.
    """
    image = upright(data)
    return _pictured(image, _encoded(image, format="JPEG", quality=90))


def look(data: bytes) -> tuple[str, int, int]:
    """Return the format and the stored sides in px of a photo that can be used.

    Raises `PhotoRefused` exactly where `card_set` does.
    """
    width, height = opened(data).size
    card_set(data)
    return sniff(data), width, height


def remake(master: bytes) -> Picture:
    """Return what `card_set` returns, made from a master whose bytes stay as they are.

    Encoding the master again would lose a little each time. Raises `PhotoRefused`.
    """
    return _pictured(_from_master(master), master)


def own_set(master: bytes) -> Picture:
    """Return what `remake` returns, of a JPEG we drew ourselves, in half the time.

    Its WebP files are packed with less care and a thirtieth larger; nobody needs advice.
    """
    webp = {**_WEBP, "method": 2}
    return _pictured(_from_master(master), master, webp, advised=False)


def _pictured(
    image: Image.Image,
    master: bytes,
    webp: Mapping[str, Any] = _WEBP,
    *,
    advised: bool = True,
) -> Picture:
    renditions: list[Rendition] = []
    smallest = image
    for smallest in cascade(image):
        renditions.append(_rendition(smallest, "webp", webp))
        if not _has_jpeg(renditions) and smallest.width <= FALLBACK_WIDTH:
            renditions.append(_rendition(smallest, "jpg", _JPEG))
    return Picture(
        master=master,
        width=image.width,
        height=image.height,
        colour=dominant_colour(smallest),
        placeholder=_placeholder(smallest),
        renditions=tuple(renditions),
        likeness=dhash(smallest),
        mirrored=mirrored(smallest),
        advice=advice(image) if advised else (),
    )


def avif_set(master: bytes) -> tuple[Rendition, ...]:
    """Return an AVIF of every width, derived from the master JPEG.

    Raises `PhotoRefused`.
    """
    steps = cascade(_from_master(master))
    return tuple(_rendition(step, "avif", _AVIF) for step in steps)


def _from_master(master: bytes) -> Image.Image:
    with decoding("JPEG", master):
        image = Image.open(BytesIO(master), formats=("JPEG",)).convert("RGB")
    image.info = {}
    return image


def upright(data: bytes) -> Image.Image:
    """Return the photo as RGB in sRGB, upright, its long side at most `MASTER_SIDE`.

    Everything that reads a stranger's bytes happens in here. Raises `PhotoRefused`.
    """
    kind = sniff(data)
    with decoding(kind, data):
        image = _loaded(data, kind)
        profile = image.info.get("icc_profile")
        angle = orientation(image)
        # Turning is cheaper on the small picture, hence after the resize.
        size = _fitted(image.size)
        small = _resized(shrunk(image, size), size)
        return plain(turned(small, angle), profile)


def _loaded(data: bytes, kind: str) -> Image.Image:
    image = _drafted(data)
    try:
        image.load()
    except OSError:
        if kind != "JPEG" or image.info.get("progressive"):
            raise
        # Perhaps only the end marker is missing. With a marker of ours libjpeg paints
        # what it lacks in one flat colour: then more than the marker was lost.
        image = _drafted(data + b"\xff\xd9")
        image.load()
        if _ends_flat(image):
            raise
    return image


def _drafted(data: bytes) -> Image.Image:
    """Return the photo opened and, where the format can, asked to decode smaller."""
    image = opened(data)
    # `draft` works in the stored frame and only before the pixels are loaded.
    width, height = _fitted(image.size)
    image.draft(None, (int(width * _CLOSE_ENOUGH), int(height * _CLOSE_ENOUGH)))
    return image


def _ends_flat(image: Image.Image) -> bool:
    width, height = image.size
    corner = image.crop((width - 16, height - 4, width, height)).convert("L")
    darkest, brightest = corner.getextrema()
    return darkest == brightest


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, MASTER_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.size == size:
        return image
    return image.resize(size, _LANCZOS, reducing_gap=2.0)


def cascade(image: Image.Image) -> Iterator[Image.Image]:
    """Yield the picture at each width it fills, each made from the one before."""
    ratio = image.height / image.width
    for width in [w for w in WIDTHS if w <= image.width] or [image.width]:
        image = _resized(image, (width, max(1, round(width * ratio))))
        yield image


def _has_jpeg(renditions: list[Rendition]) -> bool:
    return any(rendition.ext == "jpg" for rendition in renditions)


def _rendition(image: Image.Image, ext: str, options: Mapping[str, Any]) -> Rendition:
    return Rendition(image.width, image.height, ext, _encoded(image, **options))


def _encoded(image: Image.Image, **options: Any) -> bytes:
    out = BytesIO()
    try:
        image.save(out, **options)
    except MemoryError as error:
        raise PhotoRefused("photo_timeout") from error
    return out.getvalue()


def _placeholder(image: Image.Image) -> bytes:
    height = max(1, round(16 * image.height / image.width))
    return _encoded(_resized(image, (16, height)), format="WEBP", quality=20, method=6)


def dominant_colour(image: Image.Image) -> str:
    """Return the colour that stands for an RGB picture, as `#rrggbb`.

    The most common of six, where a vivid colour counts up to seven times as much as
    grey: the cloth rather than the wall behind it.
    """
    palette_image = image.resize((32, 32), Image.Resampling.BOX).quantize(6)
    palette = palette_image.getpalette() or [0, 0, 0]
    best, best_weight = (0, 0, 0), -1.0
    for index, count in enumerate(palette_image.histogram()[: len(palette) // 3]):
        red, green, blue = palette[index * 3 : index * 3 + 3]
        weight = count * (1 + (max(red, green, blue) - min(red, green, blue)) / 40)
        if weight > best_weight:
            best, best_weight = (red, green, blue), weight
    return "#{:02x}{:02x}{:02x}".format(*best)
