"""The outbox: what is written, taken, finished, given up."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.jobs import Job, Registry, Worker, enqueue, queue

LEASE = timedelta(seconds=60)


@pytest.fixture
def seen():
    """What the handlers were given."""
    return []


@pytest.fixture
def worker(app, seen):
    registry = Registry()

    @registry.handles("note")
    def note(job_id, payload) -> None:
        seen.append(payload)

    @registry.handles("fall")
    def fall(job_id, payload) -> None:
        raise ValueError("the post is closed")

    return Worker(app, registry)


def only_job() -> Job:
    db.session.rollback()  # look anew
    return db.session.scalars(select(Job)).one()


def number_of_jobs() -> int:
    return db.session.scalar(select(func.count()).select_from(Job))


@use_case
def ask_and(outcome) -> None:
    enqueue("note", {"text": "felt"})
    outcome()


def test_a_job_runs_after_the_commit_of_who_asked_for_it(worker, seen) -> None:
    ask_and(lambda: None)
    assert seen == []
    assert worker.run_all() == 1
    assert seen == [{"text": "felt"}]
    assert worker.run_all() == 0, "and never again"


def test_a_job_of_a_rolled_back_change_never_was(worker, seen) -> None:
    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        ask_and(fail)
    assert (worker.run_all(), seen, number_of_jobs()) == (0, [], 0)


def test_a_key_is_kept_once_for_good(worker, seen) -> None:
    for text in ("first", "second"):
        enqueue("note", {"text": text}, key="note-7")
    worker.run_all()
    enqueue("note", {"text": "third"}, key="note-7")
    worker.run_all()
    assert seen == [{"text": "first"}]


def test_a_delayed_job_waits(worker, seen, travel) -> None:
    enqueue("note", delay=timedelta(minutes=5))
    assert worker.run_all() == 0
    travel(minutes=5, seconds=1)
    assert worker.run_all() == 1


def test_what_a_job_carried_is_dropped_when_it_is_done(worker) -> None:
    enqueue("note", {"to": "bermet@lab.test"})
    worker.run_all()
    job = only_job()
    assert (job.state, job.payload) == ("done", {})
    assert job.done_at is not None


def test_a_failing_job_waits_twice_as_long_each_time(worker, travel) -> None:
    enqueue("fall")
    for attempt in range(1, 5):
        assert worker.run_all() == 1
        job = only_job()
        wait = (job.run_at - clock.now()).total_seconds()
        assert 2**attempt - 1 < wait <= 2**attempt
        assert job.last_error == "ValueError: the post is closed"
        travel(seconds=wait + 0.01)


def test_a_failing_job_is_parked_after_ten_tries_and_can_be_let_go(
    worker, travel
) -> None:
    enqueue("fall", {"to": "bermet@lab.test"})
    for _ in range(10):
        assert only_job().state == "queued"
        worker.run_all()
        travel(hours=1, seconds=1)
    job = only_job()
    assert (job.state, job.attempts) == ("parked", 10)
    assert job.payload, "a person may still need it"
    assert worker.run_all() == 0
    queue.unpark(job.id)
    assert worker.run_all() == 1
    assert (only_job().state, only_job().attempts) == ("queued", 1)


def test_unpark_leaves_other_jobs_alone(worker) -> None:
    enqueue("note")
    worker.run_all()
    queue.unpark(only_job().id)
    assert only_job().state == "done"


def test_a_job_nobody_handles_is_kept_and_says_so(worker) -> None:
    enqueue("unheard")
    worker.run_all()
    assert only_job().last_error == "LookupError: nobody handles unheard"
    assert queue.counts() == {"queued": 1}


def test_a_job_that_kills_its_workers_is_parked(worker, travel) -> None:
    enqueue("note")
    for _ in range(10):
        assert queue.claim(LEASE) is not None
        travel(seconds=61)
    assert queue.claim(LEASE) is None
    assert (only_job().state, only_job().last_error) == ("parked", "its workers died")


def test_a_claimed_job_is_nobody_elses_until_its_lease_ends(app, travel) -> None:
    enqueue("note")
    first = queue.claim(LEASE)
    assert queue.claim(LEASE) is None
    assert not queue.anything_due()
    travel(seconds=61)
    second = queue.claim(LEASE)
    assert (first.id, first.attempt, second.attempt) == (second.id, 1, 2)


def test_only_the_latest_claim_finishes_or_fails_a_job(app, travel) -> None:
    enqueue("note")
    late = queue.claim(LEASE)
    travel(seconds=61)
    holder = queue.claim(LEASE)
    assert not queue.finish(late)
    queue.fail(late, "too late to say so")
    assert (only_job().state, only_job().last_error) == ("queued", "")
    assert queue.finish(holder)
    queue.fail(holder, "after the end")
    assert only_job().state == "done", "what is done stays done"


def test_the_oldest_job_comes_first(worker, seen, travel) -> None:
    for text in ("one", "two", "three"):
        enqueue("note", {"text": text})
        travel(seconds=1)
    worker.run_all()
    assert [payload["text"] for payload in seen] == ["one", "two", "three"]


def test_discard_drops_what_waits_and_keeps_what_is_done(worker) -> None:
    enqueue("note")
    worker.run_all()
    enqueue("note")
    queue.discard("note")
    assert queue.counts() == {"done": 1}
    assert [job.kind for job in queue.listed("done")] == ["note"]
