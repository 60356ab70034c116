"""Apply at a Lab, and the Lab's answer."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.extensions import db
from marketplace.profiles import rules
from marketplace.profiles.models import Application, Lab, Person
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import notices, shops
from marketplace.profiles.services.transitions import move


@dataclass(frozen=True)
class Answers:
    """What she tells the Lab."""

    lab_id: uuid.UUID
    alias: str
    craft: str
    about: str


@use_case
def save(person_id: uuid.UUID, answers: Answers) -> Application:
    """Keep the answers of her open application, starting one if there is none.

    Raises Conflict("moved_on") when the Lab is reading it just now, Conflict
    ("has_shop") when she sells already.
    """
    get_for_update(Person, person_id)  # sent twice at once: the second one waits here
    if shops.of_person(person_id):
        raise Conflict("has_shop")
    db.session.get_one(Lab, answers.lab_id)
    application = _open_of(person_id)
    if application is None:
        application = Application(
            person_id=person_id, filled_by_id=person_id, state="draft"
        )
        db.session.add(application)
    rules.next_state(rules.APPLICATION, application.state, "submit")
    application.lab_id = answers.lab_id
    application.alias = answers.alias
    application.craft = answers.craft
    application.about = answers.about
    db.session.flush()
    return application


@use_case
def submit(person_id: uuid.UUID, answers: Answers) -> Application:
    """Hand the application in."""
    application = save(person_id, answers)
    move(application, rules.APPLICATION, "submit", by=person_id)
    application.submitted_at = clock.now()
    return application


@use_case
def decide(
    application_id: uuid.UUID, decision: str, *, by: uuid.UUID, note: str
) -> Application:
    """Approve, ask for more, or decline, with a note she can read.

    Whether `by` serves this Lab is the caller's query (`queries.application_for`).
    Raises Invalid("note_needed") without a note, NotAllowed("own_application") for
    whoever filled it in, Conflict("moved_on") when it has been decided meanwhile.
    """
    if decision not in rules.DECISIONS:
        raise Invalid
    if not note.strip():
        raise Invalid("note_needed", field="note")
    application = get_for_update(Application, application_id)
    if by in {application.filled_by_id, application.person_id}:
        raise NotAllowed("own_application")
    if application.state == "submitted":
        move(application, rules.APPLICATION, "take", by=by)
    move(application, rules.APPLICATION, decision, by=by, note=note)
    application.note = note.strip()
    application.decided_at = clock.now()
    if decision == "approve":
        shops.open_for(application)
    notices.tell(application.person_id, Kind.APPLICATION_ANSWERED, "/application")
    return application


def _open_of(person_id: uuid.UUID) -> Application | None:
    return db.session.scalar(
        select(Application)
        .where(
            Application.person_id == person_id,
            Application.state.not_in(rules.CLOSED_APPLICATION),
        )
        .with_for_update()
    )
