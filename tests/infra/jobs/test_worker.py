"""The worker: exactly once, by the clock, and through a database that is away."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from marketplace.catalog.models import Variant
from marketplace.catalog.services import stock
from marketplace.extensions import db
from marketplace.infra.jobs import Job, Registry, Worker, enqueue, queue
from marketplace.infra.jobs import worker as worker_module
from tests import people


@pytest.fixture
def thing(app):
    return people.variant_of(people.on_sale(stock=3).id)


@pytest.fixture
def registry(thing):
    made = Registry()

    @made.handles("release", in_transaction=True)
    def release(job_id, payload) -> None:
        stock.release(thing, 1)
        if payload.get("fall"):
            raise ValueError("after the effect")

    return made


def left() -> int:
    db.session.rollback()  # look anew
    return db.session.scalars(select(Variant.stock)).one()


def jobs_of(kind: str) -> list[Job]:
    db.session.rollback()  # look anew
    return list(db.session.scalars(select(Job).where(Job.kind == kind)))


def drop_other_jobs() -> None:
    queue.discard("catalog.index")
    queue.discard("mail.send")
    queue.discard("catalog.answer")


def test_an_effect_and_the_end_of_its_job_are_one(app, registry) -> None:
    drop_other_jobs()
    enqueue("release")
    enqueue("release", {"fall": True})
    Worker(app, registry).run_all()
    assert left() == 4, "the one that fell has left no trace"
    assert sorted(job.state for job in jobs_of("release")) == ["done", "queued"]


def test_who_has_lost_the_lease_leaves_no_trace(app, registry, travel) -> None:
    """While the first worker is slow, a second takes the job and does it."""
    drop_other_jobs()
    enqueue("release")
    slow, fast = Worker(app, registry), Worker(app, registry)
    late = queue.claim(slow.lease)
    travel(seconds=61)
    assert fast.run_once()
    slow._handle(late)
    assert left() == 4
    (job,) = jobs_of("release")
    assert (job.state, job.attempts, job.last_error) == ("done", 2, "")


def test_who_loses_the_lease_on_the_way_is_rolled_back(
    app, registry, thing, travel
) -> None:
    drop_other_jobs()
    enqueue("release")
    late = queue.claim(timedelta(seconds=60))
    travel(seconds=61)
    again = queue.claim(timedelta(seconds=60))
    with pytest.raises(worker_module._LostLeaseError):
        worker_module._run_in_transaction(registry.entries["release"], late)
    assert left() == 3
    worker_module._run_in_transaction(registry.entries["release"], again)
    assert left() == 4


def test_a_time_slot_runs_once_with_two_workers(app, travel) -> None:
    ran = []
    registry = Registry()
    registry.handles("timer", every=timedelta(minutes=1))(
        lambda *given: ran.append(given)
    )
    workers = [Worker(app, registry), Worker(app, registry)]
    for _ in range(3):
        for worker in workers:
            worker.run_all()
    assert len(ran) <= 2, "one, or two if a minute began meanwhile"
    before = len(ran)
    travel(minutes=1)
    for worker in workers:
        worker.run_all()
    assert len(ran) == before + 1


def test_a_worker_started_anew_does_not_repeat_the_slot(app, travel) -> None:
    from marketplace import clock

    ran = []
    registry = Registry()
    registry.handles("timer", every=timedelta(hours=1))(
        lambda *given: ran.append(given)
    )
    hour = 3600
    travel(seconds=hour - clock.now().timestamp() % hour + 5)
    for _ in range(3):
        Worker(app, registry).run_all()
    assert len(ran) == 1


def test_a_worker_waits_for_a_database_that_is_away(app, monkeypatch, caplog) -> None:
    worker = Worker(app, Registry())
    tries = []

    def away() -> bool:
        tries.append(1)
        if len(tries) == 3:
            worker.stop.set()
        raise OperationalError("BEGIN", None, Exception("database is locked"))

    monkeypatch.setattr(worker, "run_once", away)
    monkeypatch.setattr(worker.stop, "wait", lambda *_: None)
    worker.run_forever()
    assert len(tries) == 3


def test_a_worker_in_a_thread_works_until_it_is_told_to_stop(app, registry) -> None:
    drop_other_jobs()
    enqueue("release")
    worker = Worker(app, registry)
    thread = threading.Thread(target=worker.run_forever)
    thread.start()
    for _ in range(100):
        if left() == 4:
            break
        db.session.rollback()
        worker.stop.wait(0.05)
    worker.stop.set()
    thread.join(5)
    assert not thread.is_alive()
    assert left() == 4
