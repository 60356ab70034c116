"""The version of the shop window: it changes with everything strangers can see.

Whatever is kept in the memory of a process (pages, names) is kept with the version it was
made of and is worth nothing under another one, so that a hidden shop is gone from every
process with the very commit that hides it (ADR 10).

The version is drawn, not counted: after a backup was put back, a number that was given
once does not come again for other contents.
"""

import contextlib
import logging
import secrets
import threading
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

from flask import Flask, current_app, g, has_request_context
from sqlalchemy import BigInteger, Engine, Table, event, select, update
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db.columns import Model
from marketplace.db.transactions import LAST, finishes, in_use_case, pending
from marketplace.extensions import db

T = TypeVar("T")
log = logging.getLogger(__name__)
_KEY = "marketplace.window"
_BITS = 62
_shown: dict[str, bool] = {}  # table -> whether it holds names of the tree


class ShopWindow(Model):
    """One row: the version of everything strangers see, and that of the names alone.

    `names` is of what changes once a month: sections, Labs, materials, techniques.
    """

    __tablename__ = "shop_window"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    names: Mapped[int] = mapped_column(BigInteger)


class Look(NamedTuple):
    """What the window's versions are."""

    version: int
    names: int


def shows(*tables: type[Model] | Table, names: bool = False) -> None:
    """Declare that strangers see what these tables hold: a change moves the version."""
    for one in tables:
        table = cast("Table", getattr(one, "__table__", one))
        _shown[table.name] = names


def listen(engine: Engine) -> None:
    """Note every statement that changes what the window shows, whoever sends it."""
    event.listen(engine, "after_execute", _note)


def _note(_connection: Any, statement: Any, *_rest: Any) -> None:
    if not getattr(statement, "is_dml", False):
        return
    table = statement.table.name
    if table in _shown and in_use_case():
        pending("window").append(_shown[table])


@finishes(place=LAST)
def _move_on() -> None:
    """Draw a new version for what this use case has changed.

    Last of all: the row is locked until the commit, for everybody's changes.
    """
    db.session.flush()
    changed: list[bool] = pending("window")
    if not changed:
        return
    values = {"version": secrets.randbits(_BITS)}
    if any(changed):
        values["names"] = secrets.randbits(_BITS)
    db.session.execute(update(ShopWindow).where(ShopWindow.id == 1).values(**values))
    if has_request_context():
        g.pop("window", None)


class Watcher:
    """Reads the versions over a connection of its own, outside any transaction.

    A session would cost ten times as much, and its snapshot may be older than a change
    that everybody must see.
    """

    _ASK = "SELECT version, names FROM shop_window"

    def __init__(self, engine: Engine) -> None:
        """Watch the database of this engine."""
        self._engine = engine
        self._lock = threading.Lock()
        self._connection: Any = None
        event.listen(engine, "engine_disposed", lambda _engine: self.close())

    def look(self) -> Look | None:
        """Return the versions of now; None when the database does not answer."""
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._open()
                # All of it, or SQLite would keep the snapshot open for the next row.
                rows = self._connection.execute(self._ASK).fetchall()
                return Look(*rows[0])
            except Exception:
                log.warning("the version of the shop window cannot be read")
                self._drop()
                return None

    def close(self) -> None:
        """Give the connection up; the next look opens another."""
        with self._lock:
            self._drop()

    def _open(self) -> Any:
        fairy = self._engine.raw_connection()
        fairy.detach()  # ours from now on, not the pool's
        raw: Any = fairy.dbapi_connection
        if self._engine.dialect.name == "postgresql":
            raw.autocommit = True
        return raw

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.close()


class _Window:
    def __init__(self, engine: Engine) -> None:
        self.watcher = Watcher(engine)
        self.kept: dict[str, tuple[int, Any]] = {}


def install(app: Flask, engine: Engine) -> None:
    """Give an app its look at the window."""
    app.extensions[_KEY] = _Window(engine)


def watcher(app: Flask) -> Watcher:
    """Return what reads the versions for this app."""
    return cast("_Window", app.extensions[_KEY]).watcher


def look() -> Look | None:
    """Return the versions of now, asked once a request."""
    if not has_request_context():
        return watcher(current_app).look()
    if "window" not in g:
        g.window = watcher(current_app).look()
    return cast("Look | None", g.window)


def kept(name: str, load: Callable[[], T]) -> T:
    """Return what `load` reads of the names, from memory while none has changed.

    A use case reads for itself: what it has not committed is for nobody else.
    """
    if in_use_case():
        return load()
    seen = look()
    memory = cast("_Window", current_app.extensions[_KEY]).kept
    found = memory.get(name)
    if seen is not None and found is not None and found[0] == seen.names:
        return cast("T", found[1])
    # Asked in the same snapshot and before: never newer than what is read after it.
    version = db.session.scalar(select(ShopWindow.names))
    made = load()
    if version is not None:
        memory[name] = (version, made)
    return made
