"""Workers are killed 20 times before, in and after their jobs; two work at a time."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from marketplace import clock, ledger
from marketplace.catalog.models import Variant
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.jobs import Job, enqueue
from marketplace.infra.mail import Mail
from marketplace.orders.models import Order, Purchase
from marketplace.orders.services import basket, checkout
from tests.crash.extra_jobs import KIND
from tests.crash.house import KILLS, STOCK

pytestmark = pytest.mark.crash
KINDS = ("mail.send", KIND, "orders.expire")
AT_START = 150  # jobs of each counted kind that wait when the workers start


class Work:
    """Gives the workers things to do, and knows how often each must be done."""

    def __init__(self, house) -> None:
        self.counted, self.sold = house.variants[:2]
        self.before = stock_of(self.counted)
        self.mails_before = set(names_of_mails(house))
        self.releases = self.mails = 0

    def write(self) -> None:
        """Ask for a mail."""
        letter = Mail("bermet@lab.test", "Салам", "Салам", "<p>Салам</p>")
        enqueue("mail.send", letter.as_payload())
        self.mails += 1

    def release(self) -> None:
        """Ask for one more of the counted thing."""
        enqueue(KIND, {"variant": str(self.counted)})
        self.releases += 1

    def abandon(self) -> None:
        """Write a purchase whose time is over, and the job that closes it."""
        buyer = checkout.Buyer("Bermet", "0555123456", "ky")
        token = basket.add(None, self.sold, 2)
        key = uuid.uuid4().hex
        bought = checkout.place(token, buyer, {}, submit_key=key, provider="sandbox")
        overdue(bought.id)


@use_case
def overdue(purchase_id: uuid.UUID) -> None:
    db.session.execute(
        update(Purchase)
        .where(Purchase.id == purchase_id)
        .values(expires_at=clock.now() - timedelta(seconds=1))
    )
    enqueue("orders.expire")


@pytest.mark.parametrize(
    "failpoint", ["worker.claimed", "worker.handled", "worker.finished"]
)
def test_no_job_is_lost_or_done_twice_when_workers_die(house, failpoint) -> None:
    with house.inside():
        work = Work(house)
        for _ in range(AT_START):
            work.write()
            work.release()
        workers = [house.start_worker(mortal=True) for _ in range(2)]
        for number in range(KILLS):
            house.arm(failpoint)
            (work.write, work.release, work.abandon)[number % 3]()
            house.wait(lambda: house.has_killed(failpoint), "the kill")
            wait_for_a_death(house, workers)
            workers = [replaced(house, one) for one in workers]
            house.wait(lambda: not waiting(tried=True), "the killed job's next try")
            if number >= KILLS // 2:  # till then they die with much to do
                house.wait(lambda: not waiting(), "the last job")
        house.wait(lambda: not waiting(), "the last job")
        for worker in workers:
            house.end(worker)
        if failpoint != "worker.finished":
            assert tried_again() == set(KINDS), "every kind has lost a worker"
        each_is_done_once(house, work)


def tried_again() -> set[str]:
    """Return the kinds of jobs that needed more than one try."""
    rows = select(Job.kind).where(Job.kind.in_(KINDS), Job.attempts > 1)
    return set(db.session.scalars(rows))


def wait_for_a_death(house, workers) -> None:
    house.wait(lambda: any(dead(one) for one in workers), "the death")


def dead(worker) -> bool:
    return worker.poll() is not None


def replaced(house, worker):
    if not dead(worker):
        return worker
    assert worker.returncode == -9, "died of something else"
    house.processes.remove(worker)
    return house.start_worker(mortal=True)


def each_is_done_once(house, work: Work) -> None:
    assert jobs_by_state() == {"done"}, "nothing waits, nothing is parked"
    jobs = db.session.scalars(select(Job.id).where(Job.kind == "mail.send")).all()
    mails = Counter(names_of_mails(house))
    assert set(mails) == {job.hex for job in jobs}
    ours = set(mails) - work.mails_before
    assert len(ours) == work.mails, "one file for each mail"
    assert stock_of(work.counted) == work.before + work.releases
    assert stock_of(work.sold) == STOCK, "what was abandoned is back, once"
    assert set(db.session.scalars(select(Order.state))) == {"expired"}
    assert ledger.problems() == []
    db.session.rollback()
    assert house.is_sound()


def names_of_mails(house) -> list[str]:
    return [file.stem for file in house.folder.glob("mail/*.eml")]


def jobs_by_state() -> set[str]:
    found = set(db.session.scalars(select(Job.state).where(Job.kind.in_(KINDS))))
    db.session.rollback()
    return found


def waiting(*, tried: bool = False) -> int:
    """Return how many jobs are due, or of them how many have been tried before."""
    rows = select(func.count()).where(Job.state == "queued", Job.run_at <= clock.now())
    found = db.session.scalar(rows.where(Job.attempts > 0) if tried else rows)
    db.session.rollback()
    return found or 0


def stock_of(variant_id: uuid.UUID) -> int:
    found = db.session.scalar(select(Variant.stock).where(Variant.id == variant_id))
    db.session.rollback()
    return found or 0
