"""From an application to a shop, and all the ways it may go."""

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from marketplace.db import use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.profiles import queries
from marketplace.profiles.models import (
    Application,
    ChecklistItem,
    Transition,
)
from marketplace.profiles.services import (
    accounts,
    applications,
    notices,
)
from marketplace.profiles.services.applications import Answers
from tests import people


def answers(alias="Жаз", lab="osh") -> Answers:
    return Answers(people.lab(lab).id, alias, "тигүү", "Көйнөк тигем.")


def items(application_id) -> dict[str, applications.AskedItem]:
    """Return the items of a checklist by kind."""
    application = db.session.get_one(Application, application_id)
    return {item.kind: item for item in applications.items_of(application)}


@pytest.fixture
def waiting(app):
    """Return the id of an application of Bermet at Osh."""
    return people.apply("bermet").id


def test_it_cannot_be_sent_before_what_the_lab_asks_is_there(app) -> None:
    her = people.person_id("bermet")
    application = applications.save(her, answers())
    with pytest.raises(Invalid, match="application_gaps"):
        applications.send(her)
    asked = items(application.id)
    applications.answer(her, asked["statement"].id, "yes")
    with pytest.raises(Invalid, match="application_gaps"):
        applications.send(her)
    applications.keep_file(her, asked["upload"].id, people.PICTURE)
    assert applications.send(her).state == "submitted"


def test_an_answer_can_be_taken_back(app) -> None:
    her = people.person_id("bermet")
    application = applications.save(her, answers())
    statement = items(application.id)["statement"].id
    applications.answer(her, statement, "yes")
    applications.answer(her, statement, " ")
    assert items(application.id)["statement"].state == "incomplete"


def test_a_photo_can_be_taken_back_and_there_are_three_at_most(app) -> None:
    her = people.person_id("bermet")
    application_id = applications.save(her, answers()).id
    upload = items(application_id)["upload"].id
    files = [applications.keep_file(her, upload, people.PICTURE) for _ in range(3)]
    with pytest.raises(Invalid, match="photo_too_many"):
        applications.keep_file(her, upload, people.PICTURE)
    for file in files:
        applications.drop_file(her, file.id)
    assert items(application_id)["upload"].state == "incomplete"


def test_what_she_takes_back_leaves_no_photos(waiting) -> None:
    (file,) = next(
        row for row in queries.checklist_of(waiting, people.lab().id) if row.files
    ).files
    applications.withdraw(people.person_id("bermet"))
    with pytest.raises(NotFound):
        queries.file_for(None, file.id)
    with pytest.raises(NotFound):
        queries.file_of(people.person_id("bermet"), file.id)


def test_adding_a_requirement_needs_no_code(app) -> None:
    from marketplace.profiles.services import checklists

    words = dict.fromkeys(("ky", "ru", "en"), ("Паспорт", "Көчүрмөсү"))
    checklists.add_item(
        people.lab().id, "text", words, required=True, by=people.person_id("cholpon")
    )
    application = people.apply("bermet")
    titles = [
        item.title for item in queries.checklist_of(application.id, application.lab_id)
    ]
    assert "Паспорт" in titles


def test_another_lab_asks_its_own_things(app) -> None:
    application = people.apply("bermet", lab_id=people.lab("jalal-abad").id)
    asked = db.session.scalars(
        select(ChecklistItem.lab_id).where(
            ChecklistItem.id.in_([i.id for i in applications.items_of(application)])
        )
    ).all()
    assert set(asked) == {people.lab("jalal-abad").id}
    elsewhere = db.session.scalars(
        select(ChecklistItem.id).where(ChecklistItem.lab_id == people.lab().id)
    ).first()
    with pytest.raises((NotFound, Conflict)):
        applications.answer(people.person_id("bermet"), elsewhere, "yes")


def test_what_the_lab_reads_cannot_be_changed_under_its_eyes(waiting) -> None:
    her = people.person_id("bermet")
    with pytest.raises(Conflict, match="moved_on"):
        applications.save(her, answers("Башка"))
    with pytest.raises(Conflict, match="moved_on"):
        applications.answer(her, items(waiting)["statement"].id, "")


def test_who_sells_already_does_not_apply_again(app) -> None:
    with pytest.raises(Conflict, match="has_shop"):
        applications.save(people.person_id("aigul"), answers())


def test_a_closed_lab_takes_nobody(app) -> None:
    @use_case
    def close() -> None:
        people.lab().state = "closed"

    close()
    with pytest.raises(Invalid, match="lab_closed"):
        applications.save(people.person_id("bermet"), answers())


def test_a_contact_has_one_account(app) -> None:
    with pytest.raises(Conflict, match="taken"):
        accounts.sign_up(
            name="Other",
            contact="AIGUL@lab.test",
            password="another long phrase",
            language="ky",
        )


def test_the_coordinators_of_her_lab_are_told_in_their_inbox(app) -> None:
    for name in ("cholpon", "meerim", "dinara"):
        notices.forget(people.person_id(name))
    people.apply("bermet")
    for name, told in (("cholpon", True), ("meerim", True), ("dinara", False)):
        kinds = [row.kind for row in queries.inbox(people.person_id(name)).rows]
        assert ("desk.application_sent" in kinds) is told, name


def test_history_can_only_grow(waiting) -> None:
    @use_case
    def rewrite() -> None:
        db.session.execute(update(Transition).values(note="nothing happened"))

    @use_case
    def forget() -> None:
        db.session.execute(delete(Transition))

    for tamper in (rewrite, forget):
        with pytest.raises(DBAPIError, match="append-only"):
            tamper()
