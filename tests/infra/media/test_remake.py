"""From one recipe to the next, by way of the master."""

from __future__ import annotations

import pytest

from marketplace.infra.media import (
    MemoryStorage,
    NoSuchFile,
    StoredPicture,
    file_key,
    images,
    key_for,
    master_key,
    publish,
    remade,
    withdraw,
)
from tests.infra.media import samples


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage()


@pytest.fixture
def old(storage: MemoryStorage) -> StoredPicture:
    return publish(storage, images.card_set(samples.jpeg(800, 600)))


@pytest.fixture
def new(
    storage: MemoryStorage, old: StoredPicture, monkeypatch: pytest.MonkeyPatch
) -> StoredPicture:
    monkeypatch.setitem(key_for.__globals__, "RECIPE", 2)
    return remade(storage, old.key)


def test_a_new_recipe_gives_a_whole_set_under_a_new_key(
    storage: MemoryStorage, old: StoredPicture, new: StoredPicture
) -> None:
    assert (new.recipe, new.key != old.key) == (2, True)
    assert [file[:2] for file in new.files] == [
        *((720, "webp"), (720, "jpg"), (540, "webp"), (360, "webp")),
        *((720, "avif"), (540, "avif"), (360, "avif")),
    ]
    for width, ext, size in new.files:
        assert len(storage.get(file_key(new.key, width, ext))) == size
    assert (new.width, new.height, new.colour) == (old.width, old.height, old.colour)


def test_the_master_is_carried_over_byte_by_byte(
    storage: MemoryStorage, old: StoredPicture, new: StoredPicture
) -> None:
    assert storage.get(master_key(new.key)) == storage.get(master_key(old.key))


def test_the_old_set_can_go_later_without_the_new_one(
    storage: MemoryStorage, old: StoredPicture, new: StoredPicture
) -> None:
    assert all(storage.exists(file_key(old.key, w, e)) for w, e, _ in old.files)
    withdraw(storage, old.key, old.files)
    assert all(storage.exists(file_key(new.key, w, e)) for w, e, _ in new.files)
    assert remade(storage, new.key) == new


def test_under_todays_recipe_a_lost_file_comes_back(
    storage: MemoryStorage, old: StoredPicture
) -> None:
    lost = file_key(old.key, 540, "webp")
    storage.delete(lost)
    assert remade(storage, old.key).key == old.key
    assert storage.exists(lost)


def test_without_a_master_there_is_nothing_to_make_it_from(
    storage: MemoryStorage,
) -> None:
    with pytest.raises(NoSuchFile):
        remade(storage, "p/ab/abcdef")
