"""A file as something for sale: taken in, offered, looked at, and gone at the end."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import select

from marketplace.catalog.models import DigitalFile, Listing, ListingRevision, Variant
from marketplace.catalog.queries import content_of
from marketplace.catalog.rules import Content
from marketplace.catalog.rules.diff import changes, harmless
from marketplace.catalog.rules.files import MAX_FILE, MAX_NAME, clean_name
from marketplace.catalog.services import files, listings, looking, photos
from marketplace.errors import Invalid, TooMany
from marketplace.extensions import db
from marketplace.infra.limits import LIMITS
from marketplace.orders.services import downloads
from marketplace.profiles.services import closing
from tests import people
from tests.catalog.test_writing import thing

PDF = b"%PDF-1.7 one"
EPUB = b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/epub+zip" + b"\0" * 9


@pytest.fixture
def aigul(as_):
    return as_("aigul")


def taken(data: bytes, name: str, of: str = "aigul") -> tuple[str, str]:
    return files.take_in(people.seller(of).shop_id, BytesIO(data), name)


def send(browser, path="/en/my/things/new", data=PDF, name="a.pdf", **more):
    fields = {"mode": "digital", "file": (BytesIO(data), name), **more}
    return browser.send(path, **thing(**fields))


def only() -> Listing:
    return db.session.query(Listing).one()


def stored(doors) -> set[str]:
    return {key for key, _ in doors.storage.walk() if key.startswith("d/")}


@pytest.mark.parametrize(
    ("data", "name", "ending"),
    [
        (PDF, "a.PDF", "pdf"),
        (b"PK\x03\x04rest", "a.zip", "zip"),
        (EPUB, "a.epub", "epub"),
        (b"\x89PNG\r\n\x1a\n..", "a.png", "png"),
        (b"\xff\xd8\xff\xe0..", "a.jpeg", "jpg"),
        (b"ID3\x04..", "a.mp3", "mp3"),
        (b"\xff\xfb\x90..", "a.mp3", "mp3"),
    ],
)
def test_what_can_be_sold_is_stored_under_a_name_nobody_can_guess(
    app, doors, data, name, ending
) -> None:
    key, said = taken(data, name)
    assert re.fullmatch(rf"d/[0-9a-f]{{32}}\.{ending}", key)
    assert said == f"a.{ending}"
    assert doors.storage.get(key) == data
    row = db.session.scalars(select(DigitalFile)).one()
    assert (row.shop_id, row.size) == (people.seller().shop_id, len(data))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html><script>", "a.pdf"),
        (PDF, "a.html"),
        (PDF, "a.pdf.exe"),
        (PDF, "pdf"),
        (b"MZ\x90", "a.zip"),
        (b"PK\x03\x04rest", "a.epub"),
        (b"<svg/>", "a.png"),
        (b" %PDF-1.7", "a.pdf"),
    ],
)
def test_bytes_and_ending_must_both_be_of_a_kind_that_can_be_sold(
    app, doors, data, name
) -> None:
    with pytest.raises(Invalid, match="file_kind"):
        taken(data, name)
    assert stored(doors) == set()
    assert db.session.query(DigitalFile).count() == 0


def test_thirty_megabytes_are_taken_and_one_byte_more_is_not(app, aigul, doors) -> None:
    taken(PDF.ljust(MAX_FILE, b"x"), "whole.pdf")
    answer = send(aigul, data=PDF.ljust(MAX_FILE + 1, b"x"))
    assert answer.status_code == 413
    assert "more than 30 MB. Make it smaller" in answer.get_data(as_text=True)
    assert len(stored(doors)) == 1
    assert db.session.query(Listing).count() == 0


def test_an_empty_file_is_said_and_so_are_too_many(app, aigul, monkeypatch) -> None:
    empty = send(aigul, data=b"")
    assert (empty.status_code, "The file is empty" in empty.text) == (422, True)
    from limits import parse_many

    monkeypatch.setitem(LIMITS, "upload", parse_many("2 per hour"))
    taken(PDF, "a.pdf")
    taken(PDF, "b.pdf")
    with pytest.raises(TooMany):
        taken(PDF, "a.pdf")
    assert send(aigul).status_code == 429


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/Үлгү.pdf", "Үлгү.pdf"),
        ("C:\\Users\\Aigul\\шырдак.pdf", "шырдак.pdf"),
        ('a"b\r\nX: y;.pdf', "a bX y.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("...pdf", "file.pdf"),
        ("ү" * 300 + ".pdf", "ү" * (MAX_NAME - 4) + ".pdf"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_its_path(sent, kept) -> None:
    assert clean_name(sent, "pdf") == kept
    assert len(kept) <= MAX_NAME


def test_a_form_of_four_answers_and_a_file_makes_a_thing(aigul, client) -> None:
    kept = send(aigul, name="Үлгү.pdf", weight_g="900", stock="7")
    assert "A file: Үлгү.pdf" in aigul.words(kept.location)
    part = content_of(only().id).variants[0]
    assert (str(part.mode), part.stock, part.weight_g) == ("digital", 0, 0)
    page = aigul.words(f"/en/my/things/{only().id}")
    assert "Your file: Үлгү.pdf. It stays unless you choose another." in page
    assert aigul.get(f"/en/my/things/{only().id}/file").data == PDF
    words = aigul.words(f"/en/my/things/{only().id}/preview")
    assert "A file, at once" in words
    assert "To download after paying" in words
    assert "By post" not in words


def test_editing_without_a_file_keeps_it_and_another_takes_its_place(aigul) -> None:
    send(aigul)
    before = content_of(only().id).files
    path = f"/en/my/things/{only().id}"
    aigul.send(path, **thing(mode="digital", file_key=before[0][0], title="Жаңы"))
    assert content_of(only().id).files == before
    send(aigul, path, PDF + b" two", "b.pdf")
    ((key, name),) = content_of(only().id).files
    assert (name, key != before[0][0]) == ("b.pdf", True)
    assert aigul.get(f"{path}/file").data == PDF + b" two"


def test_a_refused_form_keeps_the_file(aigul) -> None:
    refused = send(aigul, price="көп", name="Үлгү.pdf")
    assert refused.status_code == 422
    key = re.search(r'value="(d/[0-9a-f]{32}\.pdf)"', refused.text)[1]
    assert "Your file: Үлгү.pdf" in refused.text
    aigul.send("/en/my/things/new", **thing(mode="digital", file_key=key))
    assert content_of(only().id).files == ((key, "Үлгү.pdf"),)


def test_a_file_is_asked_for_in_words_and_never_lost_unseen(aigul) -> None:
    none = aigul.send("/en/my/things/new", **thing(mode="digital"))
    assert "Choose the file buyers get." in none.text
    other = send(aigul, mode="counted")
    assert "choose «It is a file to download»" in other.text
    assert db.session.query(DigitalFile).count() == 0


def test_nobody_can_sell_the_file_of_another_shop(aigul) -> None:
    hers = taken(PDF, "hers.pdf", of="farida")
    answer = aigul.send("/en/my/things/new", **thing(mode="digital", file_key=hers[0]))
    assert "Choose the file buyers get." in answer.text
    assert "hers.pdf" not in answer.text
    her = people.seller()
    with pytest.raises(Invalid, match="file_needed"):
        listings.create(her.shop_id, people.file(of="farida"), by=her.person_id)


def test_a_file_has_no_sizes(aigul) -> None:
    send(aigul)
    path = f"/en/my/things/{only().id}/sizes"
    answer = aigul.send(path, name_0="Өлчөмү", values_0="36, 37")
    assert "A file has no sizes or colours" in answer.text
    assert len(content_of(only().id).variants) == 1


def test_a_thing_of_several_sizes_cannot_become_a_file(aigul) -> None:
    aigul.send("/en/my/things/new", **thing())
    path = f"/en/my/things/{only().id}"
    aigul.send(f"{path}/sizes", name_0="Өлчөмү", values_0="36, 37")
    answer = aigul.send(path, **thing(mode="digital"))
    assert "A file has no sizes or colours" in answer.text


def test_what_is_no_file_any_more_names_none(app) -> None:
    listing = people.handed_in(content=people.file())
    part = content_of(listing.id).variants[0]
    assert part.file_key
    counted = people.draft(variants=(replace(part, mode=people.Mode.COUNTED, stock=2),))
    her = people.seller()
    made = listings.create(her.shop_id, counted, by=her.person_id)
    assert content_of(made.id).variants[0].file_key == ""


def test_another_file_waits_for_a_look_and_who_looks_can_fetch_it(app, as_) -> None:
    listing = people.on_sale(content=people.file(b"%PDF-old"))
    old = content_of(listing.id)
    new = taken(b"%PDF-new", "new.pdf")
    after = replace(
        old, variants=(replace(old.variants[0], file_key=new[0], file_name=new[1]),)
    )
    assert changes(old, harmless(old, after)) == []
    her = people.seller()
    assert listings.save(her.shop_id, listing.id, after, by=her.person_id).waits
    assert content_of(listing.id).files == old.files
    change = db.session.scalars(select(ListingRevision.id)).one()
    cholpon = as_("cholpon")
    assert "new.pdf" in cholpon.words(f"/en/desk/changes/{change}")
    assert cholpon.get(f"/en/desk/changes/{change}/file").data == b"%PDF-new"
    assert cholpon.get(f"/en/desk/things/{listing.id}/file").data == b"%PDF-old"
    assert as_("dinara").get(f"/en/desk/changes/{change}/file").status_code == 404
    looking.decide_change(change, "publish", by=people.person_id("cholpon"), note="")
    assert content_of(listing.id).files == (new,)


def test_strangers_are_told_there_is_nothing(app, as_, client) -> None:
    listing = people.on_sale(content=people.file())
    key = content_of(listing.id).files[0][0]
    assert as_("farida").get(f"/en/my/things/{listing.id}/file").status_code == 404
    assert client.get(f"/en/my/things/{listing.id}/file").status_code == 303
    for path in (f"/media/{key}", f"/media/p/{key}", f"/media/p/../{key}"):
        assert client.get(path).status_code == 404, path


def test_changes_written_before_there_were_files_are_read(app) -> None:
    data = people.draft().as_json()
    for part in data["variants"]:
        del part["file_key"], part["file_name"]
    assert Content.from_json(data).variants[0].file_key == ""
    file = people.file()
    assert Content.from_json(file.as_json()) == file


def test_a_pattern_made_of_a_file_begins_without_it(app) -> None:
    farida = people.seller("farida")
    pattern = people.file().as_json()
    made = listings.begin_from(farida.shop_id, pattern, by=farida.person_id)
    part = content_of(made.id).variants[0]
    assert (str(part.mode), part.file_key) == ("counted", "")


def test_a_file_is_left_out_of_tables_and_refused_in_them(app) -> None:
    from marketplace.catalog.queries.imports import as_rows, left_out

    people.on_sale(content=people.file())
    people.on_sale()
    shop = people.seller().shop_id
    assert (len(as_rows(shop)), left_out(shop)) == (1, 1)


def test_at_night_only_files_go_that_nobody_names(app, doors, travel) -> None:
    offered = people.on_sale(content=people.file(b"%PDF-offered"))
    waiting = taken(b"%PDF-waiting", "w.pdf")
    her, old = people.seller(), content_of(offered.id)
    part = replace(old.variants[0], file_key=waiting[0], file_name=waiting[1])
    change = replace(old, variants=(part,))
    listings.save(her.shop_id, offered.id, change, by=her.person_id)
    loose = taken(b"%PDF-loose", "l.pdf")[0]
    doors.storage.put("d/norow.pdf", b"x")
    assert downloads.sweep() == [], "everything is young"
    travel(days=2)
    assert downloads.sweep() == ["stored d/norow.pdf"]
    travel(days=6)
    young = taken(b"%PDF-young", "y.pdf")[0]
    assert downloads.sweep() == [f"file of nothing {loose}", f"stored {loose}"]
    assert stored(doors) == {old.files[0][0], waiting[0], young}
    photos.sweep()
    assert stored(doors) == {old.files[0][0], waiting[0], young}


def test_a_file_stays_while_the_answer_to_its_change_can_be_taken_back(
    app, doors, travel
) -> None:
    listing = people.on_sale(content=people.file(b"%PDF-old"))
    old, her = content_of(listing.id), people.seller()
    travel(days=8)
    key, name = taken(b"%PDF-new", "n.pdf")
    part = replace(old.variants[0], file_key=key, file_name=name)
    listings.save(
        her.shop_id, listing.id, replace(old, variants=(part,)), by=her.person_id
    )
    change = db.session.scalars(select(ListingRevision.id)).one()
    looking.decide_change(change, "publish", by=people.person_id("cholpon"), note="")
    assert downloads.sweep() == []
    travel(days=2)
    assert len(downloads.sweep()) == 2
    assert stored(doors) == {key}


def test_closing_an_account_lets_go_of_what_was_not_sold(app, doors, travel) -> None:
    people.on_sale(content=people.file())
    aigul = people.person_id("aigul")
    closing.close(aigul)
    assert db.session.scalars(select(Variant.file_key)).one() == ""
    assert db.session.query(DigitalFile).count() == 0
    travel(days=2)
    downloads.sweep()
    assert stored(doors) == set()
