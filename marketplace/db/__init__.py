"""Models' base, column types and the transaction boundary."""

from marketplace.db.columns import Model, UtcDateTime, created_at, uuid_pk
from marketplace.db.transactions import (
    FIRST,
    finishes,
    get_for_update,
    in_use_case,
    pending,
    use_case,
)

__all__ = [
    "FIRST",
    "Model",
    "UtcDateTime",
    "created_at",
    "finishes",
    "get_for_update",
    "in_use_case",
    "pending",
    "use_case",
    "uuid_pk",
]
