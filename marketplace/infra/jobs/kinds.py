"""Which function runs which kind of job, and what runs by the clock."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

Handler = Callable[[uuid.UUID, dict[str, Any]], None]


@dataclass(frozen=True)
class Entry:
    """A handler and whether its effect commits together with the job's end."""

    run: Handler
    in_transaction: bool


@dataclass
class Registry:
    """Kinds of jobs. A handler gets (job id, payload).

    `in_transaction=True`: the handler only writes the database; its effect and the end
    of the job are one transaction, so it happens exactly once.
    Otherwise it may touch files or the network and must be idempotent by the job id.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    schedule: dict[str, timedelta] = field(default_factory=dict)
    leases: dict[str, timedelta] = field(default_factory=dict)

    def handles(
        self,
        kind: str,
        *,
        in_transaction: bool = False,
        every: timedelta | None = None,
        lease: timedelta | None = None,
    ) -> Callable[[Handler], Handler]:
        """Register the decorated function for a kind, and by the clock if asked.

        `lease` is for work that may take longer than the worker's usual lease.
        """

        def keep(function: Handler) -> Handler:
            self.entries[kind] = Entry(function, in_transaction)
            if lease is not None:
                self.leases[kind] = lease
            if every is not None:
                self.schedule[kind] = every
            return function

        return keep


registry = Registry()
