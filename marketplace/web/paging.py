"""Keyset pages: a page begins after the last thing seen, so nothing is counted over."""

import base64
import binascii
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T")
PAGE = 24
LONGEST = 200  # characters; ours have about 100


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: the time and the id of its last row."""

    at: datetime
    id: uuid.UUID

    def encode(self) -> str:
        """Write it for a link."""
        raw = json.dumps([self.at.isoformat(), self.id.hex])
        return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str | None) -> "Cursor | None":
        """Read it back; anything that is not ours means the first page."""
        if len(text or "") > LONGEST:
            return None
        try:
            padded = (text or "") + "=" * (-len(text or "") % 4)
            at, hex_id = json.loads(base64.urlsafe_b64decode(padded))
            moment = datetime.fromisoformat(at)
            return cls(moment, uuid.UUID(hex_id)) if moment.tzinfo else None
        except (ValueError, TypeError, AttributeError, binascii.Error):
            return None


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows and the link text to the next ones (None at the end)."""

    rows: Sequence[T]
    next: str | None = None
