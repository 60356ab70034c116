"""What somebody sees of her own account."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from marketplace import clock
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.profiles.models import Notice, Person, SignInSession
from marketplace.profiles.models.sessions import alive


def person(person_id: uuid.UUID) -> Person:
    """Return her account."""
    return db.session.get_one(Person, person_id)


def sessions_of(person_id: uuid.UUID) -> list[SignInSession]:
    """Return her living sessions, the last used first."""
    rows = db.session.scalars(
        select(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.half.is_(False),
            alive(clock.now()),
        )
        .order_by(SignInSession.last_seen_at.desc())
    )
    return list(rows)


def inbox(person_id: uuid.UUID, limit: int = 100) -> Sequence[Notice]:
    """Return her notices, newest first."""
    return db.session.scalars(
        select(Notice)
        .where(Notice.person_id == person_id)
        .order_by(Notice.created_at.desc(), Notice.id)
        .limit(limit)
    ).all()


def notice_link(person_id: uuid.UUID, notice_id: uuid.UUID) -> str:
    """Return where one of her notices leads; NotFound for another's."""
    found = db.session.scalar(
        select(Notice.link).where(Notice.id == notice_id, Notice.person_id == person_id)
    )
    if found is None:
        raise NotFound
    return found
