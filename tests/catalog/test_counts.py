"""How many there are of what, counted beside the requests."""

from sqlalchemy import select

from marketplace.catalog import queries
from marketplace.catalog.services import counts, listings
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.jobs.models import Job
from marketplace.profiles.services import shops
from tests import people
from tests.catalog.test_browsing import technique


def number(kind: str, place_id) -> int:
    return queries.counts(kind).get(place_id, 0)


def test_they_are_those_of_what_is_on_sale(app) -> None:
    people.on_sale(content=people.draft(techniques=(technique(),)))
    people.on_sale("farida")
    people.handed_in()
    assert counts.recount() > 0
    assert number("category", people.category("shyrdak")) == 2
    assert number("category", people.category("felt")) == 2, (
        "a section counts all in it"
    )
    assert number("technique", technique()) == 1
    assert number("lab", people.lab().id) == 1
    assert counts.recount() == 0, "nothing differs, nothing is written"


def test_what_is_gone_is_taken_off(app) -> None:
    people.on_sale()
    counts.recount()
    shops.show_to(people.seller().shop_id, "hidden")
    counts.recount()
    assert queries.counts("category") == queries.counts("lab") == {}


def test_many_changes_ask_for_one_count(app, travel, work) -> None:
    asked = select(Job).where(Job.kind == counts.JOB, Job.state == "queued")
    _no_schedule()
    thing = people.on_sale()
    her = people.seller()
    for action in ("pause", "resume"):
        listings.switch(her.shop_id, thing.id, action, by=her.person_id)
    shops.show_to(her.shop_id, "link")
    shops.show_to(her.shop_id, "public")
    assert len(db.session.scalars(asked).all()) in {1, 2}, "two around a full minute"
    travel(minutes=2)
    work()
    assert number("category", people.category("felt")) == 1


@use_case
def _no_schedule() -> None:
    for job in db.session.scalars(select(Job).where(Job.kind == counts.JOB)):
        db.session.delete(job)


def test_what_is_not_on_sale_asks_for_no_count(app) -> None:
    _no_schedule()
    her, waiting = people.seller(), people.handed_in()
    listings.take_back(her.shop_id, waiting.id, by=her.person_id)
    assert db.session.scalars(select(Job.id).where(Job.kind == counts.JOB)).all() == []
    people.on_sale()
    assert db.session.scalars(select(Job.id).where(Job.kind == counts.JOB)).all() != []


def test_pages_say_the_numbers_of_the_last_count(client) -> None:
    people.on_sale()
    before = client.get("/en/c/felt").text
    assert 'class="number"' not in before
    counts.recount()
    assert '<span class="number">1</span>' in client.get("/en/c/felt").text
    assert '<span class="number">1</span>' in client.get("/en/").text
