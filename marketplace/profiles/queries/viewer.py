"""Who holds a session."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from marketplace import clock
from marketplace.extensions import db
from marketplace.permissions import Role
from marketplace.profiles.models import (
    Notice,
    Person,
    RoleGrant,
    Shop,
    SignInSession,
)
from marketplace.profiles.models.sessions import alive, hashed
from marketplace.web.viewer import Grant, Held, Viewer


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
    return _viewer(rows) if rows else None


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
