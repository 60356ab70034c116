"""Write entries and read balances. Signs: debit +, credit − (payments.md §5.4)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting
from marketplace.ledger.rules import check_balanced
from marketplace.money import Money

Kind = Literal["asset", "liability", "income", "expense"]


@dataclass(frozen=True)
class Line:
    """One posting to write: the account's code and kind, and a signed amount.

    A code is `<what>:<owner>`, or `<what>` alone; in another currency than the house's
    its currency comes last, as in `psp:stripe:USD`.
    """

    account: str
    kind: Kind
    amount: Money


@use_case
def post(
    event_key: str,
    lines: Sequence[Line],
    memo: str = "",
    *,
    about: uuid.UUID | None = None,
    by: uuid.UUID | None = None,
    reverses: uuid.UUID | None = None,
) -> bool:
    """Write a balanced entry once; False when this event is in the book already.

    Lines of zero are dropped; when none is left nothing is written. `about` is what it
    is of, `by` who did it. Raises UnbalancedError.
    """
    check_balanced((line.amount.currency, line.amount.minor) for line in lines)
    wanted = [line for line in lines if line.amount.minor]
    if not wanted or find(event_key) is not None:
        return False
    entry = LedgerEntry(
        event_key=event_key,
        kind=event_key.partition(":")[0],
        memo=memo,
        subject_id=about,
        actor_id=by,
        reverses_id=reverses,
    )
    if not _new(entry):
        return False
    for line in wanted:
        db.session.add(
            LedgerPosting(
                entry_id=entry.id,
                account_id=_account(line).id,
                created_at=entry.created_at,
                amount_minor=line.amount.minor,
            )
        )
    db.session.flush()
    return True


@use_case
def reverse(
    event_key: str, new_key: str, memo: str = "", *, by: uuid.UUID | None = None
) -> bool:
    """Correct an entry by its mirror; False if there is none, or it was reversed."""
    entry = find(event_key)
    if entry is None:
        return False
    rows = db.session.execute(
        select(LedgerAccount, LedgerPosting.amount_minor)
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .where(LedgerPosting.entry_id == entry.id)
    ).all()
    lines = [
        Line(account.code, account.kind, Money(-amount, account.currency))  # type: ignore[arg-type]
        for account, amount in rows
    ]
    about = entry.subject_id
    return post(new_key, lines, memo, about=about, by=by, reverses=entry.id)


def find(event_key: str) -> LedgerEntry | None:
    """Return the entry of an event."""
    return db.session.scalar(
        select(LedgerEntry).where(LedgerEntry.event_key == event_key)
    )


def _new(entry: LedgerEntry) -> bool:
    try:
        with db.session.begin_nested():  # the unique key decides between two at once
            db.session.add(entry)
    except IntegrityError:
        return False
    return True


def _account(line: Line) -> LedgerAccount:
    found = _find(line.account)
    if found is None:
        kind, _, owner = line.account.partition(":")
        try:
            with db.session.begin_nested():
                found = LedgerAccount(
                    code=line.account,
                    kind=line.kind,
                    currency=line.amount.currency,
                    owner_kind=kind,
                    owner_id=owner,
                )
                db.session.add(found)
        except IntegrityError:
            found = _find(line.account)
    if found is None or found.currency != line.amount.currency:
        raise ValueError(f"account {line.account} is not in {line.amount.currency}")
    return found


def _find(code: str) -> LedgerAccount | None:
    return db.session.scalar(select(LedgerAccount).where(LedgerAccount.code == code))


def balance(code: str, currency: str = "KGS") -> Money:
    """Return the sum of an account: what we owe is below zero."""
    total = db.session.scalar(
        select(func.coalesce(func.sum(LedgerPosting.amount_minor), 0))
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerAccount.code == code, LedgerAccount.currency == currency)
    )
    return Money(int(total or 0), currency)


def balances(codes: Sequence[str]) -> dict[str, int]:
    """Return the sums of many accounts, in minor units; those at zero are left out."""
    rows = db.session.execute(
        select(LedgerAccount.code, func.sum(LedgerPosting.amount_minor))
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .where(LedgerAccount.code.in_(codes))
        .group_by(LedgerAccount.code)
        .having(func.sum(LedgerPosting.amount_minor) != 0)
    )
    # PostgreSQL sums BIGINT to a Decimal: no money may be one.
    return {code: int(amount) for code, amount in rows}
