"""Reads about people."""

from marketplace.profiles.queries.account import (
    inbox,
    notice_link,
    person,
    sessions_of,
)
from marketplace.profiles.queries.applications import (
    Waiting,
    application_for,
    application_of,
    history,
    waiting_applications,
)
from marketplace.profiles.queries.labs import Labs, labs
from marketplace.profiles.queries.viewer import viewer_of

__all__ = [
    "Labs",
    "Waiting",
    "application_for",
    "application_of",
    "history",
    "inbox",
    "labs",
    "notice_link",
    "person",
    "sessions_of",
    "viewer_of",
    "waiting_applications",
]
