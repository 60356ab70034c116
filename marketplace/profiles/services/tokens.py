"""Secrets we send out: good once, for a while, for one purpose."""

import hashlib
import secrets
import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from marketplace import clock
from marketplace.db import use_case
from marketplace.errors import Invalid
from marketplace.extensions import db
from marketplace.profiles.models import AccountToken

RESET = "reset"
EMAIL = "email"
STOP = "stop"
LAB_CODE = "lab_code"
LIFE = {
    RESET: timedelta(minutes=30),
    EMAIL: timedelta(hours=24),
    STOP: timedelta(days=14),  # longer than a recovery can wait
    LAB_CODE: timedelta(minutes=30),
}
OVER = {EMAIL: "email_over", STOP: "stop_over"}  # what is said of one that is over
BITS = 32  # bytes of chance in a link


@use_case
def make(
    person_id: uuid.UUID, purpose: str, secret: str | None = None, **data: Any
) -> str:
    """Return a new secret for a purpose; the ones before it are worthless from now."""
    drop(person_id, purpose)
    secret = secret or secrets.token_urlsafe(BITS)
    db.session.add(
        AccountToken(
            person_id=person_id,
            purpose=purpose,
            token_hash=hashed(purpose, secret),
            data=data,
            expires_at=clock.now() + LIFE[purpose],
        )
    )
    return secret


def find(purpose: str, secret: str) -> AccountToken:
    """Return what a secret stands for.

    Invalid("link_over", "email_over", "stop_over") when it is used, late or odd.
    """
    found = db.session.scalar(
        select(AccountToken).where(
            AccountToken.token_hash == hashed(purpose, secret),
            AccountToken.purpose == purpose,
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > clock.now(),
        )
    )
    if found is None:
        raise Invalid(OVER.get(purpose, "link_over"))
    return found


@use_case
def use(purpose: str, secret: str) -> AccountToken:
    """Take a secret: it works this once; `find`'s Invalid the second time."""
    found = db.session.scalar(
        select(AccountToken)
        .where(AccountToken.id == find(purpose, secret).id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None or found.used_at is not None:
        raise Invalid(OVER.get(purpose, "link_over"))
    found.used_at = clock.now()
    return found


@use_case
def drop(person_id: uuid.UUID, *purposes: str) -> None:
    """Make the secrets of these purposes worthless."""
    db.session.execute(
        delete(AccountToken).where(
            AccountToken.person_id == person_id, AccountToken.purpose.in_(purposes)
        )
    )


@use_case
def forget_over() -> None:
    """Delete what is over."""
    db.session.execute(
        delete(AccountToken).where(AccountToken.expires_at <= clock.now())
    )


def hashed(purpose: str, secret: str) -> str:
    """Return what the table keeps of a secret."""
    return hashlib.sha256(f"{purpose}:{secret}".encode()).hexdigest()
