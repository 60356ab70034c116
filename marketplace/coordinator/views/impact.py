"""What the Labs have moved: for reports, so nothing in it tells of one person."""

from collections.abc import Iterator, Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from marketplace import clock, i18n
from marketplace.coordinator.blueprint import bp
from marketplace.i18n import _
from marketplace.money import Money
from marketplace.orders import queries
from marketplace.orders.queries import Impact
from marketplace.orders.rules.periods import Month, last_months
from marketplace.permissions import Permission
from marketplace.profiles import queries as people
from marketplace.profiles.queries.labs import LabName
from marketplace.web import charts, csv
from marketplace.web.access import access
from marketplace.web.downloads import csv_file
from marketplace.web.viewer import viewer

SEE = Permission.SEE_RESIDENTS
Row = tuple[object, ...]


@bp.get("/desk/impact")
@access(SEE)
def impact() -> str:
    """Show my Labs' last twelve months; beside each other, where I see several."""
    rows = queries.impact_by_month(viewer().labs(SEE), last_months(clock.now()))
    labs = _by_lab() if len(_labs()) > 1 else []
    return render_template(
        "coordinator/impact.html",
        rows=rows,
        labs=labs,
        names=", ".join(lab.name for lab in _labs()),
        charts=_charts(rows),
        some=any(row.orders != 0 for row in rows),
    )


@bp.get("/desk/impact/<any(months, labs):what>.csv")
@access(SEE)
def impact_csv(what: str) -> ResponseReturnValue:
    """Hand the months or the Labs out as a table."""
    head: tuple[str, ...] = (_("Makers who sold"), _("Paid orders"), _("Turnover"))
    if what == "labs":
        head = (_("Lab"), _("Region"), *head)
        lines = [(lab.name, lab.region, *_cells(row)) for lab, row in _by_lab()]
    else:
        head = (_("Month"), *head, _("Half of the makers earned less than"))
        months = last_months(clock.now())
        rows = queries.impact_by_month(viewer().labs(SEE), months)
        lines = [(row.of, *_cells(row), _som(row.median)) for row in rows]
    return csv_file(f"impact-{what}-{clock.today()}.csv", csv.table(head, lines))


def _labs() -> list[LabName]:
    return people.lab_names(viewer().labs(SEE))


def _by_lab() -> list[tuple[LabName, Impact[object]]]:
    mine, labs = viewer().labs(SEE), _labs()
    ids = [lab.id for lab in labs]
    rows = queries.impact_by_lab(mine, ids, last_months(clock.now()))
    return list(zip(labs, rows, strict=True))


def _cells(row: Impact[object]) -> Iterator[object]:
    yield _("fewer than 5") if row.makers is None else row.makers
    yield "" if row.orders is None else row.orders
    yield _som(row.turnover)


def _som(amount: Money | None) -> object:
    return "" if amount is None else csv.som(amount)


def _charts(rows: Sequence[Impact[Month]]) -> dict[str, charts.Chart]:
    months = [i18n.short_month(row.of.first) for row in rows]
    counted = {
        "makers": [row.makers for row in rows],
        "orders": [row.orders for row in rows],
    }
    summed = {
        "turnover": [_minor(row.turnover) for row in rows],
        "median": [_minor(row.median) for row in rows],
    }
    return {
        name: charts.columns(values, months, tell)
        for tell, several in ((i18n.decimal, counted), (_money, summed))
        for name, values in several.items()
    }


def _minor(amount: Money | None) -> int | None:
    return None if amount is None else amount.minor


def _money(minor: int) -> str:
    return i18n.money(Money(minor))
