"""The drawn demo photos and avatars."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
from PIL import Image

from marketplace.infra.media import images
from marketplace.infra.media.ornament import KINDS, avatar_svg, demo_photo


def test_every_promised_kind_can_be_drawn() -> None:
    wanted = {"rug", "cushion", "bag", "scarf", "slippers", "toy", "service"}
    assert wanted <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_draws_the_same_photo(kind: str) -> None:
    first = demo_photo(kind, 3, 320)
    assert first == demo_photo(kind, 3, 320)
    assert first != demo_photo(kind, 4, 320)
    assert Image.open(BytesIO(first)).size == (320, 320)


def test_a_drawn_photo_passes_as_a_photo() -> None:
    picture = images.card_set(demo_photo("rug", 1, 400))
    assert (picture.width, picture.height) == (400, 400)


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        demo_photo("spaceship", 1, 320)


@pytest.mark.parametrize("seed", ["", "Айгүл", "a" * 500, *map(str, range(20))])
def test_an_avatar_is_small_well_formed_and_free_of_styles(seed: str) -> None:
    drawing = avatar_svg(seed)
    assert len(drawing.encode()) <= 6_000
    assert ET.fromstring(drawing).tag == "{http://www.w3.org/2000/svg}svg"
    assert not re.search(r"style|script|\bid=|href", drawing)
    assert drawing == avatar_svg(seed)


def test_shops_get_different_avatars() -> None:
    assert len({avatar_svg(str(seed)) for seed in range(50)}) > 35
