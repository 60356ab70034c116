"""Her account month by month, to read, to print and to take along."""

from collections.abc import Iterator
from datetime import date, datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from marketplace import clock
from marketplace.errors import NotFound
from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.queries import Statement
from marketplace.orders.rules.periods import Month
from marketplace.permissions import Access
from marketplace.profiles.queries import lab_names, own_shop
from marketplace.web import csv, labels
from marketplace.web.access import access
from marketplace.web.downloads import csv_file
from marketplace.web.viewer import own_shop_id

Row = tuple[object, ...]


@bp.get("/my/money/statements")
@access(Access.HERSELF)
def my_statements() -> str:
    """Show the months in which something happened."""
    months = queries.statement_months(own_shop_id())
    return render_template("orders/my_statements.html", months=months)


@bp.get("/my/money/statements/<month>")
@access(Access.HERSELF)
def my_statement(month: str) -> str:
    """Show one month, made for print."""
    shop = own_shop(own_shop_id())
    return render_template(
        "orders/my_statement.html",
        view=queries.statement_of(shop.id, _month(month)),
        shop=shop,
        lab=next(lab.name for lab in lab_names() if lab.id == shop.lab_id),
        now=clock.now(),
    )


@bp.get("/my/money/statements/<month>.csv")
@access(Access.HERSELF)
def my_statement_csv(month: str) -> ResponseReturnValue:
    """Hand one month out as a table."""
    view = queries.statement_of(own_shop_id(), _month(month))
    head = (_("Day"), _("What"), _("Order"), _("Sale"), _("Part of the Lab"))
    rows = [*_lines(view), *_totals(view)]
    table = csv.table((*head, _("On your account")), rows)
    return csv_file(f"statement-{view.month}.csv", table)


def _month(text: str) -> Month:
    month = Month.parse(text)
    if month is None:
        raise NotFound
    return month


def _lines(view: Statement) -> Iterator[Row]:
    yield view.month.first, _("At the beginning"), "", "", "", csv.som(view.opening)
    for row in view.lines:
        whole = (csv.som(row.gross), csv.som(row.fee)) if row.of_sale else ("", "")
        what = labels.MONEY_LINES.get(row.line.kind, row.line.kind)
        yield _day(row.line.at), what, row.line.number, *whole, csv.som(row.line.amount)
    for memo in view.memos:
        what = _("Sold for cash, you have the money")
        sums = (csv.som(memo.total), csv.som(memo.fee), "")
        yield _day(memo.at), what, memo.number, *sums
    yield "", _("At the end"), "", "", "", csv.som(view.closing)


def _totals(view: Statement) -> Iterator[Row]:
    """The sums under the lines; what is no fiscal document says so, also here."""
    for words, amount in (
        (_("Turnover in cash"), view.turnover.cash),
        (_("Turnover not in cash"), view.turnover.other),
        (_("Turnover together"), view.turnover.total),
        (_("Part of the Lab"), view.fees),
        (_("Paid out"), view.paid_out),
        (_("You owe the Lab at the end"), view.owed),
    ):
        yield "", words, "", "", "", csv.som(amount)
    yield "", _("This is not a fiscal document."), "", "", "", ""


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.BISHKEK).date()
