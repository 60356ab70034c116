"""The log, for the admin: searched page by page."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from marketplace.clock import BISHKEK
from marketplace.extensions import db
from marketplace.profiles.models import AuditEvent, Person

PAGE = 50


@dataclass(frozen=True)
class LogFilter:
    """What to show: a kind (or its beginning), a person, days; all may be empty."""

    kind: str = ""
    person_id: uuid.UUID | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class LogRow:
    """One event with names."""

    event: AuditEvent
    actor: str
    person: str


def log(
    wanted: LogFilter, before: int | None = None, limit: int = PAGE
) -> Sequence[LogRow]:
    """Return events, newest first, older than number `before`."""
    actor, person = aliased(Person), aliased(Person)
    query = (
        select(AuditEvent, actor.name, person.name)
        .outerjoin(actor, actor.id == AuditEvent.actor_id)
        .outerjoin(person, person.id == AuditEvent.person_id)
    )
    if before is not None:
        query = query.where(AuditEvent.seq < before)
    rows = db.session.execute(
        _filtered(query, wanted).order_by(AuditEvent.seq.desc()).limit(limit)
    )
    return [LogRow(row[0], row[1] or "", row[2] or "") for row in rows]


def _filtered(
    query: Select[*tuple[AuditEvent, str, str]], wanted: LogFilter
) -> Select[*tuple[AuditEvent, str, str]]:
    if wanted.kind:
        query = query.where(AuditEvent.kind.startswith(wanted.kind, autoescape=True))
    if wanted.person_id is not None:
        query = query.where(
            or_(
                AuditEvent.actor_id == wanted.person_id,
                AuditEvent.person_id == wanted.person_id,
                AuditEvent.on_behalf_of_id == wanted.person_id,
            )
        )
    if wanted.first is not None:
        query = query.where(AuditEvent.at >= _midnight(wanted.first))
    if wanted.last is not None:
        query = query.where(AuditEvent.at < _midnight(wanted.last + timedelta(days=1)))
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BISHKEK)
