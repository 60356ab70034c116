"""A GET leaves the database as it was, whoever asks and whatever the page."""

import hashlib

import pytest
from sqlalchemy import text

from marketplace.extensions import db
from tests.architecture.walk import CAST, addresses, make_world


def _fingerprint() -> dict[str, str]:
    found = {}
    with db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            rows = connection.execute(text(f"SELECT * FROM {table.name}"))
            lines = sorted(repr(tuple(row)) for row in rows)
            found[table.name] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return found


@pytest.mark.parametrize("who", CAST)
def test_reading_every_page_changes_nothing(app, client, as_, who) -> None:
    world = make_world()
    browser = client if who == "nobody" else as_(who)
    before = _fingerprint()
    for path in addresses(app, world, "GET").values():
        browser.get(path)
    assert _fingerprint() == before


def test_the_database_itself_refuses_a_write_outside_a_use_case(app) -> None:
    from sqlalchemy.exc import DBAPIError

    with pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE labs SET fee_bps = 0"))
    db.session.rollback()
