"""What must always hold in the book (payments.md §5.5)."""

from sqlalchemy import func, select

from marketplace.extensions import db
from marketplace.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting


def problems() -> list[str]:
    """Return a sentence for each rule that does not hold; empty when all is well."""
    return _unbalanced() + _empty() + _held_below_zero()


def _unbalanced() -> list[str]:
    rows = db.session.execute(
        select(LedgerEntry.event_key, func.sum(LedgerPosting.amount_minor))
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .group_by(LedgerEntry.event_key, LedgerAccount.currency)
        .having(func.sum(LedgerPosting.amount_minor) != 0)
    )
    return [f"entry {key} is off by {amount} minor units" for key, amount in rows]


def _empty() -> list[str]:
    rows = db.session.scalars(
        select(LedgerEntry.event_key)
        .outerjoin(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .where(LedgerPosting.id.is_(None))
    )
    return [f"entry {key} has no postings" for key in rows]


def waiting() -> list[str]:
    """Return a sentence for each sum that came late or wrong and waits for a person."""
    return [
        f"{code} holds {-amount} minor units to decide about"
        for code, amount in _sums("unalloc:")
    ]


def _held_below_zero() -> list[str]:
    return [
        f"{code} gave out {amount} more than it held"
        for code, amount in _sums("held:")
        if amount > 0
    ]


def _sums(prefix: str) -> list[tuple[str, int]]:
    """Return the accounts of a prefix whose sum is not zero, with it."""
    total = func.sum(LedgerPosting.amount_minor)
    rows = db.session.execute(
        select(LedgerAccount.code, total)
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .where(LedgerAccount.code.startswith(prefix))
        .group_by(LedgerAccount.code)
        .having(total != 0)
    )
    return [(code, int(amount)) for code, amount in rows]
