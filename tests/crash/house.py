"""A site of its own on SQLite whose processes a test may kill."""

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask_migrate import upgrade

from marketplace import create_app
from marketplace.catalog.services import search
from marketplace.config import DEMO_SECRET, Settings
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import queue
from tests import live, people

KILLS = 20  # at each failpoint
STOCK = 400
KILLED: Counter[str] = Counter()  # how many processes died where, in all modules


class House:
    """A data folder with the cast, things on sale, and the processes that run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.armed = folder / "failpoints"
        self.armed.mkdir()
        self.waits: set[str] = set()  # armed, and nobody has died there yet
        self.more: dict[str, str] = {}  # settings of its processes, besides
        self.processes: list[live.Process] = []
        self.base = ""
        self.app = create_app(
            Settings(secret_key=DEMO_SECRET, demo=True, data_dir=str(folder))
        )
        with self.inside():
            upgrade(directory=str(self.app.extensions["migrate"].directory))
            people.write_cast()
            things = [
                people.on_sale(title=f"Шырдак {n}", stock=STOCK) for n in range(4)
            ]
            self.slugs = [thing.slug for thing in things]
            self.variants = [people.variant_of(thing.id) for thing in things]
            db.session.rollback()
            for kind in ("catalog.index", "mail.send"):
                queue.discard(kind)
            search.rebuild()  # or that is what the workers would die of

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Act in the house's app, from the test's own process."""
        with self.app.app_context():
            yield

    def serve(self) -> live.Process:
        """Start the web server, one process, no worker: it can be killed by failpoint."""
        port = int(self.base.rpartition(":")[2]) if self.base else live.free_port()
        self.base = f"http://127.0.0.1:{port}"
        more = {"MARKETPLACE_FAILPOINTS_DIR": str(self.armed), **self.more}
        options = ("--processes", "1", "--no-worker")
        server = live.serve(self.folder, port, *options, **more)
        self.processes.append(server)
        return server

    def start_worker(self, *, mortal: bool) -> live.Process:
        """Start a worker; a mortal one dies at armed failpoints."""
        more = {"MARKETPLACE_FAILPOINTS_DIR": str(self.armed)} if mortal else {}
        more |= self.more
        worker = live.start(
            live.environment(self.folder, **more),
            *("tests.crash.extra_jobs", "worker", "--lease", "1"),
            log=self.folder / "worker.log",
        )
        self.processes.append(worker)
        return worker

    def arm(self, failpoint: str) -> None:
        """Let the next process that comes by die there."""
        (self.armed / failpoint).touch()
        self.waits.add(failpoint)

    def has_killed(self, failpoint: str) -> bool:
        """Whether a process has taken the armed failpoint, and died of it."""
        if (self.armed / failpoint).exists():
            return False
        KILLED[failpoint] += failpoint in self.waits
        self.waits.discard(failpoint)
        return True

    def wait(
        self, for_what: Callable[[], object], what: str, seconds: int = 30
    ) -> None:
        """Wait until it is so."""
        deadline = time.monotonic() + seconds
        while not for_what():
            assert time.monotonic() < deadline, f"{what} did not come in {seconds} s"
            time.sleep(0.03)

    def is_sound(self) -> bool:
        """Whether SQLite finds its file whole."""
        connection = sqlite3.connect(self.folder / "marketplace.db")
        try:
            return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        finally:
            connection.close()

    def end(self, process: live.Process) -> None:
        """Stop one of our processes."""
        live.stop(process)
        self.processes.remove(process)

    def close(self) -> None:
        """Stop everything."""
        for process in list(self.processes):
            self.end(process)
        with self.inside():
            adapters().search.close()
            db.session.remove()
            db.engine.dispose()
