"""The checklist of an application: kinds of items, states, what is missing."""

from collections.abc import Iterable
from typing import Protocol

STATEMENT, TEXT, UPLOAD, COURSE, CHECK = (
    "statement",
    "text",
    "upload",
    "course",
    "check",
)
KINDS = (STATEMENT, TEXT, UPLOAD, COURSE, CHECK)
HERS = frozenset({STATEMENT, TEXT, UPLOAD, COURSE})  # the others are the coordinator's
MAX_FILES = 3
DONE = frozenset({"accepted", "waived"})
ANSWERED = frozenset({"pending", "accepted", "waived"})
VERDICTS = ("accept", "reject", "waive")


class Asked(Protocol):
    """An item with the state of its answer."""

    @property
    def kind(self) -> str:
        """One of KINDS."""

    @property
    def required(self) -> bool:
        """Whether nothing goes without it."""

    @property
    def state(self) -> str:
        """How the answer stands."""


def missing_of_hers(items: Iterable[Asked]) -> int:
    """Return how many required items she still has to fill in before she can send."""
    return sum(
        item.required and item.kind in HERS and item.state not in ANSWERED
        for item in items
    )


def open_for_approval(items: Iterable[Asked]) -> int:
    """Return how many required items are neither accepted nor waived."""
    return sum(item.required and item.state not in DONE for item in items)
