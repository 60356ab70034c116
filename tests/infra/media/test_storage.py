"""The contract of every storage, and how pictures are published on it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from marketplace.infra.media import (
    LocalStorage,
    MemoryStorage,
    NoSuchFile,
    Picture,
    Rendition,
    Storage,
    UnsafeKey,
    file_key,
    key_for,
    master_key,
    publish,
    publish_avif,
    withdraw,
)


@pytest.fixture(params=["local", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    return LocalStorage(tmp_path / "m") if request.param == "local" else MemoryStorage()


def test_what_was_put_can_be_got(storage: Storage) -> None:
    assert storage.put("p/ab/cd/360.webp", b"bytes")
    assert storage.exists("p/ab/cd/360.webp")
    assert storage.get("p/ab/cd/360.webp") == b"bytes"


def test_a_taken_key_keeps_its_first_bytes(storage: Storage) -> None:
    storage.put("a/b", b"first")
    assert not storage.put("a/b", b"second")
    assert storage.get("a/b") == b"first"


def test_of_many_writers_exactly_one_wins(storage: Storage) -> None:
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda n: storage.put("a/b", b"%d" % n * 1000), range(16)))
    assert sum(won) == 1
    assert storage.get("a/b") == b"%d" % won.index(True) * 1000


def test_a_missing_file_is_not_found(storage: Storage) -> None:
    storage.put("a/b", b"x")
    for key in ("a/c", "a", "a/b/c"):
        assert not storage.exists(key)
        with pytest.raises(NoSuchFile) as caught:
            storage.get(key)
        assert caught.value.status == 404


def test_deleting_twice_is_no_error(storage: Storage) -> None:
    storage.put("a/b", b"x")
    storage.delete("a/b")
    storage.delete("a/b")
    assert not storage.exists("a/b")


@pytest.mark.parametrize(
    "key",
    [
        *("", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a/.hidden"),
        *("a\\b", "a\0b", "A/B", "a b", "a/b.tar.gz", "~", "é", "a\n", "x" * 201),
    ],
)
def test_a_key_that_might_lead_outside_is_refused(storage: Storage, key: str) -> None:
    for use in (storage.get, storage.exists, storage.delete):
        with pytest.raises(UnsafeKey):
            use(key)
    with pytest.raises(UnsafeKey):
        storage.put(key, b"x")


def test_local_files_are_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path)
    storage.put("a/b.jpg", b"x" * 100_000)
    storage.put("a/b.jpg", b"y")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["b.jpg"]
    assert storage.path("a/b.jpg").stat().st_mode & 0o777 == 0o644


def picture(master: bytes = b"master") -> Picture:
    files = (Rendition(360, 270, "webp", b"small"), Rendition(360, 270, "jpg", b"jpeg"))
    return Picture(master, 400, 300, "#aabbcc", b"tiny", files)


def test_the_key_comes_from_the_content_and_the_recipe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = key_for(b"master")
    assert key == key_for(b"master") == "p/b0/b07f3fc75999732d068489fad851944e"
    assert key != key_for(b"another")
    monkeypatch.setitem(key_for.__globals__, "RECIPE", 2)
    assert key != key_for(b"master")


def test_publishing_stores_every_file_and_keeps_the_master_apart(
    storage: Storage,
) -> None:
    stored = publish(storage, picture())
    assert stored.files == ((360, "webp", 5), (360, "jpg", 4))
    assert storage.get(file_key(stored.key, 360, "webp")) == b"small"
    assert storage.get(master_key(stored.key)) == b"master"
    assert master_key(stored.key).startswith("m/")
    assert (stored.width, stored.height, stored.colour) == (400, 300, "#aabbcc")


def test_publishing_twice_changes_nothing(storage: Storage) -> None:
    assert publish(storage, picture()) == publish(storage, picture())


def test_avif_is_added_beside_the_rest(storage: Storage) -> None:
    stored = publish(storage, picture())
    added = publish_avif(storage, stored.key, [Rendition(360, 270, "avif", b"best")])
    assert added == ((360, "avif", 4),)
    assert storage.get(file_key(stored.key, 360, "avif")) == b"best"


def test_a_withdrawn_picture_leaves_nothing(storage: Storage) -> None:
    stored = publish(storage, picture())
    other = publish(storage, replace(picture(), master=b"other"))
    for _ in range(2):
        withdraw(storage, stored.key, stored.files)
    assert not storage.exists(file_key(stored.key, 360, "webp"))
    assert not storage.exists(master_key(stored.key))
    assert storage.exists(file_key(other.key, 360, "webp"))
