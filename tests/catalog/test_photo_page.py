"""The photos of a thing: in order, with words, others in their place, gone."""

import uuid
from io import BytesIO

import pytest
from lxml import html
from sqlalchemy import select

from marketplace.catalog import queries
from marketplace.catalog.models import Photo
from marketplace.catalog.services import photos
from marketplace.extensions import db
from marketplace.permissions import Scope
from marketplace.profiles.models import AuditEvent
from tests import people
from tests.catalog.test_photos_of_a_form import SVG, jpeg
from tests.profiles.test_helping import agree

COLOURS = ("#9e2a2b", "#1f3a5f", "#0f5e5c")


@pytest.fixture
def thing(app):
    """Return a thing of Aigul's with three photos that waits for her changes."""
    her = people.seller()
    ids = [photos.take_in(her.shop_id, BytesIO(jpeg(colour=c))).id for c in COLOURS]
    listing = people.handed_in(photo_ids=tuple(ids))
    cholpon = people.person_id("cholpon")
    return people.looking.decide(listing.id, "ask", by=cholpon, note="Сүрөт")


@pytest.fixture
def path(thing) -> str:
    return f"/en/my/things/{thing.id}/photos"


def ids_of(thing) -> list[uuid.UUID]:
    db.session.rollback()
    rows = select(Photo.id).where(Photo.listing_id == thing.id)
    return list(db.session.scalars(rows.order_by(Photo.position)))


def file(data: bytes) -> dict:
    return {"photos": (BytesIO(data), "new.jpg")}


def test_a_photo_is_moved_up_and_down_and_the_first_is_in_the_lists(
    thing, path, as_
) -> None:
    aigul, (a, b, c) = as_("aigul"), ids_of(thing)
    assert aigul.send(f"{path}/{c}/move", to="up").status_code == 303
    assert ids_of(thing) == [a, c, b]
    aigul.send(f"{path}/{a}/move", to="down")
    assert ids_of(thing) == [c, a, b]
    aigul.send(f"{path}/{c}/move", to="up")
    aigul.send(f"{path}/{b}/move", to="down")
    assert ids_of(thing) == [c, a, b], "at the ends nothing happens"
    key = db.session.get_one(Photo, c).key
    assert key in queries.my_listings(thing.shop_id).rows[0].photo.src


def test_the_page_offers_what_is_possible_and_no_more(thing, path, as_) -> None:
    page = html.fromstring(as_("aigul").get(path).get_data(as_text=True))
    rows = page.xpath("//main//ol/li")
    moves = [
        [i.get("value") for i in row.xpath(".//input[@name='to']")] for row in rows
    ]
    assert moves == [["down"], ["up", "down"], ["up"]]
    scripts = page.xpath("//script/@src")
    assert any(one.startswith("/static/js/photos.js") for one in scripts)


def test_what_is_deleted_is_gone_with_its_files_and_the_next_comes_first(
    thing, path, as_, work, travel, doors
) -> None:
    a, b, c = ids_of(thing)
    key = db.session.get_one(Photo, a).key
    as_("aigul").send(f"{path}/{a}/delete")
    assert ids_of(thing) == [b, c]
    first = db.session.get_one(Photo, b).key
    assert first in queries.my_listings(thing.shop_id).rows[0].photo.src
    travel(minutes=11)
    work()
    assert not any(key in stored for stored, _ in doors.storage.walk())


def test_her_words_are_what_is_read_aloud(thing, path, as_) -> None:
    aigul, a = as_("aigul"), ids_of(thing)[0]
    aigul.send(f"{path}/{a}/words", words="  Кызыл шырдак, капталынан ")
    assert db.session.get_one(Photo, a).alt == "Кызыл шырдак, капталынан"
    assert 'alt="Кызыл шырдак, капталынан"' in aigul.get(path).get_data(as_text=True)
    long = aigul.send(f"{path}/{a}/words", words="a" * 201)
    assert long.status_code == 422
    assert "at most 200 letters" in long.get_data(as_text=True)


def test_another_photo_takes_the_place_of_one(thing, path, as_) -> None:
    aigul, (a, b, c) = as_("aigul"), ids_of(thing)
    answer = aigul.send(f"{path}/{b}/replace", **file(jpeg(colour="#ffffff")))
    assert answer.status_code == 303
    first, new, last = ids_of(thing)
    assert (first, last) == (a, c)
    assert new != b
    assert db.session.get(Photo, b) is None


def test_who_has_chosen_nothing_is_told_so(thing, path, as_) -> None:
    aigul = as_("aigul")
    for where in (path, f"{path}/{ids_of(thing)[0]}/replace"):
        answer = aigul.send(where)
        assert answer.status_code == 422
        assert "Choose a photo first." in answer.get_data(as_text=True)


def test_a_refused_photo_takes_nobodys_place(thing, path, as_) -> None:
    before = ids_of(thing)
    answer = as_("aigul").send(f"{path}/{before[1]}/replace", **file(SVG))
    assert answer.status_code == 422
    assert "This file (svg) is not a photo" in answer.get_data(as_text=True)
    assert ids_of(thing) == before


def test_more_photos_are_added_up_to_twelve(thing, path, as_) -> None:
    aigul = as_("aigul")
    new = [(BytesIO(jpeg(1300 + n)), f"{n}.jpg") for n in range(10)]
    answer = aigul.send(path, photos=new)
    assert answer.status_code == 422
    assert "9.jpg: At most 12 photos here." in answer.get_data(as_text=True)
    assert len(ids_of(thing)) == 12
    assert "At most 12 photos here." in aigul.words(path)


def test_the_same_photo_is_not_on_a_thing_twice(thing, path, as_) -> None:
    as_("aigul").send(path, **file(jpeg(colour=COLOURS[1])))
    assert len(ids_of(thing)) == 3
    assert len(db.session.scalars(select(Photo.id)).all()) == 3


def test_a_live_thing_gets_no_photo_nobody_has_looked_at(thing, path, as_) -> None:
    her = people.seller()
    people.listings.submit(her.shop_id, thing.id, by=her.person_id)
    people.looking.decide(thing.id, "publish", by=people.person_id("cholpon"), note="")
    aigul, before = as_("aigul"), ids_of(thing)
    for where in (path, f"{path}/{before[0]}/replace"):
        answer = aigul.send(where, **file(jpeg(colour="#ffffff")))
        assert answer.status_code == 409
        assert "New photos need a look by your Lab." in answer.get_data(as_text=True)
    assert ids_of(thing) == before
    aigul.send(f"{path}/{before[2]}/move", to="up")
    assert ids_of(thing) != before, "their order is hers"


def test_another_shops_photos_are_not_there(thing, path, as_) -> None:
    farida, before = as_("farida"), ids_of(thing)
    for what in ("move", "words", "replace", "delete"):
        answer = farida.send(f"{path}/{before[0]}/{what}", to="down")
        assert answer.status_code == 404, what
    own = people.on_sale("farida")
    sly = f"/en/my/things/{own.id}/photos/{before[0]}"
    for what in ("move", "words", "delete"):
        assert farida.send(f"{sly}/{what}", to="down").status_code == 404, what
    assert farida.send(f"{sly}/replace", **file(jpeg())).status_code == 404
    assert ids_of(thing) == before


def test_a_helper_with_consent_does_the_same_and_the_log_says_so(
    thing, path, as_
) -> None:
    consent = agree(Scope.THINGS).id
    cholpon = as_("cholpon")
    cholpon.send(f"/en/desk/help/{consent}")
    a, b, c = ids_of(thing)
    assert cholpon.send(f"{path}/{a}/delete").status_code == 303
    assert ids_of(thing) == [b, c]
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "thing.photos")
    ).one()
    assert event.actor_id == people.person_id("cholpon")
    assert event.on_behalf_of_id == people.person_id("aigul")
