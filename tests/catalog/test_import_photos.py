"""Photos that come in a ZIP with a table: named, safe, and never a way in."""

import struct
import zipfile
from io import BytesIO

import pytest
from sqlalchemy import func, select

from marketplace.catalog.models import Listing, Photo
from marketplace.catalog.rules.imports import MAX_PHOTO
from marketplace.catalog.services import import_files, imports
from marketplace.errors import Invalid
from marketplace.extensions import db
from marketplace.infra.jobs import Job
from tests import people
from tests.catalog.tables import file_of, lying, row, zipped
from tests.catalog.test_import import kept, look, receive, things
from tests.catalog.test_photos_of_a_form import SVG, bomb, jpeg

CYRILLIC = "шырдак й.jpg"  # й in one sign; a Mac writes it as two


def added(table: bytes, photos: bytes | None = None):
    """Bring a table in with its photos; return how it ended."""
    import_id = receive(table, photos)
    imports.start(people.seller().shop_id, import_id)
    assert imports.work(import_id)
    return look(import_id).report


def shown(code: str) -> list[Photo]:
    """Return the photos of a thing, in order."""
    listing = select(Listing.id).where(Listing.code == code).scalar_subquery()
    query = select(Photo).where(Photo.listing_id == listing).order_by(Photo.position)
    return list(db.session.scalars(query))


def test_photos_are_found_whatever_their_case_and_spelling(app, doors) -> None:
    decomposed = "шырдак \u0438\u0306.jpg"
    photos = zipped({"RED.JPG": jpeg(), decomposed: jpeg(colour="#336699")})
    report = added(file_of([row(1, photos=f"red.jpg; {CYRILLIC}")]), photos)
    assert report.errors == ()
    first, second = shown("T-1")
    assert first.key != second.key
    assert all(doors.storage.exists(f"{one.key}/360.webp") for one in (first, second))


def test_names_an_old_windows_has_written_are_read(app) -> None:
    name = "кызыл.jpg".encode("cp866").decode("cp437")
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("x" * len(name))
        archive.writestr(info, jpeg())
    raw = out.getvalue().replace(b"x" * len(name), name.encode("cp437"))
    assert added(file_of([row(1, photos="Кызыл.JPG")]), raw).errors == ()
    assert len(shown("T-1")) == 1


def test_a_photo_of_many_things_is_worked_on_once(app, monkeypatch) -> None:
    from marketplace.infra import media

    worked = []
    real = media.card_set
    monkeypatch.setattr(media, "card_set", lambda path: worked.append(1) or real(path))
    rows = [row(number, photos="a.jpg") for number in range(5)]
    assert added(file_of(rows), zipped({"a.jpg": jpeg()})).good == 5
    assert len(worked) == 1
    assert {photo.key for photo in shown("T-0")} == {
        photo.key for photo in shown("T-4")
    }


def test_an_import_does_not_use_up_the_hours_uploads(app, doors, monkeypatch) -> None:
    taken = []
    monkeypatch.setattr(doors.limits, "take", lambda name, *_who: taken.append(name))
    her = people.seller()
    table = BytesIO(file_of([row(1, photos="a.jpg")]))
    photos = BytesIO(zipped({"a.jpg": jpeg()}))
    made = imports.upload(her.shop_id, table, photos, by=her.person_id)
    imports.start(her.shop_id, made)
    assert imports.work(made)
    assert taken == ["import"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (SVG, "photo_not_a_photo"),
        (bomb(), "photo_too_many_pixels"),
        (jpeg()[:20_000], "photo_incomplete"),
        (jpeg(100, 100), "photo_too_small"),
        (b"", "photo_empty"),
    ],
    ids=["svg", "bomb", "half", "small", "empty"],
)
def test_a_bad_photo_is_named_and_its_row_waits(app, doors, data, code) -> None:
    table = file_of([row(1, photos="good.jpg; bad.jpg"), row(2, photos="good.jpg")])
    report = added(table, zipped({"good.jpg": jpeg(), "bad.jpg": data}))
    (error,) = report.errors
    assert (error.line, error.column, error.about) == (2, "photos", "bad.jpg")
    assert error.code == code
    assert (report.good, report.waiting, things()) == (1, 1, 1)
    assert len(shown("T-2")) == 1
    mended = added(table, zipped({"good.jpg": jpeg(), "bad.jpg": jpeg(700, 700)}))
    assert (mended.good, mended.there) == (1, 1)
    assert len(shown("T-1")) == 2


def test_files_of_a_row_that_waits_are_ordered_away(app) -> None:
    table = file_of([row(1, photos="good.jpg; bad.jpg")])
    added(table, zipped({"good.jpg": jpeg(), "bad.jpg": SVG}))
    jobs = select(func.count()).where(Job.kind == "catalog.forget_picture")
    assert db.session.scalar(jobs) == 1


NAMES = ["../up.jpg", "/etc/a.jpg", "C:\\a.jpg", "folder/a.jpg", "..", "a\\b.jpg"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_somewhere_is_refused(app, doors, name) -> None:
    with pytest.raises(Invalid, match="import_zip_path"):
        receive(file_of([row(1)]), zipped({name: jpeg(600, 600)}))
    assert kept(doors) == []


def test_what_a_mac_adds_by_itself_is_passed_over(app) -> None:
    photos = {"a.jpg": jpeg(), "__MACOSX/._a.jpg": b"x", ".DS_Store": b"x"}
    assert added(file_of([row(1, photos="a.jpg")]), zipped(photos)).good == 1


def test_a_zip_that_says_it_holds_too_much_is_refused(app, doors) -> None:
    photos = zipped({f"{n}.jpg": b"x" for n in range(11)})
    with pytest.raises(Invalid, match="import_zip_big"):
        receive(file_of([row(1)]), lying(photos, 30 * 2**20))
    assert kept(doors) == []


def test_a_photo_that_says_it_is_too_large_is_a_message_of_its_row(app) -> None:
    photos = lying(zipped({"a.jpg": b"x"}), MAX_PHOTO + 1)
    report = look(receive(file_of([row(1, photos="a.jpg")]), photos)).report
    (error,) = report.errors
    assert (error.code, error.facts) == (
        "photo_too_many_bytes",
        {"mb": 31, "limit_mb": 30},
    )


def test_a_photo_that_hides_its_size_is_not_unpacked_beyond_it(app) -> None:
    photos = lying(zipped({"a.jpg": bytes(40 * 2**20)}), 1000)
    report = added(file_of([row(1, photos="a.jpg")]), photos)
    assert [error.code for error in report.errors] == ["photo_incomplete"]
    assert things() == 0


def test_a_stream_without_end_is_cut_at_the_limit(app, tmp_path) -> None:
    class Endless:
        def open(self, _one):
            return self

        def read(self, size):
            return bytes(size)

        __enter__ = lambda self: self  # noqa: E731
        __exit__ = lambda *_: None  # noqa: E731

    target = tmp_path / "photo"
    import_files._unpack(Endless(), None, target)
    assert target.stat().st_size == MAX_PHOTO + import_files.CHUNK


def test_a_list_that_would_fill_the_memory_is_not_read(app) -> None:
    data = bytearray(zipped({"a.jpg": b"x"}))
    struct.pack_into("<L", data, data.rfind(b"PK\x05\x06") + 12, 5 * 2**20)
    with pytest.raises(Invalid, match="import_zip_big"):
        receive(file_of([row(1)]), bytes(data))


def _locked() -> bytes:
    data = bytearray(zipped({"a.jpg": b"x"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + place] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"not a zip", "import_zip_broken"),
        (zipped({"a.jpg": b"x"})[:-5], "import_zip_broken"),
        (_locked(), "import_zip_locked"),
        (zipped({"a.jpg": b"x", "A.JPG": b"y"}), "import_zip_twice"),
    ],
    ids=["no zip", "half", "locked", "twice"],
)
def test_a_zip_that_cannot_be_used_is_refused_as_a_whole(app, data, code) -> None:
    with pytest.raises(Invalid, match=code):
        receive(file_of([row(1)]), data)


def test_thirteen_photos_of_a_thing_are_too_many(app) -> None:
    names = ";".join(f"{number}.jpg" for number in range(13))
    report = look(receive(file_of([row(1, photos=names)]))).report
    assert [error.code for error in report.errors] == ["photo_too_many"]
