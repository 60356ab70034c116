"""Who has bought it says how it is: once, read by others after 14 days."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.catalog.models import Review
from marketplace.catalog.services import moderating, reviews
from marketplace.extensions import db
from marketplace.orders.models import OrderLine
from tests import people
from tests.orders import deals


@pytest.fixture
def thing(app):
    """Return a thing of Aigul's on sale."""
    return people.on_sale()


@pytest.fixture
def page(thing) -> str:
    """Return the path of a purchase of it that is completed."""
    return f"/en/o/{deals.secret(deals.completed(thing))}"


def line_id():
    db.session.rollback()
    return db.session.scalars(select(OrderLine.id)).one()


def written() -> Review:
    db.session.rollback()
    return db.session.scalars(select(Review)).one()


def test_a_buyer_reviews_once_what_she_has(page, client) -> None:
    path = f"{page}/lines/{line_id()}/review"
    client.send(path, stars="9", text="x")
    client.send(path, stars="5", text="Жылуу!", author="Б.")
    again = client.send(path, stars="1", text="again")
    assert again.status_code == 303
    assert "already" in client.words(page)
    assert (written().stars, written().author) == (5, "Б.")


def test_nobody_reviews_what_she_has_not_got(thing, client) -> None:
    page = f"/en/o/{deals.secret(deals.paid(thing))}"
    assert "Say how it is" not in client.words(page)
    client.send(f"{page}/lines/{line_id()}/review", stars="5", text="Жылуу!")
    assert db.session.scalars(select(Review)).all() == []


def test_others_read_it_14_days_after_the_order_was_completed(
    page, thing, client, travel, work
) -> None:
    client.send(f"{page}/lines/{line_id()}/review", stars="5", text="Жылуу!")
    assert "Жылуу!" in client.words(page), "she sees her own words"
    assert "Others see it from" in client.words(page)
    assert "Жылуу!" not in client.words(f"/en/l/{thing.slug}")
    travel(days=13, hours=23)
    work()
    assert "Жылуу!" not in client.words(f"/en/l/{thing.slug}")
    travel(days=14, minutes=10)
    work()
    assert "Жылуу!" in client.words(f"/en/l/{thing.slug}")
    assert "Everybody sees it." in client.words(page)


def test_who_writes_after_14_days_is_read_at_once(page, thing, client, travel) -> None:
    travel(days=15)
    client.send(f"{page}/lines/{line_id()}/review", stars="4", text="Дагы жылуу")
    assert "Дагы жылуу" in client.words(f"/en/l/{thing.slug}")
    assert written().shown_at - written().created_at < timedelta(seconds=5)


def test_the_buyer_reads_the_answer_and_why_it_is_not_shown(page, client) -> None:
    her = people.seller()
    client.send(f"{page}/lines/{line_id()}/review", stars="2", text="Начар")
    reviews.reveal(line_id())
    reviews.answer(her.shop_id, written().id, "Кечиресиз.", by=her.person_id)
    assert "Ак кийиз answers: Кечиресиз." in client.words(page)
    cholpon = people.person_id("cholpon")
    moderating.decide(None, written().id, "hide", by=cholpon, reason="Кемсинтет")
    words = client.words(page)
    assert "Начар" in words
    assert "The Lab does not show it: Кемсинтет" in words


def test_the_review_of_another_purchase_cannot_be_written(page, thing, client) -> None:
    line = line_id()
    other = deals.completed(thing)
    path = f"/en/o/{deals.secret(other)}/lines/{line}/review"
    assert client.send(path, stars="1", text="Башка").status_code == 404
