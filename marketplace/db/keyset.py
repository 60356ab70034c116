"""Lists read in pages: each begins after the last row of the one before."""

import uuid
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import Select, Uuid, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.db.columns import UtcDateTime

S = TypeVar("S", bound=Select[*tuple[Any, ...]])


class Place(Protocol):
    """Where a page ended."""

    @property
    def at(self) -> datetime:
        """The time of its last row."""
        ...

    @property
    def id(self) -> uuid.UUID:
        """The id of its last row."""
        ...


def newest_first(
    query: S,
    at: InstrumentedAttribute[datetime],
    row_id: InstrumentedAttribute[uuid.UUID],
    after: Place | None,
    size: int,
) -> S:
    """Order a query by time and id, newest first, after a place; ask for one row more.

    Whether there is that one tells whether there is another page.
    """
    if after is not None:
        begins = tuple_(literal(after.at, UtcDateTime()), literal(after.id, Uuid()))
        query = query.where(tuple_(at, row_id) < begins)
    return query.order_by(at.desc(), row_id.desc()).limit(size + 1)
