"""Nasty files, each with the one answer it must get. Made anew, always the same."""

from __future__ import annotations

from importlib.util import find_spec

from tests.infra.media import crafted
from tests.infra.media.cases import (
    XMP,
    Case,
    accepted,
    animated,
    half,
    leaky,
    plain,
    refused,
    small,
    too_large,
    with_alpha,
)
from tests.infra.media.samples import encoded, exif
from tests.infra.media.unwelcome import UNWELCOME
from tests.infra.media.welcome import WELCOME

HEIC = find_spec("pillow_heif") is not None


def heic() -> dict[str, Case]:
    """Return the HEIC files, where the extra that reads and writes them is there."""
    if not HEIC:
        return {}
    turns = {
        f"heic_orientation_{number}": Case(
            lambda number=number: small("HEIF", exif=exif(number))
        )
        for number in (1, 6, 8)
    }
    return (
        turns
        | leaky(heic_exif=lambda: small("HEIF", exif=exif(1, "SECRET"), xmp=XMP))
        | accepted(
            heic=lambda: plain("HEIF"),
            heic_of_many=lambda: animated("HEIF"),
            rgba_heic=lambda: encoded(with_alpha("RGB"), "HEIF"),
        )
        | refused("incomplete", half_a_heic=lambda: half("HEIF"))
        | refused("damaged", empty_heic=lambda: crafted.ftyp(b"heic"))
        | too_large(
            16_000,
            9000,
            heic_claims=lambda: crafted.with_sides(plain("HEIF"), 16_000, 9000),
        )
    )


CASES: dict[str, Case] = WELCOME | UNWELCOME | heic()
