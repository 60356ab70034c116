"""The desk of things: queues, many at once, what to look at twice, labels as data."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from marketplace.catalog import queries
from marketplace.catalog.models import Listing, Term
from marketplace.catalog.services import listings, looking, photos
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.orders.queries import neighbours
from marketplace.profiles.models import AuditEvent
from tests import people
from tests.orders.test_one_sale import bought, pay


@pytest.fixture
def cholpon(as_):
    return as_("cholpon")


def states() -> dict[str, str]:
    rows = db.session.scalars(select(Listing))
    return {queries.content_of(row.id).title: row.state for row in rows}


def test_many_are_let_through_at_once_those_of_other_labs_never(app, cholpon) -> None:
    ours = [people.handed_in(title=f"Буюм {n}").id for n in range(3)]
    theirs = people.handed_in("farida", title="Башка").id
    marks = {one: queries.mark_of(one) for one in (ours[0], ours[2], theirs)}
    cholpon.send(
        "/en/desk/things", ids=[f"{one}:{mark}" for one, mark in marks.items()]
    )
    assert states() == {
        "Буюм 0": "published",
        "Буюм 1": "in_review",
        "Буюм 2": "published",
        "Башка": "in_review",
    }
    assert "2 things are on sale" in cholpon.words("/en/desk/things")


def test_what_was_written_anew_is_not_let_through_unseen(app, cholpon) -> None:
    thing, her = people.handed_in(title="Боз килем"), people.seller()
    page = cholpon.get(f"/en/desk/things/{thing.id}").get_data(as_text=True)
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', page)[1]
    listings.take_back(her.shop_id, thing.id, by=her.person_id)
    fresh = people.draft("Мага чалыңыз 0555")
    listings.save(her.shop_id, thing.id, fresh, by=her.person_id)
    listings.submit(her.shop_id, thing.id, by=her.person_id)
    path = f"/en/desk/things/{thing.id}"
    answer = cholpon.send(path, decision="publish", note="", seen=seen)
    assert answer.status_code == 422
    assert "Somebody has changed this meanwhile" in answer.get_data(as_text=True)
    cholpon.send("/en/desk/things", ids=f"{thing.id}:{seen}")
    assert states() == {"Мага чалыңыз 0555": "in_review"}


def test_everything_buyers_will_read_is_on_the_page_of_the_look(app, cholpon) -> None:
    one = people.service(
        questions=("Телефонуңуз?",), extras=(people.Extra("Тез", 50_000, 2),)
    )
    words = cholpon.words(f"/en/desk/things/{people.handed_in(content=one).id}")
    for said in ("Телефонуңуз?", "Тез", "2 days", "From afar", "Негизги"):
        assert said in words


def test_nothing_ticked_is_said(app, cholpon) -> None:
    people.handed_in()
    cholpon.send("/en/desk/things")
    assert "Tick the ones you want" in cholpon.words("/en/desk/things")


def test_an_answer_is_taken_back_from_the_flash(app, cholpon, monkeypatch) -> None:
    from datetime import timedelta

    monkeypatch.setattr(adapters(), "undo_wait", timedelta(minutes=10))
    thing = people.handed_in(title="Боз килем").id
    cholpon.send(f"/en/desk/things/{thing}", decision="reject", note="Бул бренд")
    page = cholpon.get("/en/desk/things").get_data(as_text=True)
    assert "Done: «Боз килем»" in page
    assert f"/en/desk/things/{thing}/undo" in page
    cholpon.send(f"/en/desk/things/{thing}/undo")
    assert states() == {"Боз килем": "in_review"}


def test_a_change_is_shown_side_by_side(app, cholpon) -> None:
    live = people.on_sale(title="Эски аты")
    change = people.changed(live, "Жаңы аты")
    assert "Эски аты" in cholpon.words("/en/desk/things?queue=changes")
    words = cholpon.words(f"/en/desk/changes/{change.id}")
    assert (
        words.index("Эски аты")
        < words.index("Buyers see now")
        < words.index("Жаңы аты")
    )
    cholpon.send(f"/en/desk/changes/{change.id}", decision="publish", note="")
    assert states() == {"Жаңы аты": "published"}
    again = cholpon.send(f"/en/desk/changes/{change.id}", decision="publish", note="")
    assert again.status_code == 422, "it was answered meanwhile"


def test_words_to_look_at_twice_are_data(app, cholpon) -> None:
    thing = people.handed_in(title="Курал сүрөтү").id
    assert "курал*" in cholpon.words(f"/en/desk/things/{thing}")
    cholpon.send("/en/desk/catalogue/words", word="сүрөтү")
    assert "курал*, сүрөтү" in cholpon.words(f"/en/desk/things/{thing}")
    events = select(AuditEvent).where(AuditEvent.kind == "catalogue.changed")
    assert db.session.scalars(events).one().details["after"] == "сүрөтү"


def test_a_price_far_from_what_was_sold_is_pointed_out(app, cholpon) -> None:
    for number in range(5):
        sold = people.on_sale(title=f"Килем {number}", som=1000 + number * 100)
        pay(bought(sold, key=f"key-of-sale-{number:09d}"))
    odd = people.handed_in(title="Бир ноль ашык", som=15_000)
    fine = people.handed_in(title="Кадимки", som=1500)
    far = "This price is far from that"
    assert far in cholpon.words(f"/en/desk/things/{odd.id}")
    words = cholpon.words(f"/en/desk/things/{fine.id}").replace("\xa0", " ")
    assert "sold for 1,000 KGS to 1,400 KGS, half of them below 1,200 KGS" in words
    assert far not in words


def test_fewer_than_five_sold_ones_say_nothing(app) -> None:
    sold = people.on_sale()
    pay(bought(sold))
    assert neighbours(people.category("shyrdak"), 1, but=people.on_sale().id) is None


def test_photos_that_look_alike_are_a_hint(app, cholpon) -> None:
    bits = {"farida": "00ff00ff00ff00ff", "aigul": "00ff00ff00ff00f8"}
    made = {}
    for name, likeness in bits.items():
        stored = replace(
            people.PICTURE, key=f"p/dd/{name}", likeness=likeness, mirrored=likeness
        )
        photo = photos.remember(people.seller(name).shop_id, stored).id
        made[name] = people.handed_in(name, title=f"Тоют {name}", photo_ids=(photo,))
    words = cholpon.words(f"/en/desk/things/{made['aigul'].id}")
    assert "Тоют farida" not in words, "another Lab's, not on sale"
    assert "1 more photo that looks alike is not for you to see" in words
    looking.decide(
        made["farida"].id, "publish", by=people.person_id("gulnara"), note=""
    )
    words = cholpon.words(f"/en/desk/things/{made['aigul'].id}")
    assert "Тоют farida, Тумар" in words
    alone = people.handed_in(title="Жалгыз")
    assert "alike" not in cholpon.words(f"/en/desk/things/{alone.id}")


def test_who_has_written_it_for_her_does_not_let_it_through(app, as_) -> None:
    from tests.profiles.test_helping import agree

    thing = people.handed_in(title="Жардам менен")
    her = people.seller()
    listings.take_back(her.shop_id, thing.id, by=her.person_id)
    consent, acting = agree().id, as_("cholpon")
    acting.send(f"/en/desk/help/{consent}")
    assert acting.send(f"/en/my/things/{thing.id}/send").status_code == 303
    path = f"/en/desk/things/{thing.id}"
    refused = as_("cholpon").send(path, decision="publish", note="")
    assert refused.status_code in {403, 422}
    assert states() == {"Жардам менен": "in_review"}
    as_("meerim").send(path, decision="publish", note="")
    assert states() == {"Жардам менен": "published"}


def test_a_new_colour_is_offered_to_sellers_in_every_language(
    app, cholpon, as_
) -> None:
    path = "/en/desk/catalogue/colour/new"
    half = cholpon.send(path, ky="Көгүлтүр", ru="Голубой", en="")
    assert half.status_code == 422
    cholpon.send(path, ky="Көгүлтүр", ru="Голубой", en="Sky blue", active="y")
    assert "Голубой" in as_("aigul").words("/ru/my/things/new")
    term = db.session.scalars(select(Term).where(Term.slug == "sky-blue")).one()
    edit = f"/en/desk/catalogue/colour/{term.id}"
    cholpon.send(edit, ky="Көгүлтүр", ru="Голубой", en="Sky blue")
    assert "Голубой" not in as_("aigul").words("/ru/my/things/new"), "put away"
    assert cholpon.get(f"/en/desk/catalogue/care/{term.id}").status_code == 404


def test_a_new_section_is_in_the_tree_with_its_address(app, cholpon, client) -> None:
    names = {"ky": "Тери иштери", "ru": "Кожа", "en": "New"}
    cholpon.send(
        "/en/desk/catalogue/section/new",
        **names,
        parent=str(people.category("felt")),
        kind="service",
    )
    assert client.get("/en/c/new-2").status_code == 200, (
        "«new» is an address of the desk"
    )
    section, parent = queries.section("new-2")
    assert (section.kind, parent.slug) == ("product", "felt"), "of its section's kind"
    cholpon.send("/en/desk/catalogue/section/new-2", **{**names, "ru": "Кожаное дело"})
    assert "Кожаное дело" in client.words("/ru/c/new-2")


def test_who_moderates_nothing_edits_nothing(app, as_) -> None:
    for name in ("kanykei", "lira", "aigul"):
        assert as_(name).get("/en/desk/catalogue").status_code == 403
