"""The Lab's answer to an application: decided, held a while, sent."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.extensions import db
from marketplace.i18n import pick
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import enqueue
from marketplace.profiles import rules
from marketplace.profiles.models import (
    Application,
    ApplicationFiller,
    Person,
    ReplyText,
    ReplyWords,
)
from marketplace.profiles.rules import Event
from marketplace.profiles.rules import checklist as asked
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import audit, notices, shops
from marketplace.profiles.services.applications import (
    AskedItem,
    forget_pending,
    items_of,
    row_of,
)
from marketplace.profiles.services.transitions import move

UNDECIDED = frozenset({"submitted", "in_review"})
STATES = {"accept": "accepted", "reject": "rejected", "waive": "waived"}


@dataclass(frozen=True)
class Verdict:
    """What the reviewer says of one item; a waiver needs a reason."""

    verdict: str
    reason: str = ""


@dataclass(frozen=True)
class Decision:
    """An answer: the ready text and the reviewer's own words go out together."""

    decision: str
    note: str = ""
    reply_id: uuid.UUID | None = None
    verdicts: Mapping[uuid.UUID, Verdict] = field(default_factory=dict)


@use_case
def decide(
    application_id: uuid.UUID,
    decision: Decision,
    *,
    by: uuid.UUID,
    version: int | None = None,
    wait: timedelta | None = None,
) -> Application:
    """Approve, ask for more, or decline; she reads it when the time to undo is over.

    Whether `by` serves this Lab is the caller's query (`queries.application_for`).
    `version` is what the reviewer has seen. Raises NotAllowed("own_application") for
    whoever wrote in it, Conflict("decided_meanwhile") when somebody else was faster,
    Invalid("note_needed"), Invalid("reply_other") for the ready text of another answer,
    Invalid("checklist_open"), Invalid("waive_reason").
    """
    if decision.decision not in rules.DECISIONS:
        raise Invalid
    application = get_for_update(Application, application_id)
    _check_reviewer(application, by)
    seen = version is None or version == application.version
    if application.decision or not seen or application.state not in UNDECIDED:
        raise Conflict("decided_meanwhile")
    if application.state == "submitted":
        move(application, rules.APPLICATION, "take", by=by)
    rules.next_state(rules.APPLICATION, application.state, decision.decision)
    application.decision_verdicts = _judged(application, decision)
    application.decision_note = _words(application, decision)
    application.decision = decision.decision
    application.decided_by_id, application.decided_at = by, clock.now()
    application.version += 1
    _log(Event.APPLICATION_DECIDED, application, by)
    hold = adapters().undo_wait if wait is None else wait
    application.due_at = clock.now() + hold
    if hold:
        enqueue("applications.answer", _ticket(application), delay=hold)
    else:
        _send(application)
    return application


@use_case
def undo(application_id: uuid.UUID, *, by: uuid.UUID) -> Application:
    """Take a decision back before it goes out; Conflict("too_late") afterwards.

    Nothing it said has happened yet. Its words stay, for who answers next; a second undo
    changes nothing. Raises NotAllowed("own_application").
    """
    application = get_for_update(Application, application_id)
    _check_reviewer(application, by)
    if application.state not in UNDECIDED:
        raise Conflict("too_late")
    if not application.decision:
        return application
    _log(Event.APPLICATION_UNDONE, application, by)
    application.decision = ""
    application.decided_by_id = application.due_at = None
    application.version += 1
    return application


@use_case
def answer(application_id: uuid.UUID, version: int) -> None:
    """Send a decision whose time to undo is over; one that was taken back is not sent."""
    application = get_for_update(Application, application_id)
    if application.decision and application.version == version:
        _send(application)


def _ticket(application: Application) -> dict[str, object]:
    return {"id": str(application.id), "version": application.version}


def _send(application: Application) -> None:
    decision, by = application.decision, application.decided_by_id
    note = application.decision_note
    move(application, rules.APPLICATION, decision, by=by, note=note)
    application.note = note
    _set_items(application)
    forget_pending(application)
    application.version += 1
    if decision == "approve":
        shops.open_for(application)
    audit.record(
        Event.APPLICATION_ANSWERED,
        by=by,
        about=application.person_id,
        subject=application.id,
        lab=application.lab_id,
        decision=decision,
    )
    notices.tell(application.person_id, Kind.APPLICATION_ANSWERED, "/application")


def _check_reviewer(application: Application, by: uuid.UUID) -> None:
    written = db.session.get(ApplicationFiller, (application.id, by))
    if by == application.person_id or written is not None:
        raise NotAllowed("own_application")


def _judged(application: Application, decision: Decision) -> dict[str, dict[str, str]]:
    """Return what is said of each item, as it is kept until the answer goes out."""
    kept: dict[str, dict[str, str]] = {}
    after = []
    for item in items_of(application):
        verdict = decision.verdicts.get(item.id)
        if verdict is None or _accepts_nothing(item, verdict):
            after.append(item)
            continue
        if verdict.verdict not in STATES:
            raise Invalid
        reason = verdict.reason.strip()
        if verdict.verdict == "waive" and not reason:
            raise Invalid("waive_reason")
        kept[str(item.id)] = {"verdict": verdict.verdict, "reason": reason}
        after.append(replace(item, state=STATES[verdict.verdict]))
    open_items = asked.open_for_approval(after)
    if decision.decision == "approve" and open_items:
        raise Invalid("checklist_open", number=open_items)
    return kept


def _accepts_nothing(item: AskedItem, verdict: Verdict) -> bool:
    """Whether something would be accepted that she has not handed in."""
    missing = item.kind in asked.HERS and item.state == "incomplete"
    return missing and verdict.verdict == "accept"


def _set_items(application: Application) -> None:
    by = application.decided_by_id
    for item_id, said in application.decision_verdicts.items():
        row = row_of(application, uuid.UUID(item_id))
        row.state, row.reason = STATES[said["verdict"]], said["reason"]
        row.decided_by_id, row.decided_at = by, application.decided_at
        if by and said["verdict"] == "waive":
            reason = said["reason"]
            _log(Event.ITEM_WAIVED, application, by, item=item_id, reason=reason)


def _words(application: Application, decision: Decision) -> str:
    """Return what she reads: the ready answer in her language, then the own words."""
    parts = [_ready(application, decision), decision.note.strip()]
    text = "\n\n".join(part for part in parts if part)
    if not text:
        raise Invalid("note_needed", field="note")
    return text


def _ready(application: Application, decision: Decision) -> str:
    chosen = select(ReplyText.id).where(
        ReplyText.decision == decision.decision,
        ReplyText.active,
        ReplyText.lab_id.is_(None) | (ReplyText.lab_id == application.lab_id),
    )
    if decision.reply_id is not None:
        chosen = chosen.where(ReplyText.id == decision.reply_id)
    elif decision.decision != "approve" or decision.note.strip():
        return ""  # only a welcome goes without saying
    found = db.session.scalar(
        chosen.order_by(ReplyText.lab_id.is_(None), ReplyText.position).limit(1)
    )
    if found is None:
        if decision.reply_id is not None:
            raise Invalid("reply_other", field="reply")
        return ""
    person = db.session.get_one(Person, application.person_id)
    words = db.session.scalars(select(ReplyWords).where(ReplyWords.reply_id == found))
    return str(pick({part.locale: part.body for part in words}, person.language)[1])


def _log(
    event: Event, application: Application, by: uuid.UUID, **details: object
) -> None:
    audit.record(
        event,
        by=by,
        about=application.person_id,
        subject=application.id,
        lab=application.lab_id,
        decision=application.decision,
        **details,
    )
