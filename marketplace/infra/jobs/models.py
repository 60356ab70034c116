"""The outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk


class Job(Model):
    """Something to do after a commit.

    `state` is queued, done or parked (gave up, a person must look). `key` makes a job
    unique for good: writing the same key again changes nothing. `attempts` counts
    claims, and is the claim's own ticket: only the latest claim may finish a job.
    """

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_due", "state", "run_at"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    kind: Mapped[str]
    key: Mapped[str | None] = mapped_column(unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(default="")
