"""SQLite when somebody else is writing: a pause with an answer, never a 500."""

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from marketplace.extensions import db
from tests.conftest import POSTGRES

pytestmark = pytest.mark.skipif(bool(POSTGRES), reason="how SQLite locks")

HOLD_THE_GATE = """
import fcntl, os, sys, time
gate = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
fcntl.flock(gate, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def path(app) -> Path:
    return app.extensions["settings"].folder / "marketplace.db"


@pytest.fixture
def gate(path) -> Path:
    return path.with_name("marketplace.db.wlock")


@pytest.fixture
def locked(path):
    """Hold SQLite's write lock from outside, as a careless tool would."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_a_form_gets_503_and_pages_still_open(client, locked) -> None:
    assert client.get("/en/").status_code == 200
    start = time.monotonic()
    answer = client.send("/en/sign-in", contact="bermet@lab.test", password="wrong one")
    right = client.send(
        "/en/sign-in", contact="bermet@lab.test", password="three quiet yaks"
    )
    assert 503 in {answer.status_code, right.status_code}
    assert right.status_code == 503
    assert int(right.headers["Retry-After"]) > 0
    assert time.monotonic() - start < 6, "busy_seconds is 2"
    assert client.get("/ky/").status_code == 200


def test_when_the_lock_is_gone_the_form_works(client, locked) -> None:
    locked.rollback()
    client.sign_in("bermet")


def test_the_gate_is_free_after_a_503(client, locked, gate) -> None:
    client.send("/en/sign-in", contact="bermet@lab.test", password="three quiet yaks")
    assert is_free(gate)


def test_the_gate_is_held_through_a_write_and_freed_at_its_end(app, gate) -> None:
    with db.engine.connect().execution_options(write=True) as connection:
        with connection.begin():
            assert not is_free(gate)
        assert is_free(gate)
        with pytest.raises(RuntimeError), connection.begin():
            raise RuntimeError
        assert is_free(gate)


def test_the_gate_is_free_when_its_holder_is_killed(client, gate) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_GATE, str(gate)], stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout.readline() == b"held\n"
        assert not is_free(gate)
        holder.send_signal(signal.SIGKILL)
    client.sign_in("bermet")


def is_free(gate: Path) -> bool:
    handle = os.open(gate, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(handle)


def test_a_writer_behind_a_stopped_process_gives_up_in_time(client, gate) -> None:
    """The holder does nothing for ever: an answer comes within busy_seconds all the same."""
    command = [sys.executable, "-c", HOLD_THE_GATE, str(gate)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout.readline().strip() == b"held"
            start = time.monotonic()
            answer = client.send(
                "/en/sign-in", contact="bermet@lab.test", password="three quiet yaks"
            )
            assert answer.status_code == 503
            assert time.monotonic() - start < 4, "busy_seconds is 2"
        finally:
            holder.kill()
    client.sign_in("bermet")  # and once it is gone, all is as before


def test_the_gate_lets_threads_in_one_by_one(tmp_path) -> None:
    import threading

    from marketplace.db.gate import Gate

    gates = [Gate(str(tmp_path / "g")) for _ in range(3)]  # as three processes would
    inside, most, entered = [], [], []

    def work(own: Gate) -> None:
        for _ in range(20):
            own.enter(time.monotonic() + 20)
            inside.append(1)
            most.append(len(inside))
            entered.append(1)
            inside.pop()
            own.leave()

    threads = [threading.Thread(target=work, args=(gates[n % 3],)) for n in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (max(most), len(entered)) == (1, 180)
