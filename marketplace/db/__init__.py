"""Models' base, column types and the transaction boundary."""

from marketplace.db.columns import Model, UtcDateTime, created_at, uuid_pk
from marketplace.db.transactions import get_for_update, use_case

__all__ = [
    "Model",
    "UtcDateTime",
    "created_at",
    "get_for_update",
    "use_case",
    "uuid_pk",
]
