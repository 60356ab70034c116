"""A site of its own on SQLite whose processes a test may kill."""

import sqlite3
import time
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


class House:
    """A data folder with the cast, things on sale, and the processes that run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.armed = folder / "failpoints"
        self.armed.mkdir()
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

    def serve(self) -> None:
        """Start the web server, one process, no worker: it can be killed by failpoint."""
        port = live.free_port()
        self.base = f"http://127.0.0.1:{port}"
        options = ("--processes", "1", "--no-worker")
        self.processes.append(
            live.serve(
                self.folder, port, *options, MARKETPLACE_FAILPOINTS_DIR=str(self.armed)
            )
        )

    def start_worker(self, *, mortal: bool) -> live.Process:
        """Start a worker; a mortal one dies at armed failpoints."""
        more = {"MARKETPLACE_FAILPOINTS_DIR": str(self.armed)} if mortal else {}
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

    def has_killed(self, failpoint: str) -> bool:
        """Whether a process has taken the armed failpoint, and died of it."""
        return not (self.armed / failpoint).exists()

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
