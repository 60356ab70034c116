"""Whose turn it is: the maker's board, what is late at a Lab, timers of offers."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.catalog.services import listings
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.orders import queries
from marketplace.orders.models import Quote, Wanted
from marketplace.orders.rules.quotes import OfferTerms
from marketplace.orders.rules.talk import Buyer
from marketplace.orders.services import (
    nudges,
    quote_ends,
    quotes,
    silence_of_work,
    threads,
    wanted,
)
from marketplace.orders.services.threads import Said
from marketplace.orders.services.wanted import Wish
from marketplace.profiles.models import Notice
from tests import people
from tests.orders import deals, work

BUYER = Buyer("Бермет", "bermet@mail.test", "en")


def places() -> dict[str, list[str]]:
    """Return the states of orders and quotes at each place of Aigul's board."""
    found = {}
    for place in ("answer", "work", "waiting", "done"):
        board = queries.board(people.seller().shop_id, place)
        found[place] = sorted(
            [row.state for row in board.orders] + [row.state for row in board.quotes]
        )
    return found


def test_every_order_stands_at_its_place_of_the_board(app) -> None:
    logo = work.service(capacity=9)
    work.paid(logo)
    work.begun(logo)
    work.deliver(work.begun(logo))
    work.revise(work.deliver(work.begun(logo)))
    work.accept(work.deliver(work.begun(logo)))
    deals.paid(people.on_sale(stock=3))
    quotes.ask(people.seller().shop_id, BUYER, Said("Канча турат?"))
    assert places() == {
        "answer": ["requested", "revision_requested"],
        "work": ["in_progress", "in_progress"],
        "waiting": ["delivered", "needs_brief"],
        "done": ["completed"],
    }
    assert queries.board(people.seller("farida").shop_id, "work").orders == []


def test_without_a_wish_the_board_shows_the_first_place_that_waits(app) -> None:
    work.begun(work.service())
    assert queries.board(people.seller().shop_id, "").place == "work"
    threads.ask(people.seller().shop_id, BUYER, Said("Салам"))
    assert queries.board(people.seller().shop_id, "").place == "answer"


def test_the_lab_sees_what_is_late_and_reminds_once_a_day(app, travel) -> None:
    key = work.begun(work.service())
    osh, cholpon = deals.labs("osh"), people.person_id("cholpon")
    assert queries.late_orders(osh) == []
    travel(days=8)
    (late,) = queries.late_orders(osh)
    assert (late.row.id, late.days_late, late.who) == (key, 3, "seller")
    assert queries.late_orders(deals.labs("jalal-abad")) == []
    before = db.session.query(Notice).count()
    nudges.remind(osh, key, by=cholpon)
    assert db.session.query(Notice).count() == before + 1
    with pytest.raises(Conflict):
        nudges.remind(osh, key, by=cholpon)
    with pytest.raises(NotFound):
        nudges.remind(deals.labs("jalal-abad"), key, by=cholpon)


def test_an_offer_lapses_after_its_time_and_can_be_asked_for_again(app, travel) -> None:
    her = people.seller()
    quote = quotes.ask(her.shop_id, BUYER, Said("Беш логотип"))
    key, secret = quote.id, threads.secret_of(quote.thread_id)
    quotes.offer(her.shop_id, key, OfferTerms("Жасайм", 500_000, 9), by=her.person_id)
    travel(days=7, minutes=1)
    with pytest.raises(Conflict) as error:
        quotes.accept(
            secret, key, 1, address="", submit_key="k" * 20, provider="sandbox"
        )
    assert error.value.code == "offer_over"
    silence_of_work.run()
    assert db.session.get_one(Quote, key, populate_existing=True).state == "expired"
    quote_ends.ask_again(secret, key)
    quotes.offer(her.shop_id, key, OfferTerms("Кайра", 600_000, 9), by=her.person_id)
    quotes.accept(secret, key, 2, address="", submit_key="k" * 20, provider="sandbox")


def test_a_suspended_shop_offers_nothing_and_nothing_is_agreed_with_it(app) -> None:
    from marketplace.profiles.services import shops

    her = people.seller()
    quote = quotes.ask(her.shop_id, BUYER, Said("Беш логотип"))
    key, secret = quote.id, threads.secret_of(quote.thread_id)
    terms = OfferTerms("Жасайм", 500_000, 9)
    quotes.offer(her.shop_id, key, terms, by=her.person_id)
    shops.suspend(her.shop_id, by=people.person_id("cholpon"), reason="Сүйлөшөлү")
    with pytest.raises(Conflict):
        quotes.offer(her.shop_id, key, terms, by=her.person_id)
    with pytest.raises(Conflict):
        quotes.accept(
            secret, key, 1, address="", submit_key="k" * 20, provider="sandbox"
        )


def test_what_is_wanted_closes_after_thirty_days(app, travel) -> None:
    row = wanted.post(BUYER, Wish(people.category("shyrdak"), "Жаздык", "Жыйырма"))
    key = row.id
    travel(days=30, minutes=1)
    silence_of_work.run()
    assert db.session.get_one(Wanted, key, populate_existing=True).state == "closed"
    assert queries.wanted_list().rows == []
    with pytest.raises(Conflict):
        wanted.ask(people.seller().shop_id, key, "Кайсы түс?")


def test_nobody_answers_her_own_wish_and_a_suspended_shop_none(app) -> None:
    own = Buyer("Айгүл", "aigul@lab.test", "ky", person_id=people.person_id("aigul"))
    row = wanted.post(own, Wish(people.category("shyrdak"), "Жаздык", "Жыйырма"))
    terms = OfferTerms("Жасайм", 500_000, 9)
    for name in ("aigul", "jamilya"):
        her = people.seller(name)
        with pytest.raises(Conflict):
            wanted.offer(her.shop_id, row.id, terms, by=her.person_id)


def test_who_is_busy_takes_nothing_until_that_day(app, client) -> None:
    logo = work.service()
    her = people.seller()
    day = clock.today() + timedelta(days=5)
    with pytest.raises(Invalid):
        listings.set_busy(
            her.shop_id, logo.id, clock.today() - timedelta(days=1), by=her.person_id
        )
    listings.set_busy(her.shop_id, logo.id, day, by=her.person_id)
    assert "takes nothing new until" in client.words(f"/en/l/{logo.slug}")
    with pytest.raises(Conflict) as error:
        work.order(logo)
    assert error.value.code == "fully_booked"
    listings.set_busy(her.shop_id, logo.id, None, by=her.person_id)
    work.order(logo)
    with pytest.raises(NotFound):
        listings.set_busy(
            people.seller("farida").shop_id, logo.id, day, by=her.person_id
        )
