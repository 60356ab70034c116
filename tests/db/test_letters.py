"""Names are found in Kyrgyz letters, whatever their case."""

from sqlalchemy import create_engine

from marketplace.db import engine
from marketplace.extensions import db


def test_our_databases_know_kyrgyz_letters(app) -> None:
    assert engine.problems(db.session.connection()) == []


def test_one_that_knows_only_ascii_is_named() -> None:
    with create_engine("sqlite://").connect() as plain:
        assert "Kyrgyz letters" in engine.problems(plain)[0]
