"""Sign up, sign in."""

import uuid

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from marketplace.db import use_case
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.permissions import Role
from marketplace.profiles import rules
from marketplace.profiles.models import Person, RoleGrant

# OWASP's smallest advised Argon2id: 19 MiB, 2 passes (security.md §2.1).
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = _hasher.hash("nobody has this password")


def sign_up(*, name: str, contact: str, password: str, language: str) -> Person:
    """Open an account.

    Raises Invalid for a contact or password that cannot be used, Conflict("taken") when
    the contact has an account already. Judging and hashing the password cost a good part
    of a second, so they happen before anybody has to wait for the write.
    """
    phone, email = rules.contact(contact)
    rules.check_password(password, name, phone or "", email or "")
    hashed = _hasher.hash(password)
    return _open(Person(name=name, phone=phone, email=email, language=language), hashed)


@use_case
def _open(person: Person, password_hash: str) -> Person:
    person.password_hash = password_hash
    db.session.add(person)
    try:
        db.session.flush()
    except IntegrityError:
        raise Conflict("taken", field="contact") from None
    return person


def sign_in(*, contact: str, password: str) -> uuid.UUID:
    """Return whose contact and password these are; Invalid("sign_in_failed") if nobody's.

    A wrong contact costs the same time as a wrong password, so neither is given away.
    """
    try:
        phone, email = rules.contact(contact)
    except Invalid:
        phone = email = None
    person = _by_contact(phone, email)
    stored = person.password_hash if person else _NOBODY
    try:
        _hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        raise Invalid("sign_in_failed") from None
    if person is None:
        raise Invalid("sign_in_failed")
    return person.id


def _by_contact(phone: str | None, email: str | None) -> Person | None:
    if phone is None and email is None:
        return None
    match = [Person.phone == phone] if phone else []
    match += [Person.email == email] if email else []
    return db.session.scalar(select(Person).where(or_(*match)))


@use_case
def grant(person_id: uuid.UUID, role: Role, lab_id: uuid.UUID | None = None) -> None:
    """Give a person a role; giving it twice changes nothing."""
    held = db.session.scalar(
        select(RoleGrant).where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == role.value,
            RoleGrant.lab_id.is_(None)
            if lab_id is None
            else RoleGrant.lab_id == lab_id,
        )
    )
    if held is None:
        db.session.add(RoleGrant(person_id=person_id, role=role.value, lab_id=lab_id))
