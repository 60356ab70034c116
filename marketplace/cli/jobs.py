"""Run and look at background jobs."""

import logging
import signal
import uuid
from datetime import timedelta
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from marketplace.infra.jobs import Worker, queue, registry
from marketplace.infra.jobs.worker import LEASE


@click.command("worker")
@click.option("--lease", default=LEASE.total_seconds(), help="Seconds a job is ours.")
@with_appcontext
def worker(lease: float) -> None:
    """Work on jobs until told to stop; as many as wanted may run."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    runner = Worker(app, registry, timedelta(seconds=lease))

    def stop(_signal: int, _frame: FrameType | None) -> None:
        runner.stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    logging.getLogger(__name__).info("worker: waiting for jobs")
    runner.run_forever()


@click.command("jobs")
@click.option(
    "--state", default="parked", type=click.Choice(["queued", "parked", "done"])
)
@click.option("--again", type=click.UUID, help="Give this parked job new attempts.")
@with_appcontext
def jobs(state: str, again: uuid.UUID | None) -> None:
    """Show how many jobs there are, and those of one state."""
    if again:
        queue.unpark(again)
    for name, number in sorted(queue.counts().items()):
        click.echo(f"{name:8} {number}")
    for job in queue.listed(state):
        click.echo(f"{job.id} {job.kind} tried {job.attempts}× {job.last_error}")


COMMANDS = (worker, jobs)
