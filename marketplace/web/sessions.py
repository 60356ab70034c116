"""Sign-in sessions, kept on the server.

The browser holds 256 random bits; the table holds their hash, so a stolen database
opens nothing. A session is born at sign-in (never carried over from before) and its row
is gone at sign-out, so a copied cookie is worthless from that moment.
The page's own small state (CSRF secret, flash texts) stays in Flask's signed cookie.
"""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ForeignKey, delete
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug import Request, Response

from marketplace import clock
from marketplace.db import Model, UtcDateTime, created_at, use_case
from marketplace.extensions import db

LIFETIME = timedelta(hours=8)


class SignInSession(Model):
    """One signed-in browser."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[created_at]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


def cookie_name() -> str:
    """Return the cookie's name; `__Host-` pins it to this host over https."""
    return "__Host-sid" if current_app.config["SESSION_COOKIE_SECURE"] else "sid"


def hashed(token: str) -> str:
    """Return what the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_of(request: Request) -> str | None:
    """Return the token the browser sent."""
    return request.cookies.get(cookie_name())


@use_case
def start(person_id: uuid.UUID, *, replacing: str | None = None) -> str:
    """Open a session and return its token; the session it replaces is closed."""
    if replacing:
        end(hashed(replacing))
    token = secrets.token_urlsafe(32)
    expires = clock.now() + LIFETIME
    db.session.add(
        SignInSession(token_hash=hashed(token), person_id=person_id, expires_at=expires)
    )
    return token


@use_case
def end(token_hash: str) -> None:
    """Close a session; closing one that is gone changes nothing."""
    db.session.execute(
        delete(SignInSession).where(SignInSession.token_hash == token_hash)
    )


@use_case
def forget_expired() -> int:
    """Delete sessions that ended by themselves; return how many."""
    gone = db.session.execute(
        delete(SignInSession).where(SignInSession.expires_at <= clock.now())
    )
    return int(getattr(gone, "rowcount", 0))


def set_cookie(response: Response, token: str) -> None:
    """Hand the token to the browser until it closes."""
    response.set_cookie(
        cookie_name(),
        token,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
        path="/",
    )


def clear_cookie(response: Response) -> None:
    """Take the token back."""
    response.delete_cookie(
        cookie_name(),
        path="/",
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )
