"""Models' base, column types and the transaction boundary."""

from marketplace.db.columns import Model, UtcDateTime, created_at, uuid_pk
from marketplace.db.keyset import newest_first
from marketplace.db.transactions import (
    FIRST,
    finishes,
    get_for_update,
    in_use_case,
    pending,
    use_case,
)
from marketplace.db.upsert import insert_into

__all__ = [
    "FIRST",
    "Model",
    "UtcDateTime",
    "created_at",
    "finishes",
    "get_for_update",
    "in_use_case",
    "insert_into",
    "newest_first",
    "pending",
    "use_case",
    "uuid_pk",
]
