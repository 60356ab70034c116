"""Background work of this domain."""

import uuid
from datetime import timedelta
from typing import Any

from marketplace.infra import limits
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import queue, registry
from marketplace.infra.mail import Mail
from marketplace.profiles.services import (
    deciding,
    notices,
    passwords,
    recovery,
    sessions,
    tokens,
)

HOUR = timedelta(hours=1)


@registry.handles("mail.send")
def send_mail(job_id: uuid.UUID, payload: dict[str, Any]) -> None:
    """Hand one mail to the carrier; the job's id is the mail's."""
    adapters().mail.send(Mail(**payload), job_id.hex)


@registry.handles("accounts.forgot", in_transaction=True)
def forgot(_job_id: uuid.UUID, payload: dict[str, Any]) -> None:
    """Send the link for a new password, if somebody has this contact."""
    passwords.send_link(payload["contact"])


@registry.handles("applications.answer", in_transaction=True)
def answer_application(_job_id: uuid.UUID, payload: dict[str, Any]) -> None:
    """Send a coordinator's decision, unless it was taken back."""
    deciding.answer(uuid.UUID(payload["id"]), payload["version"])


@registry.handles("notices.summary", every=HOUR)
def send_summaries(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Send the daily letters (what was sent is marked, so a second run sends none)."""
    notices.send_summaries()


@registry.handles("sessions.forget", in_transaction=True, every=HOUR)
def forget_sessions(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """End recoveries, sessions, links and counters whose time is over."""
    recovery.cancel_late()
    sessions.forget_expired()
    tokens.forget_over()
    limits.forget_expired()


@registry.handles("jobs.forget", in_transaction=True, every=HOUR)
def forget_jobs(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Delete the rows of jobs done more than a week ago."""
    queue.forget_done(timedelta(days=7))
