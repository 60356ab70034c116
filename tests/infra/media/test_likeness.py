"""Pictures that look alike have hashes that are near."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageOps

from marketplace.infra.media import images
from marketplace.infra.media.likeness import dhash, mirrored
from tests.infra.media import samples


def distance(one: str, other: str) -> int:
    """Return how many of the 64 bits of two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


@pytest.fixture(scope="module")
def scene() -> Image.Image:
    """Return a picture with something at every place."""
    return Image.effect_noise((9, 8), 90).convert("RGB").resize((640, 480))


def saved_anew(image: Image.Image) -> Image.Image:
    out = BytesIO()
    image.save(out, "JPEG", quality=30)
    return Image.open(out)


ALIKE = {
    "half its size": lambda image: image.resize((320, 240)),
    "saved anew": saved_anew,
    "brighter": lambda image: image.point(lambda value: min(255, value + 10)),
}


@pytest.mark.parametrize("how", ALIKE)
def test_a_copy_is_near_its_original(scene, how) -> None:
    assert distance(dhash(scene), dhash(ALIKE[how](scene))) <= 6


def test_another_picture_is_far(scene) -> None:
    other = Image.effect_noise((9, 8), 90).convert("RGB").resize((640, 480))
    assert distance(dhash(scene), dhash(other)) > 12


def test_a_copy_in_the_mirror_is_found_by_the_mirrored_hash(scene) -> None:
    assert distance(mirrored(scene), dhash(ImageOps.mirror(scene))) <= 2
    assert distance(dhash(scene), dhash(ImageOps.mirror(scene))) > 12


def test_the_pipeline_says_both() -> None:
    picture = images.card_set(samples.jpeg(640, 480))
    assert (len(picture.likeness), len(picture.mirrored)) == (16, 16)
    assert picture.likeness != picture.mirrored
