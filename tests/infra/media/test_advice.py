"""Photos of things, good ones and such as phones make in a dark room."""

from io import BytesIO

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from marketplace.infra.media import images
from marketplace.infra.media.advice import advice
from marketplace.infra.media.ornament import KINDS, demo_photo


def grainy(image: Image.Image) -> Image.Image:
    """Return what a sensor makes of it: grain, as sharp as can be."""
    grain = Image.effect_noise(image.size, 60).convert("RGB")
    return Image.blend(image, grain, 0.06)


@pytest.fixture(params=KINDS)
def thing(request) -> Image.Image:
    drawn = demo_photo(request.param, 3, 1200, None)
    return Image.open(BytesIO(drawn)).convert("RGB")


def test_a_good_photo_is_left_in_peace(thing) -> None:
    assert advice(thing) == advice(grainy(thing)) == ()


def test_a_shaken_one_is_not_sharp_however_grainy(thing) -> None:
    shaken = thing.filter(ImageFilter.GaussianBlur(8))
    assert advice(shaken) == advice(grainy(shaken)) == ("soft",)


def test_one_of_a_dark_room_is_dark_and_nothing_else(thing) -> None:
    assert advice(ImageEnhance.Brightness(thing).enhance(0.2)) == ("dark",)


def test_a_black_thing_by_a_window_is_not_dark() -> None:
    by_window = Image.new("RGB", (1200, 900), "#e8e4dc")
    by_window.paste(Image.effect_noise((900, 900), 90).convert("RGB"), (150, 0))
    black = Image.new("RGB", (700, 700), "#1a1614")
    by_window.paste(black, (250, 100))
    assert advice(by_window) == ()


def test_a_copy_from_a_messenger_is_small(thing) -> None:
    assert advice(thing.resize((640, 640))) == ("small",)


def test_the_pipeline_tells_it() -> None:
    assert images.card_set(demo_photo("rug", 3, 640, None)).advice == ("small",)
