"""Read a bank's statement: a table (CSV) with day, sum, purpose, payer, number."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime

from marketplace.errors import Invalid
from marketplace.money import Money, parse

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 2000
DAYS = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y")
# What banks here write over a column, in small letters; the first that fits counts.
NAMES: dict[str, tuple[str, ...]] = {
    "day": ("date", "day", "дата", "дата операции", "күнү", "дата проводки"),
    "amount": ("amount", "credit", "сумма", "кредит", "приход", "суммасы", "киреше"),
    "text": ("purpose", "details", "назначение", "назначение платежа", "максаты"),
    "payer": ("payer", "from", "плательщик", "отправитель", "контрагент", "төлөөчү"),
    "number": ("number", "reference", "номер", "номер документа", "референс", "№"),
}


@dataclass(frozen=True)
class Read:
    """One row: what it says, or (in `problem`) why it cannot be read."""

    row: int
    day: date | None = None
    amount: Money | None = None
    text: str = ""
    payer: str = ""
    number: str = ""
    problem: str = ""


def read(data: bytes) -> list[Read]:
    """Return the rows with money that came in; rows of money that went out are left out.

    Raises Invalid: "import_too_big", "import_letters", "import_empty",
    "import_too_many_rows", "statement_columns" when day, sum or purpose is missing.
    """
    lines = _table(_decoded(data))
    columns = _columns(lines[0])
    rows = [line for line in lines[1:] if any(cell.strip() for cell in line)]
    if len(rows) > MAX_ROWS:
        raise Invalid("import_too_many_rows", most=MAX_ROWS)
    found = [_row(at, columns, line) for at, line in enumerate(rows, start=2)]
    return [one for one in found if one is not None]


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise Invalid("import_too_big", most=MAX_BYTES // 1024 // 1024)
    for letters in ("utf-8-sig", "cp1251"):  # banks here still write the second
        try:
            text = data.decode(letters)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise Invalid("import_empty")
        return text
    raise Invalid("import_letters")


def _table(text: str) -> list[list[str]]:
    separator = max(";,\t", key=text.splitlines()[0].count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise Invalid("import_letters") from None


def _columns(head: list[str]) -> dict[str, int]:
    plain = [" ".join(cell.split()).casefold() for cell in head]
    found = {
        what: plain.index(name)
        for what, names in NAMES.items()
        for name in reversed(names)
        if name in plain
    }
    if not {"day", "amount", "text"} <= set(found):
        raise Invalid("statement_columns")
    return found


def _row(at: int, columns: dict[str, int], line: list[str]) -> Read | None:
    cell = {
        what: line[column].strip() if column < len(line) else ""
        for what, column in columns.items()
    }
    if cell["amount"].startswith("-") or not re.search("[1-9]", cell["amount"]):
        return None
    try:
        day, amount = _day(cell["day"]), parse(cell["amount"].lstrip("+"))
    except Invalid as error:
        return Read(at, text=cell["text"], problem=error.code)
    return Read(
        at,
        day,
        amount,
        cell["text"],
        cell.get("payer", ""),
        cell.get("number", ""),
    )


def _day(text: str) -> date:
    for form in DAYS:
        try:
            return datetime.strptime(text.split(" ", maxsplit=1)[0], form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise Invalid("line_day")
