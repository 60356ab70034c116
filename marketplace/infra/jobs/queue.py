"""Put jobs into the outbox, take them, finish them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.jobs.models import Job

MAX_ATTEMPTS = 10
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Claim:
    """A job in our hands until its lease ends; `attempt` is our ticket."""

    id: uuid.UUID
    kind: str
    payload: dict[str, Any]
    attempt: int


@use_case
def enqueue(
    kind: str,
    payload: dict[str, Any] | None = None,
    *,
    key: str | None = None,
    delay: timedelta = timedelta(0),
) -> None:
    """Write a job into the transaction of the use case that asks for it.

    With a `key`, only the first job of that key is ever kept.
    """
    job = Job(kind=kind, payload=payload or {}, key=key, run_at=clock.now() + delay)
    if key is None:
        db.session.add(job)
        return
    if db.session.scalar(select(Job.id).where(Job.key == key)):
        return
    try:
        with db.session.begin_nested():  # on PostgreSQL another process may be faster
            db.session.add(job)
    except IntegrityError:
        return


@use_case
def drop(kind: str, **payload: str) -> None:
    """Delete the jobs of a kind that wait and carry these values."""
    carried = [Job.payload[key].as_string() == value for key, value in payload.items()]
    db.session.execute(
        delete(Job).where(Job.kind == kind, Job.state == "queued", *carried)
    )


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(
        Job.state == "queued",
        Job.run_at <= now,
        or_(Job.lease_until.is_(None), Job.lease_until < now),
    )


def anything_due() -> bool:
    """Whether a claim is worth trying (a read, so idle workers write nothing)."""
    due = db.session.scalar(select(Job.id).where(_due(clock.now())).limit(1))
    db.session.rollback()
    return due is not None


@use_case
def claim(
    lease: timedelta, leases: Mapping[str, timedelta] | None = None
) -> Claim | None:
    """Take the oldest job that is due, for its kind's lease or else for `lease`.

    A job that has used up its attempts by killing its workers is parked here.
    """
    now = clock.now()
    job = db.session.scalar(
        select(Job)
        .where(_due(now))
        .order_by(Job.run_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if job is None:
        return None
    if job.attempts >= MAX_ATTEMPTS:
        job.state, job.last_error = "parked", job.last_error or "its workers died"
        return None
    job.attempts += 1
    job.lease_until = now + (leases or {}).get(job.kind, lease)
    return Claim(job.id, job.kind, dict(job.payload), job.attempts)


@use_case
def finish(claimed: Claim) -> bool:
    """Mark a job done; False if the lease ran out and another claim holds it.

    What it carried (addresses, texts) is dropped.
    """
    done = db.session.execute(
        update(Job)
        .where(
            Job.id == claimed.id,
            Job.state == "queued",
            Job.attempts == claimed.attempt,
        )
        .values(state="done", payload={}, lease_until=None, done_at=clock.now())
        .returning(Job.id)
    )
    return done.scalar_one_or_none() is not None


@use_case
def fail(claimed: Claim, error: str) -> None:
    """Let a job wait twice as long as before, or park it after ten attempts."""
    wait = min(timedelta(seconds=2**claimed.attempt), LONGEST_WAIT)
    parked = claimed.attempt >= MAX_ATTEMPTS
    db.session.execute(
        update(Job)
        .where(
            Job.id == claimed.id,
            # A finish whose answer got lost was a finish all the same.
            Job.state == "queued",
            Job.attempts == claimed.attempt,
        )
        .values(
            state="parked" if parked else "queued",
            run_at=clock.now() + wait,
            lease_until=None,
            last_error=error[:500],
        )
    )


@use_case
def forget_done(older_than: timedelta) -> None:
    """Delete the rows of jobs done longer ago than this."""
    db.session.execute(
        delete(Job).where(Job.state == "done", Job.done_at < clock.now() - older_than)
    )


@use_case
def discard(kind: str) -> None:
    """Drop the waiting jobs of a kind whose work was done another way."""
    db.session.execute(delete(Job).where(Job.kind == kind, Job.state == "queued"))


@use_case
def unpark(job_id: uuid.UUID) -> None:
    """Give a parked job ten new attempts."""
    db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == "parked")
        .values(state="queued", attempts=0, run_at=clock.now())
    )


def counts() -> dict[str, int]:
    """Return how many jobs are in each state."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state))
    return {row[0]: row[1] for row in rows}


def listed(state: str, limit: int = 50) -> Sequence[Job]:
    """Return jobs of a state, oldest first."""
    return db.session.scalars(
        select(Job).where(Job.state == state).order_by(Job.run_at).limit(limit)
    ).all()
