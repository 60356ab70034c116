"""Get an account back in person: two coordinators, 72 hours, told to every channel."""

import secrets as chance
import uuid

from sqlalchemy import and_, or_, select
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
from marketplace.profiles.queries import recovery_of
from marketplace.profiles.rules import Event, masked
from marketplace.profiles.rules.help import RECOVERY, USABLE, WAIT
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

OPEN = ("started", "confirmed")
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
    if recovery_of(person_id) is not None:
        raise Conflict("recovery_open")
    other = accounts.by_contact(phone, email)
    if (other is not None and other.id != person_id) or _waits_for(phone, email):
        raise Conflict("recovery_contact", field="contact")
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
def confirm(
    recovery_id: uuid.UUID, *, by: uuid.UUID, staff_too: bool = False
) -> Recovery:
    """Say as the second coordinator that it is she; 72 hours from now it can be used.

    Raises NotAllowed("second_person") for who has started it, or for herself, and what
    `start` raises where things have changed since.
    """
    recovery, person = _locked(recovery_id)
    if by == recovery.started_by_id:
        raise NotAllowed("second_person")
    _check(person, by, staff_too)
    move(recovery, RECOVERY, "confirm", by=by)
    recovery.confirmed_by_id = by
    recovery.due_at = clock.now() + WAIT
    _log(Event.RECOVERY_CONFIRMED, recovery, by)
    _warn(recovery)
    return recovery


@use_case
def cancel(recovery_id: uuid.UUID, *, by: uuid.UUID | None) -> None:
    """Stop it: she herself, a coordinator of her Lab, or (without `by`) its time."""
    recovery, person = _locked(recovery_id)
    move(recovery, RECOVERY, "cancel", by=by)
    recovery.phone = recovery.email = None
    tokens.drop(person.id, tokens.STOP, tokens.LAB_CODE)
    _log(Event.RECOVERY_CANCELLED, recovery, by)
    notices.tell(person.id, Kind.RECOVERY_CANCELLED)


@use_case
def stop_by_link(token: str) -> None:
    """Stop it with the link that was sent to the old address; Invalid("stop_over")."""
    person_id = tokens.find(tokens.STOP, token).person_id
    found = recovery_of(person_id)
    if found is None:
        raise Invalid("stop_over")
    cancel(found.id, by=person_id)


def cancel_late() -> int:
    """Stop what nobody has confirmed, or used, for seven days; return how many."""
    long_ago = clock.now() - USABLE
    late = db.session.scalars(
        select(Recovery.id).where(
            or_(
                and_(Recovery.state == "started", Recovery.created_at <= long_ago),
                and_(Recovery.state == "confirmed", Recovery.due_at <= long_ago),
            )
        )
    ).all()
    for recovery_id in late:
        cancel(recovery_id, by=None)
    return len(late)


@use_case
def make_code(recovery_id: uuid.UUID, *, by: uuid.UUID, staff_too: bool = False) -> str:
    """Return a code to give into her hand: once, for 30 minutes, when the time is over.

    Raises Conflict("too_early") before, and what `start` raises where things have
    changed since.
    """
    recovery, person = _locked(recovery_id)
    if not is_due(recovery):
        raise Conflict("too_early")
    _check(person, by, staff_too)
    letters = "".join(chance.choice(LETTERS) for _ in range(12))
    code = "-".join(letters[at : at + 4] for at in range(0, 12, 4))
    tokens.make(person.id, tokens.LAB_CODE, plain(code))
    _log(Event.RECOVERY_CODE, recovery, by)
    return code


def finish(contact: str, code: str, password: str) -> None:
    """Take the account over with the new contact, the code and a new password.

    What the account had before (phone, e-mail, code app, sessions) is gone. Raises
    Invalid("recover_failed") whatever does not fit, Invalid("password_…"), Conflict
    ("recovery_contact") when somebody has opened an account with it since, TooMany.
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
    recovery, person = _locked(recovery_id)
    token = tokens.use(tokens.LAB_CODE, code)
    gone = person.closed_at or person.blocked_at or person.recovery_locked
    if token.person_id != person.id or not is_due(recovery) or gone:
        raise Invalid("recover_failed")
    person.phone, person.email = recovery.phone, recovery.email
    person.password_hash = password_hash
    try:
        db.session.flush()
    except IntegrityError:
        raise Conflict("recovery_contact", field="contact") from None
    move(recovery, RECOVERY, "finish", by=person.id)
    two_step.forget(person.id)
    tokens.drop(person.id, *tokens.LIFE)
    sessions.end_all(person.id)
    _log(Event.RECOVERY_DONE, recovery, person.id)
    notices.tell(person.id, Kind.RECOVERY_DONE)


@use_case
def lock(person_id: uuid.UUID, locked: bool) -> None:
    """Forbid (or allow again) that a Lab ever gives this account a new contact.

    To forbid it stops what is under way.
    """
    get_for_update(Person, person_id).recovery_locked = locked
    found = recovery_of(person_id)
    if locked and found is not None:
        cancel(found.id, by=person_id)
    audit.record(Event.RECOVERY_LOCK, by=person_id, about=person_id, after=locked)


def _locked(recovery_id: uuid.UUID) -> tuple[Recovery, Person]:
    """Lock the person first, then the recovery, as everybody does: no rings."""
    person_id = db.session.scalar(
        select(Recovery.person_id).where(Recovery.id == recovery_id)
    )
    person = get_for_update(Person, person_id)
    return get_for_update(Recovery, recovery_id), person


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


def _waits_for(phone: str | None, email: str | None) -> bool:
    """Whether another account is about to get this phone or e-mail."""
    same = Recovery.phone == phone if phone else Recovery.email == email
    waiting = select(Recovery.id).where(same, Recovery.state.in_(OPEN))
    return db.session.scalar(waiting) is not None


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
