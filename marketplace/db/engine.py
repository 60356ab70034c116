"""How connections behave: SQLite's settings and write gate, read-only reads.

Source of the recipe and its measurements: ADR 2.
"""

from __future__ import annotations

import functools
import json
import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, event, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from marketplace.config import Settings
from marketplace.db.gate import Gate, gate_for

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


class GatedConnection(sqlite3.Connection):
    """A connection whose write transactions queue behind the gate.

    SQLite's own busy handler sleeps ever longer and is unfair: one waiter can starve for
    seconds (ADR 2).
    """

    busy_seconds = 10.0
    gate_path = ""  # empty: no gate
    _gate: Gate | None = None
    _query_only = False

    def begin_read(self) -> None:
        """Start a snapshot that cannot write: only use cases write."""
        self._set_query_only(True)
        self.execute("BEGIN")

    def begin_write(self, patience: float | None = None) -> None:
        """Wait for our turn, then take SQLite's write lock.

        The wait at the gate counts against `busy_seconds`: behind a stuck writer every
        waiter gives up at its own deadline instead of one after the other.
        """
        wait = self.busy_seconds if patience is None else patience
        deadline = time.monotonic() + wait
        self._set_query_only(False)
        self._enter(deadline)
        try:
            left = max(0, int((deadline - time.monotonic()) * 1000))
            self.execute(f"PRAGMA busy_timeout={left}")
            self.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._leave()
            raise

    def commit(self) -> None:
        """Commit and let the next writer in."""
        try:
            super().commit()
        finally:
            self._leave_if_done()

    def rollback(self) -> None:
        """Roll back and let the next writer in."""
        try:
            super().rollback()
        finally:
            self._leave_if_done()

    def close(self) -> None:
        """Close and let the next writer in."""
        super().close()
        self._leave()

    def _set_query_only(self, wanted: bool) -> None:
        if wanted != self._query_only:
            self.execute(f"PRAGMA query_only={int(wanted)}")
            self._query_only = wanted

    def _enter(self, deadline: float) -> None:
        if self.gate_path:
            gate = gate_for(self.gate_path)
            gate.enter(deadline)
            self._gate = gate

    def _leave_if_done(self) -> None:
        if not self.in_transaction:
            self._leave()

    def _leave(self) -> None:
        if self._gate is not None:
            gate, self._gate = self._gate, None
            gate.leave()


def engine_options(settings: Settings) -> dict[str, Any]:
    """Return what `create_engine` needs for the database of these settings."""
    # A failed statement must not write its values (names, hashes) into the log.
    # And Kyrgyz letters in JSON are two bytes, not «\\u04e9».
    dumps = functools.partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
    shared = {"hide_parameters": True, "json_serializer": dumps}
    if not settings.sqlalchemy_url.startswith("sqlite"):
        utc = {"options": "-c timezone=UTC"}
        return {"pool_pre_ping": True, "pool_size": 10, "connect_args": utc, **shared}

    def connect(*args: Any, **kwargs: Any) -> GatedConnection:
        connection = GatedConnection(*args, **kwargs)
        connection.busy_seconds = settings.busy_seconds
        path = connection.execute("PRAGMA database_list").fetchone()[2]
        connection.gate_path = f"{path}.wlock" if path and settings.write_gate else ""
        return connection

    arguments = {"factory": connect, "timeout": settings.busy_seconds}
    return {"connect_args": arguments, **shared}


def listen(engine: Engine) -> None:
    """Attach the recipe to one engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        event.listen(engine, "begin", _postgresql_begin)


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we, not the driver, say BEGIN
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    # SQLite's own knows only ASCII: «айгүл» would not find «Айгүл».
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def problems(connection: Connection) -> list[str]:
    """Return in words what a database was made without that searching by name needs."""
    if connection.scalar(select(func.lower("ҮҢӨ"))) != "үңө":
        return ["it does not know Kyrgyz letters; make it with the locale C.UTF-8"]
    return []


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("write", False))


def _sqlite_begin(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    try:
        if _writes(connection):
            raw.begin_write(connection.get_execution_options().get("patience"))
        else:
            raw.begin_read()
    except sqlite3.OperationalError as error:
        raise OperationalError("BEGIN", None, error) from error


def _postgresql_begin(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    if raw.info.transaction_status == 0:  # idle: psycopg sends it with its own BEGIN
        raw.read_only = not _writes(connection)
