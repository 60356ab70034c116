"""How often something may be tried: exact over any number of processes."""

from marketplace.infra.limits.counts import LIMITS, Limiter, network
from marketplace.infra.limits.models import LimitCounter
from marketplace.infra.limits.storage import (
    DatabaseStorage,
    forget_expired,
    storage_for,
)

__all__ = [
    "LIMITS",
    "DatabaseStorage",
    "LimitCounter",
    "Limiter",
    "forget_expired",
    "network",
    "storage_for",
]
