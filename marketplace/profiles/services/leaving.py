"""End sessions."""

import uuid

from marketplace.db import get_for_update, use_case
from marketplace.errors import NotFound
from marketplace.profiles.models import SignInSession
from marketplace.profiles.rules import Event
from marketplace.profiles.services import audit, sessions, tokens


@use_case
def sign_out(session_id: uuid.UUID) -> None:
    """Close the session she is in."""
    try:
        row = get_for_update(SignInSession, session_id)
    except NotFound:
        return
    audit.record(Event.SIGN_OUT, by=row.person_id, about=row.person_id)
    sessions.end(session_id, row.person_id)


@use_case
def end_one(person_id: uuid.UUID, session_id: uuid.UUID) -> None:
    """Close one of her sessions, perhaps on a phone she has lost; NotFound for others'."""
    if not sessions.end(session_id, person_id):
        raise NotFound
    audit.record(Event.SESSION_ENDED, by=person_id, about=person_id)


@use_case
def end_others(person_id: uuid.UUID, but: uuid.UUID) -> int:
    """Close every session of hers but this one; return how many."""
    ended = sessions.end_all(person_id, but=but)
    tokens.drop(person_id, tokens.EMAIL)
    audit.record(Event.SESSIONS_ENDED, by=person_id, about=person_id, number=ended)
    return ended
