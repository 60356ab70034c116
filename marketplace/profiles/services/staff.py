"""Who holds which role in which Lab, and who may sign in at all."""

import uuid
from collections.abc import Collection

from sqlalchemy import delete, select

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.extensions import db
from marketplace.permissions import EVERYWHERE, Role
from marketplace.profiles import rules
from marketplace.profiles.models import Lab, Person, RoleGrant
from marketplace.profiles.rules import Event
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import audit, notices, sessions, shops, tokens
from marketplace.profiles.services.accounts import by_contact


@use_case
def grant(
    person_id: uuid.UUID,
    role: Role,
    lab_id: uuid.UUID | None = None,
    *,
    by: uuid.UUID | None = None,
) -> None:
    """Give a person a role; giving it twice changes nothing.

    Her sessions end, so that she signs in anew with what the role asks for. Raises
    Invalid("role_needs_lab") for a Lab's role without a Lab, or the other way round.
    """
    if (role in EVERYWHERE) != (lab_id is None):
        raise Invalid("role_needs_lab", field="lab")
    person = get_for_update(Person, person_id)
    same_lab = (
        RoleGrant.lab_id.is_(None) if lab_id is None else RoleGrant.lab_id == lab_id
    )
    held = db.session.scalar(
        select(RoleGrant).where(
            RoleGrant.person_id == person.id, RoleGrant.role == role.value, same_lab
        )
    )
    if held is not None:
        return
    db.session.add(RoleGrant(person_id=person.id, role=role.value, lab_id=lab_id))
    audit.record(
        Event.ROLE_GRANTED,
        by=by,
        about=person.id,
        lab=lab_id,
        role=role.value,
        at=_slug(lab_id),
    )
    _changed(person.id)


@use_case
def name(contact: str, role: Role, lab_id: uuid.UUID | None, *, by: uuid.UUID) -> None:
    """Give a role to whoever has this contact; Invalid("nobody_has_this_contact")."""
    person = by_contact(*rules.contact(contact))
    if person is None or person.blocked_at:
        raise Invalid("nobody_has_this_contact", field="contact")
    if person.id == by:
        raise NotAllowed("own_role")
    grant(person.id, role, lab_id, by=by)


@use_case
def revoke(grant_id: uuid.UUID, *, by: uuid.UUID, allowed: Collection[Role]) -> None:
    """Take a role back; her sessions end at once.

    Raises NotAllowed("own_role") for one's own, NotAllowed for a role outside `allowed`,
    Conflict("last_admin").
    """
    held = get_for_update(RoleGrant, grant_id)
    if held.person_id == by:
        raise NotAllowed("own_role")
    if Role(held.role) not in allowed:
        raise NotAllowed
    person_id, role, lab_id = held.person_id, held.role, held.lab_id
    if role == Role.ADMIN:
        keep_an_admin(person_id)
    db.session.execute(delete(RoleGrant).where(RoleGrant.id == grant_id))
    audit.record(
        Event.ROLE_REVOKED,
        by=by,
        about=person_id,
        lab=lab_id,
        role=role,
        at=_slug(lab_id),
    )
    _changed(person_id)


def _slug(lab_id: uuid.UUID | None) -> str:
    return db.session.get_one(Lab, lab_id).slug if lab_id else ""


def keep_an_admin(person_id: uuid.UUID) -> None:
    """Refuse what would leave nobody who can name staff: Conflict("last_admin")."""
    admins = db.session.scalars(
        select(RoleGrant)
        .where(RoleGrant.role == Role.ADMIN.value)
        .order_by(RoleGrant.id)
        .with_for_update()  # two who take the role from each other at once: one waits
    ).all()
    others = {row.person_id for row in admins} - {person_id}
    able = select(Person.id).where(
        Person.id.in_(others), Person.closed_at.is_(None), Person.blocked_at.is_(None)
    )
    if len(admins) != len(others) and db.session.scalar(able) is None:
        raise Conflict("last_admin")


def _changed(person_id: uuid.UUID) -> None:
    sessions.end_all(person_id)
    notices.tell(person_id, Kind.ROLE_CHANGED)


@use_case
def block(person_id: uuid.UUID, *, by: uuid.UUID, reason: str) -> None:
    """Let nobody sign in with this account; every session ends at once.

    Her shop closes for now: nobody could answer its orders. Raises Invalid
    ("reason_needed"), NotAllowed for one's own account.
    """
    if not reason.strip():
        raise Invalid("reason_needed", field="reason")
    if person_id == by:
        raise NotAllowed("own_role")
    person = get_for_update(Person, person_id)
    if person.closed_at:
        raise NotFound
    person.blocked_at = clock.now()
    sessions.end_all(person_id)
    tokens.drop(person_id, *tokens.LIFE)
    shop = shops.of_person(person_id)
    if shop is not None and shop.state == "active":
        shops.suspend(shop.id, by=by, reason=reason)
    audit.record(Event.BLOCKED, by=by, about=person_id, reason=reason.strip())


@use_case
def unblock(person_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Let her sign in again; her shop stays closed till a coordinator opens it."""
    get_for_update(Person, person_id).blocked_at = None
    audit.record(Event.UNBLOCKED, by=by, about=person_id)


def lab_of(slug: str | None) -> uuid.UUID | None:
    """Return the id of a Lab's address; NotFound for one there is not."""
    if slug is None:
        return None
    found = db.session.scalar(select(Lab.id).where(Lab.slug == slug))
    if found is None:
        raise NotFound
    return found
