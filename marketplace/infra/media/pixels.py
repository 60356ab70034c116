"""Turn any decoded photo into plain upright sRGB pixels."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

_BAND = 64  # px, after shrinking
_MAX_PROFILE = 4_000_000
_SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}
_SRGB = ImageCms.createProfile("sRGB")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the image normalised; a large one also smaller, but not below `size`.

    Alpha, palettes and 16 bits need a copy or two of all pixels at four bytes each to be
    resized. Shrunk in bands first, 64 megapixels of them cost 300 MB instead of 630.
    """
    factor = min(image.width // size[0], image.height // size[1])
    if factor < 2 or (image.mode in _SPACES and not image.has_transparency_data):
        return normalised(image)
    rows = factor * _BAND
    bands = [
        normalised(
            image.crop((0, top, image.width, min(top + rows, image.height)))
        ).reduce(factor)
        for top in range(0, image.height, rows)
    ]
    whole = Image.new(bands[0].mode, (bands[0].width, sum(b.height for b in bands)))
    for number, band in enumerate(bands):
        whole.paste(band, (0, number * _BAND))
    return whole


def normalised(image: Image.Image) -> Image.Image:
    """Return the image in a mode that can be resized without false colours."""
    if image.mode.startswith("I"):
        # 16 bits: `convert` alone would clip everything above 255 to white.
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode == "1":
        return image.convert("L")
    if "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in {"P", "PA"}:
        return image.convert("RGBA" if image.mode == "PA" else "RGB")
    return image


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """Return the image upright (`orientation` as in EXIF, 1 to 8)."""
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def plain(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return RGB pixels in sRGB on white, with nothing attached."""
    image = _in_srgb(_flattened(image), profile).convert("RGB")
    # Savers write what they find in `info`: JPEG comments, ICC, EXIF, XMP.
    image.info = {}
    return image


def _flattened(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    image = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Apply the colour profile; a profile that makes no sense never costs the photo."""
    if not profile or len(profile) > _MAX_PROFILE:
        return image
    try:
        return _converted(image, profile)
    except Exception:
        return image


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    source: Any = ImageCms.ImageCmsProfile(BytesIO(profile))
    fits = source.profile.xcolor_space.strip() == _SPACES.get(image.mode)
    if not fits or "sRGB" in ImageCms.getProfileDescription(source):
        return image
    done = ImageCms.profileToProfile(
        image,
        source,
        _SRGB,
        ImageCms.Intent.PERCEPTUAL,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return done or image
