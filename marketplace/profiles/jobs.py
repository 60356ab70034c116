"""Background work of this domain."""

import uuid
from datetime import timedelta
from typing import Any

from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import queue, registry
from marketplace.infra.mail import Mail
from marketplace.web import sessions


@registry.handles("mail.send")
def send_mail(job_id: uuid.UUID, payload: dict[str, Any]) -> None:
    """Hand one mail to the carrier; the job's id is the mail's."""
    adapters().mail.send(Mail(**payload), job_id.hex)


@registry.handles("sessions.forget", in_transaction=True, every=timedelta(hours=1))
def forget_sessions(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Delete sessions that ended by themselves."""
    sessions.forget_expired()


@registry.handles("jobs.forget", in_transaction=True, every=timedelta(hours=1))
def forget_jobs(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Delete the rows of jobs done more than a week ago."""
    queue.forget_done(timedelta(days=7))
