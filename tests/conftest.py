"""The test application: one app, one migrated database with the cast, fresh each test."""

import contextvars
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Connection, text
from werkzeug.test import TestResponse

from marketplace import create_app, origin
from marketplace.catalog.services import cards
from marketplace.config import Settings
from marketplace.extensions import db
from marketplace.infra.adapters import Adapters, adapters
from marketplace.infra.jobs import Worker, registry
from marketplace.infra.media import MemoryStorage
from marketplace.infra.search import MemoryEngine
from marketplace.origin import Origin
from marketplace.profiles.services import sessions
from marketplace.web import shared_pages
from tests import pages, people
from tests.databases import own_database
from tests.fakes.fixtures import (  # noqa: F401
    asked_of_stripe,
    bank,
    fake_stripe,
    stripe_at,
    stripe_process,
    stripe_provider,
    with_stripe,
)

REDIRECTS = {301, 302, 303, 307, 308}
POSTGRES = own_database(os.environ.get("MARKETPLACE_TEST_DATABASE_URL", ""))


class Browser(FlaskClient):
    """A test client that audits every page and fills in the CSRF token."""

    _token = ("", "")  # of which visit, and which

    def open(self, *args, **kwargs) -> TestResponse:
        """Make a request; any HTML that comes back must pass the audit."""
        kwargs.setdefault("buffered", True)
        # A context of its own: inside the test's app context Flask would share `g`,
        # and with it who is signed in, between all requests.
        response = contextvars.Context().run(super().open, *args, **kwargs)
        response.request.environ["wsgi.input"].close()  # a temporary file, if large
        if has_app_context():
            db.session.rollback()  # let the test see what the request has written
        if _is_whole_page(response):
            body = response.get_data(as_text=True)
            pages.audit(body, response.request.path)
        return response

    def token(self) -> str:
        """Return the token of this browser's forms: one for a whole visit."""
        if self._visit() != self._token[0] or not self._token[0]:
            page = self.get("/en/sign-in").get_data(as_text=True)
            self._token = (self._visit(), pages.csrf_of(page))
        return self._token[1]

    def _visit(self) -> str:
        cookie = self.get_cookie("visit")
        return cookie.value if cookie else ""

    def send(self, path: str, **fields) -> TestResponse:
        """Post a form as a page would."""
        return self.post(
            path,
            data={"csrf_token": self.token(), **fields},
            content_type="multipart/form-data",
        )

    def words(self, path: str) -> str:
        """Return what a reader sees on a page that opens."""
        response = self.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return pages.text_of(response.get_data(as_text=True))

    def fill_in_sign_in(self, name: str, **more: str) -> TestResponse:
        """Sign in as one of the cast, by the form."""
        return self.send(
            "/en/sign-in", contact=f"{name}@lab.test", password=people.PASSWORD, **more
        )

    def sign_in(self, name: str, *, second_step: bool = True, **how) -> "Browser":
        """Sign in as one of the cast, with her code given; no form is filled in."""
        with origin.of(Origin(device="android")):
            token = sessions.start(
                people.person_id(name), second_step=second_step, **how
            )
        self.set_cookie("sid", token)
        return self


def _is_whole_page(response: TestResponse) -> bool:
    packed = "Content-Encoding" in response.headers
    empty = response.status_code in {*REDIRECTS, 304} or not response.data
    return response.mimetype == "text/html" and not packed and not empty


@pytest.fixture(scope="session")
def made_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the app over a database that holds the cast and nothing else."""
    folder: Path = tmp_path_factory.mktemp("data")
    app = create_app(
        Settings(
            secret_key="x" * 40,
            database_url=POSTGRES,
            data_dir=str(folder),
            testing=True,
            busy_seconds=2,
            undo_seconds=0,  # tests of the undo say how long they wait
        )
    )
    app.test_client_class = Browser
    with app.app_context():
        if POSTGRES:
            _drop_everything()
        upgrade(directory=str(app.extensions["migrate"].directory))
        people.write_cast()
        db.session.execute(text("SELECT 1"))
    _drop_jobs(app)
    with app.app_context():
        db.engine.dispose()
    if not POSTGRES:
        _checkpoint(folder / "marketplace.db")
        shutil.copy(folder / "marketplace.db", folder / "template.db")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(made_app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """Return the app with a database as good as new, inside its context."""
    _fresh_database(made_app, tmp_path)
    shared_pages.pages(made_app).clear()  # a test may change what code would show
    with made_app.app_context():
        doors = adapters()
        doors.storage, doors.search = MemoryStorage(), MemoryEngine()
        doors.imports = tmp_path / "imports"
        doors.mail.sent.clear()  # type: ignore[attr-defined]
        yield made_app
        db.session.remove()
        assert cards.problems() == [], "a card says something else than the rows"
        db.session.remove()


def _fresh_database(app: Flask, folder: Path) -> None:
    with app.app_context():
        if POSTGRES:
            _restore_postgres()
            return
        db.engine.dispose()
        path = Path(app.extensions["settings"].folder)
        for suffix in ("-wal", "-shm"):
            (path / f"marketplace.db{suffix}").unlink(missing_ok=True)
        shutil.copy(path / "template.db", path / "marketplace.db")


def _checkpoint(path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _drop_jobs(app: Flask) -> None:
    with app.app_context():
        connection = db.engine.connect().execution_options(write=True)
        with connection.begin():
            connection.execute(text("DELETE FROM jobs"))
        connection.close()


@pytest.fixture
def client(app: Flask) -> Browser:
    """Return a browser nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def as_(app: Flask):
    """Return a function that opens a browser of one of the cast."""
    return lambda name, **how: app.test_client().sign_in(name, **how)


@pytest.fixture
def doors(app: Flask) -> Adapters:
    """Return the adapters in use."""
    return adapters()


@pytest.fixture
def work(app: Flask):
    """Return a function that runs every job that is due, and lets the test see it."""
    worker = Worker(app, registry)

    def run() -> int:
        done = worker.run_all()
        db.session.rollback()
        return done

    return run


@pytest.fixture
def at_once(app):
    """Return a function that runs functions in threads, released together."""

    def run(*functions):
        gate, results = threading.Barrier(len(functions)), []

        def one(function) -> None:
            with app.app_context():
                gate.wait()
                try:
                    results.append(function())
                except Exception as error:
                    results.append(error)

        threads = [threading.Thread(target=one, args=(f,)) for f in functions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        db.session.rollback()
        return results

    return run


def _drop_everything() -> None:
    connection = db.engine.connect().execution_options(write=True)
    with connection.begin():
        connection.execute(text("DROP SCHEMA IF EXISTS kept CASCADE"))
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    connection.close()


# One call instead of two statements for each table, and no TRUNCATE: that makes new
# files for each table and each of its indexes.
RESTORE = """
CREATE FUNCTION kept.restore(names text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text;
  filled boolean;
BEGIN
  SET LOCAL session_replication_role = replica;  -- no order, and nothing is for ever
  FOREACH name IN ARRAY names LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
    IF filled THEN
      EXECUTE format('DELETE FROM public.%I', name);
    END IF;
    IF to_regclass('kept.' || quote_ident(name)) IS NOT NULL THEN
      EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', name, name);
    END IF;
  END LOOP;
END $$"""


def _restore_postgres() -> None:
    """Empty every table and copy the cast back from the schema that keeps it."""
    names = [table.name for table in db.metadata.sorted_tables]
    with (
        db.engine.connect().execution_options(write=True) as connection,
        connection.begin(),
    ):
        if connection.scalar(text("SELECT to_regnamespace('kept')")) is None:
            _keep(connection, names)
        else:
            connection.execute(text("SELECT kept.restore(:names)"), {"names": names})


def _keep(connection: Connection, names: list[str]) -> None:
    connection.execute(text("CREATE SCHEMA kept"))
    for name in names:
        if connection.scalar(text(f"SELECT EXISTS (SELECT FROM {name})")):
            connection.execute(text(f"CREATE TABLE kept.{name} AS TABLE {name}"))
    connection.execute(text(RESTORE))


@pytest.fixture
def travel(app: Flask) -> Iterator:
    """Return a function that moves the clock forward."""
    import time_machine

    from marketplace import clock

    travellers = []

    def go(**how) -> None:
        from datetime import timedelta

        traveller = time_machine.travel(clock.now() + timedelta(**how), tick=True)
        traveller.start()
        travellers.append(traveller)

    yield go
    for traveller in reversed(travellers):
        traveller.stop()
