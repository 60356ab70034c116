"""The book: append-only double entry. Knows owners as (kind, id), never what they are."""

from marketplace.ledger.book import Line, balance, post
from marketplace.ledger.checks import problems, waiting

__all__ = ["Line", "balance", "post", "problems", "waiting"]
