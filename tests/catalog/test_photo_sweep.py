"""What is left over goes at night; a new recipe reaches the pictures there are."""

import os
import uuid
from importlib import import_module
from io import BytesIO

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Photo
from marketplace.catalog.services import photos
from marketplace.extensions import db
from marketplace.infra.staging import staging
from tests import people
from tests.catalog.test_photos_of_a_form import jpeg
from tests.catalog.uploads import Sender


@pytest.fixture
def shown(app, work) -> Photo:
    """Return a photo of a thing on sale, with its AVIF files."""
    photo = photos.take_in(people.seller().shop_id, BytesIO(jpeg()))
    people.on_sale(photo_ids=[photo.id])
    work()
    return db.session.get_one(Photo, photo.id)


def stored(doors) -> set[str]:
    return {key for key, _ in doors.storage.walk()}


def staged() -> set[str]:
    return {path.name for path, _ in staging().walk()}


@pytest.fixture
def leftovers(as_, doors):
    """Leave an upload that stopped half-way, files no row names, and a loose photo."""
    for path, _ in staging().walk():
        path.unlink()
    aigul = Sender(as_("aigul"))
    aigul.ask("POST", uuid.uuid4(), Upload_Length=1000)
    for key in ("p/ab/abandoned/360.webp", "m/abandoned.jpg", "x/not-a-picture"):
        doors.storage.put(key, b"x")
    loose = photos.take_in(people.seller().shop_id, BytesIO(jpeg(colour="#ffffff")))
    return loose.id


def test_nothing_young_is_swept(leftovers, shown, doors) -> None:
    before = stored(doors)
    assert photos.sweep() == []
    assert (stored(doors), len(staged())) == (before, 1)


def test_what_is_left_over_goes_and_what_is_shown_stays(
    leftovers, shown, doors, travel, work
) -> None:
    travel(days=8)
    said = photos.sweep()
    assert sorted(line.split()[0] for line in said) == [
        "loose",
        "staging",
        "stored",
        "stored",
    ]
    travel(minutes=11)
    work()
    assert staged() == set()
    assert db.session.scalars(select(Photo.id)).all() == [shown.id]
    name = shown.key.rsplit("/", 1)[-1]
    left = {key for key in stored(doors) if name not in key}
    assert left == {"x/not-a-picture"}, "what is not ours is left alone"
    for width, ext, _size in shown.files:
        assert doors.storage.exists(f"{shown.key}/{width}.{ext}")


def test_a_dry_run_says_the_same_and_deletes_nothing(
    leftovers, shown, doors, travel
) -> None:
    travel(days=8)
    before = stored(doors), staged()
    said = photos.sweep(dry_run=True)
    assert (stored(doors), staged()) == before
    assert db.session.get(Photo, leftovers) is not None
    assert photos.sweep() == said


def test_an_upload_that_waits_for_a_worker_is_not_swept(as_, travel, work) -> None:
    answer = Sender(as_("aigul")).post(jpeg())
    name = uuid.UUID(answer.json["id"]).hex
    travel(days=2)
    photos.sweep()
    assert name in staged()
    work()
    assert db.session.scalars(select(Photo.state)).one() == "ready"


def test_the_sweep_runs_by_the_clock(leftovers, work, travel) -> None:
    travel(days=8)
    work()
    assert staged() == set()


def test_photos_of_an_application_are_not_swept(app, doors, travel) -> None:
    doors.storage.put(f"{people.PICTURE.key}/360.webp", b"x")
    travel(days=9)
    assert photos.sweep() == []


def test_a_new_recipe_reaches_old_pictures_and_old_files_stay_a_month(
    shown, doors, work, travel, monkeypatch
) -> None:
    shared = photos.remember(people.seller("farida").shop_id, _as_stored(shown))
    old_key, old_files = shown.key, [list(file) for file in shown.files]
    monkeypatch.setattr("marketplace.infra.media.RECIPE", 2)
    publishing = import_module("marketplace.infra.media.publish")
    monkeypatch.setattr(publishing, "RECIPE", 2)
    travel(hours=1)
    work()
    db.session.expire_all()
    rows = db.session.scalars(select(Photo)).all()
    assert {row.key for row in rows} == {shown.key}, "both rows have switched"
    assert shared.id in {row.id for row in rows}
    assert (shown.key != old_key, shown.recipe) == (True, 2)
    for width, ext, size in shown.files:
        assert len(doors.storage.get(f"{shown.key}/{width}.{ext}")) == size
    assert {ext for _width, ext, _size in shown.files} == {"webp", "jpg", "avif"}

    travel(days=9)
    work()
    assert all(_there(doors, old_key, old_files)), "pages kept elsewhere name them"
    travel(days=22)
    work()
    assert not any(_there(doors, old_key, old_files))
    assert all(_there(doors, shown.key, shown.files))


def _there(doors, key, files) -> list[bool]:
    return [doors.storage.exists(f"{key}/{w}.{ext}") for w, ext, _size in files]


def _as_stored(photo: Photo):
    import dataclasses

    return dataclasses.replace(
        people.PICTURE, key=photo.key, files=tuple(map(tuple, photo.files))
    )


def test_a_picture_without_its_master_is_tried_once_and_seen(
    app, work, monkeypatch
) -> None:
    from marketplace.infra.jobs import Job

    people.on_sale(
        photo_ids=[photos.remember(people.seller().shop_id, people.PICTURE).id]
    )
    monkeypatch.setattr("marketplace.infra.media.RECIPE", 2)
    assert photos.order_remakes() == 1
    work()
    photos.order_remakes()
    jobs = db.session.scalars(select(Job).where(Job.kind == "catalog.remake")).all()
    assert [(job.state, job.attempts) for job in jobs] == [("queued", 1)]
    assert "NoSuchFile" in jobs[0].last_error


def test_a_file_touched_a_moment_ago_is_young(app, as_) -> None:
    aigul, name = Sender(as_("aigul")), uuid.uuid4()
    aigul.ask("POST", name, Upload_Length=1000)
    part = staging().part(people.seller().shop_id, name)
    old = clock.now().timestamp() - 25 * 3600
    os.utime(part.path, (old, old))
    aigul.ask("PATCH", name, b"x" * 10, Upload_Offset=0)
    photos.sweep()
    assert part.path.exists(), "somebody on a slow line still sends it"
    os.utime(part.path, (old, old))
    photos.sweep()
    assert not part.path.exists()
