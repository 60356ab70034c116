"""Apply at a Lab: what the resident does, at any pace, a step at a time."""

import uuid
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from marketplace import clock, origin
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.infra import media
from marketplace.profiles import events, rules
from marketplace.profiles.models import (
    Application,
    ApplicationFile,
    ApplicationFiller,
    ApplicationItem,
    ChecklistItem,
    Consent,
    Lab,
    Person,
)
from marketplace.profiles.rules import Event
from marketplace.profiles.rules import checklist as asked
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import audit, notices, shops
from marketplace.profiles.services.transitions import move


@dataclass(frozen=True)
class Answers:
    """What she tells the Lab of her shop to be."""

    lab_id: uuid.UUID
    alias: str
    craft: str
    about: str


@use_case
def save(person_id: uuid.UUID, answers: Answers) -> Application:
    """Keep the answers of her open application, starting one if there is none.

    At another Lab she begins anew: what she has answered and shown the one before, and
    what she has let it do for her, goes. Raises Conflict("moved_on") when the Lab is
    reading it just now, Conflict("has_shop") when she sells already, Conflict("alias_taken"),
    Invalid("lab_closed").
    """
    get_for_update(Person, person_id)  # sent twice at once: the second one waits here
    if shops.of_person(person_id):
        raise Conflict("has_shop")
    if db.session.get_one(Lab, answers.lab_id).state != "active":
        raise Invalid("lab_closed", field="lab")
    shops.check_alias(answers.alias)
    application = open_of(person_id)
    if application is None:
        application = Application(person_id=person_id, state="draft")
        db.session.add(application)
    _check_open(application)
    if application.lab_id not in {None, answers.lab_id}:
        _leave_lab(application)
    application.lab_id = answers.lab_id
    application.alias = answers.alias
    application.craft = answers.craft
    application.about = answers.about
    db.session.flush()
    _filled(application)
    return application


@use_case
def answer(person_id: uuid.UUID, item_id: uuid.UUID, text: str) -> None:
    """Answer an item of the checklist; an empty answer takes it back.

    Raises NotFound for an item her Lab does not ask, Conflict("moved_on").
    """
    application = _hers(person_id)
    item = _asked(application, item_id)
    if item.kind == asked.UPLOAD:
        raise Invalid
    row = _row(application, item)
    row.text = text.strip()
    row.state = "pending" if row.text else "incomplete"
    _filled(application)


@use_case
def check_upload(person_id: uuid.UUID, item_id: uuid.UUID) -> None:
    """Refuse a photo that could not be kept, before the pixels are worked on."""
    application = _hers(person_id)
    item = _asked(application, item_id)
    if item.kind != asked.UPLOAD:
        raise NotFound
    if _files(application, item) >= asked.MAX_FILES:
        raise Invalid("photo_too_many", most=asked.MAX_FILES)


@use_case
def keep_file(
    person_id: uuid.UUID, item_id: uuid.UUID, stored: media.StoredPicture
) -> ApplicationFile:
    """Keep a photo she has sent with an item; it is for her and her Lab only."""
    check_upload(person_id, item_id)
    application = _hers(person_id)
    row = _row(application, _asked(application, item_id))
    row.state = "pending"
    file = ApplicationFile(
        application_id=application.id,
        item_id=item_id,
        key=stored.key,
        width=stored.width,
        height=stored.height,
        files=[list(part) for part in stored.files],
    )
    db.session.add(file)
    db.session.flush()
    _filled(application)
    return file


@use_case
def drop_file(person_id: uuid.UUID, file_id: uuid.UUID) -> None:
    """Take a photo back; NotFound for another's."""
    application = _hers(person_id)
    file = get_for_update(ApplicationFile, file_id)
    if file.application_id != application.id:
        raise NotFound
    item = db.session.get_one(ChecklistItem, file.item_id)
    events.picture_dropped.send(file.key, files=file.files)
    db.session.execute(delete(ApplicationFile).where(ApplicationFile.id == file_id))
    if _files(application, item) == 0:
        _row(application, item).state = "incomplete"


@use_case
def send(person_id: uuid.UUID) -> Application:
    """Hand the application in. Raises Invalid("application_gaps") when parts are empty.

    A Lab that has been closed meanwhile takes none: Invalid("lab_closed").
    """
    application = _hers(person_id)
    empty = not all((application.alias, application.craft, application.about))
    if empty or asked.missing_of_hers(items_of(application)):
        raise Invalid("application_gaps")
    if db.session.get_one(Lab, application.lab_id).state != "active":
        raise Invalid("lab_closed")
    move(application, rules.APPLICATION, "submit", by=person_id)
    application.submitted_at = clock.now()
    application.version += 1
    _filled(application)
    audit.record(
        Event.APPLICATION_SENT,
        by=person_id,
        about=person_id,
        subject=application.id,
        lab=application.lab_id,
    )
    for reader in shops.coordinators_of(application.lab_id):
        notices.tell(reader, Kind.APPLICATION_SENT, "/desk/applications")
    return application


@use_case
def withdraw(person_id: uuid.UUID) -> None:
    """Take the application back, also while the Lab reads it; its photos go."""
    application = open_of(person_id)
    if application is None:
        raise NotFound
    move(application, rules.APPLICATION, "withdraw", by=person_id)
    forget_pending(application)
    drop_files(application.id)
    application.version += 1
    audit.record(
        Event.APPLICATION_WITHDRAWN,
        by=person_id,
        about=person_id,
        subject=application.id,
        lab=application.lab_id,
    )


def forget_pending(application: Application) -> None:
    """Forget an answer that was decided and has not gone out."""
    application.decision = application.decision_note = ""
    application.decision_verdicts = {}
    application.due_at = None


def drop_files(application_id: uuid.UUID) -> None:
    """Delete the photos of an application."""
    files = db.session.scalars(
        select(ApplicationFile).where(ApplicationFile.application_id == application_id)
    ).all()
    for file in files:
        events.picture_dropped.send(file.key, files=file.files)
        db.session.delete(file)


def _leave_lab(application: Application) -> None:
    drop_files(application.id)
    db.session.execute(
        delete(ApplicationItem).where(ApplicationItem.application_id == application.id)
    )
    db.session.execute(
        update(Consent)
        .where(
            Consent.person_id == application.person_id, Consent.withdrawn_at.is_(None)
        )
        .values(withdrawn_at=clock.now())
    )
    application.note = ""


def open_of(person_id: uuid.UUID) -> Application | None:
    """Return her open application, locked."""
    return db.session.scalar(
        select(Application)
        .where(
            Application.person_id == person_id,
            Application.state.not_in(rules.CLOSED_APPLICATION),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


@dataclass(frozen=True)
class AskedItem:
    """An item her Lab asks and the state of her answer."""

    id: uuid.UUID
    kind: str
    required: bool
    state: str


def items_of(application: Application) -> list[AskedItem]:
    """Return what the Lab asks, with the states of the answers."""
    rows = db.session.execute(
        select(
            ChecklistItem.id,
            ChecklistItem.kind,
            ChecklistItem.required,
            ApplicationItem.state,
        )
        .outerjoin(
            ApplicationItem,
            (ApplicationItem.item_id == ChecklistItem.id)
            & (ApplicationItem.application_id == application.id),
        )
        .where(ChecklistItem.lab_id == application.lab_id, ChecklistItem.active)
        .order_by(ChecklistItem.position)
    )
    return [AskedItem(*row[:3], row.state or "incomplete") for row in rows]


def row_of(application: Application, item_id: uuid.UUID) -> ApplicationItem:
    """Return the row of one answer, an empty one if she has not answered yet."""
    key = (application.id, item_id)
    row = db.session.get(ApplicationItem, key, populate_existing=True)
    if row is None:
        row = ApplicationItem(
            application_id=application.id, item_id=item_id, state="incomplete"
        )
        db.session.add(row)
        db.session.flush()
    return row


def _hers(person_id: uuid.UUID) -> Application:
    application = open_of(person_id)
    if application is None:
        raise NotFound
    _check_open(application)
    return application


def _check_open(application: Application) -> None:
    rules.next_state(rules.APPLICATION, application.state, "submit")


def _asked(application: Application, item_id: uuid.UUID) -> ChecklistItem:
    item = db.session.get(ChecklistItem, item_id)
    known = item is not None and item.lab_id == application.lab_id
    if item is None or not known or not item.active or item.kind not in asked.HERS:
        raise NotFound
    return item


def _row(application: Application, item: ChecklistItem) -> ApplicationItem:
    row = row_of(application, item.id)
    row.reason, row.decided_by_id, row.decided_at = "", None, None
    return row


def _files(application: Application, item: ChecklistItem) -> int:
    counted = select(func.count()).where(
        ApplicationFile.application_id == application.id,
        ApplicationFile.item_id == item.id,
    )
    return db.session.scalar(counted) or 0


def _filled(application: Application) -> None:
    """Remember who has written into it: she may not decide it (four eyes)."""
    writer, _ = origin.stamp(application.person_id)
    filler = ApplicationFiller(application_id=application.id, person_id=writer)
    db.session.merge(filler)
    if writer != application.person_id:
        audit.record(
            Event.APPLICATION_SAVED,
            by=application.person_id,
            about=application.person_id,
            subject=application.id,
            lab=application.lab_id,
        )
