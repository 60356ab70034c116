"""Jobs kept in the database: written with the change they follow, run by a worker."""

from marketplace.infra.jobs.kinds import Registry, registry
from marketplace.infra.jobs.models import Job
from marketplace.infra.jobs.queue import enqueue
from marketplace.infra.jobs.worker import Worker

__all__ = ["Job", "Registry", "Worker", "enqueue", "registry"]
