"""Her figures: what sales brought her, month by month, what is looked at, what sells."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from marketplace import clock, i18n
from marketplace.catalog.queries import looks_by_week
from marketplace.i18n import _
from marketplace.money import Money
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.queries import MonthFigures, Sold
from marketplace.orders.rules.periods import last_months, last_weeks
from marketplace.orders.views import amounts
from marketplace.permissions import Access
from marketplace.web import charts, csv
from marketplace.web.access import access
from marketplace.web.downloads import csv_file
from marketplace.web.viewer import own_shop_id


@bp.get("/my/money/figures")
@access(Access.HERSELF)
def my_figures() -> str:
    """Show the last twelve months and weeks; sums only after the tap of the money page."""
    shop_id, shown = own_shop_id(), amounts.shown()
    months, weeks = last_months(clock.now()), last_weeks(clock.today())
    mondays = list(map(i18n.short_day, weeks))
    rows = queries.figures_of(shop_id, months)
    best = queries.best_sold(shop_id, months)
    looks = looks_by_week(shop_id, weeks)
    return render_template(
        "orders/my_figures.html",
        shown=shown,
        rows=rows,
        best=best,
        weeks=list(zip(mondays, looks, strict=True)),
        charts=_charts(rows, mondays, looks, best, shown=shown),
    )


@bp.get("/my/money/figures.csv")
@access(Access.HERSELF)
def my_figures_csv() -> ResponseReturnValue:
    """Hand her months out as a table."""
    rows = queries.figures_of(own_shop_id(), last_months(clock.now()))
    head = (_("Month"), _("Paid orders"), _("Yours from sales"))
    lines = [(row.month, row.orders, csv.som(row.earned)) for row in rows]
    return csv_file(f"figures-{rows[-1].month}.csv", csv.table(head, lines))


def _charts(
    rows: Sequence[MonthFigures],
    mondays: Sequence[str],
    looks: Sequence[int],
    best: Sequence[Sold],
    *,
    shown: bool,
) -> dict[str, charts.Chart]:
    months = [i18n.short_month(row.month.first) for row in rows]
    drawn = {
        "orders": charts.columns([row.orders for row in rows], months, i18n.decimal),
        "looks": charts.columns(looks, mondays, i18n.decimal),
        "best": charts.rows(
            [one.number for one in best],
            [one.title for one in best],
            [i18n.decimal(one.number) for one in best],
        ),
    }
    if shown:  # the heights of covered sums would tell them
        earned = [row.earned.minor for row in rows]
        drawn["earned"] = charts.columns(earned, months, _whole)
    return drawn


def _whole(minor: int) -> str:
    return i18n.money(Money(minor))
