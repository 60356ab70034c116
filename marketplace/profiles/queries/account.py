"""What somebody sees of her own account."""

import uuid

from sqlalchemy import select

from marketplace import clock
from marketplace.db import newest_first
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.profiles.models import Notice, Person, Recovery, SignInSession
from marketplace.profiles.models.sessions import alive
from marketplace.web.paging import PAGE, Cursor, Page, cut


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


def inbox(
    person_id: uuid.UUID, after: Cursor | None = None, size: int = PAGE
) -> Page[Notice]:
    """Return her notices, newest first, after a cursor."""
    query = select(Notice).where(Notice.person_id == person_id)
    query = newest_first(query, Notice.created_at, Notice.id, after, size)
    rows = db.session.scalars(query).all()
    return Page(*cut(rows, size, lambda row: Cursor(row.created_at, row.id)))


def recovery_of(person_id: uuid.UUID) -> Recovery | None:
    """Return what would give her account a new contact, while it is under way."""
    return db.session.scalar(
        select(Recovery).where(
            Recovery.person_id == person_id,
            Recovery.state.in_(("started", "confirmed")),
        )
    )


def notice_link(person_id: uuid.UUID, notice_id: uuid.UUID) -> str:
    """Return where one of her notices leads; NotFound for another's."""
    found = db.session.scalar(
        select(Notice.link).where(Notice.id == notice_id, Notice.person_id == person_id)
    )
    if found is None:
        raise NotFound
    return found
