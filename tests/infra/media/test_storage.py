"""The contract of every storage, and how pictures are published on it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from marketplace import clock
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
from marketplace.infra.media.s3 import Bucket, S3Storage


@pytest.fixture(params=["local", "memory", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "s3":
        bucket: Bucket = request.getfixturevalue("bucket")
        return S3Storage(bucket)
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


def test_walking_names_every_key_and_when_it_was_stored(storage: Storage) -> None:
    assert list(storage.walk()) == []
    before = clock.now() - timedelta(seconds=2)  # S3 counts whole seconds
    for key in ("p/ab/cd/360.webp", "m/cd.jpg"):
        storage.put(key, b"x")
    found = dict(storage.walk())
    assert set(found) == {"p/ab/cd/360.webp", "m/cd.jpg"}
    assert all(before < at <= clock.now() for at in found.values())
    storage.delete("m/cd.jpg")
    assert [key for key, _ in storage.walk()] == ["p/ab/cd/360.webp"]


def test_what_is_walked_can_be_deleted_on_the_way(storage: Storage) -> None:
    for number in range(5):
        storage.put(f"p/{number}.webp", b"x")
    for key, _ in storage.walk():
        storage.delete(key)
    assert list(storage.walk()) == []


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


def test_walking_a_folder_skips_what_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / ".part-x").write_bytes(b"half")
    (tmp_path / "Read me.txt").write_bytes(b"somebody's")
    assert list(LocalStorage(tmp_path).walk()) == []


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
