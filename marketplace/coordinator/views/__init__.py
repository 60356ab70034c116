"""Pages of the desk. Importing this package registers every view."""

from marketplace.coordinator.blueprint import bp
from marketplace.coordinator.views import (
    applications,
    collections,
    desk,
    labels,
    labs,
    network,
    rates,
    recovery,
    residents,
    shipping,
    thing_files,
    things,
)

__all__ = [
    "applications",
    "bp",
    "collections",
    "desk",
    "labels",
    "labs",
    "network",
    "rates",
    "recovery",
    "residents",
    "shipping",
    "thing_files",
    "things",
]
