"""Errors a person can meet. Each knows its HTTP status and its stable code.

The text shown is looked up by code in the reader's language (`web.error_pages`), so an
error raised deep in a rule never carries a finished sentence.
"""

from __future__ import annotations

from typing import Any


class MarketplaceError(Exception):
    """Base of every expected failure.

    `code` is stable and names the message; `facts` fill its gaps.
    """

    status = 400
    code = "invalid"

    def __init__(self, code: str | None = None, **facts: Any) -> None:
        """Keep the code (the class's own when not given) and the facts."""
        self.code = code or type(self).code
        self.facts = facts
        super().__init__(self.code)


class Invalid(MarketplaceError):  # noqa: N818
    """The input cannot be used as it is."""

    status = 422
    code = "invalid"


class NotAllowed(MarketplaceError):  # noqa: N818
    """The rules forbid it."""

    status = 403
    code = "not_allowed"


class NotFound(MarketplaceError):  # noqa: N818
    """There is nothing here for this person (strangers get the same answer)."""

    status = 404
    code = "not_found"


class Conflict(MarketplaceError):  # noqa: N818
    """Somebody else was faster, or the state has moved on."""

    status = 409
    code = "conflict"


class TooMany(MarketplaceError):  # noqa: N818
    """Too many tries; `retry_after` seconds from now it works again."""

    status = 429
    code = "too_many"


class Busy(MarketplaceError):  # noqa: N818
    """The database or a worker is busy; trying again helps."""

    status = 503
    code = "busy"
