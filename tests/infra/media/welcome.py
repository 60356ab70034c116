"""Files that are odd but photos: they must come out as they show themselves, and bare."""

from __future__ import annotations

import struct
import zlib

from PIL import Image

from tests.infra.media import crafted
from tests.infra.media.cases import (
    SIZE,
    XMP,
    Case,
    accepted,
    animated,
    leaky,
    odd,
    plain,
    small,
    with_alpha,
    with_text,
)
from tests.infra.media.samples import encoded, exif, profile, scene, stored


def turned(kind: str, orientation: int) -> bytes:
    image = stored(scene(*SIZE), orientation)
    return encoded(image, kind, exif=exif(orientation))


ORIENTATIONS = {
    f"{kind}_orientation_{number}": Case(
        lambda kind=kind, number=number: turned(kind, number)
    )
    for kind in ("JPEG", "PNG", "WEBP", "AVIF")
    for number in range(1, 9)
} | accepted(
    orientation_0=lambda: small(exif=exif(0)),
    orientation_9=lambda: small(exif=exif(9)),
    orientation_huge=lambda: small(exif=exif(60_000)),
)


def with_thumbnail() -> bytes:
    """Return a photo with a smaller one in its EXIF, which has a comment of its own."""
    inner = encoded(scene(64, 48), comment=b"SECRET-THUMBNAIL")
    first = crafted.exif_block(b"")[6:-4] + struct.pack("<I", 14)
    entries = crafted.entry(0x0201, 4, 1, 44) + crafted.entry(0x0202, 4, 1, len(inner))
    second = struct.pack("<H", 2) + entries + b"\0\0\0\0"
    return crafted.with_segment(plain(), 0xE1, b"Exif\0\0" + first + second + inner)


SECRETS = leaky(
    exif_everywhere=lambda: small(exif=exif(1, "SECRET-PLACE")),
    xmp=lambda: small(xmp=XMP),
    comment=lambda: small(comment=b"SECRET-COM"),
    comment_with_a_script=lambda: small(comment=b"<script>SECRET()</script>"),
    profile_with_a_tail=lambda: small(icc_profile=profile() + b"SECRET-ICC"),
    thumbnail=with_thumbnail,
    photoshop=lambda: crafted.with_segment(
        plain(), 0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x06SECRET"
    ),
    provenance=lambda: crafted.with_segment(plain(), 0xEB, b"JP\0\0SECRET-JUMBF"),
    unknown_segment=lambda: crafted.with_segment(plain(), 0xEF, b"SECRET-APP15"),
    zip_at_the_end=lambda: plain() + b"PK\x03\x04" + b"SECRET-ZIP" * 50,
    film_at_the_end=lambda: plain() + crafted.ftyp(b"mp42") + b"SECRET-FILM",
    png_exif=lambda: small("PNG", exif=exif(1, "SECRET-PLACE")),
    png_text=lambda: with_text(b"tEXt", b"Author\0SECRET-NAME"),
    png_packed_text=lambda: with_text(
        b"zTXt", b"Comment\0\0" + crafted.kept(b"SECRET-TEXT")
    ),
    png_xmp=lambda: with_text(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
    png_profile=lambda: with_text(
        b"iCCP", b"mine\0\0" + crafted.kept(profile() + b"SECRET-ICC")
    ),
    png_private_chunk=lambda: with_text(b"seCt", b"SECRET-CHUNK"),
    png_tail=lambda: plain("PNG") + b"SECRET-TAIL",
    webp_exif=lambda: small("WEBP", exif=exif(1, "SECRET-PLACE"), xmp=XMP),
    webp_profile=lambda: small("WEBP", icc_profile=profile() + b"SECRET-ICC"),
    webp_unknown_chunk=lambda: crafted.with_riff(plain("WEBP"), b"SECR", b"SECRET"),
    avif_exif=lambda: small("AVIF", exif=exif(1, "SECRET-PLACE"), xmp=XMP),
    avif_profile=lambda: small("AVIF", icc_profile=profile() + b"SECRET-ICC"),
    gif_comment=lambda: small("GIF", comment=b"SECRET-COM"),
)

LOOP = crafted.entry(0x8769, 4, 1, 8) + crafted.entry(0x8825, 4, 1, 8)
BAD_METADATA = accepted(
    exif_rubbish=lambda: small(exif=b"Exif\0\0rubbish"),
    exif_beyond_its_end=lambda: small(
        exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 200
    ),
    exif_loop=lambda: small(exif=crafted.exif_block(LOOP)),
    exif_divided_by_zero=lambda: small(
        exif=crafted.exif_block(crafted.entry(0x011A, 5, 1, 8))
    ),
    exif_orientation_as_text=lambda: small(
        exif=crafted.exif_block(crafted.entry(0x0112, 2, 4, 0x00363636))
    ),
    profile_rubbish=lambda: small(icc_profile=b"rubbish" * 50),
    profile_lab=lambda: small(icc_profile=profile("LAB")),
    profile_of_six_megabytes=lambda: small(icc_profile=profile() + bytes(6_000_000)),
    profile_for_grey=lambda: small("PNG", icc_profile=b"\0" * 200),
    xmp_rubbish=lambda: small(xmp=b"<x:xmpmeta><!ENTITY a 'b'>&a;" * 20),
)


def thousand_frames() -> bytes:
    frames = [Image.new("P", SIZE, number % 255) for number in range(1000)]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])


def sixteen_bits() -> bytes:
    grey = scene(*SIZE).convert("L")
    wide = Image.new("I;16", grey.size)
    wide.putdata([value * 257 for value in grey.get_flattened_data()])
    return encoded(wide, "PNG")


def sixteen_bits_each() -> bytes:
    """Return an RGB PNG of 16 bits a colour; Pillow cannot write one itself."""
    rows = scene(*SIZE).tobytes()
    width = SIZE[0] * 3
    lines = (rows[at : at + width] for at in range(0, len(rows), width))
    wide = b"".join(b"\0" + bytes(b for v in line for b in (v, v)) for line in lines)
    return crafted.png(*SIZE, zlib.compress(wide), bits=16)


def transparent_palette() -> bytes:
    image = scene(*SIZE).quantize(16)
    return encoded(image, "PNG", transparency=image.getpixel((300, 220)))


UNUSUAL = accepted(
    progressive=lambda: small(progressive=True),
    cmyk=lambda: encoded(scene(*SIZE).convert("CMYK")),
    colours_not_halved=lambda: small(subsampling="4:4:4"),
    restart_markers=lambda: small(restart_marker_rows=1),
    two_photos_in_one=lambda: animated("MPO"),
    sixteen_bits_each=sixteen_bits_each,
    palette=lambda: encoded(scene(*SIZE).quantize(64), "PNG"),
    transparent_palette=transparent_palette,
    transparent_colour=lambda: small("PNG", transparency=(30, 60, 200)),
    rgba=lambda: encoded(with_alpha("RGB"), "PNG"),
    rgba_webp=lambda: encoded(with_alpha("RGB"), "WEBP", lossless=True),
    rgba_avif=lambda: encoded(with_alpha("RGB"), "AVIF"),
    gif=lambda: plain("GIF"),
    animated_gif=lambda: animated("GIF"),
    animated_webp=lambda: animated("WEBP"),
    animated_png=lambda: animated("PNG"),
    animated_avif=lambda: animated("AVIF"),
    no_end_marker=lambda: plain()[:-2],
) | odd(
    grey=lambda: encoded(scene(*SIZE).convert("L")),
    grey_sixteen_bits=sixteen_bits,
    one_bit=lambda: encoded(scene(*SIZE).convert("1"), "PNG"),
    two_bits=lambda: encoded(scene(*SIZE).quantize(4), "PNG", bits=2),
    grey_with_alpha=lambda: encoded(with_alpha("L"), "PNG"),
    thousand_frames=thousand_frames,
    blank_12_megapixels=lambda: encoded(
        Image.new("RGB", (4000, 3000), "white"), quality=30, optimize=True
    ),
    blank_progressive=lambda: encoded(
        Image.new("L", (4000, 3000)), quality=30, progressive=True
    ),
)


WELCOME = ORIENTATIONS | SECRETS | BAD_METADATA | UNUSUAL
