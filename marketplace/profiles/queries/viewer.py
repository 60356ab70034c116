"""Who holds a session."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from marketplace import clock
from marketplace.extensions import db
from marketplace.permissions import Permission, Role, Scope
from marketplace.profiles.models import (
    Consent,
    Notice,
    Person,
    RoleGrant,
    Shop,
    SignInSession,
)
from marketplace.profiles.models.sessions import alive, hashed
from marketplace.web.viewer import Grant, Held, Helper, Viewer


def viewer_of(token: str | None) -> Viewer | None:
    """Return who holds this session token, or None (one query)."""
    if not token:
        return None
    unread = (
        select(func.count())
        .where(Notice.person_id == Person.id, Notice.read_at.is_(None))
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Person.id,
            Person.name,
            Person.language,
            Shop.id.label("shop_id"),
            Shop.lab_id.label("home_id"),
            unread.label("unread"),
            SignInSession.id.label("session_id"),
            SignInSession.last_seen_at,
            SignInSession.confirmed_at,
            SignInSession.second_step,
            SignInSession.own_phone,
            SignInSession.consent_id,
            RoleGrant.role,
            RoleGrant.lab_id,
        )
        .join(SignInSession, SignInSession.person_id == Person.id)
        .outerjoin(Shop, Shop.person_id == Person.id)
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            SignInSession.token_hash == hashed(token),
            SignInSession.half.is_(False),
            Person.closed_at.is_(None),
            Person.blocked_at.is_(None),
            alive(clock.now()),
        )
    ).all()
    if not rows:
        return None
    found = _viewer(rows)
    return _helping(found, rows[0].consent_id) or found


def _helping(helper: Viewer, consent_id: uuid.UUID | None) -> Viewer | None:
    """Return the resident a coordinator acts for, while everything for it still holds.

    Asked anew with every request: a consent that is taken back or over ends it at once.
    """
    if consent_id is None or not helper.may(Permission.HELP_RESIDENTS):
        return None
    row = db.session.execute(
        select(
            Person.id,
            Person.name,
            Shop.id.label("shop_id"),
            Consent.lab_id,
            Consent.scopes,
        )
        .join(Consent, Consent.person_id == Person.id)
        .outerjoin(Shop, Shop.person_id == Person.id)
        .where(
            Consent.id == consent_id,
            Consent.withdrawn_at.is_(None),
            Consent.expires_at > clock.now(),
            Person.closed_at.is_(None),
            Person.blocked_at.is_(None),
        )
    ).first()
    labs = helper.labs(Permission.HELP_RESIDENTS)
    if row is None or (labs is not None and row.lab_id not in labs):
        return None
    scopes = frozenset(Scope(scope) for scope in row.scopes)
    return Viewer(
        id=row.id,
        name=row.name,
        language=helper.language,
        session=helper.session,
        shop_id=row.shop_id,
        lab_id=row.lab_id,
        helper=Helper(helper.id, helper.name, consent_id, scopes),
    )


def _viewer(rows: Sequence[Row[*tuple[Any, ...]]]) -> Viewer:
    first = rows[0]
    return Viewer(
        id=first.id,
        name=first.name,
        language=first.language,
        session=Held(
            first.session_id,
            first.last_seen_at,
            first.confirmed_at,
            first.second_step,
            first.own_phone,
        ),
        shop_id=first.shop_id,
        lab_id=first.home_id,
        unread=first.unread,
        grants=tuple(Grant(Role(row.role), row.lab_id) for row in rows if row.role),
    )
