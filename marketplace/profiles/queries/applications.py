"""Reads about applications."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, true

from marketplace import clock
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.profiles.models import Application, Person, Transition
from marketplace.profiles.queries.labs import Labs


def application_of(person_id: uuid.UUID) -> Application | None:
    """Return her latest application."""
    return db.session.scalar(
        select(Application)
        .where(Application.person_id == person_id)
        .order_by(Application.created_at.desc())
        .limit(1)
    )


def history(kind: str, subject_id: uuid.UUID) -> Sequence[Transition]:
    """Return every step of a thing, first to last."""
    return db.session.scalars(
        select(Transition)
        .where(Transition.kind == kind, Transition.subject_id == subject_id)
        .order_by(Transition.created_at, Transition.id)
    ).all()


@dataclass(frozen=True)
class Waiting:
    """One line of the coordinator's queue."""

    id: uuid.UUID
    alias: str
    craft: str
    state: str
    submitted_at: datetime

    @property
    def days(self) -> int:
        """How many whole days it has waited."""
        return (clock.now() - self.submitted_at).days


def waiting_applications(labs: Labs, limit: int = 100) -> Sequence[Waiting]:
    """Return what these Labs still have to answer, oldest first."""
    rows = db.session.execute(
        select(
            Application.id,
            Application.alias,
            Application.craft,
            Application.state,
            Application.submitted_at,
        )
        .where(Application.state.in_(("submitted", "in_review")), _in(labs))
        .order_by(Application.submitted_at)
        .limit(limit)
    )
    return [
        Waiting(
            row.id, row.alias, row.craft, row.state, row.submitted_at or clock.now()
        )
        for row in rows
    ]


def application_for(
    labs: Labs, application_id: uuid.UUID
) -> tuple[Application, Person]:
    """Return an application of these Labs and its person; NotFound for any other.

    Drafts are hers alone until she hands them in.
    """
    found = db.session.execute(
        select(Application, Person)
        .join(Person, Person.id == Application.person_id)
        .where(
            Application.id == application_id,
            Application.state.not_in(("draft", "withdrawn")),
            _in(labs),
        )
    ).first()
    if found is None:
        raise NotFound
    return found[0], found[1]


def _in(labs: Labs) -> ColumnElement[bool]:
    return true() if labs is None else Application.lab_id.in_(labs)
