"""A package: ordered, paid, answered, handed in, corrected, accepted, paid out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Listing, Review
from marketplace.db import use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.infra.payments import SandboxPayment
from marketplace.orders import queries
from marketplace.orders.models import OrderLine
from marketplace.orders.services import (
    fulfil,
    payments,
    reviews,
    silence_of_work,
    works,
)
from marketplace.orders.services.threads import Said
from tests import people
from tests.orders import deals, work

SOON = timedelta(days=5)


@pytest.fixture
def logo(app) -> Listing:
    """Return a service of Aigul's: 2,000 som, five days, one correction."""
    return work.service()


def taken(listing: Listing) -> int:
    return db.session.get_one(Listing, listing.id, populate_existing=True).taken


def test_a_package_goes_from_the_order_to_her_money(logo) -> None:
    key = work.paid(logo)
    assert work.get(key).state == "needs_brief"
    assert work.get(key).ready_on is None
    work.brief(key)
    assert work.get(key).state == "in_progress"
    assert work.get(key).ready_on == clock.today() + SOON
    work.deliver(key)
    work.revise(key)
    assert work.get(key).state == "revision_requested"
    work.deliver(key, "Жаңысы")
    work.accept(key)
    one = work.get(key)
    assert (one.state, deals.payable()) == ("completed", 180_000)
    assert [kind for _who, kind, _text in work.messages(key)] == [
        "brief", "delivery", "revision", "delivery",
    ]  # fmt: skip
    deals.sound()


def test_extras_are_added_to_price_and_days(app) -> None:
    logo = work.service(extras=(people.Extra("Шашылыш", 50_000, 2),))
    key = work.begun(logo, extras=(0,))
    assert work.get(key).total_minor == 250_000
    assert work.get(key).ready_on == clock.today() + timedelta(days=7)
    assert work.terms(key).extras == ["Шашылыш"]


def test_what_asks_nothing_begins_at_once(app) -> None:
    key = work.paid(work.service(questions=()))
    assert work.get(key).state == "in_progress"
    assert work.get(key).ready_on == clock.today() + SOON


def test_more_corrections_than_the_package_has_are_a_change(logo) -> None:
    key = work.deliver(work.begun(logo))
    work.deliver(work.revise(key))
    with pytest.raises(Conflict) as error:
        work.revise(key)
    assert error.value.code == "no_corrections"
    assert work.get(key).state == "delivered"


def test_a_maker_takes_no_more_than_she_can_do(app) -> None:
    logo = work.service(capacity=1)
    key = work.paid(logo)
    with pytest.raises(Conflict) as error:
        work.order(logo)
    assert error.value.code == "fully_booked"
    assert taken(logo) == 1
    work.deliver(work.brief(key))
    assert taken(logo) == 0
    work.order(logo)
    work.revise(key)
    assert taken(logo) == 2


def test_a_place_comes_back_when_nobody_pays(app, travel) -> None:
    logo = work.service(capacity=1)
    purchase_id = work.order(logo)
    travel(minutes=40)
    payments.expire()
    assert deals.order(purchase_id).state == "expired"
    assert taken(logo) == 0


def test_late_money_takes_a_place_again_or_goes_back(app, travel) -> None:
    logo = work.service(capacity=1)
    first, second = work.order(logo), None
    travel(minutes=40)
    payments.end(first, "expire")
    second = work.order(logo)
    deals.press(second)
    came(first)
    assert deals.order(first).state == "expired"
    assert deals.attempt(first).state == "given_back"
    work.deliver(work.brief(deals.order(second).id))
    third = work.order(logo)
    travel(minutes=40)
    payments.end(third, "expire")
    came(third)
    assert (deals.order(third).state, taken(logo)) == ("needs_brief", 1)
    deals.sound()


@use_case
def paid_there(reference: str) -> None:
    row = db.session.scalars(
        select(SandboxPayment).where(SandboxPayment.reference == reference)
    ).one()
    row.status = "paid"


def came(purchase_id) -> None:
    """Let the money of a purchase come after its time."""
    payment = deals.attempt(purchase_id)
    paid_there(str(payment.reference))
    payments.sync(payment.id)


def test_eight_buyers_of_the_last_place_make_one_order(app, at_once) -> None:
    one = work.package(work.service(capacity=1)).id
    done = at_once(*[lambda: work.order(one)] * 8)
    assert sum(not isinstance(one, Exception) for one in done) == 1
    assert {one.code for one in done if isinstance(one, Exception)} == {"fully_booked"}


def test_the_same_form_sent_twice_is_one_order(logo) -> None:
    assert work.order(logo, key="k" * 20) == work.order(logo, key="k" * 20)
    assert taken(logo) == 1


@pytest.mark.parametrize("asked", [("Аты?",), ()])
def test_a_buyer_may_leave_before_work_begins_and_not_after(app, asked) -> None:
    key = work.paid(work.service(questions=("Аты?",)))
    fulfil.step_back(work.get(key).purchase_id, key)
    assert work.get(key).state == "cancelled"
    assert deals.held(work.get(key)) == 0
    other = work.begun(work.service(questions=asked or ("Ким?",)))
    with pytest.raises(Conflict) as error:
        fulfil.step_back(work.get(other).purchase_id, other)
    assert error.value.code == "too_late_to_cancel"


def test_late_work_may_be_left_with_all_the_money(logo, travel) -> None:
    key = work.begun(logo)
    travel(days=6)
    fulfil.step_back(work.get(key).purchase_id, key)
    assert work.get(key).state == "cancelled"
    deals.sound()


def test_a_later_day_lets_the_buyer_step_back(logo) -> None:
    key = work.begun(logo)
    by = people.seller().person_id
    with pytest.raises(Invalid):
        works.postpone(deals.hers(), key, clock.today() + SOON, "Ооруп", by=by)
    works.postpone(deals.hers(), key, clock.today() + 2 * SOON, "Ооруп", by=by)
    assert work.get(key).ready_on == clock.today() + 2 * SOON
    fulfil.step_back(work.get(key).purchase_id, key)
    assert work.get(key).state == "cancelled"


def test_another_shop_and_another_purchase_cannot_move_it(logo) -> None:
    key = work.begun(logo)
    with pytest.raises(NotFound):
        works.deliver(
            deals.hers("farida"), key, Said("X"), by=people.person_id("farida")
        )
    other = work.get(work.begun(work.service("farida"))).purchase_id
    with pytest.raises(NotFound):
        works.revise(other, key, Said("X"))


def test_silence_after_two_notices_accepts_the_work(logo, travel, doors) -> None:
    key = work.deliver(work.begun(logo))
    for days, state, letters in ((3, "delivered", 1), (3, "delivered", 2)):
        travel(days=days, minutes=1)
        silence_of_work.run()
        silence_of_work.run()
        assert work.get(key).state == state
        assert len(told("waits for your word")) == letters
    travel(days=1)
    silence_of_work.run()
    assert work.get(key).state == "completed"
    assert deals.payable() == 180_000


def told(words: str) -> list[str]:
    from marketplace.infra.jobs.models import Job

    rows = db.session.query(Job).filter_by(kind="mail.send")
    return [row.payload["text"] for row in rows if words in row.payload["text"]]


def test_an_open_case_stops_the_clock_of_silence(logo, travel) -> None:
    from marketplace.orders.services import cases

    key = work.deliver(work.begun(logo))
    cases.open_one(work.get(key).purchase_id, key, "different", "Башка түстө")
    travel(days=8)
    silence_of_work.run()
    assert work.get(key).state == "delivered"
    with pytest.raises(Conflict):
        work.accept(key)


def test_a_brief_nobody_sends_is_asked_for_then_let_go(logo, travel) -> None:
    key = work.paid(logo)
    travel(days=3, minutes=1)
    silence_of_work.run()
    assert len(told("waits for your answers")) == 1
    travel(days=28)
    silence_of_work.run()
    assert work.get(key).state == "cancelled"
    assert deals.held(work.get(key)) == 0
    deals.sound()


def test_late_work_is_said_to_the_maker_then_to_her_lab(logo, travel) -> None:
    from marketplace.profiles.models import Notice

    key = work.begun(logo)

    def notices(name: str) -> int:
        return (
            db.session.query(Notice)
            .filter_by(person_id=people.person_id(name))
            .filter(Notice.link.like(f"%/orders/{key}"))
            .count()
        )

    before = notices("aigul")
    travel(days=6)
    silence_of_work.run()
    silence_of_work.run()
    assert (notices("aigul") - before, notices("cholpon")) == (1, 0)
    travel(days=2)
    silence_of_work.run()
    silence_of_work.run()
    assert (notices("aigul") - before, notices("cholpon")) == (1, 1)
    assert work.get(key).state == "in_progress"


def reviewed(key, stars: int = 5):
    line = db.session.query(OrderLine).filter_by(order_id=key).one().id
    return reviews.write(work.get(key).purchase_id, line, stars=stars, text="Сонун")


def test_reviews_of_work_are_read_once_both_have_written(logo) -> None:
    key = work.accept(work.deliver(work.begun(logo)))
    mine = reviewed(key).id
    state = lambda: db.session.get_one(Review, mine, populate_existing=True).state  # noqa: E731
    assert state() == "waiting"
    assert queries.shown_review_of_buyer(key) is None
    reviews.write_of_buyer(deals.hers(), key, stars=4, text="Сылык")
    assert state() == "shown"
    assert queries.shown_review_of_buyer(key).text == "Сылык"
    rating = queries.rating_of_buyer(work.thread(key))
    assert (rating.stars, rating.count) == (4.0, 1)
    with pytest.raises(Conflict):
        reviews.write_of_buyer(deals.hers(), key, stars=1, text="")


def test_one_side_alone_is_read_after_two_weeks(logo, travel) -> None:
    key = work.accept(work.deliver(work.begun(logo)))
    reviews.write_of_buyer(deals.hers(), key, stars=2, text="Жооп бербеди")
    assert queries.shown_review_of_buyer(key) is None
    assert queries.rating_of_buyer(work.thread(key)) is None
    travel(days=14, minutes=1)
    assert queries.shown_review_of_buyer(key).stars == 2


def test_only_the_maker_of_completed_work_reviews_its_buyer(logo) -> None:
    key = work.deliver(work.begun(logo))
    with pytest.raises(Conflict):
        reviews.write_of_buyer(deals.hers(), key, stars=5, text="")
    work.accept(key)
    with pytest.raises(NotFound):
        reviews.write_of_buyer(deals.hers("farida"), key, stars=5, text="")
