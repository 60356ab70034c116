"""Lines of a seller's account, in a page of thirty."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from marketplace.extensions import db
from marketplace.ledger import Posted, statement
from marketplace.money import Money
from marketplace.orders.models import Order, Purchase
from marketplace.web.paging import Cursor, Page, cut

PAGE = 30
OF_PAYOUT = frozenset({"po", "po_fail"})


@dataclass(frozen=True)
class AccountLine:
    """One line: above zero it came to her, below it went; `kind` says what it is.

    What it is of is an order with its number, or a payout.
    """

    at: datetime
    kind: str
    amount: Money
    order_id: uuid.UUID | None = None
    number: str = ""
    payout_id: uuid.UUID | None = None


def payable(shop_id: uuid.UUID) -> str:
    """Return the account of what a shop has earned and not been paid yet."""
    return f"payable:{shop_id}"


def account_page(shop_id: uuid.UUID, after: Cursor | None = None) -> Page[AccountLine]:
    """Return the latest lines of a seller's account, or those after a cursor."""
    before = (after.at, after.id) if after else None
    rows = statement(payable(shop_id), before=before, limit=PAGE + 1)
    shown, more = cut(rows, PAGE, lambda row: Cursor(row.at, row.id))
    return Page(account_lines(shop_id, shown), more)


def account_lines(shop_id: uuid.UUID, rows: Sequence[Posted]) -> list[AccountLine]:
    """Return postings as lines of hers: what we owe her is below zero in the book."""
    numbers = numbers_of(shop_id, (row.about for row in rows))
    return [_line(row, numbers) for row in rows]


def _line(row: Posted, numbers: dict[uuid.UUID, str]) -> AccountLine:
    order_id = row.about if row.about in numbers else None
    return AccountLine(
        row.at,
        row.kind,
        Money(-row.amount),
        order_id,
        numbers[order_id] if order_id else "",
        row.about if row.kind in OF_PAYOUT else None,
    )


def numbers_of(
    shop_id: uuid.UUID, ids: Iterable[uuid.UUID | None]
) -> dict[uuid.UUID, str]:
    """Return the number of each of these orders of a shop."""
    wanted = sorted({one for one in ids if one is not None})
    found: dict[uuid.UUID, str] = {}
    for at in range(0, len(wanted), 500):
        rows = db.session.execute(
            select(Order.id, Purchase.number)
            .join(Purchase, Purchase.id == Order.purchase_id)
            .where(Order.id.in_(wanted[at : at + 500]), Order.shop_id == shop_id)
        )
        found.update((order_id, number) for order_id, number in rows)
    return found
