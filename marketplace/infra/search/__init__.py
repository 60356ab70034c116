"""Search: a port, engines behind it, and a twin in memory. Documents in, ids out."""

from __future__ import annotations

from marketplace.infra.search.memory_engine import MemoryEngine
from marketplace.infra.search.plan import Chain
from marketplace.infra.search.port import (
    SORTS,
    Counts,
    Key,
    Results,
    SearchDoc,
    SearchEngine,
    SearchQuery,
    SearchUnavailable,
)
from marketplace.infra.search.postgres_engine import PostgresEngine
from marketplace.infra.search.whoosh_engine import WhooshEngine

__all__ = [
    "SORTS",
    "Chain",
    "Counts",
    "Key",
    "MemoryEngine",
    "PostgresEngine",
    "Results",
    "SearchDoc",
    "SearchEngine",
    "SearchQuery",
    "SearchUnavailable",
    "WhooshEngine",
]
