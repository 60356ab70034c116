"""Sign-in sessions, kept on the server.

The browser holds 256 random bits; the table holds their hash, so a stolen database
opens nothing. A session is born at sign-in (never carried over from before) and its row
is gone at sign-out, so a copied cookie is worthless from that moment.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.exc import OperationalError

from marketplace import clock, origin
from marketplace.db import get_for_update, use_case
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.permissions import ALLOWED, Role
from marketplace.profiles.models import RoleGrant, SignInSession
from marketplace.profiles.models.sessions import alive, hashed
from marketplace.profiles.services import helping


@dataclass(frozen=True)
class Lifetime:
    """How long a session may rest, and how long it lives at most."""

    idle: timedelta
    most: timedelta


# «This is not my phone» is the default (security.md §3, shared phone).
SHARED = Lifetime(timedelta(minutes=30), timedelta(hours=8))
OWN = Lifetime(timedelta(days=14), timedelta(days=60))
HALF = Lifetime(timedelta(minutes=10), timedelta(minutes=10))
TOUCH = timedelta(minutes=1)  # «last seen» is written at most so often


@use_case
def start(
    person_id: uuid.UUID,
    *,
    own_phone: bool = False,
    half: bool = False,
    second_step: bool = False,
    replacing: str | None = None,
) -> str:
    """Open a session and return its token; the session it replaces is closed.

    Staff always get the short one: their desk shows other people's data.
    """
    if replacing:
        _delete(SignInSession.token_hash == hashed(replacing))
    keep = own_phone and not half and not _is_staff(person_id)
    lifetime = HALF if half else OWN if keep else SHARED
    token, now = secrets.token_urlsafe(32), clock.now()
    row = SignInSession(
        token_hash=hashed(token),
        person_id=person_id,
        half=half,
        own_phone=own_phone if half else keep,
        second_step=second_step,
        device=origin.current().device,
        idle_seconds=int(lifetime.idle.total_seconds()),
        last_seen_at=now,
        idle_until=now + lifetime.idle,
        expires_at=now + lifetime.most,
        confirmed_at=now,
    )
    db.session.add(row)
    return token


def _is_staff(person_id: uuid.UUID) -> bool:
    roles = select(RoleGrant.role).where(RoleGrant.person_id == person_id)
    return any(ALLOWED[Role(role)] for role in db.session.scalars(roles))


def half_of(token: str | None) -> SignInSession | None:
    """Return the session that still waits for its code, if this token is one."""
    if not token:
        return None
    return db.session.scalar(
        select(SignInSession).where(
            SignInSession.token_hash == hashed(token),
            SignInSession.half,
            alive(clock.now()),
        )
    )


@use_case
def complete(half_token: str) -> str:
    """Turn a half session into a whole one; NotFound when it is over by now."""
    half = db.session.scalar(
        select(SignInSession)
        .where(
            SignInSession.token_hash == hashed(half_token),
            SignInSession.half,
            alive(clock.now()),
        )
        .with_for_update()
    )
    if half is None:
        raise NotFound
    return start(
        half.person_id,
        own_phone=half.own_phone,
        second_step=True,
        replacing=half_token,
    )


@use_case
def renew(session_id: uuid.UUID, *, second_step: bool = False) -> str:
    """Note that she has shown again who she is; return the session's new token.

    The old one is dead: who has copied it before stays outside.
    """
    row = get_for_update(SignInSession, session_id)
    token = secrets.token_urlsafe(32)
    row.token_hash, row.confirmed_at = hashed(token), clock.now()
    row.second_step = row.second_step or second_step
    return token


@use_case
def end(session_id: uuid.UUID, person_id: uuid.UUID) -> bool:
    """Close one session of hers; say whether there was one."""
    mine = SignInSession.person_id == person_id
    return _delete(SignInSession.id == session_id, mine) > 0


@use_case
def end_all(person_id: uuid.UUID, but: uuid.UUID | None = None) -> int:
    """Close every session of a person, but one if asked; return how many."""
    hers = [SignInSession.person_id == person_id]
    if but:
        hers.append(SignInSession.id != but)
    return _delete(*hers)


def _delete(*which: ColumnElement[bool]) -> int:
    """Delete sessions; who was helped in one of them is told what was done."""
    helping_ones = select(SignInSession.id).where(
        *which, SignInSession.consent_id.is_not(None)
    )
    for session_id in db.session.scalars(helping_ones).all():
        helping.stop(session_id)
    gone = db.session.execute(
        delete(SignInSession).where(*which).returning(SignInSession.id)
    )
    return len(gone.all())


def touch(session_id: uuid.UUID, last_seen: datetime) -> None:
    """Note that a session is in use, at most once a minute.

    A busy SQLite is not waited for: reading a page must not depend on writing. (On
    PostgreSQL nobody else writes this row for longer than an instant.)
    """
    if clock.now() - last_seen < TOUCH:
        return
    try:
        _touch(session_id)
    except OperationalError:
        db.session.rollback()


@use_case(patience=0.1)
def _touch(session_id: uuid.UUID) -> None:
    idle = db.session.scalar(
        select(SignInSession.idle_seconds).where(SignInSession.id == session_id)
    )
    if idle is None:
        return
    now = clock.now()
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id)
        .values(last_seen_at=now, idle_until=now + timedelta(seconds=idle))
    )


@use_case
def forget_expired() -> int:
    """Delete sessions that ended by themselves; return how many."""
    now = clock.now()
    over = or_(SignInSession.expires_at <= now, SignInSession.idle_until <= now)
    return _delete(over)
