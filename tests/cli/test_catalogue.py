"""Tables of things by command."""

import pytest
from sqlalchemy import func, select

from marketplace.catalog.models import Import, Listing
from marketplace.cli import catalogue
from marketplace.extensions import db
from tests import people
from tests.catalog.tables import file_of, row, zipped
from tests.catalog.test_photos_of_a_form import jpeg


@pytest.fixture
def run(app):
    """Return a function that runs a command and returns what it printed."""
    runner = app.test_cli_runner()

    def go(command, *words, code: int = 0) -> str:
        result = runner.invoke(command, [str(word) for word in words])
        db.session.rollback()
        assert result.exit_code == code, result.output
        return result.output

    return go


def things() -> int:
    return db.session.scalar(select(func.count()).select_from(Listing))


def test_a_table_is_added_and_its_mistakes_end_with_1(run, tmp_path) -> None:
    table, photos = tmp_path / "things.csv", tmp_path / "photos.zip"
    photos.write_bytes(zipped({"a.jpg": jpeg()}))
    table.write_bytes(file_of([row(1, photos="a.jpg"), row(2, stock="көп")]))
    words = ("ak-kiyiz", table, "--photos", photos)
    said = run(catalogue.import_, *words, code=1)
    assert "3, stock: Write a whole number from 0 to 9999." in said
    assert "2 rows: 1 added, 0 there already, 1 to mend." in said
    assert things() == 1
    table.write_bytes(file_of([row(1, photos="a.jpg"), row(2)]))
    assert "1 added, 1 there already, 0 to mend" in run(catalogue.import_, *words)


def test_a_dry_run_only_says_what_would_be(run, tmp_path) -> None:
    table = tmp_path / "things.csv"
    table.write_bytes(file_of([row(1), row(2, price="x")]))
    words = ("ak-kiyiz", table, "--dry-run", "--language", "ky")
    said = run(catalogue.import_, *words, code=1)
    assert "3, баасы: " in said
    assert "1 can be added" in said
    assert things() == 0
    assert db.session.scalars(select(Import)).all() == []


@pytest.mark.parametrize(
    ("shop", "data", "said"),
    [
        ("nobody", file_of([row(1)]), "There is nothing"),
        ("ak-kiyiz", b"eyes\n", "We do not know the column «eyes»"),
    ],
)
def test_what_cannot_be_read_is_one_line(run, tmp_path, shop, data, said) -> None:
    table = tmp_path / "things.csv"
    table.write_bytes(data)
    assert f"error: {said}" in run(catalogue.import_, shop, table, code=1)


def test_what_is_exported_is_there_already(run, tmp_path) -> None:
    people.on_sale()
    people.handed_in(content=people.service())
    runner = tmp_path / "things.csv"
    said = run(catalogue.export, "ak-kiyiz")
    assert "1 things of several sizes or services left out." in said
    runner.write_text(said.partition("1 things of several")[0], "utf-8")
    assert "1 there already" in run(catalogue.import_, "ak-kiyiz", runner)
    assert "error: not_found" in run(catalogue.export, "nobody", code=1)
