"""One use case = one function = one transaction."""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, overload

from sqlalchemy.orm import DeclarativeBase

from marketplace.errors import NotFound
from marketplace.extensions import db

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=DeclarativeBase)

Finisher = Callable[[], None]
FIRST, LATER, LAST = range(3)
_finishers: list[tuple[int, Finisher]] = []


def finishes(*, place: int = LATER) -> Callable[[Finisher], Finisher]:
    """Have a function run at the end of every use case, just before its commit.

    What it locks is held for an instant only, and always after everything else: use
    cases that wait for it never wait in a ring. For the same reason each has its place:
    what is derived from the rows FIRST, what everybody shares LAST.
    """

    def add(function: Finisher) -> Finisher:
        _finishers.append((place, function))
        _finishers.sort(key=lambda one: one[0])
        return function

    return add


def in_use_case() -> bool:
    """Whether a use case is running."""
    return bool(db.session().info.get("depth", 0))


def pending(name: str) -> list[Any]:
    """Return what the running use case has put aside for a finisher, by name."""
    found: list[Any] = db.session().info.setdefault("pending", {}).setdefault(name, [])
    return found


def _begin_write(patience: float | None) -> None:
    """Leave the read snapshot and take the write lock now, not half-way.

    SQLite refuses at once (no waiting) to turn an old read snapshot into a write, and
    whatever was read before is stale: committing expires it, so it is read again.
    """
    session = db.session()
    if session.in_transaction():
        session.commit()
    session.connection(execution_options={"write": True, "patience": patience})


@overload
def use_case(function: Callable[P, R], /) -> Callable[P, R]: ...
@overload
def use_case(*, patience: float) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
def use_case(
    function: Callable[P, R] | None = None, /, *, patience: float | None = None
) -> Any:
    """Run in one transaction: commit at the end, roll back on any error.

    A use case called by another joins its transaction, so services compose without
    `commit=False` flags. `session.info["depth"]` says whether we are inside one.
    `patience` is how many seconds it waits for a busy database, if not as long as the
    settings say.
    """
    if function is None:
        return functools.partial(_wrapped, patience=patience)
    return _wrapped(function)


def _wrapped(function: Callable[P, R], patience: float | None = None) -> Callable[P, R]:
    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        info = db.session().info
        if info.get("depth", 0):
            return function(*args, **kwargs)
        info["depth"] = 1
        try:
            _begin_write(patience)
            result = function(*args, **kwargs)
            for _place, finish in _finishers:
                finish()
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        else:
            return result
        finally:
            info["depth"] = 0
            info.pop("pending", None)

    return run


def get_for_update(model: type[M], key: Any) -> M:
    """Fetch a row fresh and locked until the use case ends; NotFound if there is none.

    On SQLite the write transaction is the lock; on PostgreSQL it is the row's, of the
    kind that lets others go on writing rows that only point to it: with the stronger
    one, a use case that logs (and so points to people) would wait in a ring with one
    that holds a person and wants to log.
    """
    row = db.session.get(
        model, key, with_for_update={"key_share": True}, populate_existing=True
    )
    if row is None:
        raise NotFound
    return row
