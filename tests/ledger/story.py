"""Print the book as a table people can read: names instead of ids, debit and credit."""

import os
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from marketplace import ledger
from marketplace.extensions import db
from marketplace.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting
from marketplace.money import Money
from marketplace.orders.models import BankLine, Dispute, Order, Payment
from tests import people

FOLDER = Path(__file__).parent / "stories"
WRITE = bool(os.environ.get("WRITE_STORIES"))
HEAD = ("entry", "account", "debit", "credit")
Row = tuple[str, str, str, str]


def told() -> str:
    """Return every entry of the book and, last, its balances."""
    names = _names()
    rows: list[Row] = [HEAD, ("", "", "", "")]
    for entry in db.session.scalars(
        select(LedgerEntry).order_by(LedgerEntry.created_at, LedgerEntry.id)
    ):
        rows += _lines(entry, names)
    rows += [("", "", "", ""), ("balances", "", "", ""), ("", "", "", "")]
    sums = [(_named(one.code, names), one.shown) for one in ledger.trial_balance()]
    rows += [("", name, *_sides(amount)) for name, amount in sorted(sums)]
    return _table(rows)


def compare(name: str) -> None:
    """Assert that the book tells the story in the file; WRITE_STORIES=1 writes it."""
    path, text = FOLDER / f"{name}.txt", told()
    if WRITE:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def _lines(entry: LedgerEntry, names: dict[str, str]) -> list[Row]:
    found = db.session.execute(
        select(LedgerAccount.code, LedgerAccount.currency, LedgerPosting.amount_minor)
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .where(LedgerPosting.entry_id == entry.id)
    )
    lines = sorted(
        (amount < 0, _named(code, names), Money(amount, currency))
        for code, currency, amount in found
    )
    heads = [entry.kind] + [""] * (len(lines) - 1)
    return [
        (head, name, *_sides(amount))
        for head, (_, name, amount) in zip(heads, lines, strict=True)
    ]


def _sides(amount: Money) -> tuple[str, str]:
    whole, part = divmod(abs(amount.minor), 100)
    text = f"{whole:,}.{part:02d}".replace(",", " ")
    text += "" if amount.currency == "KGS" else f" {amount.currency}"
    return (text, "") if amount.minor > 0 else ("", text)


def _names() -> dict[str, str]:
    """Return what each id is called."""
    found = {str(people.lab(slug).id): slug.title() for slug in ("osh", "jalal-abad")}
    for name in ("aigul", "farida", "jamilya"):
        found[str(people.seller(name).shop_id)] = name.title()
    for model, word in (
        (Order, "order"),
        (Payment, "payment"),
        (BankLine, "line"),
        (Dispute, "dispute"),
    ):
        order = [model.created_at, *([Order.position] if model is Order else [])]
        for at, key in enumerate(db.session.scalars(select(model.id).order_by(*order))):
            found[str(key)] = f"{word} {at + 1}"
    return found


def _named(code: str, names: dict[str, str]) -> str:
    return ":".join(names.get(part, part) for part in code.split(":"))


def _table(rows: Sequence[Row]) -> str:
    wide = [max(len(row[at]) for row in rows) for at in range(4)]
    lines = [
        f"{row[0]:<{wide[0]}}  {row[1]:<{wide[1]}}  "
        f"{row[2]:>{wide[2]}}  {row[3]:>{wide[3]}}".rstrip()
        for row in rows
    ]
    return "\n".join(lines) + "\n"
