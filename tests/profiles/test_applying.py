"""From an application to a shop, and all the ways it may go."""

import pytest
from sqlalchemy import select

from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.extensions import db
from marketplace.profiles import queries
from marketplace.profiles.models import Application, Shop, Transition
from marketplace.profiles.services import accounts, applications
from marketplace.profiles.services.applications import Answers
from tests import people


def answers(alias="Жаз", lab="osh") -> Answers:
    return Answers(people.lab(lab).id, alias, "тигүү", "Көйнөк тигем.")


@pytest.fixture
def waiting(app):
    """Return the id of an application of Bermet at Osh."""
    return applications.submit(people.person_id("bermet"), answers()).id


def test_approval_opens_a_shop_under_the_alias(waiting) -> None:
    applications.decide(
        waiting, "approve", by=people.person_id("cholpon"), note="Жакшы"
    )
    shop = db.session.scalars(
        select(Shop).where(Shop.person_id == people.person_id("bermet"))
    ).one()
    assert (shop.alias, shop.slug, shop.state) == ("Жаз", "jaz", "active")


def test_every_step_is_written_down(waiting) -> None:
    cholpon = people.person_id("cholpon")
    applications.decide(waiting, "approve", by=cholpon, note="Жакшы")
    steps = queries.history("application", waiting)
    assert [(s.from_state, s.to_state) for s in steps] == [
        ("draft", "submitted"),
        ("submitted", "in_review"),
        ("in_review", "approved"),
    ]
    assert steps[-1].actor_id == cholpon
    assert steps[-1].note == "Жакшы"


def test_asking_for_more_lets_her_send_it_again(waiting) -> None:
    cholpon, bermet = people.person_id("cholpon"), people.person_id("bermet")
    applications.decide(waiting, "ask", by=cholpon, note="Сүрөт керек")
    again = applications.submit(bermet, answers("Жаз гүлү"))
    assert (again.id, again.state, again.alias) == (waiting, "submitted", "Жаз гүлү")


def test_a_decision_needs_a_note(waiting) -> None:
    with pytest.raises(Invalid, match="note_needed"):
        applications.decide(
            waiting, "decline", by=people.person_id("cholpon"), note=" "
        )


def test_nobody_decides_her_own_application(app) -> None:
    cholpon = people.person_id("cholpon")
    mine = applications.submit(cholpon, answers()).id
    with pytest.raises(NotAllowed, match="own_application"):
        applications.decide(mine, "approve", by=cholpon, note="me")


def test_the_second_decision_changes_nothing(waiting) -> None:
    applications.decide(waiting, "decline", by=people.person_id("cholpon"), note="Жок")
    with pytest.raises(Conflict, match="moved_on"):
        applications.decide(
            waiting, "approve", by=people.person_id("gulnara"), note="Ооба"
        )
    assert db.session.get(Application, waiting).state == "declined"


def test_what_the_lab_reads_cannot_be_changed_under_its_eyes(waiting) -> None:
    with pytest.raises(Conflict, match="moved_on"):
        applications.save(people.person_id("bermet"), answers("Башка"))


def test_who_sells_already_does_not_apply_again(app) -> None:
    with pytest.raises(Conflict, match="has_shop"):
        applications.submit(people.person_id("aigul"), answers())


def test_two_shops_of_one_name_get_two_addresses(waiting) -> None:
    applications.decide(waiting, "approve", by=people.person_id("cholpon"), note="x")
    other = applications.submit(people.person_id("elnura"), answers("Жаз")).id
    applications.decide(other, "approve", by=people.person_id("cholpon"), note="x")
    slugs = db.session.scalars(select(Shop.slug).where(Shop.alias == "Жаз")).all()
    assert len(set(slugs)) == 2


def test_a_contact_has_one_account(app) -> None:
    with pytest.raises(Conflict, match="taken"):
        accounts.sign_up(
            name="Other",
            contact="AIGUL@lab.test",
            password="another long phrase",
            language="ky",
        )


def test_she_is_told_without_a_word_of_the_matter(waiting, doors, work) -> None:
    applications.decide(
        waiting, "approve", by=people.person_id("cholpon"), note="Secret"
    )
    work()
    (mail,) = doors.mail.sent
    assert mail.to == "bermet@lab.test"
    assert "Secret" not in mail.text + mail.subject + mail.html
    assert "/ky/account/notices" in mail.text


def test_history_can_only_grow(waiting) -> None:
    from sqlalchemy import delete, update
    from sqlalchemy.exc import DBAPIError

    from marketplace.db import use_case

    @use_case
    def rewrite() -> None:
        db.session.execute(update(Transition).values(note="nothing happened"))

    @use_case
    def forget() -> None:
        db.session.execute(delete(Transition))

    for tamper in (rewrite, forget):
        with pytest.raises(DBAPIError, match="append-only"):
            tamper()


def test_the_page_keeps_what_she_wrote_when_something_is_missing(as_) -> None:
    answer = as_("elnura").send("/en/apply", lab="", alias="Жел", craft="", about="Сөз")
    body = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "<title>Error:" in body
    assert 'value="Жел"' in body
    assert "Сөз" in body


def test_a_draft_is_hers_alone(as_) -> None:
    lab = str(people.lab().id)
    as_("elnura").send(
        "/en/apply", lab=lab, alias="Жел", craft="x", about="y", save="1"
    )
    assert "Жел" not in as_("cholpon").words("/en/desk")
