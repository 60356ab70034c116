"""Open an account, sign in, and what an account says of itself."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from marketplace import origin
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, TooMany
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.limits import network
from marketplace.profiles import rules
from marketplace.profiles.models import (
    LabText,
    Person,
    SecondFactor,
    TechniqueText,
)
from marketplace.profiles.rules import Event
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import audit, notices, secrets, sessions


@dataclass(frozen=True)
class Entered:
    """The session a password has opened: whole, or half until her code comes."""

    person_id: uuid.UUID
    needs_code: bool
    token: str


def sign_up(*, name: str, contact: str, password: str, language: str) -> Person:
    """Open an account (for commands and demo; the site calls `register`).

    Raises Invalid for a contact or password that cannot be used, Conflict("taken") when
    the contact has an account already. Judging and hashing the password cost a good part
    of a second, so they happen before anybody has to wait for the write.
    """
    person = _written(name, contact, password, language)
    return _open(person)


def register(*, name: str, contact: str, password: str, language: str) -> None:
    """Open an account, or tell the one that has this contact; the answer is the same.

    Nobody learns here who has an account (security.md A02). Its owner is told once a
    day, or strangers could bury her inbox.
    """
    limits = adapters().limits
    limits.take("sign_up", network(origin.current().address))
    person = _written(name, contact, password, language)
    try:
        limits.take("sign_up.contact", rules.contact_key(contact))
        first = True
    except TooMany:
        first = False
    _open_or_tell(person, tell=first)


def _written(name: str, contact: str, password: str, language: str) -> Person:
    phone, email = rules.contact(contact)
    check_password(password, name, phone or "", email or "")
    return Person(
        name=name,
        phone=phone,
        email=email,
        language=language,
        password_hash=secrets.hashed(password),
    )


def check_password(password: str, *about: str) -> None:
    """Refuse what others guess first, the names of our Labs and crafts among it."""
    rules.check_password(password, *about, words=_house_words())


def _house_words() -> Sequence[str]:
    labs = db.session.execute(select(LabText.name, LabText.region)).all()
    crafts = db.session.scalars(select(TechniqueText.name)).all()
    texts = [*(text for row in labs for text in row), *crafts]
    return [word for text in texts for word in text.split()]


@use_case
def _open(person: Person) -> Person:
    db.session.add(person)
    try:
        db.session.flush()
    except IntegrityError:
        raise Conflict("taken", field="contact") from None
    audit.record(Event.SIGN_UP, by=person.id, about=person.id)
    return person


@use_case
def _open_or_tell(person: Person, *, tell: bool) -> None:
    taken = by_contact(person.phone, person.email)
    if taken is None:
        _open(person)
        return
    audit.record(Event.SIGN_UP_TAKEN, about=taken.id)
    if tell:
        notices.tell(taken.id, Kind.SIGN_UP_TAKEN)


def sign_in(
    *,
    contact: str,
    password: str,
    own_phone: bool = False,
    replacing: str | None = None,
) -> Entered:
    """Open a session for a contact and password; Invalid("sign_in_failed") if nobody's.

    A wrong contact costs the same time as a wrong password, so neither is given away.
    Raises TooMany after five failures of one account from one network, ten of the
    network (security.md A01). What succeeds is not counted. `replacing` is the token of
    the session this browser had before.
    """
    who = rules.contact_key(contact)
    address = network(origin.current().address)
    person = _by_text(contact)
    known, stored = (person.id, person.password_hash) if person else (None, None)
    try:
        _count(address, who)
    except TooMany:
        audit.record(Event.SIGN_IN_LIMITED, about=known)
        raise
    if not secrets.fits(stored, password) or known is None:
        audit.record(Event.SIGN_IN_FAILED, about=known)
        raise Invalid("sign_in_failed")
    limits = adapters().limits
    limits.forget("sign_in.account", address, who)
    limits.give_back("sign_in.address", address)
    limits.give_back("sign_in.all")
    entered = _enter(known, str(stored), own_phone, replacing)
    if secrets.outdated(str(stored)):
        _rehash(known, str(stored), secrets.hashed(password))
    return entered


def _count(address: str, who: str) -> None:
    limits = adapters().limits
    limits.take("sign_in.account", address, who)
    limits.take("sign_in.address", address)
    limits.take("sign_in.all")


@use_case
def _enter(
    person_id: uuid.UUID, checked: str, own_phone: bool, replacing: str | None
) -> Entered:
    """Open the session under the person's lock, if the hash is still the checked one.

    A new password ends every session; one that was being opened with the old password
    in the same moment must not slip in behind it.
    """
    person = get_for_update(Person, person_id)
    if person.password_hash != checked:
        raise Invalid("sign_in_failed")
    if person.blocked_at:
        raise Invalid("account_blocked")
    factor = db.session.get(SecondFactor, person_id)
    needs_code = factor is not None and factor.confirmed_at is not None
    if not needs_code:
        audit.record(Event.SIGN_IN, by=person_id, about=person_id)
    token = sessions.start(
        person_id, own_phone=own_phone, half=needs_code, replacing=replacing
    )
    return Entered(person_id, needs_code, token)


@use_case
def _rehash(person_id: uuid.UUID, checked: str, fresh: str) -> None:
    person = get_for_update(Person, person_id)
    if person.password_hash == checked:
        person.password_hash = fresh


def _by_text(contact: str) -> Person | None:
    try:
        return by_contact(*rules.contact(contact))
    except Invalid:
        return None


def by_contact(phone: str | None, email: str | None) -> Person | None:
    """Return whose phone or e-mail address this is."""
    match = [Person.phone == phone] if phone else []
    match += [Person.email == email] if email else []
    if not match:
        return None
    return db.session.scalar(select(Person).where(or_(*match)))


def confirm(person_id: uuid.UUID, password: str) -> None:
    """Check her password again before something sensitive; Invalid("password_wrong")."""
    adapters().limits.take("confirm", str(person_id))
    person = db.session.get_one(Person, person_id)
    if not secrets.fits(person.password_hash, password):
        audit.record(Event.CONFIRM_FAILED, by=person_id, about=person_id)
        raise Invalid("password_wrong", field="confirmed")
    adapters().limits.give_back("confirm", str(person_id))
    audit.record(Event.CONFIRMED, by=person_id, about=person_id)
