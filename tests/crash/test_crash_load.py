"""Four buyers buy without a pause while the web server is killed again and again."""

import itertools
import os
import random
import signal
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select

from marketplace.extensions import db
from marketplace.orders.models import Order, Payment, Purchase
from tests.crash.buyer import Buyer
from tests.crash.counting import everything_adds_up
from tests.crash.house import KILLED, House

pytestmark = pytest.mark.crash
CLIENTS, TIMES, SEED = 4, 32, 38


class Crowd:
    """Clients in threads; each goes on until told to stop."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.numbers = itertools.count()
        self.pages: list[str] = []  # of the purchases that were answered to the end
        self.broken = 0
        self.faults: list[Exception] = []
        self.enough = threading.Event()
        self.threads = [threading.Thread(target=self._shop) for _ in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def _shop(self) -> None:
        try:
            while not self.enough.is_set():
                buyer = Buyer(self.house, next(self.numbers))
                self.pages.append(buyer.buy())
                self.broken += buyer.broken
        except Exception as fault:
            self.faults.append(fault)

    def stop(self) -> None:
        self.enough.set()
        for thread in self.threads:
            thread.join(60)
        assert self.faults == []


def children(pid: int) -> list[int]:
    return [
        int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    ]


def kill(house: House, server, *, whole: bool):
    """Kill the process that serves, or the one above it too; return who serves now."""
    house.wait(lambda: children(server.pid), "the serving process")
    serving = children(server.pid)
    if whole:
        server.kill()
        server.wait()
        house.processes.remove(server)
    for pid in serving:
        os.kill(pid, signal.SIGKILL)
    KILLED["under load"] += 1
    return house.serve() if whole else server


def test_nothing_is_lost_or_done_twice_under_load(house) -> None:
    moments = random.Random(SEED)
    server = house.serve()
    crowd = Crowd(house)
    for number in range(TIMES):
        before = len(crowd.pages)
        house.wait(
            lambda seen=before: len(crowd.pages) > seen or crowd.faults, "a sale", 60
        )
        assert crowd.faults == []
        crowd.enough.wait(moments.uniform(0, 0.4))
        server = kill(house, server, whole=number % 8 == 7)
    crowd.stop()
    assert crowd.broken >= TIMES // 2, "they were hardly disturbed"
    everything_adds_up(house)
    what_they_saw_is_there(house, crowd)


def what_they_saw_is_there(house: House, crowd: Crowd) -> None:
    """Each purchase that was answered is there, paid, and nothing else is."""
    with house.inside():
        seen = {page.rpartition("/")[2] for page in crowd.pages}
        assert len(seen) == len(crowd.pages) >= TIMES
        there = set(db.session.scalars(select(Purchase.secret)))
        assert there == seen
        assert set(db.session.scalars(select(Order.state))) == {"in_progress"}
        assert set(db.session.scalars(select(Payment.state))) == {"paid"}
        payments = db.session.scalar(select(func.count()).select_from(Payment))
        assert payments == len(seen)
        db.session.rollback()
