"""A table of things: what is to mend is said row by row, what is good is added once."""

from io import BytesIO

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select

from marketplace import origin
from marketplace.catalog.models import Import, Listing
from marketplace.catalog.queries.imports import import_of, words
from marketplace.catalog.rules.imports import MODE_WORDS, read
from marketplace.catalog.rules.sheets import COLUMNS, MAX_ROWS, heading
from marketplace.catalog.services import categories, imports
from marketplace.catalog.views.import_words import said, sample
from marketplace.errors import Invalid, NotFound, TooMany
from marketplace.extensions import db
from marketplace.i18n import LOCALES, regional
from marketplace.infra.jobs import Job
from marketplace.web.messages import TEXTS
from tests import people
from tests.catalog.tables import HEAD, PLANTED, file_of, row, thousand


def receive(table: bytes, zipped: bytes | None = None, name: str = "aigul"):
    """Have her send a table; return its id."""
    her = people.seller(name)
    photos = BytesIO(zipped) if zipped is not None else None
    return imports.receive(her.shop_id, BytesIO(table), photos, by=her.person_id)


def look(import_id, name: str = "aigul"):
    db.session.rollback()
    return import_of(people.seller(name).shop_id, import_id)


@pytest.fixture
def bring_in(app):
    """Return a function that sends a table, starts it, works, and says how it ended."""

    def go(table: bytes, zipped: bytes | None = None):
        import_id = receive(table, zipped)
        imports.start(people.seller().shop_id, import_id)
        while not imports.work(import_id):
            pass  # a piece at a time; what the search does then is not asked here
        found = look(import_id)
        assert found.state == "done"
        return found.report

    return go


def things(name: str = "aigul") -> int:
    db.session.rollback()
    shop = people.seller(name).shop_id
    counted = select(func.count()).select_from(Listing).where(Listing.shop_id == shop)
    return db.session.scalar(counted)


def problems(**cells: str) -> list[tuple[str, str]]:
    """Return what is to mend in a row with these cells."""
    reading = read(file_of([row(1, **cells)]), words())
    return [(error.column, error.code) for error in reading.errors]


def test_of_1000_rows_37_are_to_mend_and_once_mended_just_these_are_added(
    bring_in,
) -> None:
    table, wrong = thousand(planted=True)
    assert len(wrong) == 37
    assert len({code for _column, code in wrong.values()}) >= 12
    first = bring_in(table)
    found = {error.line: (error.column, error.code) for error in first.errors}
    assert len(first.errors) == 37
    assert found == wrong
    assert (first.rows, first.good, first.there, first.waiting) == (1000, 963, 0, 37)
    assert things() == 963
    mended = bring_in(thousand(planted=False)[0])
    assert (mended.good, mended.there, mended.waiting) == (37, 963, 0)
    again = bring_in(thousand(planted=False)[0])
    assert (again.good, again.there, again.waiting) == (0, 1000, 0)
    assert things() == 1000


@pytest.mark.parametrize("language", LOCALES)
def test_every_planted_mistake_has_words_in_every_language(app, language) -> None:
    table, wrong = thousand(planted=True)
    errors = read(table, words()).errors
    with force_locale(regional(language)):
        lines = [said(error) for error in errors]
        general = str(TEXTS["invalid"])
    assert [one.line for one in lines] == list(wrong)
    assert all(one.text and one.text != general for one in lines)
    assert not any("%(" in one.text for one in lines)
    columns = {heading(column, language) for column, _code in wrong.values()}
    assert {one.column for one in lines} == columns


def test_words_differ_from_language_to_language(app) -> None:
    error = read(file_of([row(1, stock="көп")]), words()).errors[0]
    texts = set()
    for language in LOCALES:
        with force_locale(regional(language)):
            texts.add(said(error).text)
    assert len(texts) == 3


@pytest.mark.parametrize(("cells", "column", "code"), PLANTED[:-1])
def test_one_mistake_has_one_message(app, cells, column, code) -> None:
    assert problems(**cells) == [(column, code)]


def test_a_name_of_two_sections_is_not_guessed_but_their_addresses_are_clear(
    app,
) -> None:
    names = dict.fromkeys(LOCALES, "Шырдак")
    top = people.category("felt")
    categories.add(slug="little-shyrdak", names=names, parent_id=top)
    assert problems() == [("category", "import_category_unknown")]
    assert problems(category="little-shyrdak") == []
    assert problems(category="shyrdak") == []


def test_two_mistakes_of_a_row_are_both_named(app) -> None:
    assert problems(price="x", stock="y") == [
        ("stock", "import_range"),
        ("price", "price_words"),
    ]


def test_a_row_without_code_is_to_mend(app) -> None:
    assert problems(code="") == [("code", "import_code")]


def test_lines_are_counted_as_a_spreadsheet_shows_them(app) -> None:
    rows = [row(1), {}, row(2, description_ky="Эки\nсап"), row(3, price="x")]
    (error,) = read(file_of(rows), words()).errors
    assert error.line == 5


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("bom", [True, False])
@pytest.mark.parametrize("language", LOCALES)
def test_heads_of_three_languages_and_three_separators_are_read(
    app, mark, bom, language
) -> None:
    head = [heading(column, language).upper() for column in COLUMNS]
    reading = read(file_of([row(1)], head, mark, bom), words())
    assert [one.code for one in reading.rows] == ["T-1"]


@pytest.mark.parametrize("language", LOCALES)
def test_the_sample_can_be_brought_in_as_it_is(app, as_, language) -> None:
    answer = as_("aigul").get(f"/{language}/my/things/import/sample.csv")
    reading = read(answer.get_data(), words())
    assert reading.errors == []
    assert [one.line for one in reading.rows] == [2, 3]
    with force_locale(regional(language)):
        assert len(sample()) == 2
    assert language in MODE_WORDS


def test_everything_a_row_can_say_arrives(bring_in) -> None:
    cells = {
        "title_en": "Red shyrdak",
        "description_en": "=HYPERLINK(1)",
        "category": "SHYRDAKS",
        "price": "1500,50",
        "mode": "на заказ",
        "lead_days": "14",
        "weekly": "2",
        "weight_g": "2 500",
        "size": "120 × 80,5 x 2 см",
        "may_export": "нет",
        "materials": _first("material"),
    }
    report = bring_in(file_of([row(1, **cells)]))
    assert report.errors == ()
    listing = db.session.scalars(select(Listing).where(Listing.code == "T-1")).one()
    content = people.content_of(listing.id)
    unit = content.variants[0]
    assert listing.state == "in_review"
    assert content.texts["ky"] == (
        "Кызыл шырдак",
        "Колдон жасалган.\nТаза жүн.",
    )
    assert content.texts["en"] == ("Red shyrdak", "=HYPERLINK(1)")
    assert (unit.price_minor, unit.lead_days, unit.weekly) == (150_050, 14, 2)
    assert (unit.weight_g, unit.size_mm) == (2500, (1200, 805, 20))
    assert len(content.terms) == 1
    assert not content.may_export


def _first(kind: str) -> str:
    from marketplace.catalog.models import Term

    return db.session.scalars(select(Term.slug).where(Term.kind == kind)).first()


FILES = {
    "import_empty": b"  \n",
    "import_excel": b"PK\x03\x04xl/workbook.xml",
    "import_letters": "code,title_ky\n1,Шырдак".encode("cp1251"),
    "import_column_unknown": b"code,colour_of_eyes\n1,red\n",
    "import_column_twice": "code,title_ky,аты_ky\n".encode(),
    "import_column_code": b"title_ky,price\n",
    "import_too_many_rows": b"code\n" + b"x\n" * (MAX_ROWS + 1),
    "import_too_big": b"code\n" + b"x" * (5 * 1024 * 1024),
    "import_broken": b'code\n"' + b"x" * 200_000,
}


@pytest.mark.parametrize("code", FILES)
def test_a_file_that_is_no_table_is_refused_and_not_kept(app, doors, code) -> None:
    with pytest.raises(Invalid, match=code):
        receive(FILES[code])
    assert kept(doors) == []
    assert db.session.scalars(select(Import)).all() == []


def kept(doors) -> list[str]:
    folder = doors.imports
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def test_the_unknown_column_is_named(app) -> None:
    with pytest.raises(Invalid) as caught:
        receive(FILES["import_column_unknown"])
    assert caught.value.facts == {"name": "colour_of_eyes"}


def test_a_cell_too_many_is_a_message_of_its_row(app) -> None:
    table = file_of([row(1)]) + b"T-2,a,b" + b",c" * len(HEAD) + b"\r\n"
    reading = read(table, words())
    assert [(error.line, error.code) for error in reading.errors] == [
        (3, "import_odd_cells")
    ]


def test_the_dry_run_writes_nothing(app) -> None:
    before = things()
    shop = people.seller().shop_id
    report = imports.check(shop, thousand(planted=True)[0], {})
    assert (report.good, report.waiting) == (963, 37)
    assert things() == before
    assert db.session.scalars(select(Import)).all() == []


def test_an_import_stopped_half_way_goes_on_where_it_was(app) -> None:
    import_id = receive(file_of([row(number) for number in range(1, 11)]))
    shop = people.seller().shop_id
    imports.start(shop, import_id)
    assert not imports.work(import_id, most=4)
    assert (look(import_id).state, look(import_id).report.good) == ("running", 4)
    assert things() == 4
    assert imports.work(import_id)
    assert (look(import_id).state, look(import_id).report.good) == ("done", 10)
    assert things() == 10
    assert imports.work(import_id), "the job of the worker that was killed comes again"
    assert (look(import_id).report.good, things()) == (10, 10)


def test_a_stop_inside_a_row_leaves_no_half_of_it(app, monkeypatch) -> None:
    from marketplace.catalog.services import listings

    import_id = receive(file_of([row(1), row(2), row(3)]))
    imports.start(people.seller().shop_id, import_id)
    submit, calls = listings.submit, []

    def killed(*args, **more):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return submit(*args, **more)

    monkeypatch.setattr(listings, "submit", killed)
    with pytest.raises(KeyboardInterrupt):
        imports.work(import_id)
    assert (things(), look(import_id).report.good) == (1, 1)
    assert imports.work(import_id)
    assert (things(), look(import_id).report.good) == (3, 3)


def test_pressing_twice_starts_one_job(app) -> None:
    import_id = receive(file_of([row(1)]))
    shop = people.seller().shop_id
    imports.start(shop, import_id)
    imports.start(shop, import_id)
    jobs = select(func.count()).where(Job.kind == imports.JOB)
    assert db.session.scalar(jobs) == 1


def test_a_thing_written_meanwhile_is_not_added_again(app) -> None:
    one, two = receive(file_of([row(1)])), receive(file_of([row(1), row(2)]))
    shop = people.seller().shop_id
    for import_id in (one, two):
        imports.start(shop, import_id)
        assert imports.work(import_id)
    assert (look(two).report.good, look(two).report.there) == (1, 1)
    assert things() == 2


def test_the_files_are_gone_when_it_is_done(bring_in, doors) -> None:
    bring_in(file_of([row(1)]))
    assert kept(doors) == []


def test_after_a_week_nothing_is_left_of_what_was_not_started(
    app, doors, travel, work
) -> None:
    import_id = receive(file_of([row(1)]))
    travel(days=6)
    work()
    assert look(import_id).state == "checked"
    travel(days=2)
    work()
    with pytest.raises(NotFound):
        look(import_id)
    assert kept(doors) == []


def test_an_import_of_another_shop_cannot_be_started(app) -> None:
    import_id = receive(file_of([row(1)]))
    with pytest.raises(NotFound):
        imports.start(people.seller("farida").shop_id, import_id)
    assert look(import_id).state == "checked"


def test_a_shop_that_is_closed_meanwhile_gets_a_message_of_each_row(app) -> None:
    from marketplace.profiles.services import shops

    import_id = receive(file_of([row(1), row(2)]))
    shop = people.seller().shop_id
    imports.start(shop, import_id)
    shops.suspend(shop, by=people.person_id("cholpon"), reason="Сүйлөшөлү")
    assert imports.work(import_id)
    codes = [error.code for error in look(import_id).report.errors]
    assert codes == ["import_shop_closed"] * 2
    assert things() == 0


def test_twenty_tables_a_day_are_enough(app) -> None:
    her = people.seller()
    table = file_of([row(1)])
    for _number in range(20):
        imports.upload(her.shop_id, BytesIO(table), None, by=her.person_id)
    with pytest.raises(TooMany):
        imports.upload(her.shop_id, BytesIO(table), None, by=her.person_id)


def test_the_log_names_who_had_it_added(app) -> None:
    from marketplace.profiles.models import AuditEvent

    her, helper = people.seller(), people.person_id("cholpon")
    import_id = receive(file_of([row(1)]))
    acting = origin.Origin(actor_id=helper, on_behalf_of=her.person_id)
    with origin.of(acting):
        imports.start(her.shop_id, import_id)
    imports.work(import_id)
    event = db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.kind == "thing.written")
        .order_by(AuditEvent.seq.desc())
    ).first()
    assert (event.actor_id, event.on_behalf_of_id) == (helper, her.person_id)
