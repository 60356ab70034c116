"""What a table came to, in the reader's language; and a table to begin with."""

from dataclasses import dataclass

from marketplace.catalog import queries
from marketplace.catalog.rules.imports import MODE_WORDS, Report, RowError
from marketplace.catalog.rules.sheets import COLUMNS, heading
from marketplace.errors import MarketplaceError
from marketplace.i18n import _, current
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
    column = heading(error.column, current()) if error.column in COLUMNS else ""
    return Mend(error.line, column, text)


def listed(report: Report) -> tuple[list[Mend], int]:
    """Return the messages a page shows, and how many more there are."""
    return [said(error) for error in report.errors[:MOST]], max(
        0, len(report.errors) - MOST
    )


def sample() -> list[list[str]]:
    """Return two example rows that can be brought in as they are."""
    language = current()
    names = [
        part.name
        for top in queries.sections()
        if top.kind == "product"
        for part in top.children
    ]
    counted, made = MODE_WORDS[language]
    first = {
        "code": "A-1",
        f"title_{language}": _("Red shyrdak"),
        f"description_{language}": _("Made by hand, pure wool."),
        "category": names[0] if names else "",
        "price": "1500",
        "stock": "3",
        "mode": counted,
        "weight_g": "2500",
        "size": "120 × 80 × 2",
    }
    second = {
        **first,
        "code": "A-2",
        f"title_{language}": _("Blue shyrdak"),
        "price": "1 800",
        "stock": "",
        "mode": made,
        "lead_days": "14",
        "weekly": "2",
    }
    return [[row.get(column, "") for column in COLUMNS] for row in (first, second)]
