"""A GET leaves the database as it was, whoever asks and whatever the page."""

import pytest
from sqlalchemy import text

from marketplace.extensions import db
from tests.architecture.fingerprints import LOG, fingerprint
from tests.architecture.walk import CAST, addresses, make_world


@pytest.mark.parametrize("who", CAST)
def test_reading_every_page_changes_nothing(app, client, as_, who) -> None:
    world = make_world()
    browser = client if who == "nobody" else as_(who)
    before = fingerprint(but=LOG)
    for path in addresses(app, world, "GET").values():
        browser.get(path)
    assert fingerprint(but=LOG) == before


def test_the_database_itself_refuses_a_write_outside_a_use_case(app) -> None:
    from sqlalchemy.exc import DBAPIError

    with pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE labs SET fee_bps = 0"))
    db.session.rollback()
