"""What a Lab asks, and its ready answers: changed on the desk."""

import uuid
from collections.abc import Mapping

from sqlalchemy import func, select

from marketplace.db import get_for_update, use_case
from marketplace.errors import Invalid, NotFound
from marketplace.extensions import db
from marketplace.i18n import LOCALES
from marketplace.profiles.models import (
    ChecklistItem,
    ChecklistText,
    ReplyText,
    ReplyWords,
)
from marketplace.profiles.rules import DECISIONS, Event
from marketplace.profiles.rules.checklist import KINDS
from marketplace.profiles.services import audit

Words = Mapping[str, tuple[str, str]]  # language -> (title, hint or body)


@use_case
def add_item(
    lab_id: uuid.UUID, kind: str, words: Words, *, required: bool, by: uuid.UUID
) -> ChecklistItem:
    """Ask one thing more. Raises Invalid("words_missing") for a missing title."""
    if kind not in KINDS:
        raise Invalid
    last = db.session.scalar(
        select(func.max(ChecklistItem.position)).where(ChecklistItem.lab_id == lab_id)
    )
    item = ChecklistItem(
        lab_id=lab_id, kind=kind, required=required, position=(last or 0) + 1
    )
    db.session.add(item)
    db.session.flush()
    _item_words(item, words)
    _log(item, by)
    return item


@use_case
def change_item(
    lab_id: uuid.UUID,
    item_id: uuid.UUID,
    words: Words,
    *,
    required: bool,
    active: bool,
    by: uuid.UUID,
) -> None:
    """Change an item of this Lab, or switch it off; NotFound for another Lab's."""
    item = get_for_update(ChecklistItem, item_id)
    if item.lab_id != lab_id:
        raise NotFound
    item.required, item.active = required, active
    _item_words(item, words)
    _log(item, by)


def _item_words(item: ChecklistItem, words: Words) -> None:
    for locale in LOCALES:
        title, hint = words.get(locale, ("", ""))
        if not title.strip():
            raise Invalid("words_missing", field=f"title_{locale}")
        db.session.merge(
            ChecklistText(
                item_id=item.id, locale=locale, title=title.strip(), hint=hint.strip()
            )
        )


def _log(item: ChecklistItem, by: uuid.UUID) -> None:
    audit.record(
        Event.CHECKLIST_CHANGED,
        by=by,
        subject=item.id,
        lab=item.lab_id,
        asks=item.kind,
        required=item.required,
        active=item.active,
    )


@use_case
def add_reply(
    lab_id: uuid.UUID | None, decision: str, words: Words, *, by: uuid.UUID
) -> ReplyText:
    """Add a ready answer of a Lab, or (without a Lab) of the network."""
    if decision not in DECISIONS:
        raise Invalid
    last = db.session.scalar(select(func.max(ReplyText.position)))
    reply = ReplyText(lab_id=lab_id, decision=decision, position=(last or 0) + 1)
    db.session.add(reply)
    db.session.flush()
    _reply_words(reply, words, by)
    return reply


@use_case
def change_reply(
    lab_id: uuid.UUID | None,
    reply_id: uuid.UUID,
    words: Words,
    *,
    active: bool,
    by: uuid.UUID,
) -> None:
    """Change a ready answer of this Lab (or network); NotFound for another's."""
    reply = get_for_update(ReplyText, reply_id)
    if reply.lab_id != lab_id:
        raise NotFound
    reply.active = active
    _reply_words(reply, words, by)


def _reply_words(reply: ReplyText, words: Words, by: uuid.UUID) -> None:
    for locale in LOCALES:
        title, body = words.get(locale, ("", ""))
        if not title.strip() or not body.strip():
            raise Invalid("words_missing", field=f"title_{locale}")
        db.session.merge(
            ReplyWords(
                reply_id=reply.id, locale=locale, title=title.strip(), body=body.strip()
            )
        )
    audit.record(
        Event.REPLY_CHANGED,
        by=by,
        subject=reply.id,
        lab=reply.lab_id,
        decision=reply.decision,
        active=reply.active,
    )
