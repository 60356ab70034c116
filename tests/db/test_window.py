"""The version of the shop window moves with what strangers see, and only then."""

import pytest
from sqlalchemy import update

from marketplace.catalog.services import labels, listings, looking
from marketplace.db import use_case, window
from marketplace.extensions import db
from marketplace.profiles.models import Lab, Shop
from marketplace.profiles.services import accounts, shops
from tests import people


@pytest.fixture
def moved(app):
    """Return a function that says which versions have moved since it was asked last."""
    before = window.look()

    def ask() -> set[str]:
        nonlocal before
        now = window.look()
        names = {
            name for name in now._fields if getattr(now, name) != getattr(before, name)
        }
        before = now
        return names

    return ask


def test_what_a_seller_does_with_her_shop_moves_it(moved) -> None:
    shop_id = people.seller().shop_id
    shops.show_to(shop_id, "hidden")
    assert moved() == {"version"}
    shops.tell(shop_id, {"en": "Felt"})
    assert moved() == {"version"}


def test_what_happens_to_a_thing_moves_it(moved) -> None:
    thing = people.handed_in()
    moved()
    looking.decide(thing.id, "publish", by=people.person_id("cholpon"), note="")
    assert moved() == {"version"}
    her = people.seller()
    listings.switch(her.shop_id, thing.id, "pause", by=her.person_id)
    assert moved() == {"version"}


def test_another_name_of_a_section_moves_the_names_too(moved) -> None:
    names = dict.fromkeys(("ky", "ru", "en"), "Кийиз буюмдар")
    felt = people.category("felt")
    labels.save_category(felt, names, by=people.person_id("gulnara"))
    assert moved() == {"version", "names"}


def test_statements_over_many_rows_are_seen_as_well(moved) -> None:
    @use_case
    def suspend_all() -> None:
        db.session.execute(update(Shop).values(state="suspended"))

    @use_case
    def raise_fees() -> None:
        db.session.execute(update(Lab.__table__).values(fee_bps=1))

    suspend_all()
    assert moved() == {"version"}
    raise_fees()
    assert moved() == {"version", "names"}


def test_what_strangers_do_not_see_leaves_it_alone(moved, client) -> None:
    accounts.sign_up(
        name="Rahat", contact="rahat@x.test", password="four quiet yaks", language="ky"
    )
    client.get("/ky/")
    assert moved() == set()


def test_what_was_rolled_back_leaves_it_alone(moved) -> None:
    @use_case
    def hide_and_fall() -> None:
        shops.show_to(people.seller().shop_id, "hidden")
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError):
        hide_and_fall()
    assert moved() == set()


def test_names_in_memory_are_those_of_now_and_not_of_a_use_case_that_falls(app) -> None:
    loads = []

    def load() -> int:
        loads.append(1)
        return len(loads)

    @use_case
    def rename_and_fall() -> None:
        db.session.execute(update(Lab).values(position=7))
        assert window.kept("numbers", load) == 2
        raise RuntimeError("on purpose")

    assert window.kept("numbers", load) == window.kept("numbers", load) == 1
    with pytest.raises(RuntimeError):
        rename_and_fall()
    assert window.kept("numbers", load) == 1, "what it had read was never true"
    labels_of_felt = dict.fromkeys(("ky", "ru", "en"), "Кийиз")
    labels.save_category(
        people.category("felt"), labels_of_felt, by=people.person_id("gulnara")
    )
    assert window.kept("numbers", load) == 3


def test_a_watcher_whose_connection_was_cut_looks_again(app) -> None:
    watcher = window.watcher(app)
    before = watcher.look()
    watcher._connection.close()
    assert watcher.look() is None
    assert watcher.look() == before
