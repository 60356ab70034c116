"""A seller's account month by month, to the unit as it is in the book."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, literal, select, union_all

from marketplace import clock, ledger
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.ledger import Posted
from marketplace.money import Money
from marketplace.orders.models import Order, Purchase
from marketplace.orders.queries.account import AccountLine, account_lines, payable
from marketplace.orders.queries.turnover import Turnover, turnover
from marketplace.orders.rules import UNPAID
from marketplace.orders.rules.periods import Month, Span, months

OF_SALES = frozenset({"rel", "rf_req", "rf_fail"})
PAYOUTS = frozenset({"po", "po_fail"})


@dataclass(frozen=True)
class StatementLine:
    """A line of the account; of a sale or a refund also its whole and the Lab's part."""

    line: AccountLine
    fee: Money

    @property
    def of_sale(self) -> bool:
        """Whether it is of a sale: the others have no part of the Lab."""
        return self.line.kind in OF_SALES

    @property
    def gross(self) -> Money:
        """Hers and the Lab's part together."""
        return self.line.amount + self.fee


@dataclass(frozen=True)
class Memo:
    """A sale she was paid for herself: it is turnover, but not on the account."""

    at: datetime
    order_id: uuid.UUID
    number: str
    total: Money
    fee: Money


@dataclass(frozen=True)
class Statement:
    """One month of her account, oldest line first.

    `owed` is what she owes the Lab of cash sales at the end of it.
    """

    month: Month
    opening: Money
    lines: list[StatementLine]
    memos: list[Memo]
    turnover: Turnover
    owed: Money

    @property
    def closing(self) -> Money:
        """What her account has at the end."""
        return self.opening + self._sum(row.line.amount for row in self.lines)

    @property
    def sales(self) -> Money:
        """What was settled, before the Lab's part."""
        return self._sum(row.gross for row in self.lines if row.line.kind == "rel")

    @property
    def back(self) -> Money:
        """What went back to buyers after it had been settled; below zero."""
        kinds = OF_SALES - {"rel"}
        return self._sum(row.gross for row in self.lines if row.line.kind in kinds)

    @property
    def fees(self) -> Money:
        """The Lab's part of what was settled and not given back."""
        return self._sum(row.fee for row in self.lines)

    @property
    def other(self) -> Money:
        """Debts, disputes: what is neither sale nor payout."""
        kinds = OF_SALES | PAYOUTS
        rows = (row.line for row in self.lines)
        return self._sum(line.amount for line in rows if line.kind not in kinds)

    @property
    def paid_out(self) -> Money:
        """What was paid out to her, less what came back."""
        rows = (row.line for row in self.lines)
        return self._sum(line.amount for line in rows if line.kind in PAYOUTS) * -1

    @staticmethod
    def _sum(amounts: Iterable[Money]) -> Money:
        return sum(amounts, Money(0))


def statement_months(shop_id: uuid.UUID) -> list[Month]:
    """Return the months in which something happened, newest first."""
    first = _first(shop_id)
    if first is None:
        return []
    every = list(months(Month.of(first), Month.of(clock.now())))
    spans = [month.span for month in every]
    found = {*ledger.active(payable(shop_id), spans), *_sold(shop_id, spans)}
    return [month for number, month in enumerate(every) if number in found]


def _first(shop_id: uuid.UUID) -> datetime | None:
    sold = db.session.scalar(
        select(func.min(Order.paid_at)).where(Order.shop_id == shop_id)
    )
    moments = [one for one in (sold, ledger.first_line(payable(shop_id))) if one]
    return min(moments, default=None)


def _sold(shop_id: uuid.UUID, spans: Sequence[Span]) -> list[int]:
    """Return the spans in which a buyer paid."""
    looks = [
        select(literal(number)).where(
            exists().where(
                Order.shop_id == shop_id,
                Order.paid_at >= since,
                Order.paid_at < until,
            )
        )
        for number, (since, until) in enumerate(spans)
    ]
    return list(db.session.scalars(union_all(*looks)))


def statement_of(shop_id: uuid.UUID, month: Month) -> Statement:
    """Return a month of a shop's account; NotFound for one that has not begun."""
    since, until = month.span
    if since > clock.now():
        raise NotFound
    account = payable(shop_id)
    rows = ledger.statement(account, since=since, until=until)[::-1]
    return Statement(
        month,
        Money(-ledger.balance_before(account, since)),
        _lines(shop_id, rows),
        _memos(shop_id, month.span),
        turnover(shop_id, month.span),
        Money(ledger.balance_before(f"recv:{shop_id}", until)),
    )


def _lines(shop_id: uuid.UUID, rows: Sequence[Posted]) -> list[StatementLine]:
    sales = [row.key for row in rows if row.kind in OF_SALES]
    fees = ledger.beside(sales, "income")
    return [
        StatementLine(line, Money(-fees.get(row.key, 0)))
        for row, line in zip(rows, account_lines(shop_id, rows), strict=True)
    ]


def _memos(shop_id: uuid.UUID, span: Span) -> list[Memo]:
    since, until = span
    rows = db.session.execute(
        select(
            Order.paid_at, Order.id, Purchase.number, Order.total_minor, Order.fee_minor
        )
        .join(Purchase, Purchase.id == Order.purchase_id)
        .where(
            Order.shop_id == shop_id,
            Order.pays == "maker",
            Order.state.not_in(UNPAID),
            Order.paid_at >= since,
            Order.paid_at < until,
        )
        .order_by(Order.paid_at, Order.id)
    )
    return [
        Memo(at, order_id, number, Money(total), Money(fee))
        for at, order_id, number, total, fee in rows
        if at is not None
    ]
