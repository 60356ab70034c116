"""Photos sent one by one over lines that break: each arrives once, or is refused in words."""

import hashlib
import uuid

import pytest
from sqlalchemy import func, select

from marketplace.catalog.models import Photo
from marketplace.catalog.rules import MAX_PHOTOS
from marketplace.extensions import db
from marketplace.infra.jobs import Job
from marketplace.infra.media import PhotoRefused
from marketplace.infra.staging import staging
from marketplace.permissions import Scope
from marketplace.profiles.models import AuditEvent
from tests import people
from tests.catalog.test_photos_of_a_form import jpeg
from tests.catalog.test_writing import thing as written
from tests.catalog.uploads import Sender
from tests.profiles.test_helping import agree

LIMIT = 30 * 1024 * 1024


@pytest.fixture
def aigul(as_):
    return Sender(as_("aigul"))


@pytest.fixture
def thing(app):
    """Return a thing of Aigul's that waits for her changes."""
    listing = people.handed_in()
    return people.looking.decide(
        listing.id, "ask", by=people.person_id("cholpon"), note="Сүрөт"
    )


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Photo))


def the_photo() -> Photo:
    return db.session.scalars(
        select(Photo).execution_options(populate_existing=True)
    ).one()


def of(answer) -> str:
    """Return what a refusal says."""
    return answer.json["error"]["message"]


def test_a_photo_is_received_at_once_and_ready_after_the_worker(
    aigul, work, doors
) -> None:
    answer = aigul.post(jpeg())
    assert (answer.status_code, answer.json["state"]) == (202, "received")
    assert answer.json["thumb"] == ""
    assert aigul.states(answer.json["id"])[0]["message"] == "Checking"
    work()
    [ready] = aigul.states(answer.json["id"])
    assert (ready["state"], ready["message"]) == ("ready", "Ready")
    assert aigul.browser.get(ready["thumb"]).mimetype == "image/webp"
    photo = the_photo()
    for width, ext, size in photo.files:
        assert len(doors.storage.get(f"{photo.key}/{width}.{ext}")) == size
    assert len(photo.likeness) == 16
    assert not staging().whole(photo.id).exists(), "the upload itself is not kept"


def test_what_could_be_better_is_said_when_it_is_there_and_before_it_goes(
    aigul, work
) -> None:
    answer = aigul.post(jpeg(700, 500))
    work()
    [ready] = aigul.states(answer.json["id"])
    assert ready["message"].startswith("Ready. It is small.")
    words = written(photo_ids=[ready["id"]])
    check = aigul.browser.send("/en/my/things/new", **words).location
    assert "Photo 1: It is small." in aigul.browser.words(check)
    listing_id = check.split("/")[-2]
    assert "It is small." in aigul.browser.words(f"/en/my/things/{listing_id}/photos")


def test_a_line_cut_three_times_makes_one_photo(aigul, work) -> None:
    data, name, piece = jpeg(2400, 1800), uuid.uuid4(), 300_000
    assert len(data) > 3 * piece
    began = aigul.ask("POST", name, Upload_Length=len(data))
    assert (began.status_code, began.headers["Upload-Offset"]) == (201, "0")
    cuts = 0
    while True:
        head = aigul.ask("HEAD", name)
        at = int(head.headers["Upload-Offset"])
        rest = data[at:] if cuts == 3 else data[at : at + piece]
        cut = len(rest) if cuts == 3 else 200_000
        answer = aigul.ask("PATCH", name, rest, Upload_Offset=at, cut=cut)
        if cuts == 3:
            break
        cuts += 1
        assert answer.status_code == 400, "the line was cut"
    assert answer.status_code == 202
    again = aigul.ask("PATCH", name, data[at:], Upload_Offset=at)
    assert again.json["id"] == answer.json["id"], "the answer got lost: sent again"
    work()
    assert count() == 1
    assert the_photo().sha256 == hashlib.sha256(data).hexdigest()
    assert the_photo().state == "ready"


def test_a_piece_from_the_wrong_place_is_refused_and_harms_nothing(aigul) -> None:
    data, name = jpeg(), uuid.uuid4()
    aigul.ask("POST", name, Upload_Length=len(data))
    aigul.ask("PATCH", name, data[:1000], Upload_Offset=0)
    wrong = aigul.ask("PATCH", name, data[5000:], Upload_Offset=5000)
    assert (wrong.status_code, wrong.json["error"]["code"]) == (409, "photo_offset")
    assert aigul.ask("HEAD", name).headers["Upload-Offset"] == "1000"
    more = aigul.ask("PATCH", name, data[1000:] + b"more", Upload_Offset=1000)
    assert more.status_code == 202, "what goes over the length told is not taken"
    assert the_photo().sha256 == hashlib.sha256(data).hexdigest()


def test_the_same_name_sent_again_is_the_same_photo(aigul, work) -> None:
    name, data = uuid.uuid4(), jpeg()
    first = aigul.post(data, name)
    assert aigul.post(data, name).json["id"] == first.json["id"]
    work()
    last = aigul.post(data, name)
    assert (last.status_code, last.json["state"]) == (200, "ready")
    assert count() == 1
    jobs = select(func.count()).where(Job.kind == "catalog.photo")
    assert db.session.scalar(jobs) == 1


def test_the_same_bytes_under_another_name_are_the_same_photo(aigul, as_, work) -> None:
    data = jpeg()
    first = aigul.post(data)
    assert aigul.post(data).json["id"] == first.json["id"], "before the worker"
    work()
    assert aigul.post(data).json["id"] == first.json["id"], "and after it"
    other = Sender(as_("farida")).post(data)
    assert other.json["id"] != first.json["id"], "another shop has a photo of its own"
    assert count() == 2


def test_what_is_on_another_thing_is_shown_without_working_on_it_again(
    aigul, work
) -> None:
    first = aigul.post(jpeg())
    work()
    people.on_sale(photo_ids=[uuid.UUID(first.json["id"])])
    second = aigul.post(jpeg())
    assert second.json["id"] != first.json["id"]
    assert (second.status_code, second.json["state"]) == (200, "ready")
    keys = db.session.scalars(select(Photo.key)).all()
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_a_name_of_another_shop_is_not_there(aigul, as_) -> None:
    name, unfinished = uuid.uuid4(), uuid.uuid4()
    first = aigul.post(jpeg(), name)
    aigul.ask("POST", unfinished, Upload_Length=1000)
    farida = Sender(as_("farida"))
    for known in (name, unfinished):
        for method, more in (
            ("HEAD", {}),
            ("GET", {}),
            ("PATCH", {"Upload_Offset": 0}),
            ("POST", {}),
            ("POST", {"Upload_Length": 100}),
        ):
            answer = farida.ask(method, known, b"x" * 100, **more)
            assert answer.status_code == 404, (method, more)
    assert farida.states(first.json["id"]) == []
    assert count() == 1


def test_nobody_puts_a_photo_on_another_shops_thing(as_, thing) -> None:
    answer = Sender(as_("farida")).post(jpeg(), thing=thing.id)
    assert answer.status_code == 404
    assert count() == 0


def test_without_a_token_nothing_is_taken(aigul) -> None:
    aigul.token = "forged"
    assert aigul.post(jpeg()).status_code == 400
    assert count() == 0


def test_a_photo_sent_for_a_thing_comes_to_its_place_when_it_is_ready(
    aigul, thing, work
) -> None:
    for colour in ("#9e2a2b", "#1f3a5f"):
        aigul.post(jpeg(colour=colour), thing=thing.id)
    on_it = select(func.count()).where(Photo.listing_id == thing.id)
    assert db.session.scalar(on_it) == 0, "only what is ready is on a thing"
    work()
    placed = select(Photo.position).where(Photo.listing_id == thing.id)
    assert sorted(db.session.scalars(placed)) == [0, 1]


def test_a_form_kept_before_the_worker_came_gets_its_photos_later(aigul, work) -> None:
    first, second = (aigul.post(jpeg(colour=c)).json["id"] for c in ("#9e2a2b", "#000"))
    content = people.draft(photo_ids=(uuid.UUID(second), uuid.UUID(first)))
    her = people.seller()
    listing = people.listings.create(her.shop_id, content, by=her.person_id)
    work()
    rows = db.session.execute(
        select(Photo.id, Photo.alt)
        .where(Photo.listing_id == listing.id)
        .order_by(Photo.position)
    ).all()
    assert [str(row.id) for row in rows] == [second, first], "in the order she chose"
    assert {row.alt for row in rows} == {"Кызыл шырдак"}


def test_one_photo_sent_for_two_forms_comes_to_both_things(aigul, work) -> None:
    data = jpeg()
    ids = [uuid.UUID(aigul.post(data).json["id"]) for _form in range(2)]
    assert ids[0] == ids[1]
    work()
    things = [people.on_sale(photo_ids=[photo_id]).id for photo_id in ids]
    on_them = db.session.scalars(select(Photo.listing_id)).all()
    assert sorted(on_them) == sorted(things)


SAID = {
    "en": {
        "large": "This file has 31 MB; the limit is 30 MB.",
        "thirteenth": "At most 12 photos here.",
        "often": "At most 60 photos in an hour. Send more in",
        "pdf": "This file (pdf) is not a photo. Use JPG, PNG or WebP.",
        "empty": "The photo is empty. Choose it again.",
    },
    "ru": {
        "large": "31 МБ",
        "thirteenth": "не больше 12 фото",
        "often": "Не больше 60 фотографий в час.",
        "pdf": "pdf",
        "empty": "Выберите",
    },
    "ky": {
        "large": "31 МБ",
        "thirteenth": "12 сүрөт",
        "often": "Бир саатта эң көп дегенде 60 сүрөт.",
        "pdf": "pdf",
        "empty": "тандаңыз",
    },
}


@pytest.mark.parametrize("language", SAID)
def test_every_limit_is_said_in_her_language(as_, thing, work, doors, language) -> None:
    sender, said = Sender(as_("aigul"), language), SAID[language]
    over = sender.post(jpeg() + bytes(LIMIT + 1 - len(jpeg())))
    assert (over.status_code, said["large"] in of(over)) == (413, True), of(over)
    told = sender.ask("POST", uuid.uuid4(), Upload_Length=LIMIT + 1)
    assert of(told) == of(over), "refused before a byte of it came"
    assert said["pdf"] in of(sender.post(b"%PDF-1.7" + bytes(3000)))
    assert said["empty"] in of(sender.post(b""))
    for number in range(MAX_PHOTOS):
        put = sender.post(jpeg(1200 + number), thing=thing.id)
        assert put.status_code == 202
    thirteenth = sender.post(jpeg(colour="#ffffff"), thing=thing.id)
    assert (thirteenth.status_code, said["thirteenth"] in of(thirteenth)) == (422, True)
    shop = str(people.seller().shop_id)
    doors.limits.forget("photo", shop)
    for _ in range(60):
        doors.limits.take("photo", shop)
    often = sender.post(jpeg(colour="#123456"))
    assert (often.status_code, said["often"] in of(often)) == (429, True), of(often)
    assert int(often.headers["Retry-After"]) > 0


def test_exactly_thirty_megabytes_are_taken(aigul, work) -> None:
    data = jpeg()
    assert aigul.post(data + bytes(LIMIT - len(data))).status_code == 202
    work()
    assert the_photo().state == "ready"


def test_bytes_that_changed_on_the_way_are_refused(aigul) -> None:
    data = jpeg()
    right = hashlib.sha256(data).hexdigest()
    name = uuid.uuid4()
    broken = aigul.post(data[:-5] + b"wrong", name, X_Content_SHA256=right)
    assert broken.json["error"]["code"] == "photo_incomplete"
    assert aigul.post(data, name, X_Content_SHA256=right).status_code == 202


def test_a_photo_that_cannot_be_used_says_why_and_may_be_sent_again(
    aigul, thing, work
) -> None:
    name = uuid.uuid4()
    cut_short = jpeg()[:20_000]
    answer = aigul.post(cut_short, name, thing=thing.id)
    assert answer.status_code == 202, "only the worker can see it"
    work()
    [state] = aigul.states(answer.json["id"])
    assert state["state"] == "failed"
    assert state["message"] == "The photo did not arrive whole. Send it again."
    assert aigul.post(jpeg(), name).status_code == 202
    work()
    assert the_photo().state == "ready"


def test_a_photo_that_takes_too_long_is_tried_twice(
    aigul, work, travel, monkeypatch
) -> None:
    tried = []

    def slow(_source):
        tried.append(1)
        raise PhotoRefused("photo_timeout")

    monkeypatch.setattr("marketplace.infra.media.card_set", slow)
    aigul.post(jpeg())
    work()
    assert the_photo().state == "received"
    travel(seconds=5)
    work()
    assert (the_photo().state, the_photo().code) == ("failed", "photo_timeout")
    assert len(tried) == 2
    assert (
        db.session.scalar(select(Job.state).where(Job.kind == "catalog.photo"))
        == "done"
    )


def test_a_storage_that_is_away_is_waited_for(aigul, work, travel, monkeypatch) -> None:
    from marketplace.infra import media

    right = media.publish

    def away(*_args):
        raise OSError("no such bucket today")

    monkeypatch.setattr("marketplace.infra.media.publish", away)
    aigul.post(jpeg())
    for _ in range(4):
        work()
        travel(minutes=5)
    assert (the_photo().state, the_photo().tries) == ("received", 0)
    monkeypatch.setattr("marketplace.infra.media.publish", right)
    work()
    assert the_photo().state == "ready"


def test_a_photo_deleted_while_it_is_worked_on_leaves_nothing(
    aigul, thing, work, travel, doors
) -> None:
    answer = aigul.post(jpeg(), thing=thing.id)
    path = f"/en/my/things/{thing.id}/photos/{answer.json['id']}/delete"
    assert aigul.browser.send(path).status_code == 303
    work()
    assert (count(), list(doors.storage.walk())) == (0, [])
    assert not staging().whole(uuid.UUID(answer.json["id"])).exists()


def test_a_helper_with_consent_for_things_sends_photos_for_her(thing, as_) -> None:
    consent = agree(Scope.THINGS).id
    cholpon = as_("cholpon")
    cholpon.send(f"/en/desk/help/{consent}")
    assert Sender(cholpon).post(jpeg(), thing=thing.id).status_code == 202
    assert the_photo().shop_id == people.seller().shop_id
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "thing.photos")
    ).one()
    assert event.actor_id == people.person_id("cholpon")
    assert event.on_behalf_of_id == people.person_id("aigul")


def test_a_helper_without_that_consent_does_not(app, as_) -> None:
    consent = agree(Scope.ORDERS).id
    meerim = as_("meerim")
    meerim.send(f"/en/desk/help/{consent}")
    assert Sender(meerim).post(jpeg()).status_code == 403
    assert count() == 0
