"""A table of things as a file: its columns in three languages, its cells as text."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.errors import Invalid
from marketplace.i18n import LOCALES
from marketplace.web.csv import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 2_000
SEPARATORS = (",", ";", "\t")

# column -> its names on screen in ky, ru, en; all of them are read
COLUMNS: dict[str, tuple[str, str, str]] = {
    "code": ("коду", "код", "code"),
    "title_ky": ("аты_ky", "название_ky", "title_ky"),
    "title_ru": ("аты_ru", "название_ru", "title_ru"),
    "title_en": ("аты_en", "название_en", "title_en"),
    "description_ky": ("баяны_ky", "описание_ky", "description_ky"),
    "description_ru": ("баяны_ru", "описание_ru", "description_ru"),
    "description_en": ("баяны_en", "описание_en", "description_en"),
    "category": ("бөлүм", "раздел", "category"),
    "price": ("баасы", "цена", "price"),
    "stock": ("саны", "количество", "stock"),
    "mode": ("барбы", "наличие", "mode"),
    "lead_days": ("жасоо_күнү", "дней_на_работу", "lead_days"),
    "weekly": ("аптасына", "в_неделю", "weekly"),
    "weight_g": ("салмагы_г", "вес_г", "weight_g"),
    "size": ("өлчөмү_см", "размер_см", "size"),
    "materials": ("материалдар", "материалы", "materials"),
    "colours": ("түстөр", "цвета", "colours"),
    "care": ("күтүү", "уход", "care"),
    "techniques": ("ыкмалар", "техники", "techniques"),
    "may_export": ("чет_өлкөгө", "за_границу", "may_export"),
    "photos": ("сүрөттөр", "фото", "photos"),
}
_EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def fold(text: str) -> str:
    """Return a name as names are compared: any case, any accents' spelling, no edges."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _heading(text: str) -> str:
    return re.sub(r"[\W_]+", "_", fold(text)).strip("_")


_NAMES = {_heading(name): column for column, names in COLUMNS.items() for name in names}


def heading(column: str, language: str) -> str:
    """Return a column's name in a language."""
    return COLUMNS[column][LOCALES.index(language)]


@dataclass(frozen=True)
class Line:
    """A row that is not empty. `number` is what a spreadsheet shows beside it, from 1.

    `cells` has every column of ours, the missing ones empty; `odd` says that the row
    has cells no column stands over.
    """

    number: int
    cells: dict[str, str]
    odd: bool


def lines_of(data: bytes) -> Iterator[Line]:
    """Yield the rows of a CSV file, in order, after its head.

    Raises Invalid: "import_too_big", "import_excel", "import_letters", "import_empty",
    "import_broken", "import_column_unknown", "import_column_twice",
    "import_column_code", "import_too_many_rows".
    """
    text = _text(data)
    columns, separator = _columns(text)
    found = 0
    for number, cells in _records(text, separator):
        if number == 1 or not any(cell.strip() for cell in cells):
            continue
        found += 1
        if found > MAX_ROWS:
            raise Invalid("import_too_many_rows", most=MAX_ROWS)
        yield _line(number, columns, cells)


def _line(number: int, columns: list[str], cells: list[str]) -> Line:
    known = dict.fromkeys(COLUMNS, "")
    for column, cell in zip(columns, cells, strict=False):
        if column:
            known[column] = plain(cell.strip()).strip()
    rest = [cell for cell in cells[len(columns) :] if cell.strip()]
    return Line(number, known, odd=bool(rest))


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise Invalid("import_too_big", most=MAX_BYTES // 1024 // 1024)
    if data.startswith(_EXCEL):
        raise Invalid("import_excel")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("import_letters") from None
    if not text.strip():
        raise Invalid("import_empty")
    return text


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield records numbered as a spreadsheet does: a cell of many lines is one row."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        yield from enumerate(reader, 1)
    except csv.Error:
        raise Invalid("import_broken", line=reader.line_num) from None


def _columns(text: str) -> tuple[list[str], str]:
    """Return the columns of the head (empty for a heading left empty), the separator."""
    heads = {mark: next(_records(text, mark), (1, []))[1] for mark in SEPARATORS}
    separator = max(SEPARATORS, key=lambda mark: _known(heads[mark]))
    found: list[str] = []
    for name in heads[separator]:
        column = _NAMES.get(_heading(name), "")
        if name.strip() and not column:
            raise Invalid("import_column_unknown", name=name.strip()[:40])
        if column and column in found:
            raise Invalid("import_column_twice", name=name.strip()[:40])
        found.append(column)
    if "code" not in found:
        raise Invalid("import_column_code")
    return found, separator


def _known(head: list[str]) -> int:
    return sum(_heading(name) in _NAMES for name in head)
