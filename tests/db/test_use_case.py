"""One use case is one transaction; reads cannot write."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from marketplace.catalog.models import Variant
from marketplace.db import get_for_update, use_case
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.profiles.models import Person
from tests import people


@use_case
def rename(name: str) -> None:
    people.person("bermet").name = name


@use_case
def rename_and(name: str, *, then) -> None:
    rename(name)
    then()


def fall() -> None:
    raise RuntimeError("on purpose")


def name_now() -> str:
    db.session.rollback()
    return people.person("bermet").name


def test_a_use_case_commits_at_its_end(app) -> None:
    rename("Бермет")
    assert name_now() == "Бермет"


def test_an_error_rolls_everything_back(app) -> None:
    @use_case
    def rename_two() -> None:
        rename("Бермет")
        people.person("aigul").name = "Айгүл"
        db.session.flush()
        fall()

    with pytest.raises(RuntimeError):
        rename_two()
    assert name_now() == "Bermet"
    assert people.person("aigul").name == "Aigul"


def test_a_use_case_inside_another_joins_its_transaction(app) -> None:
    with pytest.raises(RuntimeError):
        rename_and("Бермет", then=fall)
    assert name_now() == "Bermet", "the inner one has not committed by itself"
    rename_and("Бермет", then=lambda: None)
    assert name_now() == "Бермет"


def test_after_an_error_the_next_use_case_is_its_own_again(app) -> None:
    with pytest.raises(RuntimeError):
        rename_and("Бермет", then=fall)
    rename("Bermet Asanova")
    assert name_now() == "Bermet Asanova"


def test_what_was_read_before_is_read_anew_inside(app) -> None:
    """Or a decision would rest on an old snapshot."""
    thing = people.on_sale(stock=3)
    variant = db.session.get(Variant, people.variant_of(thing.id))
    assert variant.stock == 3
    db.session.rollback()
    with db.engine.connect().execution_options(write=True) as other, other.begin():
        other.execute(update(Variant).values(stock=1))

    @use_case
    def look() -> int:
        return get_for_update(Variant, variant.id).stock

    assert look() == 1


def test_a_read_cannot_write(app) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        db.session.execute(update(Person).values(name="nobody"))
    db.session.rollback()
    assert name_now() == "Bermet"


def test_a_read_can_read_after_a_write_and_still_not_write(app) -> None:
    rename("Бермет")
    assert db.session.scalar(select(func.count()).select_from(Person))
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        db.session.execute(update(Person).values(name="nobody"))
    db.session.rollback()


def test_what_is_not_there_is_not_found(app) -> None:
    @use_case
    def look() -> None:
        get_for_update(Person, people.lab().id)

    with pytest.raises(NotFound):
        look()
