"""Search: a port, Whoosh behind it, and a twin in memory. Documents in, ids out."""

from __future__ import annotations

from marketplace.infra.search.null_engine import MemoryEngine
from marketplace.infra.search.port import (
    Results,
    SearchDoc,
    SearchEngine,
    SearchUnavailable,
)
from marketplace.infra.search.whoosh_engine import WhooshEngine

__all__ = [
    "MemoryEngine",
    "Results",
    "SearchDoc",
    "SearchEngine",
    "SearchUnavailable",
    "WhooshEngine",
]
