"""What comes out: upright, sRGB, without metadata, in the widths we serve."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageStat

from marketplace.infra.media import images
from marketplace.infra.media.picture import Picture, Rendition
from marketplace.infra.media.pixels import normalised, shrunk
from tests.infra.media import samples
from tests.infra.media.bareness import what_is_left
from tests.infra.media.corpus import CASES
from tests.infra.media.samples import is_upright, opened


@pytest.fixture(scope="module")
def from_phone() -> Picture:
    return images.card_set(samples.phone_photo())


def test_a_phone_photo_comes_out_upright_in_every_file(from_phone: Picture) -> None:
    assert (from_phone.width, from_phone.height) == (1512, 2016)
    for data in [from_phone.master, *(r.data for r in from_phone.renditions)]:
        image = opened(data)
        assert image.height > image.width
        assert is_upright(image)


def test_no_metadata_survives(from_phone: Picture) -> None:
    files = [*from_phone.renditions, *images.avif_set(from_phone.master)]
    for data in (from_phone.master, from_phone.placeholder, *(f.data for f in files)):
        assert what_is_left(data) == []


def test_the_planted_secrets_were_really_there() -> None:
    assert all(secret in samples.phone_photo() for secret in samples.SECRETS)


def shape(renditions: tuple[Rendition, ...]) -> list[tuple[str, int]]:
    return [(r.ext, r.width) for r in renditions]


def test_every_width_is_webp_and_one_is_jpeg(from_phone: Picture) -> None:
    assert shape(from_phone.renditions) == [
        ("webp", 1080),
        ("jpg", 1080),
        ("webp", 720),
        ("webp", 540),
        ("webp", 360),
    ]
    fallback = opened(from_phone.renditions[1].data)
    assert fallback.info["progressive"]
    for rendition in from_phone.renditions:
        assert opened(rendition.data).size == (rendition.width, rendition.height)


def test_avif_comes_from_the_master_in_the_same_widths() -> None:
    picture = images.card_set(samples.jpeg(760, 570))
    files = images.avif_set(picture.master)
    assert shape(files) == [("avif", 720), ("avif", 540), ("avif", 360)]
    assert opened(files[0].data).size == (720, 540)


def test_a_wide_photo_fills_every_width() -> None:
    picture = images.card_set(samples.jpeg(2400, 600))
    assert [r.width for r in picture.renditions if r.ext == "webp"] == [
        *(1600, 1080, 720, 540, 360)
    ]
    assert picture.width == 2048


def test_a_small_photo_is_never_enlarged() -> None:
    picture = images.card_set(samples.jpeg(300, 240))
    assert shape(picture.renditions) == [("webp", 300), ("jpg", 300)]


def test_sixteen_bits_keep_their_greys() -> None:
    master = opened(images.card_set(CASES["grey_sixteen_bits"].make()).master).convert(
        "L"
    )
    expected = samples.scene(320, 240).convert("L").getpixel((300, 20))
    assert abs(master.getpixel((300, 20)) - expected) < 20


def test_transparent_parts_become_white() -> None:
    master = opened(images.card_set(CASES["rgba"].make()).master)
    assert min(master.getpixel((290, 220))) > 245


def test_the_colour_is_the_cloth_and_not_the_wall() -> None:
    image = Image.new("RGB", (400, 400), (205, 205, 200))
    image.paste((150, 30, 40), (90, 90, 310, 310))
    colour = images.card_set(samples.encoded(image)).colour
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    assert red > 120
    assert max(green, blue) < 80


def test_the_placeholder_is_a_tiny_webp(from_phone: Picture) -> None:
    assert opened(from_phone.placeholder).size == (16, 21)
    assert len(from_phone.placeholder) < 200


def test_the_same_photo_gives_the_same_bytes() -> None:
    assert images.card_set(samples.jpeg()) == images.card_set(samples.jpeg())


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P", "I;16", "1"])
def test_a_large_picture_shrunk_in_bands_looks_like_one_shrunk_whole(mode: str) -> None:
    size = (1003, 750)
    image = samples.scene(*size).convert("L" if mode == "I;16" else mode).convert(mode)
    whole = normalised(image)
    banded = shrunk(image, (320, 240))
    assert banded.mode == whole.mode
    assert banded.size == ((1003, 750) if mode == "RGB" else (335, 250))
    one, other = (each.resize((100, 75)).convert("L") for each in (whole, banded))
    assert ImageStat.Stat(ImageChops.difference(one, other)).mean[0] < 1
