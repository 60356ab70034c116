"""Change a password, or set a new one by a link in the mail."""

import uuid

from marketplace import origin
from marketplace.db import get_for_update, use_case
from marketplace.errors import Invalid
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import enqueue
from marketplace.infra.limits import network
from marketplace.profiles import emails, rules
from marketplace.profiles.models import Person
from marketplace.profiles.rules import Event
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import (
    accounts,
    audit,
    notices,
    secrets,
    sessions,
    tokens,
)


def change(person_id: uuid.UUID, password: str, *, session: uuid.UUID) -> None:
    """Set a new password; every other session ends. Raises Invalid("password_…")."""
    hashed = _judged(person_id, password)
    _set(person_id, hashed, Event.PASSWORD_CHANGED, session)


def forgot(contact: str) -> None:
    """Have a link sent, if this contact has an account with an e-mail address.

    The answer and its time are the same for everybody: who has an account is looked up
    by a job. Raises TooMany.
    """
    rules.contact(contact)  # what is no phone and no address is said at once
    limits = adapters().limits
    limits.take("forgot.address", network(origin.current().address))
    limits.take("forgot.contact", rules.contact_key(contact))
    enqueue("accounts.forgot", {"contact": contact.strip()[:120]})


@use_case
def send_link(contact: str) -> None:
    """Send the link with which she sets a new password, for 30 minutes, once."""
    try:
        person = accounts.by_contact(*rules.contact(contact))
    except Invalid:
        return
    if person is None or person.email is None or person.blocked_at:
        return
    audit.record(Event.RESET_ASKED, about=person.id)
    emails.reset_link(person, tokens.make(person.id, tokens.RESET))


def reset(token: str, password: str) -> None:
    """Set a new password by a link; every session ends, and no code is skipped.

    Raises Invalid("link_over") for a link that was used, is late or is not ours,
    Invalid("password_…").
    """
    person_id = tokens.find(tokens.RESET, token).person_id
    hashed = _judged(person_id, password)
    _reset(token, hashed)


@use_case
def _reset(token: str, password_hash: str) -> None:
    person_id = tokens.use(tokens.RESET, token).person_id
    _set(person_id, password_hash, Event.RESET_DONE, None)


@use_case
def _set(
    person_id: uuid.UUID, password_hash: str, event: Event, session: uuid.UUID | None
) -> None:
    person = get_for_update(Person, person_id)
    person.password_hash = password_hash
    tokens.drop(person_id, tokens.RESET, tokens.EMAIL)  # a thief may have asked
    sessions.end_all(person_id, but=session)
    audit.record(event, by=person_id, about=person_id)
    notices.tell(person_id, Kind.PASSWORD_CHANGED)


def _judged(person_id: uuid.UUID, password: str) -> str:
    person = db.session.get_one(Person, person_id)
    accounts.check_password(
        password, person.name, person.phone or "", person.email or ""
    )
    return secrets.hashed(password)
