"""Photo-like pictures of the sizes that matter, made in code."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from marketplace.infra.media.ornament import demo_photo

# Display P3 as its profile holds it: columns of red, green, blue and white, in XYZ (D50).
_COLUMNS = {
    b"rXYZ": (0.51512, 0.24120, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.15710, 0.06657, 0.78407),
    b"wtpt": (0.96420, 1.0, 0.82491),
}
_GAMMA = b"curv\0\0\0\0\0\0\0\1\x02\x33\0\0"  # 2.2


def display_p3() -> bytes:
    """Return a small colour profile with the primaries phones use."""
    parts = [(b"desc", b"desc\0\0\0\0\0\0\0\x0aDisplay P3" + bytes(79))]
    parts += [
        (name, b"XYZ \0\0\0\0" + b"".join(_fixed(v) for v in column))
        for name, column in _COLUMNS.items()
    ]
    parts += [(name, _GAMMA) for name in (b"rTRC", b"gTRC", b"bTRC")]
    table, body, at = b"", b"", 132 + 12 * len(parts)
    for name, data in parts:
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return _head(at + len(body)) + struct.pack(">I", len(parts)) + table + body


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _head(size: int) -> bytes:
    white = b"".join(_fixed(v) for v in _COLUMNS[b"wtpt"])
    head = struct.pack(">I", size) + b"\0\0\0\0\x02\x10\0\0mntrRGB XYZ "
    return head + bytes(12) + b"acsp" + bytes(28) + white + bytes(48)


@cache
def scene(width: int, height: int) -> Image.Image:
    """Return a drawn felt thing, enlarged, with the grain of a small sensor."""
    drawn = Image.open(BytesIO(demo_photo("rug", 3, 2048)))
    wide = drawn.crop((0, 256, 2048, 1792)).resize((width, height))
    grain = Image.effect_noise((width, height), 5)
    return ImageChops.add(wide, Image.merge("RGB", [grain] * 3), 1, -128)


def phone(width: int, height: int, quality: int) -> bytes:
    """Return a photo as a phone held upright stores it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return _encoded(
        scene(width, height), "JPEG", quality=quality, exif=exif,
        icc_profile=display_p3(),
    )  # fmt: skip


def _encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _alpha(mode: str, side: int) -> Image.Image:
    image = Image.new("RGB", (side, side), "#9e2a2b").convert(mode)
    image.putalpha(Image.linear_gradient("L").resize((side, side)))
    return image


def _heic(width: int, height: int) -> bytes:
    import_module("pillow_heif").register_heif_opener()
    image = Image.new("RGB", (width, height), "#9e2a2b")
    return _encoded(image, "HEIF", quality=30)


def dearest() -> dict[str, Callable[[], bytes]]:
    """Return what costs the most memory of all that is accepted, by name."""
    plain = Image.new("RGB", (8000, 8000), "#9e2a2b")
    makes: dict[str, Callable[[], bytes]] = {
        "48 MP progressive JPEG": lambda: _encoded(
            scene(8064, 6048), "JPEG", quality=85, progressive=True
        ),
        "64 MP progressive, 4:4:4": lambda: _encoded(
            plain, "JPEG", progressive=True, subsampling="4:4:4"
        ),
        "50 MP progressive CMYK": lambda: _encoded(
            plain.resize((7070, 7070)).convert("CMYK"), "JPEG", progressive=True
        ),
        "208 MP baseline JPEG": lambda: _encoded(
            Image.new("RGB", (16_000, 13_000), "#9e2a2b"), "JPEG", quality=92
        ),
        "64 MP PNG": lambda: _encoded(plain, "PNG", compress_level=1),
        "64 MP PNG with alpha": lambda: _encoded(
            _alpha("RGBA", 8000), "PNG", compress_level=1
        ),
        "64 MP PNG, palette": lambda: _encoded(
            plain.quantize(16), "PNG", compress_level=1, transparency=0
        ),
        "64 MP GIF": lambda: _encoded(plain.quantize(16), "GIF"),
        "25 MP WebP": lambda: _encoded(_alpha("RGBA", 5000), "WEBP", method=0),
        "30 MP AVIF, alpha, 4:4:4": lambda: _encoded(
            _alpha("RGBA", 5540), "AVIF", speed=10, subsampling="4:4:4"
        ),
    }
    if find_spec("pillow_heif"):
        makes["48 MP HEIC"] = lambda: _heic(8064, 6048)
    return makes


def written(folder: Path, name: str, make: Callable[[], bytes]) -> Path:
    """Return the file with what `make` returns, made once."""
    path = folder / name.replace(" ", "-").replace(":", "").replace(",", "")
    if not path.exists():
        path.write_bytes(make())
    return path
