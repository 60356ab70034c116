"""Pages of the desk. Importing this package registers every view."""

from marketplace.coordinator.blueprint import bp
from marketplace.coordinator.views import (
    applications,
    cases,
    collections,
    desk,
    fees,
    labels,
    labs,
    money,
    network,
    orders,
    payouts,
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
    "cases",
    "collections",
    "desk",
    "fees",
    "labels",
    "labs",
    "money",
    "network",
    "orders",
    "payouts",
    "rates",
    "recovery",
    "residents",
    "shipping",
    "thing_files",
    "things",
]
