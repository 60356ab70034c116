"""The book: append-only double entry. Knows owners as (kind, id), never what they are."""

from marketplace.ledger.book import Line, balance, balances, find, post, reverse
from marketplace.ledger.checks import problems, waiting
from marketplace.ledger.reading import (
    Posted,
    Sum,
    balance_before,
    entries_about,
    statement,
    trial_balance,
)

__all__ = [
    "Line",
    "Posted",
    "Sum",
    "balance",
    "balance_before",
    "balances",
    "entries_about",
    "find",
    "post",
    "problems",
    "reverse",
    "statement",
    "trial_balance",
    "waiting",
]
