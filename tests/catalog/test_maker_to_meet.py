"""The maker of the front page: one that is for everybody, tells and sells."""

import pytest
from sqlalchemy import delete

from marketplace.catalog import queries
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.profiles.models import ShopText
from tests import people

STORY = "Кийизди апамдан үйрөндүм.\nДүкөнүм үйдө."


@use_case
def tell(name: str, story: str = STORY) -> None:
    """Let a shop have this story and no other."""
    shop_id = people.shop(name).id
    db.session.execute(delete(ShopText).where(ShopText.shop_id == shop_id))
    db.session.add(ShopText(shop_id=shop_id, locale="ky", story=story))


@use_case
def show(name: str, **how: object) -> None:
    """Change who sees a shop, or whether it is open."""
    for field, value in how.items():
        setattr(people.shop(name), field, value)


def met() -> set[str]:
    """Return the names of those one meets within two weeks."""
    found = (queries.maker_to_meet(week) for week in range(2))
    return {one.alias for one in found if one is not None}


@pytest.fixture
def hers(app) -> str:
    """Return the name of Aigul's shop, which sells and tells."""
    people.on_sale("aigul")
    tell("aigul")
    return people.shop("aigul").alias


def test_a_maker_who_tells_and_sells_is_met_on_the_front_page(hers, client) -> None:
    page = client.words("/ky/")
    assert hers in page
    assert "Кийизди апамдан үйрөндүм." in page
    assert "Дүкөнүм үйдө." not in page, "the first line is enough"


def test_another_week_brings_another_maker(hers) -> None:
    assert met() == {hers}, "the other one has nothing to sell"
    people.on_sale("farida")
    tell("farida")
    assert met() == {hers, people.shop("farida").alias}


@pytest.mark.parametrize(
    "how", [{"visibility": "link"}, {"visibility": "hidden"}, {"state": "suspended"}]
)
def test_nobody_meets_a_maker_who_is_not_for_everybody(hers, client, how) -> None:
    show("aigul", **how)
    assert met() == set()
    assert "Чебер менен таанышыңыз" not in client.words("/ky/")


def test_a_shop_without_a_story_or_a_thing_is_not_met(app) -> None:
    people.on_sale("aigul")
    tell("aigul", "")
    tell("farida")
    assert met() == set()
