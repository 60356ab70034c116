"""Featured collections: Cholpon makes one, buyers see it while its days last."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.catalog import queries
from marketplace.catalog.models import Collection, CollectionItem
from marketplace.catalog.services import collections
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.profiles.services import shops
from tests import people

WORDS = {
    "ky": ("Нооруз", "Майрамга"),
    "ru": ("Нооруз", "К празднику"),
    "en": ("Nooruz", "For the feast"),
}
DAY = timedelta(days=1)


def made(first=0, last=0, *things) -> Collection:
    """Have Cholpon make a collection, from so many days off to so many."""
    today, by = clock.today(), people.person_id("cholpon")
    row = collections.save(None, WORDS, today + first * DAY, today + last * DAY, by=by)
    for thing in things:
        collections.put_in(row.id, thing.slug, by=by)
    return row


def shown(client) -> str:
    return client.get("/en/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("first", "last", "seen"),
    [(0, 0, True), (-3, 3, True), (1, 2, False), (-2, -1, False)],
)
def test_it_is_seen_while_its_days_last(client, first, last, seen) -> None:
    made(first, last, people.on_sale())
    assert ("Nooruz" in shown(client)) is seen
    assert client.get("/en/collection/nooruz").status_code == (200 if seen else 404)
    assert ("collection/nooruz" in client.get("/sitemap.xml").text) is seen


def test_it_ends_after_its_last_day(client, travel) -> None:
    made(0, 0, people.on_sale())
    assert "Nooruz" in shown(client)
    travel(days=1)
    assert client.get("/en/collection/nooruz").status_code == 404


def test_it_shows_only_what_is_on_sale_in_the_order_chosen(client) -> None:
    one, two, three = (people.on_sale(title=name) for name in ("Бир", "Эки", "Үч"))
    row = made(0, 0, three, one, two)
    collections.move_up(row.id, two.id, by=people.person_id("cholpon"))
    cards = queries.collection_view("nooruz").cards
    assert [card.title for card in cards] == ["Үч", "Эки", "Бир"]
    shops.show_to(people.seller().shop_id, "hidden")
    assert queries.collection_view("nooruz").cards == []
    assert "Nooruz" not in shown(client), "with nothing in it, it is no shelf"


def test_the_first_one_moves_no_higher_and_what_is_out_stays_out(app) -> None:
    one, two = people.on_sale(title="Бир"), people.on_sale(title="Эки")
    row, by = made(0, 0, one, two), people.person_id("cholpon")
    collections.move_up(row.id, one.id, by=by)
    collections.take_out(row.id, two.id, by=by)
    collections.take_out(row.id, two.id, by=by)
    assert [item.id for item in queries.items_of(row.id)] == [one.id]


@pytest.mark.parametrize(
    "address",
    ["{}", "https://bazaar.example/ky/l/{}", "/en/l/{}?after=1#x", " /ru/l/{}/ "],
)
def test_a_thing_is_put_in_by_its_address_and_once(app, address) -> None:
    thing, row = people.on_sale(), made()
    for _ in range(2):
        collections.put_in(
            row.id, address.format(thing.slug), by=people.person_id("cholpon")
        )
    assert [item.id for item in queries.items_of(row.id)] == [thing.id]


def test_what_is_not_on_sale_is_not_taken(app) -> None:
    waiting, row = people.handed_in(), made()
    for address in (waiting.slug, "", "https://example.org/"):
        with pytest.raises(Invalid):
            collections.put_in(row.id, address, by=people.person_id("cholpon"))


def test_a_full_one_takes_no_more(app, monkeypatch) -> None:
    monkeypatch.setattr(collections, "MOST", 1)
    row = made(0, 0, people.on_sale(title="Бир"))
    with pytest.raises(Conflict):
        collections.put_in(
            row.id, people.on_sale(title="Эки").slug, by=people.person_id("cholpon")
        )


def test_two_of_one_title_have_addresses_of_their_own(app) -> None:
    assert [made().slug, made().slug] == ["nooruz", "nooruz-2"]


def test_the_days_must_be_in_order_and_every_language_have_a_title(app) -> None:
    by, today = people.person_id("cholpon"), clock.today()
    with pytest.raises(Invalid, match="days_order"):
        collections.save(None, WORDS, today, today - DAY, by=by)
    with pytest.raises(Invalid, match="name_needed"):
        collections.save(None, {**WORDS, "en": (" ", "x")}, today, today, by=by)


def test_the_desk_makes_one_step_by_step(app, as_) -> None:
    thing, desk, today = people.on_sale(), as_("cholpon"), clock.today()
    form = {"first_day": today.isoformat(), "last_day": today.isoformat()}
    for code, (title, lead) in WORDS.items():
        form |= {f"title_{code}": title, f"lead_{code}": lead}
    wrong = {**form, "last_day": (today - DAY).isoformat()}
    assert desk.send("/en/desk/collections/new", **wrong).status_code == 422
    assert desk.send("/en/desk/collections/new", **form).status_code == 303
    row = db.session.scalars(select(Collection)).one()
    page = f"/en/desk/collections/{row.id}"
    assert desk.send(f"{page}/things", address="x").status_code == 422
    assert desk.send(f"{page}/things", address=f"/en/l/{thing.slug}").status_code == 303
    assert "Кызыл шырдак" in desk.get(page).text
    assert "Кызыл шырдак" in desk.get("/en/collection/nooruz").text
    renamed = {**form, "title_en": "Spring"}
    assert desk.send(page, **renamed).status_code == 303
    assert "Spring" in desk.get("/en/collection/nooruz").text, "its address stays"
    assert desk.send(f"{page}/things/{thing.id}", out="1").status_code == 303
    assert desk.send(f"{page}/delete").status_code == 303
    assert db.session.scalars(select(CollectionItem)).all() == []
    assert "There is no collection yet." in desk.get("/en/desk/collections").text
