"""Every nasty file gets its one answer from the isolated pipeline, and nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest

from marketplace.infra.media import PhotoRefused, avif_set, card_set
from marketplace.infra.media.picture import Picture
from tests.infra.media import samples
from tests.infra.media.bareness import what_is_left
from tests.infra.media.cases import SECRET, SIZE, Case
from tests.infra.media.corpus import CASES

GOOD = {name: case for name, case in CASES.items() if case.code == "ok"}
BAD = {name: case for name, case in CASES.items() if case.code != "ok"}


def made(case: Case, folder: Path) -> Path:
    path = folder / "photo"
    path.write_bytes(case.make())
    return path


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_by_its_name(name: str, tmp_path: Path) -> None:
    case = BAD[name]
    with pytest.raises(PhotoRefused) as caught:
        card_set(made(case, tmp_path))
    assert (caught.value.code, caught.value.facts) == (case.code, case.facts)
    assert caught.value.status == (413 if case.code == "photo_too_many_bytes" else 422)


@pytest.mark.parametrize("name", GOOD)
def test_an_odd_photo_comes_out_as_it_shows_itself_and_bare(
    name: str, tmp_path: Path
) -> None:
    case = GOOD[name]
    path = made(case, tmp_path)
    assert (SECRET in path.read_bytes()) == case.secret
    picture = card_set(path)
    for data in files_of(picture):
        assert samples.opened(data).mode == "RGB"
        assert what_is_left(data) == []
    if case.upright:
        assert (picture.width, picture.height) == SIZE
        assert samples.is_upright(samples.opened(picture.master))


def files_of(picture: Picture) -> list[bytes]:
    files = (*picture.renditions, *avif_set(picture.master))
    return [picture.master, picture.placeholder, *(file.data for file in files)]


def test_what_is_left_is_found_where_it_is() -> None:
    image = samples.scene(*SIZE)
    full = {"exif": samples.exif(6, "SECRET"), "icc_profile": samples.profile()}
    for kind in ("JPEG", "WEBP", "AVIF"):
        assert what_is_left(samples.encoded(image, kind)) == []
        for name, value in full.items():
            assert what_is_left(samples.encoded(image, kind, **{name: value}))
    assert what_is_left(samples.encoded(image) + b"tail")
    assert what_is_left(samples.encoded(image, comment=b"words"))


def test_the_corpus_is_the_same_each_time() -> None:
    assert len(CASES) >= 77
    for name in ("JPEG_orientation_6", "thumbnail", "half_a_webp", "garbage"):
        assert CASES[name].make() == CASES[name].make()
