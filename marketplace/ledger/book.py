"""Write entries and read balances. Signs: debit +, credit − (payments.md §5.4)."""

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
    """One posting to write: the account's code and kind, and a signed amount."""

    account: str
    kind: Kind
    amount: Money


@use_case
def post(event_key: str, lines: Sequence[Line], memo: str = "") -> bool:
    """Write a balanced entry once; False when this event is in the book already.

    Lines of zero are dropped. Raises UnbalancedError.
    """
    check_balanced((line.amount.currency, line.amount.minor) for line in lines)
    if not _new_entry(event_key, memo):
        return False
    entry = db.session.scalars(
        select(LedgerEntry).where(LedgerEntry.event_key == event_key)
    ).one()
    for line in lines:
        if line.amount.minor:
            db.session.add(
                LedgerPosting(
                    entry_id=entry.id,
                    account_id=_account(line).id,
                    amount_minor=line.amount.minor,
                )
            )
    db.session.flush()
    return True


def _new_entry(event_key: str, memo: str) -> bool:
    if db.session.scalar(
        select(LedgerEntry.id).where(LedgerEntry.event_key == event_key)
    ):
        return False
    try:
        with db.session.begin_nested():  # the unique key decides between two at once
            db.session.add(LedgerEntry(event_key=event_key, memo=memo))
    except IntegrityError:
        return False
    return True


def _account(line: Line) -> LedgerAccount:
    found = _find(line.account)
    if found is None:
        try:
            with db.session.begin_nested():
                found = LedgerAccount(
                    code=line.account, kind=line.kind, currency=line.amount.currency
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
