"""Pages of the desk. Importing this package registers every view."""

from marketplace.coordinator.blueprint import bp
from marketplace.coordinator.views import (
    applications,
    desk,
    labels,
    labs,
    network,
    recovery,
    residents,
    thing_files,
    things,
)

__all__ = [
    "applications",
    "bp",
    "desk",
    "labels",
    "labs",
    "network",
    "recovery",
    "residents",
    "thing_files",
    "things",
]
