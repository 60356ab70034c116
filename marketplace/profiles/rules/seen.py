"""Two windows, one thing: whether what a form has shown is still what is kept."""

import hashlib
from typing import Any

from marketplace.errors import Conflict


def fingerprint(*values: Any) -> str:
    """Return a short mark of what a form shows."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def check_seen(seen: str | None, now: str) -> None:
    """Refuse a form that has shown something else: Conflict("changed_meanwhile").

    None: nothing was shown, the caller knows what it overwrites.
    """
    if seen is not None and seen != now:
        raise Conflict("changed_meanwhile")
