"""The database's shape is the models' shape, by way of numbered steps."""

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from marketplace.extensions import db

VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"


def test_the_steps_are_numbered_without_a_gap() -> None:
    numbers = sorted(path.name[:4] for path in VERSIONS.glob("*.py"))
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]


def test_each_step_follows_the_one_before_and_imports_no_code_of_ours() -> None:
    before = None
    for path in sorted(VERSIONS.glob("*.py")):
        text = path.read_text("utf-8")
        assert "marketplace" not in text, path.name
        assert (
            re.search(r"^revision = ['\"](\d+)", text, re.MULTILINE).group(1)
            == path.name[:4]
        )
        found = re.search(r"^down_revision = (.+)$", text, re.MULTILINE).group(1)
        assert found.strip("'\"") == str(before), path.name
        before = path.name[:4]


def test_the_migrated_database_is_what_the_models_say(app) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "target_metadata": db.metadata}
        )
        assert compare_metadata(context, db.metadata) == []


def test_every_step_can_be_taken_back_and_again(app) -> None:
    folder = str(app.extensions["migrate"].directory)
    db.session.remove()
    downgrade(directory=folder, revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade(directory=folder)
    assert set(inspect(db.engine).get_table_names()) >= set(db.metadata.tables)


def test_what_was_sold_before_the_book_grew_is_still_sound_after_it(app) -> None:
    from tests import people
    from tests.orders import deals

    deals.completed(people.on_sale(), people.on_sale("farida"))
    deals.paid(people.on_sale(title="Башка"))
    folder = str(app.extensions["migrate"].directory)
    db.session.remove()
    downgrade(directory=folder, revision="0014")
    upgrade(directory=folder)
    deals.sound()
    assert deals.payable() == 135_000
