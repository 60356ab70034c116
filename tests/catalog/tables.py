"""Tables of things for tests: good rows, and thirty-seven that are to mend."""

import csv
import io
import struct
import zipfile

from marketplace.catalog.rules.sheets import COLUMNS

HEAD = list(COLUMNS)
GOOD = {
    "title_ky": "Кызыл шырдак",
    "description_ky": "Колдон жасалган.\nТаза жүн.",
    "category": "Шырдак",
    "price": "1 500 сом",
    "stock": "3",
}
LONG = "ш" * 91
# what is planted in a row -> the column and the code its message has
PLANTED = [
    ({"title_ky": ""}, "title_ky", "title_needed"),
    ({"title_ky": LONG}, "title_ky", "import_long"),
    ({"title_ru": LONG}, "title_ru", "import_long"),
    ({"title_ky": "Шыр\x07дак"}, "title_ky", "import_odd_letter"),
    ({"description_ru": "Шерсть"}, "title_ru", "title_needed"),
    ({"description_ky": "ж" * 3001}, "description_ky", "import_long"),
    ({"category": ""}, "category", "import_category"),
    ({"category": "Тапочек"}, "category", "import_category_unknown"),
    ({"category": "Логотип"}, "category", "import_service"),
    ({"category": "felt"}, "category", "import_category_unknown"),
    ({"price": ""}, "price", "price_words"),
    ({"price": "кымбат"}, "price", "price_words"),
    ({"price": "1,500"}, "price", "price_words"),
    ({"price": "0,50"}, "price", "price_range"),
    ({"price": "6000000"}, "price", "price_range"),
    ({"price": "=1+1"}, "price", "price_words"),
    ({"stock": ""}, "stock", "import_range"),
    ({"stock": "-1"}, "stock", "import_range"),
    ({"stock": "көп"}, "stock", "import_range"),
    ({"stock": "2,5"}, "stock", "import_range"),
    ({"stock": "10000"}, "stock", "import_range"),
    ({"mode": "кээде"}, "mode", "import_mode"),
    ({"mode": "one_off", "stock": "2"}, "stock", "one_off_stock"),
    ({"mode": "буйрутма"}, "lead_days", "import_range"),
    ({"mode": "на заказ", "lead_days": "400"}, "lead_days", "import_range"),
    (
        {"mode": "made_to_order", "lead_days": "5", "weekly": "1000"},
        "weekly",
        "import_range",
    ),
    ({"weight_g": "эки кило"}, "weight_g", "import_range"),
    ({"weight_g": "100001"}, "weight_g", "import_range"),
    ({"size": "чоң"}, "size", "import_size"),
    ({"size": "1 x 2 x 3 x 4"}, "size", "import_size"),
    ({"materials": "алтын"}, "materials", "import_name_unknown"),
    ({"colours": "wool"}, "colours", "import_name_unknown"),
    ({"care": "жууба эч качан"}, "care", "import_name_unknown"),
    ({"techniques": "сыйкыр"}, "techniques", "import_name_unknown"),
    ({"may_export": "балким"}, "may_export", "import_yes"),
    ({"photos": "жок.jpg"}, "photos", "import_photo_missing"),
    ({"code": "T-1"}, "code", "import_code_twice"),
]


def row(number: int, **cells: str) -> dict[str, str]:
    """Return a good row, but for these cells."""
    return {**GOOD, "code": f"T-{number}", **cells}


def file_of(rows, head=None, mark=",", bom=True) -> bytes:
    """Return rows as a file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark)
    writer.writerow(head or HEAD)
    for cells in rows:
        writer.writerow([cells.get(column, "") for column in HEAD])
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def thousand(*, planted: bool) -> tuple[bytes, dict[int, tuple[str, str]]]:
    """Return 1,000 rows, and of each planted row its line -> (column, code)."""
    rows, wrong = [], {}
    for number in range(1, 1001):
        place, rest = divmod(number, 27)
        cells = {}
        if planted and rest == 0 and place <= len(PLANTED):
            cells, *said = PLANTED[place - 1]
            wrong[number + 1] = tuple(said)  # line 1 is the head
        rows.append(row(number, **cells))
    return file_of(rows), wrong


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """Return a ZIP whose list says each file has so many bytes."""
    out, at = bytearray(data), 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<L", out, at + 24, size)
        at += 4
    return bytes(out)
