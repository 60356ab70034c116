"""Tables to take along: CSV that a spreadsheet shows and never runs."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from marketplace.money import Money

# What gets a quotation mark in front; the mark itself counts, so that `plain` is exact.
_MARKED = re.compile(r"'*[=+\-@\t\r\n]")


def safe(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula (security.md W05)."""
    if isinstance(value, Decimal):
        return str(value)  # ours, and a number: quoted, «-5» could not be added up
    text = "" if value is None else str(value)
    return f"'{text}" if _MARKED.match(text) else text


def som(amount: Money) -> Decimal:
    """Return an amount as a number a spreadsheet adds up, in som."""
    return Decimal(amount.minor).scaleb(-2)


def plain(cell: str) -> str:
    """Return what `safe` was given."""
    return cell[1:] if cell.startswith("'") and _MARKED.match(cell) else cell


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a whole table; it begins with the mark Excel needs for Cyrillic."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe(cell) for cell in head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()
