"""The write gate: one writer at a time over all processes, woken in turn, with a deadline.

A kernel `flock` wakes its waiters fairly and is freed when its holder is killed, but a
waiting `flock` cannot be given up: behind a stopped process everybody would hang. So in
each process one thread, the keeper, does the waiting, and writers wait for the keeper.
"""

import fcntl
import os
import sqlite3
import threading
import time

_gates: dict[tuple[int, str], "Gate"] = {}
_making = threading.Lock()


def gate_for(path: str) -> "Gate":
    """Return this process's gate for a lock file (a fork gets one of its own)."""
    key = (os.getpid(), path)
    with _making:
        if key not in _gates:
            _gates[key] = Gate(path)
        return _gates[key]


class Gate:
    """Lets one writer of this process through whenever the lock file is ours."""

    def __init__(self, path: str) -> None:
        """Open the lock file; the keeper is started by the first writer who must wait."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._turn = threading.Lock()  # held by the writer inside, or first in line
        self._state = threading.Condition()
        self._keeper: threading.Thread | None = None
        self._asked = False  # the keeper is waiting, or about to
        self._first_waits = False
        self._ours = False

    def enter(self, deadline: float) -> None:
        """Wait for our turn until `deadline` (monotonic seconds).

        Raises sqlite3.OperationalError("database is locked") when it has not come.
        """
        if not self._turn.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise sqlite3.OperationalError("database is locked")
        if not self._become_ours(deadline):
            self._turn.release()
            raise sqlite3.OperationalError("database is locked")

    def leave(self) -> None:
        """Let the next writer in, ours or another process's."""
        with self._state:
            self._ours = False
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._turn.release()

    def _become_ours(self, deadline: float) -> bool:
        with self._state:
            if not self._asked and self._free():
                self._ours = True
                return True
            self._first_waits = True
            self._ask()
            left = max(0.0, deadline - time.monotonic())
            got = self._state.wait_for(lambda: self._ours, left)
            self._first_waits = False
            return got

    def _free(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _ask(self) -> None:
        if self._keeper is None:
            self._keeper = threading.Thread(target=self._keep, daemon=True, name="gate")
            self._keeper.start()
        self._asked = True
        self._state.notify_all()

    def _keep(self) -> None:
        while True:
            with self._state:
                self._state.wait_for(lambda: self._asked)
            fcntl.flock(self._file, fcntl.LOCK_EX)
            with self._state:
                self._asked = False
                if self._first_waits:
                    self._ours = True
                    self._state.notify_all()
                else:  # who asked has given up, and nobody came after her
                    fcntl.flock(self._file, fcntl.LOCK_UN)
