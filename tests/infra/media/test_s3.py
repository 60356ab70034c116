"""What only a storage elsewhere can do: be away, hold headers, be served through us."""

from __future__ import annotations

from dataclasses import replace

import pytest
from urllib3 import request

from marketplace.config import Settings
from marketplace.infra import adapters
from marketplace.infra.media import NoSuchFile, file_key, images, publish
from marketplace.infra.media.s3 import Bucket, S3Storage, StorageAway
from tests.infra.media import samples


def test_objects_say_what_they_are_and_may_be_kept_for_good(bucket: Bucket) -> None:
    storage = S3Storage(bucket)
    for key in ("a/b.webp", "a/b.avif", "a/b.jpg", "a/b"):
        storage.put(key, b"x")
        attributes = storage._store.get(key).attributes
        ext = key.partition(".")[2].replace("jpg", "jpeg")
        expected = f"image/{ext}" if ext else "application/octet-stream"
        assert attributes["Content-Type"] == expected
        assert "immutable" in attributes["Cache-Control"]


def test_two_folders_of_a_bucket_do_not_see_each_other(bucket: Bucket) -> None:
    one, other = (
        S3Storage(replace(bucket, prefix=f"{bucket.prefix}{n}")) for n in "ab"
    )
    one.put("a/b", b"x")
    assert not other.exists("a/b")
    assert list(other.walk()) == []


def test_what_was_not_stored_by_us_is_not_walked(bucket: Bucket) -> None:
    stranger = f"{bucket.endpoint}/photos/{bucket.prefix}/Not%20a%20key"
    assert request("PUT", stranger, body=b"x").status == 200
    assert list(S3Storage(bucket).walk()) == []


@pytest.mark.parametrize("use", ["get", "exists", "delete", "put", "walk"])
def test_a_service_that_does_not_answer_is_away(bucket: Bucket, use: str) -> None:
    storage = S3Storage(replace(bucket, endpoint="http://127.0.0.1:1"))
    uses = {
        "get": lambda: storage.get("a/b"),
        "exists": lambda: storage.exists("a/b"),
        "delete": lambda: storage.delete("a/b"),
        "put": lambda: storage.put("a/b", b"x"),
        "walk": lambda: list(storage.walk()),
    }
    with pytest.raises(StorageAway) as caught:
        uses[use]()
    assert (caught.value.status, caught.value.code) == (503, "media_away")


def test_a_bucket_that_is_not_there_holds_nothing(bucket: Bucket) -> None:
    storage = S3Storage(replace(bucket, name="elsewhere"))
    with pytest.raises(NoSuchFile):
        storage.get("a/b")
    with pytest.raises(StorageAway):
        storage.put("a/b", b"x")


def test_the_setting_chooses_the_bucket(bucket: Bucket) -> None:
    settings = Settings(
        secret_key="x" * 40,
        testing=True,
        storage=f"s3://{bucket.name}/{bucket.prefix}",
        s3_endpoint=bucket.endpoint,
        s3_key=bucket.key,
        s3_secret=bucket.secret,
    )
    storage = adapters.build(settings).storage
    storage.put("a/b", b"x")
    assert S3Storage(bucket).get("a/b") == b"x"


def test_a_picture_in_a_bucket_is_served_by_us(app, client, bucket: Bucket) -> None:
    from marketplace.catalog.services import photos
    from tests import people

    doors = adapters.adapters()
    doors.storage = S3Storage(bucket)
    stored = publish(doors.storage, images.card_set(samples.jpeg(400, 300)))
    photo = photos.remember(people.seller().shop_id, stored)
    people.on_sale(photo_ids=[photo.id])
    key = file_key(stored.key, 360, "webp")
    answer = client.get(f"/media/{key}")
    assert answer.data == doors.storage.get(key)
    assert answer.mimetype == "image/webp"
    assert client.get(f"/media/{stored.key}/1.webp").status_code == 404


def test_pages_of_a_bucket_out_of_reach_say_so(app, client, bucket: Bucket) -> None:
    from marketplace.catalog.services import photos
    from tests import people

    shown = replace(people.PICTURE, key="p/bb/shown")
    photo = photos.remember(people.seller().shop_id, shown)
    people.on_sale(photo_ids=[photo.id])
    away = replace(bucket, endpoint="http://127.0.0.1:1")
    adapters.adapters().storage = S3Storage(away)
    answer = client.get("/media/p/bb/shown/360.webp")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
