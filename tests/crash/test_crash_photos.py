"""Workers are killed 20 times while 200 photos wait: none is half there, none is lost."""

import random
import time
import uuid
from collections import Counter
from datetime import timedelta
from io import BytesIO
from subprocess import TimeoutExpired

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select, update

from marketplace import clock
from marketplace.catalog.models import Photo
from marketplace.catalog.rules import MAX_PHOTOS
from marketplace.catalog.services import photos
from marketplace.catalog.services.photos import uploads
from marketplace.catalog.services.photos.uploads import Upload
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import Job, Worker, registry
from marketplace.infra.media import master_key
from marketplace.infra.staging import staging
from tests import people
from tests.crash.house import KILLS

pytestmark = pytest.mark.crash
PHOTOS = 200
STEPS = ("photo.worked", "photo.stored", "photo.ready")
BROKEN = 40  # every so manieth photo is one that cannot be opened


def test_no_photo_is_lost_or_half_there_when_workers_die(house) -> None:
    chance = random.Random(20)
    # At every step a few times, and the rest whenever it happens to be.
    moments = [*(STEPS * 2), *([""] * (KILLS - 2 * len(STEPS)))]
    chance.shuffle(moments)
    with house.inside():
        sent = send_all(chance)
        workers = [house.start_worker(mortal=True) for _ in range(2)]
        for number, moment in enumerate(moments):
            wait_for_some_more(house, number * 8)
            kill_one(house, workers, moment, chance)
            assert settled() < PHOTOS, "it died with work before it"
            workers = [replaced(house, one) for one in workers]
        house.wait(lambda: settled() == PHOTOS, "the last photo", 120)
        for worker in workers:
            house.end(worker)
        assert ids() == sent
        every_photo_is_whole_or_says_why()
        the_rest_is_done(house.app)
        nothing_is_left_over()
    assert house.is_sound()


def wait_for_some_more(house, number: int) -> None:
    house.wait(lambda: settled() >= number, "some more photos", 60)


def kill_one(house, workers, moment: str, chance: random.Random) -> None:
    """Kill a worker at a step of its work, or without a name for the moment anywhere."""
    if moment:
        house.arm(moment)
        house.wait(lambda: house.has_killed(moment), f"a kill at {moment}")
        house.wait(lambda: any(one.poll() for one in workers), "the death")
    else:
        time.sleep(chance.random() / 2)
        chance.choice(workers).kill()


def send_all(chance: random.Random) -> set[uuid.UUID]:
    """Let Aigul send her photos and put them on things, before any worker comes."""
    shop = people.seller().shop_id
    made = []
    for number in range(PHOTOS):
        adapters().limits.forget("photo", str(shop))
        data = picture(chance)[: 1500 if number % BROKEN == 0 else None]
        made.append(uploads.receive(Upload(shop, uuid.uuid4()), BytesIO(data)).id)
    for at in range(0, PHOTOS, MAX_PHOTOS):
        # A draft: on a thing that is live nobody has looked at a photo yet to come.
        thing = people.draft(f"Сүрөт {at}", photo_ids=tuple(made[at : at + MAX_PHOTOS]))
        people.listings.create(shop, thing, by=people.person_id("aigul"))
    return set(made)


def picture(chance: random.Random) -> bytes:
    image = Image.frombytes("RGB", (40, 30), chance.randbytes(3600))
    out = BytesIO()
    image.resize((400, 300)).save(out, "JPEG", quality=90)
    return out.getvalue()


def settled() -> int:
    found = db.session.scalar(select(func.count()).where(Photo.state != "received"))
    db.session.rollback()
    return found or 0


def ids() -> set[uuid.UUID]:
    return set(db.session.scalars(select(Photo.id)))


def replaced(house, worker):
    """Start another worker in the place of one that was killed."""
    if worker.poll() is None and not _dying(worker):
        return worker
    assert worker.wait(10) == -9, "died of something else"
    house.processes.remove(worker)
    return house.start_worker(mortal=True)


def _dying(worker) -> bool:
    try:
        worker.wait(0.2)
    except TimeoutExpired:
        return False
    return True


def every_photo_is_whole_or_says_why() -> None:
    rows = db.session.scalars(select(Photo)).all()
    states = Counter((row.state, row.code) for row in rows)
    print(dict(states))
    assert {state for state, _code in states} == {"ready", "failed"}
    assert states["failed", ""] == 0
    assert states["failed", "photo_incomplete"] == PHOTOS // BROKEN
    assert states["ready", ""] > PHOTOS * 0.9
    storage = adapters().storage
    for row in rows:
        assert (row.listing_id is not None) == (row.state == "ready")
        for width, ext, size in row.files:
            assert len(storage.get(f"{row.key}/{width}.{ext}")) == size
        assert row.state == "failed" or storage.exists(master_key(row.key))


@use_case
def _let_go() -> None:
    """Take the leases of the dead back: those of AVIF last three minutes."""
    db.session.execute(update(Job).values(lease_until=None, run_at=clock.now()))


def the_rest_is_done(app: Flask) -> None:
    _let_go()
    Worker(app, registry).run_all()
    states = set(db.session.scalars(select(Job.state)))
    db.session.rollback()
    assert states == {"done"}, "nothing waits, nothing is parked"


def nothing_is_left_over() -> None:
    with clock.pretend(clock.now() + timedelta(days=8)):
        photos.sweep()
    rows = db.session.scalars(select(Photo)).all()
    assert {row.state for row in rows} == {"ready"}, "what failed went as loose"
    listed = {master_key(row.key) for row in rows}
    for row in rows:
        listed |= {f"{row.key}/{width}.{ext}" for width, ext, _size in row.files}
    assert {key for key, _ in adapters().storage.walk()} == listed
    assert list(staging().walk()) == []
    db.session.rollback()
