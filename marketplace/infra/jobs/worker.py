"""Run jobs: claim, handle, finish; on failure wait longer, after ten tries park."""

import logging
import threading
from datetime import timedelta

from flask import Flask

from marketplace import clock, failpoints
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.jobs import queue
from marketplace.infra.jobs.kinds import Entry, Registry
from marketplace.infra.jobs.queue import Claim

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
IDLE = 0.3  # seconds between looks at an empty queue


class _LostLeaseError(Exception):
    """Another worker holds the job now; what we did is rolled back."""


class Worker:
    """Works on one queue in one thread; as many as wanted may run anywhere."""

    def __init__(
        self, app: Flask, registry: Registry, lease: timedelta = LEASE
    ) -> None:
        """Work for `app`; a job is ours for `lease` before others may take it."""
        self.app = app
        self.registry = registry
        self.lease = lease
        self.stop = threading.Event()
        self._slots: dict[str, int] = {}

    def run_forever(self) -> None:
        """Work until `stop` is set; a database that is away is waited for."""
        while not self.stop.is_set():
            try:
                busy = self.run_once()
            except Exception:
                log.exception("worker: will try again")
                busy = False
                self.stop.wait(2)
            if not busy:
                self.stop.wait(IDLE)

    def run_once(self) -> bool:
        """Run one job; False when there was none."""
        with self.app.app_context():
            self._tick()
            if not queue.anything_due():
                return False
            claimed = queue.claim(self.lease, self.registry.leases)
            if claimed is None:
                return False
            failpoints.reached("worker.claimed")
            self._handle(claimed)
            return True

    def run_all(self, limit: int = 10_000) -> int:
        """Run until nothing is due; return how many ran."""
        done = 0
        while done < limit and self.run_once():
            done += 1
        return done

    def _tick(self) -> None:
        """Write the jobs whose time has come; the key makes each slot run once."""
        now = clock.now().timestamp()
        for kind, every in self.registry.schedule.items():
            slot = int(now // every.total_seconds())
            if self._slots.get(kind) != slot:
                queue.enqueue(kind, key=f"{kind}@{slot}")
                self._slots[kind] = slot

    def _handle(self, claimed: Claim) -> None:
        entry = self.registry.entries.get(claimed.kind)
        try:
            if entry is None:
                raise LookupError(f"nobody handles {claimed.kind}")
            self._run(entry, claimed)
        except _LostLeaseError:
            log.warning("job %s: lease lost", claimed.id)
        except Exception as error:
            log.exception("job %s (%s) failed", claimed.id, claimed.kind)
            db.session.rollback()
            queue.fail(claimed, f"{type(error).__name__}: {error}")

    def _run(self, entry: Entry, claimed: Claim) -> None:
        if entry.in_transaction:
            _run_in_transaction(entry, claimed)
        else:
            entry.run(claimed.id, claimed.payload)
            failpoints.reached("worker.handled")
            queue.finish(claimed)
        failpoints.reached("worker.finished")


@use_case
def _run_in_transaction(entry: Entry, claimed: Claim) -> None:
    # Finishing first locks the row: a second worker whose lease overlaps waits here
    # and then finds the job done.
    if not queue.finish(claimed):
        raise _LostLeaseError
    entry.run(claimed.id, claimed.payload)
    failpoints.reached("worker.handled")
