"""What a table came to, in the reader's language; and a table to begin with."""

from dataclasses import dataclass

from marketplace.catalog import queries
from marketplace.catalog.rules.imports import MODE_WORDS, Report, RowError
from marketplace.catalog.rules.sheets import COLUMNS, heading
from marketplace.errors import MarketplaceError
from marketplace.i18n import _, written
from marketplace.web.messages import explain

MOST = 500  # messages on a page; the rest comes when these are mended


@dataclass(frozen=True)
class Mend:
    """One line of what is to mend."""

    line: int
    column: str
    text: str


def said(error: RowError) -> Mend:
    """Return what to mend in words."""
    text = explain(MarketplaceError(error.code, **error.facts))
    if error.about:
        text = f"{error.about}: {text}"
    column = heading(error.column, written()) if error.column in COLUMNS else ""
    return Mend(error.line, column, text)


def listed(report: Report) -> tuple[list[Mend], int]:
    """Return the messages a page shows, and how many more there are."""
    shown = [said(error) for error in report.errors[:MOST]]
    return shown, len(report.errors) - len(shown)


def sample() -> list[list[str]]:
    """Return two example rows that can be brought in as they are."""
    counted, made = MODE_WORDS[written()]
    there = {"code": "A-1", "price": "1500", "stock": "3", "mode": counted}
    ordered = {"code": "A-2", "price": "1 800", "mode": made}
    rows = (
        _example(_("Red shyrdak")) | there,
        _example(_("Blue shyrdak")) | ordered | {"lead_days": "14", "weekly": "2"},
    )
    return [[row.get(column, "") for column in COLUMNS] for row in rows]


def _example(title: str) -> dict[str, str]:
    tops = [top for top in queries.sections() if top.kind == "product"]
    names = [part.name for top in tops for part in top.children]
    return {
        f"title_{written()}": title,
        f"description_{written()}": _("Made by hand, pure wool."),
        "category": names[0] if names else "",
        "weight_g": "2500",
        "size": "120 × 80 × 2",
    }
