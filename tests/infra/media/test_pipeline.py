"""What comes out: upright, sRGB, without metadata, in the widths we serve."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from marketplace.infra.media import images
from marketplace.infra.media.picture import Picture, Rendition
from tests.infra.media import samples


@pytest.fixture(scope="module")
def from_phone() -> Picture:
    return images.card_set(samples.phone_photo())


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def is_upright(image: Image.Image) -> bool:
    corners = [samples.reddish(image, x, y) for y in (0.08, 0.92) for x in (0.08, 0.92)]
    return corners == [True, False, False, False]


def test_a_phone_photo_comes_out_upright_in_every_file(from_phone: Picture) -> None:
    assert (from_phone.width, from_phone.height) == (1512, 2016)
    for data in [from_phone.master, *(r.data for r in from_phone.renditions)]:
        image = opened(data)
        assert image.height > image.width
        assert is_upright(image)


def test_no_metadata_survives(from_phone: Picture) -> None:
    files = [from_phone.master, from_phone.placeholder]
    files += [r.data for r in from_phone.renditions]
    small = images.card_set(images.avif_set(from_phone.master)[-1].data)
    files += [r.data for r in images.avif_set(small.master)]
    for data in files:
        assert not [secret for secret in samples.SECRETS if secret in data]
        image = opened(data)
        assert not set(image.info) & {"icc_profile", "exif", "xmp", "comment"}
        assert not image.getexif()


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


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_all_orientations_come_out_upright(orientation: int, kind: str) -> None:
    image = samples.stored(samples.scene(320, 240), orientation)
    data = samples.encoded(image, kind, exif=samples.exif(orientation))
    picture = images.card_set(data)
    assert (picture.width, picture.height) == (320, 240)
    assert is_upright(opened(picture.master))


def test_an_orientation_that_makes_no_sense_is_ignored() -> None:
    picture = images.card_set(samples.jpeg(320, 240, exif=samples.exif(77)))
    assert is_upright(opened(picture.master))


def with_alpha(mode: str) -> Image.Image:
    image = samples.scene(320, 240).convert(mode)
    image.putalpha(255)
    image.paste(0, (200, 150, 320, 240))
    return image


def palette_with_transparency() -> bytes:
    image = samples.scene(320, 240).quantize(16)
    return samples.encoded(image, "PNG", transparency=image.getpixel((10, 10)))


def sixteen_bits() -> bytes:
    grey = samples.scene(320, 240).convert("L")
    wide = Image.new("I;16", grey.size)
    wide.putdata([value * 257 for value in grey.get_flattened_data()])
    return samples.encoded(wide, "PNG")


UNUSUAL = {
    "cmyk": lambda: samples.encoded(samples.scene(320, 240).convert("CMYK")),
    "grey": lambda: samples.encoded(samples.scene(320, 240).convert("L")),
    "sixteen bits": sixteen_bits,
    "palette": lambda: samples.encoded(samples.scene(320, 240).quantize(64), "PNG"),
    "palette with transparency": palette_with_transparency,
    "one bit": lambda: samples.encoded(samples.scene(320, 240).convert("1"), "PNG"),
    "rgba": lambda: samples.encoded(with_alpha("RGB"), "PNG"),
    "grey with alpha": lambda: samples.encoded(with_alpha("L"), "PNG"),
    "progressive": lambda: samples.jpeg(320, 240, progressive=True),
    "gif": lambda: samples.encoded(samples.scene(320, 240), "GIF"),
    "animated": lambda: samples.encoded(
        samples.scene(320, 240),
        "WEBP",
        save_all=True,
        append_images=[Image.new("RGB", (320, 240))],
    ),
    "two photos in one file": lambda: samples.encoded(
        samples.scene(320, 240),
        "MPO",
        save_all=True,
        append_images=[samples.scene(320, 240)],
    ),
    "no end marker": lambda: samples.jpeg(320, 240)[:-2],
    "trailing bytes": lambda: samples.jpeg(320, 240) + b"PK\x03\x04 and more",
    "rubbish for a profile": lambda: samples.jpeg(320, 240, icc_profile=b"rubbish"),
    "rubbish for EXIF": lambda: samples.jpeg(320, 240, exif=b"Exif\0\0rubbish"),
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_photos_are_accepted(name: str) -> None:
    picture = images.card_set(UNUSUAL[name]())
    master = opened(picture.master)
    assert (master.mode, master.size) == ("RGB", (320, 240))


def test_sixteen_bits_keep_their_greys() -> None:
    master = opened(images.card_set(sixteen_bits()).master).convert("L")
    expected = samples.scene(320, 240).convert("L").getpixel((300, 20))
    assert abs(master.getpixel((300, 20)) - expected) < 20


def test_transparent_parts_become_white() -> None:
    master = opened(images.card_set(samples.encoded(with_alpha("RGB"), "PNG")).master)
    assert min(master.getpixel((290, 220))) > 245


def test_colours_of_another_profile_are_converted() -> None:
    lab = ImageCms.createProfile("LAB")
    odd = samples.jpeg(320, 240, icc_profile=ImageCms.ImageCmsProfile(lab).tobytes())
    assert is_upright(opened(images.card_set(odd).master))


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
