"""The pages around a table: send it, read what is to mend, add, take along."""

import csv
import io

import pytest
from sqlalchemy import select

from marketplace.catalog.models import Listing
from marketplace.catalog.queries import content_of
from marketplace.catalog.queries.imports import words
from marketplace.catalog.rules import Mode, Option, VariantPart
from marketplace.catalog.rules.imports import read
from marketplace.catalog.services import listings
from marketplace.extensions import db
from marketplace.permissions import Scope
from marketplace.web.csv import plain, safe
from tests import people
from tests.catalog.tables import file_of, row, zipped
from tests.catalog.test_import import things
from tests.catalog.test_photos_of_a_form import jpeg
from tests.profiles.test_helping import agree

PAGE = "/en/my/things/import"


def sent(browser, table: bytes, photos: bytes | None = None):
    """Send a table by the form; return the answer."""
    files = {"table": (io.BytesIO(table), "things.csv")}
    if photos is not None:
        files["zipped"] = (io.BytesIO(photos), "photos.zip")
    return browser.send(PAGE, **files)


def test_she_sends_a_table_reads_what_is_to_mend_and_adds_the_rest(
    app, as_, work
) -> None:
    aigul = as_("aigul")
    assert PAGE in aigul.get("/en/my/things").get_data(as_text=True)
    assert "A table to begin with" in aigul.words(PAGE)
    table = file_of([row(1, photos="a.jpg"), row(2, price="кымбат"), row(3)])
    address = sent(aigul, table, zipped({"a.jpg": jpeg()})).location
    text = aigul.words(address)
    assert "Can be added: 2" in text
    assert "To mend first: 1" in text
    assert "Row 3priceWrite the price in digits, for example 1500." in text
    assert things() == 0
    answer = aigul.send(f"{address}/start")
    assert answer.location == address
    assert "0 of 2" in aigul.words(address)
    work()
    done = aigul.words(address)
    assert "Added: 2" in done
    assert "To mend first: 1" in done
    assert things() == 2
    address = sent(aigul, file_of([row(1), row(2), row(3)])).location
    text = aigul.words(address)
    assert "Can be added: 1" in text
    assert "There already, nothing changes: 2" in text


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_what_is_to_mend_is_said_in_her_language(app, as_, language) -> None:
    aigul = as_("aigul")
    address = sent(aigul, file_of([row(1, stock="көп")])).location
    text = aigul.words(address.replace("/en/", f"/{language}/"))
    said = {"ky": "саны0 менен 9999 ортосундагы", "ru": "количествоНапишите целое"}
    assert said[language] in text


def test_a_file_that_is_no_table_is_refused_in_words(app, as_) -> None:
    answer = sent(as_("aigul"), b"code,eyes\n")
    assert answer.status_code == 422
    assert "We do not know the column «eyes»" in answer.get_data(as_text=True)


def test_without_a_file_the_form_asks_for_it(app, as_) -> None:
    answer = as_("aigul").send(PAGE)
    assert answer.status_code == 422
    assert "Choose the table" in answer.get_data(as_text=True)


def test_a_helper_with_consent_brings_a_table_in(app, as_, work) -> None:
    consent = agree(Scope.THINGS).id
    cholpon = as_("cholpon")
    cholpon.send(f"/en/desk/help/{consent}")
    address = sent(cholpon, file_of([row(1)])).location
    cholpon.send(f"{address}/start")
    work()
    assert "Added: 1" in cholpon.words(address)
    assert things() == 1


def test_a_helper_without_that_consent_cannot(app, as_) -> None:
    consent = agree(Scope.ORDERS).id
    cholpon = as_("cholpon")
    cholpon.send(f"/en/desk/help/{consent}")
    assert sent(cholpon, file_of([row(1)])).status_code == 403
    assert cholpon.get("/en/my/things/export.csv").status_code == 403


def test_a_table_of_another_shop_is_not_there(app, as_) -> None:
    address = sent(as_("aigul"), file_of([row(1)])).location
    farida = as_("farida")
    assert farida.get(address).status_code == 404
    assert farida.send(f"{address}/start").status_code == 404
    assert as_("bermet").get(address).status_code == 404


def exported(browser, language: str = "en") -> bytes:
    """Return her things as the page hands them over."""
    answer = browser.get(f"/{language}/my/things/export.csv")
    assert answer.mimetype == "text/csv"
    return answer.get_data()


def test_what_is_taken_along_can_be_brought_in_elsewhere(app, as_, work) -> None:
    made = VariantPart(
        (), 150_050, 0, Mode.MADE_TO_ORDER, None, 14, 2, 2500, (1200, 805, 20)
    )
    texts = {"ky": ("=Кызыл", "'-эки\nсап"), "ru": ("Красный", "@шерсть")}
    people.on_sale(content=people.draft(texts=texts))
    people.handed_in(content=people.draft(variants=(made,), may_export=False))
    table = exported(as_("aigul"), "ky")
    farida = as_("farida")
    address = sent(farida, table).location
    farida.send(f"{address}/start")
    work()
    assert contents("farida") == contents("aigul")
    assert len(contents("farida")) == 2


def contents(name: str) -> list:
    """Return what a shop's things say, without what differs from shop to shop."""
    db.session.rollback()
    shop = people.seller(name).shop_id
    order = (Listing.price_minor, Listing.may_export)
    query = select(Listing.id).where(Listing.shop_id == shop).order_by(*order)
    found = [content_of(one).as_json() for one in db.session.scalars(query)]
    for one in found:
        one["variants"][0].pop("stock_seen")
    return found


def test_what_is_taken_along_and_sent_again_changes_nothing(app, as_) -> None:
    people.on_sale(title="Кызыл шырдак")
    people.draft()
    aigul = as_("aigul")
    text = aigul.words(sent(aigul, exported(aigul)).location)
    assert "There already, nothing changes: 1" in text
    assert "Can be added: 0" in text


def test_no_cell_taken_along_is_a_formula(app, as_) -> None:
    people.on_sale(title="=HYPERLINK(1)")
    people.on_sale(title="+1")
    text = exported(as_("aigul")).decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    titles = {line.content.title for line in read(text.encode(), words()).rows}
    assert titles == {"=HYPERLINK(1)", "+1"}


@pytest.mark.parametrize(
    "text", ["=1", "'=1", "''-", "it's", "'", "", "-", "\tx", "'a"]
)
def test_a_safe_cell_reads_back_as_it_was(text) -> None:
    assert plain(safe(text)) == text


def test_what_a_table_has_no_place_for_is_counted(app, as_) -> None:
    people.handed_in(content=people.service())
    sizes = (Option("Өлчөм", ("S", "M")),)
    units = (VariantPart(("S",), 1000_00, 1), VariantPart(("M",), 1200_00, 1))
    her = people.seller()
    content = people.draft(options=sizes, variants=units)
    listings.create(her.shop_id, content, by=her.person_id)
    people.handed_in()
    aigul = as_("aigul")
    assert "services have no place in it: 2." in aigul.words(PAGE)
    assert len(read(exported(aigul), words()).rows) == 1
