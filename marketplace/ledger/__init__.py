"""The book: append-only double entry. Knows owners as (kind, id), never what they are."""

from marketplace.ledger.book import Line, balance, balances, find, post, reverse
from marketplace.ledger.checks import problems, waiting
from marketplace.ledger.reading import (
    Posted,
    Sum,
    active,
    balance_before,
    beside,
    entries_about,
    first_line,
    statement,
    trial_balance,
)

__all__ = [
    "Line",
    "Posted",
    "Sum",
    "active",
    "balance",
    "balance_before",
    "balances",
    "beside",
    "entries_about",
    "find",
    "first_line",
    "post",
    "problems",
    "reverse",
    "statement",
    "trial_balance",
    "waiting",
]
