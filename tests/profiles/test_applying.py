"""From an application to a shop, and all the ways it may go."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from marketplace import origin
from marketplace.db import use_case
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.extensions import db
from marketplace.origin import Origin
from marketplace.profiles import queries
from marketplace.profiles.models import (
    Application,
    AuditEvent,
    ChecklistItem,
    Shop,
    Transition,
)
from marketplace.profiles.services import accounts, applications, deciding, notices
from marketplace.profiles.services.applications import Answers
from marketplace.profiles.services.deciding import Decision, Verdict
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


def test_approval_opens_a_shop_under_the_alias(waiting) -> None:
    people.decide(waiting, "approve", by="cholpon")
    shop = db.session.scalars(
        select(Shop).where(Shop.person_id == people.person_id("bermet"))
    ).one()
    assert (shop.alias, shop.slug, shop.state) == ("Жаз", "jaz", "active")


def test_every_step_is_written_down(waiting) -> None:
    people.decide(waiting, "approve", by="cholpon", note="Жакшы")
    steps = queries.history("application", waiting)
    assert [(s.from_state, s.to_state) for s in steps] == [
        ("draft", "submitted"),
        ("submitted", "in_review"),
        ("in_review", "approved"),
    ]
    assert steps[-1].actor_id == people.person_id("cholpon")
    assert steps[-1].note == "Жакшы"


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


def test_asking_for_more_names_what_is_missing_and_she_sends_it_again(
    waiting,
) -> None:
    upload = items(waiting)["upload"].id
    decision = Decision("ask", "Сүрөт", verdicts={upload: Verdict("reject", "караңгы")})
    deciding.decide(waiting, decision, by=people.person_id("cholpon"))
    her = people.person_id("bermet")
    assert items(waiting)["upload"].state == "rejected"
    with pytest.raises(Invalid, match="application_gaps"):
        applications.send(her)
    applications.keep_file(her, upload, people.PICTURE)
    again = applications.send(her)
    assert (again.id, again.state) == (waiting, "submitted")
    assert queries.checklist_of(waiting, again.lab_id)[1].reason == ""


def test_who_approves_accepts_everything_she_has_handed_in(waiting) -> None:
    people.decide(waiting, "approve", by="cholpon")
    states = {kind: item.state for kind, item in items(waiting).items()}
    assert states == dict.fromkeys(states, "accepted")


def test_nobody_is_approved_before_the_coordinator_has_ticked_her_part(
    waiting,
) -> None:
    with pytest.raises(Invalid, match="checklist_open"):
        deciding.decide(
            waiting, Decision("approve", "Жакшы"), by=people.person_id("cholpon")
        )
    assert db.session.get_one(Application, waiting).state == "submitted"


def test_an_item_is_waived_only_with_a_reason_that_is_kept(waiting) -> None:
    check = items(waiting)["check"].id
    cholpon = people.person_id("cholpon")
    with pytest.raises(Invalid, match="waive_reason"):
        deciding.decide(
            waiting,
            Decision("approve", verdicts={check: Verdict("waive", " ")}),
            by=cholpon,
        )
    deciding.decide(
        waiting,
        Decision("approve", verdicts={check: Verdict("waive", "Алыс жашайт")}),
        by=cholpon,
    )
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "application.item_waived")
    ).one()
    assert event.details["reason"] == "Алыс жашайт"
    assert (event.actor_id, event.person_id) == (cholpon, people.person_id("bermet"))


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


@pytest.mark.parametrize("what", ["ask", "decline"])
def test_a_no_is_never_without_words(waiting, what) -> None:
    with pytest.raises(Invalid, match="note_needed"):
        people.decide(waiting, what, by="cholpon", note=" ")


def test_a_welcome_goes_in_her_language_by_itself(waiting) -> None:
    people.decide(waiting, "approve", by="cholpon", note="")
    assert "Дүкөнүңүз ачылды" in db.session.get_one(Application, waiting).note


def test_ready_words_and_own_words_go_out_together(waiting) -> None:
    reply = next(
        reply for reply in queries.replies(people.lab().id) if reply.decision == "ask"
    )
    body = next(part.body for part in reply.words if part.locale == "ky")
    decision = Decision("ask", "Кызыл шырдакты да.", reply.id)
    deciding.decide(waiting, decision, by=people.person_id("cholpon"))
    note = db.session.get_one(Application, waiting).note
    assert note == f"{body}\n\nКызыл шырдакты да."


def test_nobody_decides_her_own_application(app) -> None:
    mine = people.apply("cholpon").id
    with pytest.raises(NotAllowed, match="own_application"):
        people.decide(mine, "approve", by="cholpon")


def test_who_has_filled_it_in_for_her_does_not_decide_it(app) -> None:
    bermet, cholpon = people.person_id("bermet"), people.person_id("cholpon")
    with origin.of(Origin(actor_id=cholpon, on_behalf_of=bermet)):
        application = people.apply("bermet")
    with pytest.raises(NotAllowed, match="own_application"):
        people.decide(application.id, "approve", by="cholpon")
    people.decide(application.id, "approve", by="meerim")
    steps = queries.history("application", application.id)
    assert (steps[0].actor_id, steps[0].on_behalf_of_id) == (cholpon, bermet)


def test_the_second_decision_changes_nothing(waiting) -> None:
    people.decide(waiting, "decline", by="cholpon", note="Жок")
    with pytest.raises(Conflict):
        people.decide(waiting, "approve", by="gulnara", note="Ооба")
    assert db.session.get(Application, waiting).state == "declined"


def test_a_decision_waits_ten_minutes_and_can_be_taken_back(
    waiting, work, travel
) -> None:
    wait = timedelta(minutes=10)
    people.decide(waiting, "decline", by="cholpon", note="Жок", wait=wait)
    found = db.session.get_one(Application, waiting)
    assert (found.state, found.decision) == ("in_review", "decline")
    travel(minutes=9)
    work()
    deciding.undo(waiting, by=people.person_id("cholpon"))
    travel(minutes=9)
    work()
    found = db.session.get_one(Application, waiting)
    assert (found.state, found.decision, found.note) == ("in_review", "", "")
    people.decide(waiting, "approve", by="cholpon", wait=wait)
    travel(minutes=11)
    work()
    assert db.session.get_one(Application, waiting).state == "approved"


def test_after_it_went_out_it_cannot_be_taken_back(waiting) -> None:
    people.decide(waiting, "decline", by="cholpon")
    with pytest.raises(Conflict, match="too_late"):
        deciding.undo(waiting, by=people.person_id("cholpon"))


def test_she_knows_nothing_of_a_decision_before_it_goes_out(waiting, as_, work) -> None:
    people.decide(
        waiting, "decline", by="cholpon", note="Жок", wait=timedelta(minutes=10)
    )
    words = as_("bermet").words("/en/application")
    assert "Declined" not in words
    assert "Жок" not in words


def test_what_she_takes_back_meanwhile_is_not_decided(waiting, work, travel) -> None:
    people.decide(waiting, "approve", by="cholpon", wait=timedelta(minutes=10))
    applications.withdraw(people.person_id("bermet"))
    travel(minutes=11)
    work()
    assert db.session.get_one(Application, waiting).state == "withdrawn"
    assert people.apply("bermet").id != waiting, "she can apply again"


def test_an_answer_to_what_was_seen_before_is_refused(waiting) -> None:
    seen = db.session.get_one(Application, waiting).version
    people.decide(waiting, "ask", by="meerim")
    people.apply("bermet")
    with pytest.raises(Conflict, match="decided_meanwhile"):
        people.decide(waiting, "approve", by="cholpon", version=seen)


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


def test_two_shops_of_one_name_get_two_addresses(waiting) -> None:
    people.decide(waiting, "approve", by="cholpon")
    other = people.apply("elnura").id
    people.decide(other, "approve", by="cholpon")
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
    people.decide(waiting, "approve", by="cholpon", note="Secret")
    work()
    (mail,) = doors.mail.sent
    assert mail.to == "bermet@lab.test"
    assert "Secret" not in mail.text + mail.subject + mail.html
    assert "/ky/account/notices" in mail.text


def test_the_coordinators_of_her_lab_are_told_in_their_inbox(app) -> None:
    for name in ("cholpon", "meerim", "dinara"):
        notices.forget(people.person_id(name))
    people.apply("bermet")
    for name, told in (("cholpon", True), ("meerim", True), ("dinara", False)):
        kinds = [row.kind for row in queries.inbox(people.person_id(name))]
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
