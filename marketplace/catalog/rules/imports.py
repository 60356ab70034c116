"""What the rows of a table say: things to add, or what to mend and where."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from marketplace.catalog.rules.content import Content, VariantPart, checked
from marketplace.catalog.rules.sheets import fold, lines_of
from marketplace.catalog.rules.states import MAX_PHOTOS
from marketplace.catalog.rules.units import (
    COUNTED,
    MAX_DAYS,
    MAX_STOCK,
    MAX_WEEKLY,
    Mode,
    check_price,
)
from marketplace.errors import Invalid
from marketplace.i18n import LOCALES
from marketplace.money import parse

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Mapping

    from marketplace.catalog.rules.sheets import Line

MAX_TITLE, MAX_DESCRIPTION, MAX_CODE = 90, 3000, 60  # letters
MAX_WEIGHT = 100_000  # grams
MAX_PHOTO = 30 * 1024 * 1024  # bytes

MODES = {
    "": Mode.COUNTED,
    **dict.fromkeys(("counted", "бар", "есть", "в наличии"), Mode.COUNTED),
    **dict.fromkeys(("one_off", "жалгыз", "бирөө", "одна", "один"), Mode.ONE_OFF),
    **dict.fromkeys(("made_to_order", "буйрутма", "на заказ"), Mode.MADE_TO_ORDER),
    "digital": Mode.DIGITAL,
}
# what a sample table says: there are some; it is made when ordered
MODE_WORDS = {
    "ky": ("бар", "буйрутма"),
    "ru": ("есть", "на заказ"),
    "en": ("counted", "made_to_order"),
}
YES = frozenset({"", "yes", "ооба", "да", "1", "true"})
NO = frozenset({"no", "жок", "нет", "0", "false"})
_SIDE = r"[0-9]{1,4}(?:[.,][0-9])?"
_SIZE = re.compile(rf"{_SIDE}(?:\s*[x×х*/]\s*{_SIDE}){{0,2}}\s*(?:см|cm)?", re.I)
TERMS = {"materials": "material", "colours": "colour", "care": "care"}


@dataclass(frozen=True)
class Words:
    """What names in a table can mean: folded name or slug -> id.

    `services` are the names of categories of services. `terms` are by kind.
    """

    categories: Mapping[str, uuid.UUID]
    services: frozenset[str]
    terms: Mapping[str, Mapping[str, uuid.UUID]]
    techniques: Mapping[str, uuid.UUID]


@dataclass(frozen=True)
class RowError:
    """What to mend in one cell: `code` and `facts` make the words, `about` a photo."""

    line: int
    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""

    def as_json(self) -> list[Any]:
        """Return it as what a JSON column keeps."""
        return [self.line, self.column, self.code, dict(self.facts), self.about]


@dataclass(frozen=True)
class Row:
    """A thing to add. `photos` are the names of files, its content has none yet."""

    line: int
    code: str
    content: Content
    photos: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """What a table came to. `good` of its `rows` can be added, or have been."""

    rows: int
    good: int
    errors: tuple[RowError, ...]

    @property
    def waiting(self) -> int:
        """How many rows must be mended first."""
        return len({error.line for error in self.errors})

    @property
    def there(self) -> int:
        """How many rows name a thing the shop has already; they change nothing."""
        return self.rows - self.good - self.waiting


@dataclass(frozen=True)
class Reading:
    """A table read: things to add, what to mend, how many rows there are in all."""

    rows: list[Row]
    errors: list[RowError]
    total: int

    @property
    def report(self) -> Report:
        """What the dry run says of it."""
        return Report(self.total, len(self.rows), tuple(self.errors))


def read(
    data: bytes,
    words: Words,
    there: Collection[str] = (),
    photos: Mapping[str, int] | None = None,
) -> Reading:
    """Read a CSV file of things.

    Rows whose code is `there` in the shop are passed over unread. `photos` says of each
    file of the ZIP how many bytes it has, by folded name. Raises what `lines_of` raises.
    """
    reading = Reading([], [], 0)
    total, first = 0, dict[str, int]()
    for line in lines_of(data):
        total += 1
        code = line.cells["code"]
        if code and code in there:
            continue
        cells = _Cells(line, words, photos or {})
        row = cells.row(first.setdefault(code, line.number))
        if cells.errors:
            reading.errors.extend(cells.errors)
        elif row:
            reading.rows.append(row)
    return Reading(reading.rows, reading.errors, total)


class _Cells:
    """One row, cell by cell; every cell that cannot be used is noted."""

    def __init__(self, line: Line, words: Words, photos: Mapping[str, int]) -> None:
        self.line, self.words, self.photos = line, words, photos
        self.errors: list[RowError] = []

    def refuse(self, column: str, code: str, about: str = "", **facts: Any) -> None:
        """Note what to mend; of one cell the first is enough."""
        known = {(error.column, error.about) for error in self.errors}
        if (column, about) not in known:
            number = self.line.number
            self.errors.append(RowError(number, column, code, facts, about))

    def row(self, first: int) -> Row | None:
        """Return what the row says; None with `errors` when something is to mend."""
        if self.line.odd:
            self.refuse("", "import_odd_cells")
            return None
        code, category = self.code(first), self.category()
        texts, unit, photos = self.texts(), self.unit(), self.photo_names()
        terms = tuple(
            one
            for column, kind in TERMS.items()
            for one in self.names(column, self.words.terms.get(kind, {}))
        )
        techniques = self.names("techniques", self.words.techniques)
        may_export = self.yes("may_export")
        if self.errors or category is None:
            return None
        content = Content(
            category,
            texts,
            (unit,),
            terms=terms,
            techniques=techniques,
            may_export=may_export,
        )
        return Row(self.line.number, code, self.fitting(content), photos)

    def fitting(self, content: Content) -> Content:
        """Ask the rule of all things as well: it may know more than this table."""
        try:
            return checked(content, "product")
        except Invalid as error:
            self.refuse(str(error.facts.get("field", "")), error.code, **error.facts)
            return content

    def text(self, column: str, most: int) -> str:
        """Return a text of at most so many letters."""
        value = self.line.cells[column]
        if len(value) > most:
            self.refuse(column, "import_long", most=most)
        kept = "\n\t" if column.startswith("description") else ""
        value = value.replace("\r\n", "\n").replace("\r", "\n")
        if any(unicodedata.category(c) == "Cc" and c not in kept for c in value):
            self.refuse(column, "import_odd_letter")
        return value

    def code(self, first: int) -> str:
        """Return her own number of it, which no row above has."""
        code = self.text("code", MAX_CODE)
        if not code:
            self.refuse("code", "import_code")
        elif first != self.line.number:
            self.refuse("code", "import_code_twice", first=first)
        return code

    def texts(self) -> dict[str, tuple[str, str]]:
        """Return name and text by language, for those that have a name."""
        found = {}
        for language in LOCALES:
            title = self.text(f"title_{language}", MAX_TITLE)
            said = self.text(f"description_{language}", MAX_DESCRIPTION)
            if title:
                found[language] = (title, said)
            elif said:
                self.refuse(f"title_{language}", "title_needed")
        if not found:
            self.refuse("title_ky", "title_needed")
        return found

    def category(self) -> uuid.UUID | None:
        """Return the category a name in any language, or a slug, stands for."""
        name = self.line.cells["category"]
        found = self.words.categories.get(fold(name))
        if not name:
            self.refuse("category", "import_category")
        elif found is None and fold(name) in self.words.services:
            self.refuse("category", "import_service", value=name[:40])
        elif found is None:
            self.refuse("category", "import_category_unknown", value=name[:40])
        return found

    def names(
        self, column: str, known: Mapping[str, uuid.UUID]
    ) -> tuple[uuid.UUID, ...]:
        """Return what the names of a cell stand for."""
        found = []
        for name in _listed(self.line.cells[column]):
            one = known.get(fold(name))
            if one is None:
                self.refuse(column, "import_name_unknown", value=name[:40])
            else:
                found.append(one)
        return tuple(dict.fromkeys(found))

    def price(self) -> int:
        """Return the price in minor units."""
        try:
            return check_price(parse(self.line.cells["price"])).minor
        except Invalid as error:
            self.refuse("price", error.code)
            return 0

    def whole(self, column: str, least: int, most: int, empty: int = 0) -> int:
        """Return a whole number in range, `empty` for an empty cell."""
        text = re.sub(r"\s", "", self.line.cells[column])
        if not text:
            if not least <= empty <= most:
                self.refuse(column, "import_range", least=least, most=most)
            return empty
        found = re.fullmatch(r"([0-9]{1,9})(?:[.,]0+)?", text)
        number = int(found[1]) if found else -1
        if not least <= number <= most:
            self.refuse(column, "import_range", least=least, most=most)
        return number

    def unit(self) -> VariantPart:
        """Return what can be bought."""
        mode = MODES.get(fold(self.line.cells["mode"]))
        if mode is None:
            self.refuse("mode", "import_mode", value=self.line.cells["mode"][:40])
            mode = Mode.DIGITAL  # asks for nothing more in this row
        elif mode == Mode.DIGITAL:
            self.refuse("mode", "import_file")
        made = mode == Mode.MADE_TO_ORDER
        empty = 1 if mode == Mode.ONE_OFF else -1
        stock = self.whole("stock", 0, MAX_STOCK, empty) if mode in COUNTED else 0
        if mode == Mode.ONE_OFF and stock > 1:
            self.refuse("stock", "one_off_stock")
        return VariantPart(
            (),
            self.price(),
            stock,
            mode,
            lead_days=self.whole("lead_days", 1, MAX_DAYS) if made else 0,
            weekly=self.whole("weekly", 0, MAX_WEEKLY) if made else 0,
            weight_g=self.whole("weight_g", 0, MAX_WEIGHT),
            size_mm=self.size(),
        )

    def size(self) -> tuple[int, ...]:
        """Return up to three sides in millimetres, written in centimetres."""
        text = self.line.cells["size"]
        if text and not _SIZE.fullmatch(text):
            self.refuse("size", "import_size")
        sides = re.findall(_SIDE, text)
        return tuple(round(float(side.replace(",", ".")) * 10) for side in sides)

    def yes(self, column: str) -> bool:
        """Return yes or no; an empty cell is yes."""
        word = fold(self.line.cells[column])
        if word not in YES | NO:
            self.refuse(column, "import_yes", value=word[:40])
        return word in YES

    def photo_names(self) -> tuple[str, ...]:
        """Return the names of its photos, all of which are in the ZIP."""
        names = tuple(dict.fromkeys(_listed(self.line.cells["photos"])))
        if len(names) > MAX_PHOTOS:
            self.refuse("photos", "photo_too_many", most=MAX_PHOTOS)
            return names
        for name in names:
            size = self.photos.get(fold(name))
            if size is None:
                self.refuse("photos", "import_photo_missing", name[:60])
            elif size > MAX_PHOTO:
                told = {"mb": -(-size // 2**20), "limit_mb": MAX_PHOTO // 2**20}
                self.refuse("photos", "photo_too_many_bytes", name[:60], **told)
        return names


def _listed(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(";") if name.strip()]
