"""The people of a Lab, as its coordinators see them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.clock import BISHKEK
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
from marketplace.profiles.queries.labs import Labs, check_labs, of_labs
from marketplace.profiles.rules import OPEN_APPLICATION, Event
from marketplace.profiles.rules.audit import READS


@dataclass(frozen=True)
class Resident:
    """One line of the list: no name, no contact."""

    person_id: uuid.UUID
    alias: str
    state: str = ""


@dataclass(frozen=True)
class Card:
    """What a coordinator sees of one resident."""

    person: Person
    shop: Shop | None
    application: Application | None
    lab_id: uuid.UUID | None

    @property
    def name(self) -> str:
        """What her Lab calls her."""
        home = self.shop or self.application
        return home.alias if home else self.person.name

    @property
    def state(self) -> str:
        """How her shop, or her application, stands; empty for a buyer."""
        home = self.shop or self.application
        return home.state if home else ""


def residents(labs: Labs, words: str = "", limit: int = 100) -> list[Resident]:
    """Return the people of these Labs by alias: shops, then those who have applied."""
    shops = db.session.execute(
        select(Shop.person_id, Shop.alias, Shop.state)
        .where(_shop_in(labs), _like(Shop.alias, words), Shop.state != "closed")
        .order_by(Shop.alias)
        .limit(limit)
    ).all()
    applied = db.session.execute(
        select(Application.person_id, Application.alias, Application.state)
        .outerjoin(Shop, Shop.person_id == Application.person_id)
        .where(
            Shop.id.is_(None),
            Application.state.in_(OPEN_APPLICATION),
            _application_in(labs),
            _like(Application.alias, words),
        )
        .order_by(Application.alias)
        .limit(limit)
    ).all()
    return [Resident(*row) for row in (*shops, *applied)]


def resident_for(labs: Labs, person_id: uuid.UUID) -> Card:
    """Return a resident of these Labs; NotFound for anybody else.

    She belongs to the Lab of her shop, else to the one that has her application in
    hand. For the whole network (None) everybody with an account is found.
    """
    shop = db.session.scalar(
        select(Shop).where(Shop.person_id == person_id, Shop.state != "closed")
    )
    application = db.session.scalar(
        select(Application).where(
            Application.person_id == person_id,
            Application.state.in_(OPEN_APPLICATION),
        )
    )
    home = shop or application
    person = db.session.get(Person, person_id)
    if person is None or person.closed_at:
        raise NotFound
    lab_id = home.lab_id if home else None
    check_labs(labs, lab_id)
    return Card(person, shop, application, lab_id)


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
    return of_labs(labs, db.session.get(Consent, consent_id))


@dataclass(frozen=True)
class Look:
    """Somebody of a Lab has looked at her data, or acted for her."""

    at: datetime
    kind: str
    name: str
    detail: str = ""
    times: int = 1  # on that day


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
    return _together([Look(*row) for row in rows])


def _together(looks: Sequence[Look]) -> list[Look]:
    """Make one line of what the same person did again and again on one day."""
    found: dict[tuple[str, str, str, date], Look] = {}
    for look in looks:
        day = look.at.astimezone(BISHKEK).date()
        key = (look.name, look.kind, look.detail, day)
        first = found.get(key, look)
        found[key] = replace(first, times=first.times + 1) if key in found else look
    return list(found.values())


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
        .where(
            or_(
                AuditEvent.on_behalf_of_id == person_id,
                and_(
                    AuditEvent.person_id == person_id,
                    AuditEvent.kind.in_((Event.HELP_STARTED, Event.HELP_STOPPED)),
                ),
            )
        )
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
    )
    found = [Look(*row) for row in (*steps, *logged)]
    return _together(sorted(found, key=lambda look: look.at, reverse=True)[:limit])


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
