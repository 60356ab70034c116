"""What is refused, each with its own code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from marketplace.infra.media import PhotoRefused, card_set, images
from tests.infra.media import samples


def refused(data: bytes) -> PhotoRefused:
    with pytest.raises(PhotoRefused) as caught:
        images.card_set(data)
    return caught.value


def damaged_png() -> bytes:
    data = bytearray(samples.encoded(samples.scene(320, 240), "PNG"))
    data[len(data) // 2] ^= 0x10
    return bytes(data)


def half(kind: str) -> bytes:
    data = samples.encoded(samples.scene(640, 480), kind)
    return data[: len(data) // 2]


CASES: dict[str, tuple[Callable[[], bytes], str, dict[str, object]]] = {
    "empty": (lambda: b"", "empty", {}),
    "pdf": (lambda: b"%PDF-1.7\n" + b"x" * 99, "not_a_photo", {"kind": "pdf"}),
    "svg": (
        lambda: b"<?xml version='1.0'?><svg onload='x()'/>",
        "not_a_photo",
        {"kind": "svg"},
    ),
    "html": (lambda: b"<!DOCTYPE html><p>", "not_a_photo", {"kind": "html"}),
    "tiff": (lambda: b"II*\0" + b"\0" * 99, "not_a_photo", {"kind": "tiff"}),
    "zip": (lambda: b"PK\x03\x04" + b"\0" * 99, "not_a_photo", {"kind": "zip"}),
    "garbage": (lambda: Random(3).randbytes(5000), "not_a_photo", {"kind": ""}),
    "film": (lambda: samples.ftyp(b"isom"), "is_video", {}),
    "quicktime": (lambda: samples.ftyp(b"qt  "), "is_video", {}),
    "matroska": (lambda: b"\x1a\x45\xdf\xa3" + b"\0" * 99, "is_video", {}),
    "bomb": (
        lambda: samples.png_claiming(30_000, 30_000),
        "too_many_pixels",
        {"width": 30_000, "height": 30_000},
    ),
    "progressive and large": (
        lambda: samples.png_claiming(9_000, 9_000),
        "too_many_pixels",
        {"width": 9_000, "height": 9_000},
    ),
    "tiny": (
        lambda: samples.jpeg(199, 300),
        "too_small",
        {"width": 199, "height": 300},
    ),
    "strip": (
        lambda: samples.jpeg(1401, 200),
        "too_narrow",
        {"width": 1401, "height": 200},
    ),
    "half a jpeg": (lambda: half("JPEG"), "incomplete", {}),
    "a jpeg without its last bytes": (
        lambda: samples.jpeg(640, 480)[:-100],
        "incomplete",
        {},
    ),
    "half a progressive jpeg": (
        lambda: samples.jpeg(640, 480, progressive=True)[:-900],
        "incomplete",
        {},
    ),
    "half a png": (lambda: half("PNG"), "incomplete", {}),
    "half a webp": (lambda: half("WEBP"), "incomplete", {}),
    "half a gif": (lambda: half("GIF"), "incomplete", {}),
    "lying header": (lambda: samples.jpeg_claiming(6000), "damaged", {}),
    "flipped bit": (damaged_png, "damaged", {}),
    "only a signature": (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 900, "damaged", {}),
}


@pytest.mark.parametrize("name", CASES)
def test_each_bad_file_has_its_own_code(name: str) -> None:
    make, code, facts = CASES[name]
    refusal = refused(make())
    assert (refusal.code, refusal.facts) == ("photo_" + code, facts)
    assert refusal.status == 422


def test_heic_is_named_where_it_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.infra.media.header.find_spec", lambda _name: None)
    assert refused(samples.ftyp(b"heic")).code == "photo_heic"


def test_forty_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    source = tmp_path / "upload"
    with source.open("wb") as file:
        file.truncate(40 * 1024 * 1024)
    with pytest.raises(PhotoRefused) as caught:
        card_set(source)
    assert caught.value.code == "photo_too_many_bytes"
    assert caught.value.facts == {"mb": 40, "limit_mb": 30}
    assert caught.value.status == 413


def test_a_blank_photo_is_not_taken_for_a_lying_header() -> None:
    blank = Image.new("L", (4032, 3024), 128).convert("RGB")
    assert images.card_set(samples.encoded(blank, quality=60)).width == 2016


def test_no_memory_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(images, "normalised", exhausted)
    assert refused(samples.jpeg(320, 240)).code == "photo_timeout"


def mutated(data: bytes, chance: Random) -> bytes:
    """Return the file with bytes changed, cut out, doubled or its end lost."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(out))
        move = chance.randrange(4)
        if move == 0:
            out[at] = chance.randrange(256)
        elif move == 1:
            del out[at : at + chance.randrange(1, 40)]
        elif move == 2:
            out[at:at] = out[at : at + chance.randrange(1, 40)]
        else:
            out[at : at + 4] = chance.choice([b"\0\0\0\0", b"\xff\xff\xff\xff"])
    return bytes(out[: chance.choice([len(out), len(out), at + 1])])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_no_mutation_escapes_as_another_error(kind: str) -> None:
    chance = Random(f"fuzz {kind}")
    seed = samples.encoded(samples.scene(220, 210), kind, exif=samples.exif(6, "x"))
    outcomes = set()
    for _ in range(60):
        try:
            images.card_set(mutated(seed, chance))
        except PhotoRefused as refusal:
            outcomes.add(refusal.code)
    assert outcomes
