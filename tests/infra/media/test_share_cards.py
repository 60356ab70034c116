"""Share cards: small, bare, in our letters – and right without any font, too."""

from io import BytesIO

import pytest
from PIL import Image

from marketplace.infra import media
from marketplace.infra.media import share_cards
from marketplace.infra.media.share_cards import CardWords, card

WORDS = CardWords("Кызыл шырдак, кой жүнү", "1 500 сом", ("Ак кийиз", "Ош"), "seed")
HERE = share_cards.found()
with_font = pytest.mark.skipif(not HERE, reason="no font with our letters here")


def webp(image: Image.Image, **more) -> bytes:
    """Return a rendition as the storage has it."""
    out = BytesIO()
    image.save(out, "WEBP", quality=80, **more)
    return out.getvalue()


def noise(size=(720, 720)) -> Image.Image:
    """Return what compresses worst."""
    return Image.effect_noise(size, 120).convert("RGB")


@pytest.mark.parametrize("size", [(720, 720), (720, 300), (540, 1600), (200, 200)])
def test_a_card_is_a_jpeg_of_its_size_and_at_most_60_kb(size) -> None:
    data = card(WORDS, webp(noise(size)))
    image = Image.open(BytesIO(data))
    assert (image.format, image.size) == ("JPEG", (1200, 630))
    assert len(data) <= 60_000


def test_nothing_of_the_photo_but_its_pixels_is_in_it() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Zqcanary"
    exif.get_ifd(0x8825)[1] = "N"
    photo = webp(Image.new("RGB", (720, 720), "#336699"), exif=exif, xmp=b"<Zqcanary/>")
    data = card(WORDS, photo)
    image = Image.open(BytesIO(data))
    assert dict(image.getexif()) == {}
    assert "icc_profile" not in image.info
    assert b"Zqcanary" not in data
    assert image.getpixel((100, 100))[2] > 140, "her blue is there"


@with_font
def test_other_words_look_otherwise_and_the_same_are_the_same() -> None:
    assert card(WORDS, None) == card(WORDS, None)
    other = CardWords("Көк шырдак", WORDS.price, WORDS.lines, WORDS.seed)
    assert card(other, None) != card(WORDS, None)


@with_font
@pytest.mark.parametrize(
    "title", ["Ө" * 300, "сөз " * 200, "", " ", "А\u0301\u200d🧶", "x"]
)
def test_any_title_stays_on_its_side(title) -> None:
    size, lines = share_cards._title(HERE, title, 500)
    font = share_cards._sized(HERE, size)
    assert len(lines) <= share_cards._LINES
    assert all(font.getlength(line) <= 500 for line in lines)
    assert card(CardWords(title, "1 сом", ("Ы" * 200,)), None)


def test_without_a_font_the_picture_takes_the_whole_width(monkeypatch) -> None:
    monkeypatch.setattr(share_cards, "found", lambda _font: "")
    photo = webp(Image.new("RGB", (720, 720), "#336699"))
    image = Image.open(BytesIO(card(WORDS, photo)))
    assert image.size == (1200, 630)
    for x in (20, 1180):
        assert image.getpixel((x, 200))[2] > 140


def test_a_font_without_our_letters_is_passed_over(tmp_path) -> None:
    from PIL import ImageFont

    built_in = ImageFont.load_default(24)
    assert not share_cards._has_ours(built_in), "Pillow's own has no Cyrillic"
    nothing = tmp_path / "no.ttf"
    nothing.write_bytes(b"no font")
    share_cards.found.cache_clear()
    assert share_cards.found(str(nothing)) == HERE


def test_a_damaged_photo_leaves_our_cloth() -> None:
    assert card(WORDS, b"RIFF") == card(WORDS, None)


def test_it_is_drawn_in_the_isolated_process() -> None:
    said = {"title": "Шырдак", "price": "", "lines": ("Ош",), "seed": "q"}
    data = media.share_card(said, None, "")
    assert data == card(CardWords("Шырдак", "", ("Ош",), "q"), None)
