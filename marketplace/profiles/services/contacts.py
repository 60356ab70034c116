"""Change what an account says of its owner: name, language, phone, e-mail."""

import uuid

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.i18n import READ
from marketplace.infra.adapters import adapters
from marketplace.profiles import emails, rules
from marketplace.profiles.models import Person
from marketplace.profiles.rules import Event, masked
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import audit, notices, tokens


@use_case
def rename(person_id: uuid.UUID, name: str, language: str) -> None:
    """Change the name her Lab sees and the language we write in."""
    if not name.strip() or language not in READ:
        raise Invalid
    person = get_for_update(Person, person_id)
    person.name, person.language = name.strip(), language
    audit.record(Event.NAME_CHANGED, by=person_id, about=person_id, language=language)


def change_phone(person_id: uuid.UUID, text: str) -> None:
    """Set or (with an empty text, if there is an e-mail address) drop her phone.

    Raises Invalid("contact_words"), Invalid("contact_last"), Conflict("phone_taken"),
    TooMany: whoever tries number after number learns little. The notice goes to the
    address before the change, so a thief cannot silence it.
    """
    phone = rules.phone(text, field="phone") if text.strip() else None
    adapters().limits.take("phone", str(person_id))
    _change_phone(person_id, phone)


@use_case
def _change_phone(person_id: uuid.UUID, phone: str | None) -> None:
    person = get_for_update(Person, person_id)
    if phone is None and person.email is None:
        raise Invalid("contact_last", field="phone")
    before, person.phone = person.phone, phone
    try:
        db.session.flush()
    except IntegrityError:
        raise Conflict("phone_taken", field="phone") from None
    audit.record(
        Event.PHONE_CHANGED,
        by=person_id,
        about=person_id,
        before=masked(before),
        after=masked(phone),
    )
    tokens.drop(person_id, tokens.RESET)
    notices.tell(person_id, Kind.CONTACT_CHANGED)


def ask_email(person_id: uuid.UUID, text: str) -> None:
    """Send a link to a new address; it becomes hers when she opens it.

    The answer is the same when another account has this address. Raises Invalid
    ("contact_words"), TooMany.
    """
    address = rules.email(text, field="email")
    adapters().limits.take("email", str(person_id))
    _ask_email(person_id, address)


@use_case
def _ask_email(person_id: uuid.UUID, address: str) -> None:
    person = db.session.get_one(Person, person_id)
    notices.tell(person_id, Kind.CONTACT_ASKED)  # to the address before
    audit.record(
        Event.EMAIL_ASKED, by=person_id, about=person_id, after=masked(address)
    )
    if db.session.scalar(select(Person.id).where(Person.email == address)) is None:
        token = tokens.make(person_id, tokens.EMAIL, address=address)
        emails.confirm_address(person, address, token)


@use_case
def take_email(token: str) -> None:
    """Make the address hers that a link was sent to; the old one is told.

    Raises Invalid("email_over").
    """
    found = tokens.use(tokens.EMAIL, token)
    tokens.drop(found.person_id, tokens.RESET)  # sent to the mailbox before
    person = get_for_update(Person, found.person_id)
    notices.tell(person.id, Kind.CONTACT_CHANGED)  # to the address before
    before, person.email = person.email, str(found.data["address"])
    try:
        db.session.flush()
    except IntegrityError:
        raise Invalid("email_over") from None
    audit.record(
        Event.EMAIL_CHANGED,
        by=person.id,
        about=person.id,
        before=masked(before),
        after=masked(person.email),
    )
