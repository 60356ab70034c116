"""Get an account back in person: two coordinators, 72 hours, told to every channel."""

import secrets as chance
import uuid

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import clock, origin
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.limits import network
from marketplace.permissions import ALLOWED, Role
from marketplace.profiles import emails, rules
from marketplace.profiles.models import Person, Recovery, RoleGrant
from marketplace.profiles.rules import Event, masked
from marketplace.profiles.rules.help import RECOVERY, WAIT
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import (
    accounts,
    audit,
    helping,
    notices,
    secrets,
    sessions,
    tokens,
    two_step,
)
from marketplace.profiles.services.transitions import move

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


@use_case
def start(
    person_id: uuid.UUID,
    contact: str,
    known_by: str,
    *,
    by: uuid.UUID,
    staff_too: bool = False,
) -> Recovery:
    """Ask for a new phone or e-mail for somebody who stands before a coordinator.

    `known_by` says how the coordinator knows that it is she. Raises Invalid
    ("contact_words"), Invalid("reason_needed"), Conflict("recovery_contact") for a
    contact another account has, Conflict("recovery_open"), NotAllowed
    ("recovery_locked") where she has forbidden it, NotAllowed("recovery_staff") for
    staff, who need two of the network (`staff_too`).
    """
    phone, email = rules.contact(contact)
    if not known_by.strip():
        raise Invalid("reason_needed", field="known_by")
    person = get_for_update(Person, person_id)
    _check(person, by, staff_too)
    other = accounts.by_contact(phone, email)
    if other is not None and other.id != person_id:
        raise Conflict("recovery_contact", field="contact")
    if open_of(person_id) is not None:
        raise Conflict("recovery_open")
    recovery = Recovery(
        person_id=person_id,
        lab_id=helping.home_of(person_id),
        phone=phone,
        email=email,
        known_by=known_by.strip(),
        started_by_id=by,
    )
    db.session.add(recovery)
    try:
        db.session.flush()
    except IntegrityError:
        raise Conflict("recovery_open") from None
    _log(Event.RECOVERY_STARTED, recovery, by, after=masked(phone or email))
    _warn(recovery)
    return recovery


@use_case
def confirm(recovery_id: uuid.UUID, *, by: uuid.UUID) -> Recovery:
    """Say as the second coordinator that it is she; 72 hours from now it can be used.

    Raises NotAllowed("second_person") for who has started it, or for herself.
    """
    recovery = get_for_update(Recovery, recovery_id)
    if by in {recovery.started_by_id, recovery.person_id}:
        raise NotAllowed("second_person")
    move(recovery, RECOVERY, "confirm", by=by)
    recovery.confirmed_by_id = by
    recovery.due_at = clock.now() + WAIT
    _log(Event.RECOVERY_CONFIRMED, recovery, by)
    _warn(recovery)
    return recovery


@use_case
def cancel(recovery_id: uuid.UUID, *, by: uuid.UUID | None) -> None:
    """Stop it: she herself, or a coordinator of her Lab."""
    recovery = get_for_update(Recovery, recovery_id)
    move(recovery, RECOVERY, "cancel", by=by)
    tokens.drop(recovery.person_id, tokens.STOP, tokens.LAB_CODE)
    _log(Event.RECOVERY_CANCELLED, recovery, by)
    notices.tell(recovery.person_id, Kind.RECOVERY_CANCELLED)


@use_case
def stop_by_link(token: str) -> None:
    """Stop it with the link that was sent to the old address."""
    person_id = tokens.use(tokens.STOP, token).person_id
    found = open_of(person_id)
    if found is not None:
        cancel(found.id, by=person_id)


@use_case
def make_code(recovery_id: uuid.UUID, *, by: uuid.UUID) -> str:
    """Return a code to give into her hand: once, for 30 minutes, when the time is over.

    Raises Conflict("too_early") before.
    """
    recovery = get_for_update(Recovery, recovery_id)
    if not is_due(recovery):
        raise Conflict("too_early")
    letters = "".join(chance.choice(LETTERS) for _ in range(12))
    code = "-".join(letters[at : at + 4] for at in range(0, 12, 4))
    tokens.make(recovery.person_id, tokens.LAB_CODE, plain(code))
    _log(Event.RECOVERY_CODE, recovery, by)
    return code


def finish(contact: str, code: str, password: str) -> None:
    """Take the account over with the new contact, the code and a new password.

    What the account had before (phone, e-mail, code app, sessions) is gone. Raises
    Invalid("recover_failed") whatever does not fit, Invalid("password_…"), TooMany.
    """
    address = network(origin.current().address)
    adapters().limits.take("recover", address)
    recovery = _by_contact(contact)
    try:
        tokens.find(tokens.LAB_CODE, plain(code))
    except Invalid:
        raise Invalid("recover_failed") from None
    if recovery is None:
        raise Invalid("recover_failed")
    accounts.check_password(password, recovery.phone or "", recovery.email or "")
    _finish(recovery.id, plain(code), secrets.hashed(password))


@use_case
def _finish(recovery_id: uuid.UUID, code: str, password_hash: str) -> None:
    recovery = get_for_update(Recovery, recovery_id)
    token = tokens.use(tokens.LAB_CODE, code)
    if token.person_id != recovery.person_id or not is_due(recovery):
        raise Invalid("recover_failed")
    person = get_for_update(Person, recovery.person_id)
    person.phone, person.email = recovery.phone, recovery.email
    person.password_hash = password_hash
    db.session.flush()
    move(recovery, RECOVERY, "finish", by=person.id)
    two_step.forget(person.id)
    tokens.drop(person.id, *tokens.LIFE)
    sessions.end_all(person.id)
    _log(Event.RECOVERY_DONE, recovery, person.id)
    notices.tell(person.id, Kind.RECOVERY_DONE)


@use_case
def lock(person_id: uuid.UUID, locked: bool) -> None:
    """Forbid (or allow again) that a Lab ever gives this account a new contact."""
    get_for_update(Person, person_id).recovery_locked = locked
    audit.record(Event.RECOVERY_LOCK, by=person_id, about=person_id, after=locked)


def open_of(person_id: uuid.UUID) -> Recovery | None:
    """Return what has been started and is not over."""
    return db.session.scalar(
        select(Recovery).where(
            Recovery.person_id == person_id,
            Recovery.state.in_(("started", "confirmed")),
        )
    )


def is_due(recovery: Recovery) -> bool:
    """Whether the 72 hours are over and nobody has stopped it."""
    due = recovery.due_at
    return recovery.state == "confirmed" and due is not None and due <= clock.now()


def plain(code: str) -> str:
    """Return a code as it is compared: without hyphens, spaces and capitals."""
    return "".join(letter for letter in code.casefold() if letter.isalnum())


def _check(person: Person, by: uuid.UUID, staff_too: bool) -> None:
    if person.closed_at or person.blocked_at:
        raise NotFound
    if person.id == by:
        raise NotAllowed("second_person")
    if person.recovery_locked:
        raise NotAllowed("recovery_locked")
    roles = db.session.scalars(
        select(RoleGrant.role).where(RoleGrant.person_id == person.id)
    )
    if not staff_too and any(ALLOWED[Role(role)] for role in roles):
        raise NotAllowed("recovery_staff")


def _by_contact(contact: str) -> Recovery | None:
    try:
        phone, email = rules.contact(contact)
    except Invalid:
        return None
    new = Recovery.phone == phone if phone else Recovery.email == email
    return db.session.scalar(select(Recovery).where(new, Recovery.state == "confirmed"))


def _warn(recovery: Recovery) -> None:
    """Tell her on every channel, with a link that stops it without a password."""
    person = db.session.get_one(Person, recovery.person_id)
    notices.tell(person.id, Kind.RECOVERY_STARTED, "/account/recovery")
    emails.cancel_recovery(person, tokens.make(person.id, tokens.STOP))


def _log(
    event: Event, recovery: Recovery, by: uuid.UUID | None, **details: object
) -> None:
    audit.record(
        event,
        by=by,
        about=recovery.person_id,
        subject=recovery.id,
        lab=recovery.lab_id,
        **details,
    )
