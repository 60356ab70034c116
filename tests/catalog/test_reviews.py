"""A review: read by others in time, answered, reported, taken away for a reason."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from flask_migrate import downgrade, upgrade
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace import clock
from marketplace.catalog import queries
from marketplace.catalog.models import ListingCard, Review, ShopRating
from marketplace.catalog.rules.reviews import BLIND, shown_from
from marketplace.catalog.services import moderating, ratings, reviews
from marketplace.db import use_case
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.extensions import db
from marketplace.permissions import Role
from marketplace.profiles.models import AuditEvent, Notice, Transition
from marketplace.profiles.services import staff
from marketplace.web.paging import Cursor
from tests import people

OF_OSH = "cholpon"


def now_of(review) -> Review:
    db.session.rollback()
    return db.session.get_one(Review, review.id)


def on_card(listing) -> tuple[int, float | None]:
    db.session.rollback()
    card = db.session.get_one(ListingCard, listing.id)
    return card.reviews, card.stars


def rating(name: str = "aigul") -> tuple[int, float] | None:
    db.session.rollback()
    row = db.session.get(ShopRating, people.seller(name).shop_id)
    return row and (row.reviews, row.stars)


def answer(review, text: str = "Рахмат!", name: str = "aigul") -> None:
    her = people.seller(name)
    reviews.answer(her.shop_id, review.id, text, by=her.person_id)


def report(review, name: str = "aigul") -> None:
    her = people.seller(name)
    reviews.report(her.shop_id, review.id, by=her.person_id)


def decide(review, what: str, reason: str = "", by: str = OF_OSH) -> None:
    labs = frozenset({people.lab("osh" if by != "dinara" else "jalal-abad").id})
    moderating.decide(labs, review.id, what, by=people.person_id(by), reason=reason)


def events(kind: str) -> list[AuditEvent]:
    db.session.rollback()
    rows = select(AuditEvent).where(AuditEvent.kind == kind)
    return list(db.session.scalars(rows))


DAY = datetime(2026, 11, 1, tzinfo=UTC)


@given(st.timedeltas(timedelta(0), timedelta(days=400)))
def test_others_read_it_after_14_days_or_when_it_is_written_later(later) -> None:
    shown = shown_from(DAY, DAY + later)
    assert shown >= DAY + later
    assert shown == (DAY + BLIND if later <= BLIND else DAY + later)


def test_what_waits_is_on_no_page_and_in_no_number(live) -> None:
    waiting = people.reviewed(live, 1, waits=14)
    assert now_of(waiting).state == "waiting"
    assert on_card(live) == (0, None)
    assert ratings.recount() == 0
    assert rating() is None
    her = people.seller()
    assert queries.shop_reviews(her.shop_id).rows == []
    assert queries.lab_reviews(None).rows == []


def test_the_job_opens_what_is_due_and_counts_it(live, travel, work) -> None:
    first = people.reviewed(live, 5, waits=14)
    people.reviewed(live, 2, waits=20)
    travel(days=14, minutes=1)
    work()
    assert now_of(first).state == "shown"
    assert on_card(live) == (1, 5.0)
    assert rating() == (1, 5.0)
    assert reviews.open_due() == 0, "once"
    travel(days=21)
    work()
    assert (on_card(live), rating()) == ((2, 3.5), (2, 3.5))
    told = select(Notice.kind).where(Notice.link == "/my/reviews")
    assert list(db.session.scalars(told)) == ["shop.review_new"] * 2


def test_it_is_open_at_once_when_the_other_side_has_written(live) -> None:
    waiting = people.reviewed(live, 4, waits=14)
    reviews.reveal(waiting.order_line_id)
    reviews.reveal(waiting.order_line_id)
    reviews.reveal(uuid.uuid4())  # nobody has written: nothing to open
    assert now_of(waiting).state == "shown"
    assert now_of(waiting).shown_at <= clock.now()
    assert on_card(live) == (1, 4.0)


def test_many_that_are_due_are_opened_in_portions(live, travel, monkeypatch) -> None:
    monkeypatch.setattr(reviews, "BATCH", 2)
    monkeypatch.setattr(ratings, "BATCH", 2)
    for stars in (1, 2, 3, 4, 5):
        people.reviewed(live, stars, waits=1)
    travel(days=2)
    assert reviews.open_due() == 5
    assert ratings.recount() >= 1
    assert rating() == (5, 3.0)
    assert ratings.recount() == 0, "nothing has moved since"


def test_a_page_shows_the_newest_and_counts_all(live) -> None:
    for stars in (1, 2, 3, *[5] * 20):
        people.reviewed(live, stars)
    shown = queries.listing_view(live.slug)
    assert [one.stars for one in shown.reviews] == [5] * 20
    assert (shown.review_count, shown.stars) == (23, 4.6)


def test_the_search_orders_by_what_is_read(live, travel, work) -> None:
    from marketplace.catalog.queries.for_search import documents

    people.reviewed(live, 4, waits=1)
    assert [doc.rating for doc in documents([live.id])] == [0]
    travel(days=2)
    work()
    assert [doc.rating for doc in documents([live.id])] == [400]


def test_a_seller_answers_once_and_can_mend_it_for_a_day(live, travel) -> None:
    review = people.reviewed(live)
    answer(review, " Рахмат!\r\nДагы келиңиз. ")
    assert now_of(review).answer == "Рахмат!\nДагы келиңиз."
    travel(hours=23)
    answer(review, "Чоң рахмат!")
    (shown,) = queries.listing_view(live.slug).reviews
    assert shown.answer == "Чоң рахмат!"
    travel(hours=25)
    with pytest.raises(Conflict, match="answer_stays"):
        answer(review, "Башка сөз")
    assert now_of(review).answer == "Чоң рахмат!"
    assert len(events("review.answered")) == 2


@pytest.mark.parametrize("text", ["", "  \r\n ", "х" * 1001])
def test_an_answer_has_words_and_at_most_a_thousand_letters(live, text) -> None:
    review = people.reviewed(live)
    with pytest.raises(Invalid, match="answer_words"):
        answer(review, text)
    answer(review, "х\r\n" * 499 + "хх")  # a thousand as a browser counts them


def test_what_is_not_hers_or_not_open_is_not_there_for_her(live) -> None:
    review = people.reviewed(live)
    waiting = people.reviewed(live, waits=14)
    for act in (answer, report):
        with pytest.raises(NotFound):
            act(review, name="farida")
        with pytest.raises(NotFound):
            act(waiting)


def test_a_tap_puts_it_into_the_queue_of_her_lab(live) -> None:
    quiet, loud = people.reviewed(live, 5), people.reviewed(live, 1)
    report(loud)
    report(loud)
    (waits,) = queries.reported_reviews(frozenset({people.lab().id}))
    assert (waits.review.id, waits.alias) == (loud.id, "Ак кийиз")
    assert queries.reported_reviews(frozenset({people.lab("jalal-abad").id})) == []
    rest = queries.lab_reviews(frozenset({people.lab().id})).rows
    assert [line.review.id for line in rest] == [quiet.id]
    assert len(events("review.reported")) == 1, "the second tap changes nothing"


def test_the_lab_lets_a_reported_one_be(live) -> None:
    review = people.reviewed(live)
    with pytest.raises(Conflict, match="moved_on"):
        decide(review, "keep")
    report(review)
    decide(review, "keep")
    assert queries.reported_reviews(None) == []
    assert on_card(live) == (1, 5.0)
    with pytest.raises(Conflict, match="report_answered"):
        report(review)
    (event,) = events("review.kept")
    assert event.actor_id == people.person_id(OF_OSH)


def test_what_is_hidden_is_gone_at_once_and_comes_back_when_shown_again(live) -> None:
    bad, good = people.reviewed(live, 1, "Жаман сөз"), people.reviewed(live, 5)
    ratings.recount()
    report(bad)
    decide(bad, "hide", " Бирөөнү кемсинтет ")
    assert on_card(live) == (1, 5.0)
    ratings.recount()
    assert rating() == (1, 5.0)
    row = now_of(bad)
    assert (row.state, row.hidden_reason) == ("hidden", "Бирөөнү кемсинтет")
    with pytest.raises(Conflict, match="moved_on"):
        answer(bad)
    decide(bad, "show")
    decide(good, "hide", "Жарнама")
    ratings.recount()
    assert (on_card(live), rating()) == ((1, 1.0), (1, 1.0))
    decide(bad, "hide", "Дагы")
    ratings.recount()
    assert rating() is None, "a shop without any has no row"


def test_why_it_was_hidden_is_kept_for_ever(live) -> None:
    review = people.reviewed(live)
    decide(review, "hide", "Бирөөнү кемсинтет")
    decide(review, "show")
    (event,) = events("review.hidden")
    assert event.details["reason"] == "Бирөөнү кемсинтет"
    assert event.lab_id == people.lab().id
    steps = select(Transition.reason, Transition.note).where(
        Transition.subject_id == review.id
    )
    assert ("hide", "Бирөөнү кемсинтет") in [
        tuple(row) for row in db.session.execute(steps)
    ]


@pytest.mark.parametrize("reason", ["", "  ", "х" * 1001])
def test_nothing_is_hidden_without_a_reason(live, reason) -> None:
    review = people.reviewed(live)
    with pytest.raises(Invalid, match="hide_reason"):
        decide(review, "hide", reason)
    assert now_of(review).state == "shown"


def test_other_labs_and_what_waits_are_not_there_for_a_lab(live) -> None:
    review, waiting = people.reviewed(live), people.reviewed(live, waits=14)
    with pytest.raises(NotFound):
        decide(review, "hide", "Башка лаборатория", by="dinara")
    with pytest.raises(NotFound):
        decide(waiting, "hide", "Али эч ким көрө элек")


def test_who_sells_it_does_not_decide_about_it(live) -> None:
    review = people.reviewed(live)
    staff.grant(people.person_id("aigul"), Role.COORDINATOR, people.lab().id)
    for what in ("hide", "show", "keep"):
        with pytest.raises(NotAllowed, match="own_review"):
            decide(review, what, "Мага жакпайт", by="aigul")


def test_two_of_the_lab_who_decide_at_once_decide_once(live, at_once) -> None:
    review = people.reviewed(live)
    review_id = review.id

    def hide() -> None:
        people_of_osh = frozenset({people.lab().id})
        moderating.decide(
            people_of_osh, review_id, "hide", by=people.person_id(OF_OSH), reason="Х"
        )

    results = at_once(hide, hide, hide)
    assert [type(one) for one in results if one] == [Conflict, Conflict]


def test_lists_go_on_where_a_page_has_ended(live) -> None:
    ids = [people.reviewed(live).id for _ in range(5)]
    shop_id, after, seen = people.seller().shop_id, None, []
    while True:
        page = queries.shop_reviews(shop_id, after, size=2)
        seen += [line.review.id for line in page.rows]
        if page.next is None:
            break
        after = Cursor.decode(page.next)
    assert seen == ids[::-1]


def test_the_migration_shows_what_was_shown_and_rates_the_shops(app, live) -> None:
    key = people.reviewed(live, 5).id
    people.reviewed(live, 2)
    folder = str(app.extensions["migrate"].directory)
    db.session.remove()
    downgrade(directory=folder, revision="0016")
    upgrade(directory=folder)
    row = db.session.get_one(Review, key)
    assert (row.state, row.shown_at) == ("shown", row.created_at)
    assert row.shop_id == people.seller().shop_id
    assert rating() == (2, 3.5)
    forget_marks()
    assert ratings.recount() == 0


@use_case
def forget_marks() -> None:
    """Have everything counted anew."""
    for row in db.session.scalars(select(Review)):
        row.uncounted_since = clock.now()
