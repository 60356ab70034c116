"""Keyset pages: a page begins after the last thing seen, so nothing is counted over."""

import base64
import binascii
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")
PAGE = 24
LONGEST = 200  # characters; ours have about 100


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: the time and the id of its last row."""

    at: datetime
    id: uuid.UUID

    @property
    def key(self) -> datetime:
        """What the list is ordered by."""
        return self.at

    def encode(self) -> str:
        """Write it for a link."""
        return packed([self.at.isoformat(), self.id.hex])

    @classmethod
    def decode(cls, text: str | None) -> "Cursor | None":
        """Read it back; anything that is not ours means the first page."""
        at, row_id = _read(text)
        try:
            moment = datetime.fromisoformat(at)
        except (ValueError, TypeError):
            return None
        return cls(moment, row_id) if row_id and moment.tzinfo else None


@dataclass(frozen=True)
class PriceCursor:
    """Where a page by price ended: the price in minor units and the id of its last row."""

    minor: int
    id: uuid.UUID

    @property
    def key(self) -> int:
        """What the list is ordered by."""
        return self.minor

    def encode(self) -> str:
        """Write it for a link."""
        return packed([self.minor, self.id.hex])

    @classmethod
    def decode(cls, text: str | None) -> "PriceCursor | None":
        """Read it back; anything that is not ours means the first page."""
        minor, row_id = _read(text)
        fits = type(minor) is int and 0 <= minor < 2**63  # what a column holds
        return cls(minor, row_id) if row_id and fits else None


def _read(text: str | None) -> tuple[Any, uuid.UUID | None]:
    try:
        value, hex_id = unpacked(text)
        return value, uuid.UUID(hex_id)
    except (ValueError, TypeError, AttributeError):
        return None, None


def packed(values: Sequence[Any]) -> str:
    """Write plain values as one word for a link."""
    raw = json.dumps(values)
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def unpacked(text: str | None) -> list[Any]:
    """Read what `packed` wrote; [] for anything else."""
    if not text or len(text) > LONGEST:
        return []
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return []
    return values if isinstance(values, list) else []


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows and the link text to the next ones (None at the end)."""

    rows: Sequence[T]
    next: str | None = None


def cut(
    rows: Sequence[T], size: int, place: Callable[[T], Cursor]
) -> tuple[Sequence[T], str | None]:
    """Return `size` of rows read with one more, and the link text to those after them."""
    shown = rows[:size]
    return shown, place(shown[-1]).encode() if len(rows) > size else None
