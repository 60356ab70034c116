"""Statements and trial balances."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, literal, select, tuple_, union_all

from marketplace.extensions import db
from marketplace.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting
from marketplace.money import Money


@dataclass(frozen=True)
class Posted:
    """One line of an account's statement; `amount` in minor units, debit above zero."""

    id: uuid.UUID
    at: datetime
    key: str
    kind: str
    about: uuid.UUID | None
    memo: str
    amount: int


@dataclass(frozen=True)
class Sum:
    """One account of a trial balance."""

    code: str
    kind: str
    currency: str
    amount: int

    @property
    def shown(self) -> Money:
        """The sum as money."""
        return Money(self.amount, self.currency)


def statement(
    code: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    before: tuple[datetime, uuid.UUID] | None = None,
    limit: int | None = None,
) -> list[Posted]:
    """Return an account's lines, newest first.

    From `since` on, before `until`; after the line at `before` for the next page.
    """
    lines = (
        select(LedgerPosting)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerAccount.code == code)
        .order_by(LedgerPosting.created_at.desc(), LedgerPosting.id.desc())
        .limit(limit)
    )
    if since is not None:
        lines = lines.where(LedgerPosting.created_at >= since)
    if until is not None:
        lines = lines.where(LedgerPosting.created_at < until)
    if before is not None:
        here = tuple_(LedgerPosting.created_at, LedgerPosting.id)
        lines = lines.where(here < before)
    return _with_entries(list(db.session.scalars(lines)))


def _with_entries(postings: list[LedgerPosting]) -> list[Posted]:
    ids = {posting.entry_id for posting in postings}
    entries: dict[uuid.UUID, LedgerEntry] = {}
    known = list(ids)
    for at in range(0, len(known), 500):
        some = select(LedgerEntry).where(LedgerEntry.id.in_(known[at : at + 500]))
        entries.update({entry.id: entry for entry in db.session.scalars(some)})
    return [_posted(posting, entries[posting.entry_id]) for posting in postings]


def _posted(posting: LedgerPosting, entry: LedgerEntry) -> Posted:
    return Posted(
        posting.id,
        posting.created_at,
        entry.event_key,
        entry.kind,
        entry.subject_id,
        entry.memo,
        posting.amount_minor,
    )


def balance_before(code: str, moment: datetime) -> int:
    """Return an account's sum at a moment, in minor units."""
    total = db.session.scalar(
        select(func.sum(LedgerPosting.amount_minor))
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerAccount.code == code, LedgerPosting.created_at < moment)
    )
    return int(total or 0)


def beside(keys: Sequence[str], owner_kind: str) -> dict[str, int]:
    """Return what events wrote to accounts of a kind (`income`), in minor units."""
    found: dict[str, int] = {}
    for at in range(0, len(keys), 500):
        rows = db.session.execute(
            select(LedgerEntry.event_key, func.sum(LedgerPosting.amount_minor))
            .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
            .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
            .where(
                LedgerEntry.event_key.in_(keys[at : at + 500]),
                LedgerAccount.owner_kind == owner_kind,
            )
            .group_by(LedgerEntry.event_key)
        )
        found.update({key: int(amount) for key, amount in rows})
    return found


def active(code: str, spans: Sequence[tuple[datetime, datetime]]) -> list[int]:
    """Return which of these spans of time (from, before) an account has lines in.

    One look into the index for each span, however many lines there are.
    """
    looks = [
        select(literal(number)).where(
            exists().where(
                LedgerPosting.account_id == LedgerAccount.id,
                LedgerAccount.code == code,
                LedgerPosting.created_at >= since,
                LedgerPosting.created_at < until,
            )
        )
        for number, (since, until) in enumerate(spans)
    ]
    return list(db.session.scalars(union_all(*looks))) if looks else []


def first_line(code: str) -> datetime | None:
    """Return when the first line of an account was written."""
    return db.session.scalar(
        select(func.min(LedgerPosting.created_at))
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerAccount.code == code)
    )


def trial_balance() -> list[Sum]:
    """Return every account that is not at zero, by code."""
    # Summed by account first: naming each of a million lines would be slower.
    sums = (
        select(
            LedgerPosting.account_id.label("account"),
            func.sum(LedgerPosting.amount_minor).label("amount"),
        )
        .group_by(LedgerPosting.account_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            LedgerAccount.code,
            LedgerAccount.kind,
            LedgerAccount.currency,
            sums.c.amount,
        )
        .join(sums, sums.c.account == LedgerAccount.id)
        .where(sums.c.amount != 0)
        .order_by(LedgerAccount.code)
    )
    return [Sum(code, kind, cur, int(amount)) for code, kind, cur, amount in rows]


def entries_about(subject_id: uuid.UUID) -> list[str]:
    """Return the keys of every entry about something, oldest first."""
    return list(
        db.session.scalars(
            select(LedgerEntry.event_key)
            .where(LedgerEntry.subject_id == subject_id)
            .order_by(LedgerEntry.created_at, LedgerEntry.id)
        )
    )
