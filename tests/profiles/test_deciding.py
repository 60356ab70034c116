"""The Lab's answer: nothing by the way, held a while, never over another's."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import origin
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.extensions import db
from marketplace.origin import Origin
from marketplace.permissions import Scope
from marketplace.profiles import queries
from marketplace.profiles.models import (
    Application,
    AuditEvent,
    Shop,
)
from marketplace.profiles.services import (
    applications,
    deciding,
    helping,
)
from marketplace.profiles.services.applications import Answers
from marketplace.profiles.services.deciding import Decision, Verdict
from tests import people
from tests.profiles.test_applying import items


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


def test_what_is_not_in_order_is_not_accepted_by_the_way(waiting) -> None:
    everything = people.checks(waiting)
    upload = items(waiting)["upload"].id
    del everything[upload]
    with pytest.raises(Invalid, match="checklist_open"):
        deciding.decide(
            waiting,
            Decision("approve", "Жакшы", verdicts=everything),
            by=people.person_id("cholpon"),
        )


def test_what_she_has_not_handed_in_cannot_be_accepted(waiting) -> None:
    from marketplace.profiles.services import checklists

    words = dict.fromkeys(("ky", "ru", "en"), ("Паспорт", "Көчүрмөсү"))
    checklists.add_item(
        people.lab().id, "text", words, required=True, by=people.person_id("cholpon")
    )
    with pytest.raises(Invalid, match="checklist_open"):
        people.decide(waiting, "approve", by="cholpon")


def test_nothing_of_an_answer_happens_before_it_goes_out(waiting, as_) -> None:
    before = {kind: item.state for kind, item in items(waiting).items()}
    upload = items(waiting)["upload"].id
    decision = Decision(
        "ask", "Сүрөт", verdicts={upload: Verdict("waive", "Бизде бар")}
    )
    wait = timedelta(minutes=10)
    deciding.decide(waiting, decision, by=people.person_id("cholpon"), wait=wait)
    assert {kind: item.state for kind, item in items(waiting).items()} == before
    assert "Сүрөт" not in as_("bermet").send("/en/account/export").text
    deciding.undo(waiting, by=people.person_id("meerim"))
    deciding.undo(waiting, by=people.person_id("meerim"))
    assert {kind: item.state for kind, item in items(waiting).items()} == before
    waived = select(AuditEvent).where(AuditEvent.kind == "application.item_waived")
    assert db.session.scalars(waived).all() == []


def test_who_wrote_in_it_cannot_undo_the_answer_either(app) -> None:
    bermet, cholpon = people.person_id("bermet"), people.person_id("cholpon")
    with origin.of(Origin(actor_id=cholpon, on_behalf_of=bermet)):
        application = people.apply("bermet")
    people.decide(application.id, "decline", by="meerim", wait=timedelta(minutes=10))
    with pytest.raises(NotAllowed, match="own_application"):
        deciding.undo(application.id, by=cholpon)


def test_ready_words_of_another_answer_are_refused(waiting) -> None:
    welcome = next(
        reply
        for reply in queries.replies(people.lab().id)
        if reply.decision == "approve"
    )
    with pytest.raises(Invalid, match="reply_other"):
        deciding.decide(
            waiting,
            Decision("decline", "Жок", welcome.id),
            by=people.person_id("cholpon"),
        )


def test_at_another_lab_she_begins_anew(app) -> None:
    her = people.person_id("bermet")
    application = people.apply("bermet")
    people.decide(application.id, "ask", by="cholpon")
    helping.give(her, [Scope.APPLICATION], how="herself", days=7, by=her)
    elsewhere = people.lab("jalal-abad").id
    applications.save(her, Answers(elsewhere, "Жаз", "тигүү", "Көйнөк тигем."))
    rows = queries.checklist_of(application.id, elsewhere)
    assert {row.state for row in rows} == {"incomplete"}
    assert helping.of_person(her) == [], "what she let Osh do is over"
    with pytest.raises(NotFound):
        queries.application_for(frozenset({people.lab().id}), application.id)


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

    def waive(reason: str) -> None:
        verdicts = {**people.checks(waiting), check: Verdict("waive", reason)}
        decision = Decision("approve", verdicts=verdicts)
        deciding.decide(waiting, decision, by=cholpon)

    with pytest.raises(Invalid, match="waive_reason"):
        waive(" ")
    waive("Алыс жашайт")
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "application.item_waived")
    ).one()
    assert event.details["reason"] == "Алыс жашайт"
    assert (event.actor_id, event.person_id) == (cholpon, people.person_id("bermet"))


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
    assert found.decision_note == "Жок", "her words stay, for the next answer"
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


def test_two_shops_of_one_name_get_two_addresses(waiting) -> None:
    other = people.apply("elnura").id
    people.decide(waiting, "approve", by="cholpon")
    people.decide(other, "approve", by="cholpon")
    slugs = db.session.scalars(select(Shop.slug).where(Shop.alias == "Жаз")).all()
    assert len(set(slugs)) == 2


def test_she_is_told_without_a_word_of_the_matter(waiting, doors, work) -> None:
    people.decide(waiting, "approve", by="cholpon", note="Secret")
    work()
    (mail,) = doors.mail.sent
    assert mail.to == "bermet@lab.test"
    assert "Secret" not in mail.text + mail.subject + mail.html
    assert "/ky/account/notices" in mail.text
