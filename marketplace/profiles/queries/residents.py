"""The people of a Lab, as its coordinators see them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.profiles.models import (
    Application,
    AuditEvent,
    Consent,
    Lab,
    Person,
    Recovery,
    RoleGrant,
    Shop,
    Transition,
)
from marketplace.profiles.queries.labs import Labs
from marketplace.profiles.rules.audit import READS


@dataclass(frozen=True)
class Resident:
    """One line of the list: no name, no contact."""

    person_id: uuid.UUID
    alias: str
    state: str
    lab_id: uuid.UUID


@dataclass(frozen=True)
class Card:
    """What a coordinator sees of one resident."""

    person: Person
    shop: Shop | None
    application: Application | None
    lab_id: uuid.UUID


def residents(labs: Labs, words: str = "", limit: int = 100) -> list[Resident]:
    """Return the people of these Labs by alias: shops, then those who have applied."""
    shops = db.session.execute(
        select(Shop.person_id, Shop.alias, Shop.state, Shop.lab_id)
        .where(_shop_in(labs), _like(Shop.alias, words), Shop.state != "closed")
        .order_by(Shop.alias)
        .limit(limit)
    ).all()
    applied = db.session.execute(
        select(
            Application.person_id,
            Application.alias,
            Application.state,
            Application.lab_id,
        )
        .outerjoin(Shop, Shop.person_id == Application.person_id)
        .where(
            Shop.id.is_(None),
            Application.state.in_(("submitted", "in_review", "needs_info")),
            _application_in(labs),
            _like(Application.alias, words),
        )
        .order_by(Application.alias)
        .limit(limit)
    ).all()
    return [Resident(*row) for row in (*shops, *applied)]


def resident_for(labs: Labs, person_id: uuid.UUID) -> Card:
    """Return a resident of these Labs; NotFound for anybody else."""
    shop = db.session.scalar(
        select(Shop).where(Shop.person_id == person_id, _shop_in(labs))
    )
    application = db.session.scalar(
        select(Application)
        .where(
            Application.person_id == person_id,
            _application_in(labs),
            Application.state.not_in(("draft", "withdrawn")),
        )
        .order_by(Application.created_at.desc())
        .limit(1)
    )
    home = shop or application
    if home is None or (shop is None and _sells(person_id)):
        raise NotFound
    person = db.session.get_one(Person, person_id)
    if person.closed_at:
        raise NotFound
    return Card(person, shop, application, home.lab_id)


def _sells(person_id: uuid.UUID) -> bool:
    """Whether she has a shop at all: then only that Lab is hers."""
    found = select(Shop.id).where(Shop.person_id == person_id)
    return db.session.scalar(found) is not None


def recovery_for(labs: Labs, recovery_id: uuid.UUID) -> Recovery:
    """Return a recovery these coordinators may touch; NotFound for any other."""
    found = db.session.get(Recovery, recovery_id)
    if found is None:
        raise NotFound
    resident_for(labs, found.person_id)
    return found


def open_recoveries(labs: Labs) -> Sequence[tuple[Recovery, str]]:
    """Return what waits for a second coordinator or for its time, with the alias."""
    rows = db.session.execute(
        select(Recovery, Shop.alias)
        .outerjoin(Shop, Shop.person_id == Recovery.person_id)
        .where(
            Recovery.state.in_(("started", "confirmed")),
            true() if labs is None else Recovery.lab_id.in_(labs),
        )
        .order_by(Recovery.created_at)
    ).all()
    return [(row[0], row[1] or "") for row in rows]


def consent_for(labs: Labs, consent_id: uuid.UUID) -> Consent:
    """Return a consent given to one of these Labs; NotFound for any other."""
    found = db.session.get(Consent, consent_id)
    if found is None or (labs is not None and found.lab_id not in labs):
        raise NotFound
    return found


@dataclass(frozen=True)
class Look:
    """Somebody of a Lab has looked at her data, or acted for her."""

    at: datetime
    kind: str
    name: str
    detail: str = ""


def looks_at(person_id: uuid.UUID, limit: int = 100) -> Sequence[Look]:
    """Return who looked at her data, newest first."""
    rows = db.session.execute(
        select(AuditEvent.at, AuditEvent.kind, Person.name)
        .join(Person, Person.id == AuditEvent.actor_id)
        .where(
            AuditEvent.person_id == person_id,
            AuditEvent.actor_id != person_id,
            AuditEvent.kind.in_([kind.value for kind in READS]),
        )
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
    )
    return [Look(*row) for row in rows]


def done_for(person_id: uuid.UUID, limit: int = 100) -> Sequence[Look]:
    """Return what helpers did in her name, newest first."""
    steps = db.session.execute(
        select(Transition.created_at, Transition.kind, Person.name, Transition.to_state)
        .join(Person, Person.id == Transition.actor_id)
        .where(Transition.on_behalf_of_id == person_id)
        .order_by(Transition.created_at.desc())
        .limit(limit)
    )
    logged = db.session.execute(
        select(AuditEvent.at, AuditEvent.kind, Person.name)
        .join(Person, Person.id == AuditEvent.actor_id)
        .where(AuditEvent.on_behalf_of_id == person_id)
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
    )
    found = [Look(*row) for row in (*steps, *logged)]
    return sorted(found, key=lambda look: look.at, reverse=True)[:limit]


@dataclass(frozen=True)
class StaffRow:
    """A role somebody holds."""

    id: uuid.UUID
    name: str
    role: str
    lab: str


def staff() -> Sequence[StaffRow]:
    """Return everybody who holds a role, by Lab."""
    rows = db.session.execute(
        select(RoleGrant.id, Person.name, RoleGrant.role, Lab.slug)
        .join(Person, Person.id == RoleGrant.person_id)
        .outerjoin(Lab, Lab.id == RoleGrant.lab_id)
        .order_by(Lab.position, RoleGrant.role, Person.name)
    )
    return [StaffRow(row[0], row[1], row[2], row[3] or "") for row in rows]


def _like(column: InstrumentedAttribute[str], words: str) -> ColumnElement[bool]:
    if not words.strip():
        return true()
    return or_(*(column.icontains(word, autoescape=True) for word in words.split()[:5]))


def _shop_in(labs: Labs) -> ColumnElement[bool]:
    return true() if labs is None else Shop.lab_id.in_(labs)


def _application_in(labs: Labs) -> ColumnElement[bool]:
    return true() if labs is None else Application.lab_id.in_(labs)
