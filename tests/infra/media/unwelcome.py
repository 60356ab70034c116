"""Files that are broken, lying, too much, or no photos at all."""

from __future__ import annotations

from random import Random

from PIL import Image

from tests.infra.media import crafted
from tests.infra.media.cases import (
    Case,
    changed,
    half,
    noisy,
    odd,
    plain,
    refused,
    small,
    too_large,
    with_text,
)
from tests.infra.media.samples import encoded, scene


def flipped() -> bytes:
    middle = len(plain("PNG")) // 2
    return changed(plain("PNG"), middle, bytes([plain("PNG")[middle] ^ 0x10]))


DAMAGED = (
    refused(
        "incomplete",
        half_a_jpeg=lambda: half("JPEG"),
        jpeg_without_its_last_bytes=lambda: noisy("JPEG")[:-100],
        half_a_progressive_jpeg=lambda: encoded(scene(640, 480), progressive=True)[
            :-900
        ],
        half_a_png=lambda: half("PNG"),
        half_a_webp=lambda: half("WEBP"),
        half_a_gif=lambda: half("GIF"),
        jpeg_cut_in_its_header=lambda: plain()[:300],
        half_an_avif=lambda: half("AVIF"),
    )
    | refused(
        "damaged",
        only_a_signature=lambda: b"\xff\xd8\xff\xe0" + b"\0" * 900,
        rubbish_after_a_signature=lambda: b"\xff\xd8\xff" + Random(8).randbytes(5000),
        flipped_bit=flipped,
        wrong_checksum=lambda: changed(plain("PNG"), 29, b"\0\0\0\0"),
        wrong_checksum_of_pixels=lambda: changed(
            plain("PNG"), len(plain("PNG")) - 16, b"\0\0\0\0"
        ),
        script_as_a_gif=lambda: b"GIF89a=1;alert(1)//" + bytes(64),
    )
    | odd(
        zeroed_middle=lambda: changed(noisy("JPEG"), len(noisy("JPEG")) // 2, bytes(99))
    )
)

BOMBS = (
    too_large(
        30_000,
        30_000,
        png_of_900_megapixels=lambda: crafted.png(
            30_000, 30_000, crafted.zeros(3751 * 30_000), bits=1, colour=0
        ),
    )
    | too_large(9000, 9000, png_claims=lambda: crafted.png(9000, 9000, b""))
    | too_large(20_001, 4000, png_of_a_long_side=lambda: crafted.png(20_001, 4000, b""))
    | too_large(65_535, 65_535, gif_claims=lambda: crafted.gif_claiming(65_535, 65_535))
    | too_large(
        65_500, 65_500, jpeg_claims=lambda: crafted.claiming(plain(), 65_500, 65_500)
    )
    | too_large(
        19_000, 12_000, baseline_228=lambda: crafted.claiming(plain(), 19_000, 12_000)
    )
    | too_large(
        16_000,
        9000,
        avif_claims=lambda: crafted.with_sides(plain("AVIF"), 16_000, 9000),
    )
    | too_large(
        5100,
        5100,
        webp_of_26_megapixels=lambda: encoded(
            Image.new("RGB", (5100, 5100)), "WEBP", method=0
        ),
    )
    | too_large(1, 65_500, a_hair=lambda: encoded(Image.new("RGB", (1, 65_500))))
    | refused(
        "damaged",
        webp_claims=lambda: crafted.webp_claiming(16_383, 16_383),
        jpeg_of_grey=lambda: crafted.claiming(plain(), 6000, 6000),
        text_of_80_megabytes=lambda: with_text(
            b"zTXt", b"c\0\0" + crafted.zeros(80_000_000)
        ),
        profile_of_80_megabytes=lambda: with_text(
            b"iCCP", b"c\0\0" + crafted.zeros(80_000_000)
        ),
    )
    | odd(
        legal_62_megapixels=lambda: crafted.png(
            7900, 7900, crafted.zeros((7900 * 3 + 1) * 7900)
        ),
        more_pixels_than_said=lambda: crafted.png(
            400, 400, crafted.zeros(50_000_000), colour=2
        ),
    )
)

SHAPES = refused(
    "too_small", {"width": 40, "height": 30}, tiny=lambda: encoded(scene(40, 30), "PNG")
) | refused(
    "too_small",
    {"width": 199, "height": 300},
    one_px_short=lambda: encoded(scene(199, 300)),
)
SHAPES |= refused(
    "too_narrow",
    {"width": 1401, "height": 200},
    strip=lambda: encoded(scene(1401, 200), "PNG"),
)

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'
OTHER_KINDS = {
    "svg": SVG,
    "html": b"\n<!DOCTYPE html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7\n" + b"x" * 99,
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "psd": b"8BPS\0\1" + bytes(60),
    "zip": b"PK\x03\x04" + bytes(60),
    "jxl": b"\xff\x0a" + bytes(60),
    "jp2": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(60),
}
UNKNOWN_KINDS = {
    "script_for_a_shell": b"push graphic-context\nfill 'url(https://x/\"|ls)'",
    "jpeg_after_php": b"<?php echo 1; ?>" + b"\xff\xd8\xff",
    "garbage": Random(7).randbytes(5000),
    "icon": b"\0\0\1\0\1\0" + bytes(60),
    "words": "Менин шырдагым".encode(),
}
FILMS = {
    "mov": crafted.ftyp(b"qt  "),
    "mp4": crafted.ftyp(b"isom"),
    "mkv": b"\x1a\x45\xdf\xa3" + bytes(99),
    "avi": b"RIFF\0\0\0\0AVI LIST" + bytes(99),
    "mpeg": b"\0\0\1\xba" + bytes(99),
}
STRANGERS = {
    f"x.{kind}": Case(
        lambda data=data: data, "photo_not_a_photo", {"kind": kind}, upright=False
    )
    for kind, data in OTHER_KINDS.items()
}
STRANGERS |= refused(
    "not_a_photo",
    {"kind": "tiff"},
    tiff=lambda: small("TIFF"),
    tiff_of_a_mac=lambda: b"MM\0*" + bytes(99),
)
STRANGERS |= refused("not_a_photo", {"kind": "bmp"}, bmp=lambda: small("BMP"))
STRANGERS |= refused(
    "not_a_photo",
    {"kind": ""},
    **{name: lambda data=data: data for name, data in UNKNOWN_KINDS.items()},
)
STRANGERS |= refused(
    "is_video", **{f"x.{name}": lambda data=data: data for name, data in FILMS.items()}
)
STRANGERS |= refused("empty", empty=bytes)
STRANGERS |= refused(
    "too_many_bytes",
    {"mb": 31, "limit_mb": 30},
    a_byte_too_many=lambda: plain() + bytes(30 * 1024 * 1024 + 1 - len(plain())),
)


UNWELCOME = DAMAGED | BOMBS | SHAPES | STRANGERS
