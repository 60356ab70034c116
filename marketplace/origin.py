"""Who is behind what happens now, for whom, and from where.

The web layer sets it for a request; jobs and commands have none. Services read it to
stamp what they write, so no use case can forget who really acted.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """`on_behalf_of` is set while a coordinator acts for a resident, with consent."""

    actor_id: uuid.UUID | None = None
    on_behalf_of: uuid.UUID | None = None
    consent_id: uuid.UUID | None = None
    address: str = ""  # of the network
    device: str = ""  # «Android phone»


_current: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039


def current() -> Origin:
    """Return the origin of the running request; an empty one outside a request."""
    return _current.get()


def put(origin: Origin) -> Token[Origin]:
    """Set the origin; hand the result to `take_back` at the end."""
    return _current.set(origin)


def take_back(token: Token[Origin]) -> None:
    """Forget the origin that was `put`."""
    _current.reset(token)


@contextmanager
def of(origin: Origin) -> Iterator[None]:
    """Let what happens in this block come from `origin`."""
    token = put(origin)
    try:
        yield
    finally:
        take_back(token)


def stamp(by: uuid.UUID | None) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """Return (who really acts, for whom) of what is done in the name of `by`."""
    origin = current()
    if by is not None and by == origin.on_behalf_of:
        return origin.actor_id, by
    return by, None
