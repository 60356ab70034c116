"""What must always hold in the book (payments.md §5.5)."""

from sqlalchemy import TextClause, func, inspect, select, text

from marketplace.extensions import db
from marketplace.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting

APPEND_ONLY = ("ledger_entries", "ledger_postings", "ledger_accounts", "transitions")


def problems() -> list[str]:
    """Return a sentence for each rule that does not hold; empty when all is well."""
    return _unbalanced() + _empty() + _wrong_side() + _open_to_change() + _reversals()


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
        for code, amount in _sums("unalloc")
    ]


def _wrong_side() -> list[str]:
    """Liabilities we hold for others never turn into debts of theirs, and back."""
    said = []
    for what in ("held", "unalloc", "refund_pending", "transit"):
        said += [
            f"{code} gave out {amount} more than it held"
            for code, amount in _sums(what)
            if amount > 0
        ]
    said += [
        f"{code} is owed {-amount} less than nothing"
        for code, amount in _sums("recv")
        if amount < 0
    ]
    return said


def _reversals() -> list[str]:
    """A correction is the exact mirror of what it corrects."""
    amount = func.sum(LedgerPosting.amount_minor)
    whole = func.coalesce(LedgerEntry.reverses_id, LedgerEntry.id)
    reversed_ones = select(LedgerEntry.reverses_id).where(
        LedgerEntry.reverses_id.is_not(None)
    )
    rows = db.session.execute(
        select(whole, LedgerPosting.account_id, amount)
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .where(whole.in_(reversed_ones))
        .group_by(whole, LedgerPosting.account_id)
        .having(amount != 0)
    )
    return [f"the correction of {entry} is not its mirror" for entry, *_ in rows]


def _open_to_change() -> list[str]:
    """Say which tables have lost the triggers that make them append-only."""
    names = set(db.session.scalars(_triggers()))
    return [
        f"{table} can be changed: the trigger {table}_no_{verb} is gone"
        for table in APPEND_ONLY
        for verb in ("update", "delete")
        if f"{table}_no_{verb}" not in names
    ]


def _triggers() -> TextClause:
    bind = db.session.connection()
    if inspect(bind).dialect.name == "postgresql":
        return text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    return text("SELECT name FROM sqlite_master WHERE type = 'trigger'")


def _sums(what: str) -> list[tuple[str, int]]:
    """Return the accounts of a kind whose sum is not zero, with it."""
    total = func.sum(LedgerPosting.amount_minor)
    rows = db.session.execute(
        select(LedgerAccount.code, total)
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .where(LedgerAccount.owner_kind == what)
        .group_by(LedgerAccount.code)
        .having(total != 0)
    )
    return [(code, int(amount)) for code, amount in rows]
