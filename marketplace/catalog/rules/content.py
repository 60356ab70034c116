"""What a listing says and offers, as one value.

A form writes it, a revision keeps it, an import builds it, a copy repeats it, a diff
compares two of them: whoever reads or changes a listing as a whole goes through it.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from marketplace.catalog.rules.states import MAX_PHOTOS
from marketplace.catalog.rules.units import (
    MAX_DAYS,
    MAX_STOCK,
    MAX_WEEKLY,
    Mode,
    check_price,
)
from marketplace.errors import Invalid
from marketplace.i18n import LOCALES
from marketplace.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MAX_VARIANTS = 60
MAX_OPTIONS = 2
MAX_PACKAGES = 3
MAX_EXTRAS = 5
MAX_QUESTIONS = 8


MAX_CHOICES = 12


class Ask(StrEnum):
    """What kind of answer a question wants."""

    TEXT = "text"
    CHOICE = "choice"
    FILE = "file"
    DATE = "date"
    MEASURES = "measures"


class Place(StrEnum):
    """Where a service is done."""

    REMOTE = "remote"
    LAB = "lab"
    BUYER = "buyer"


@dataclass(frozen=True)
class Option:
    """Something a buyer chooses, like «Size» with its values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class VariantPart:
    """A buyable unit of a product. `choice` has one value of each option, in order.

    `stock` is what she has written; `stock_seen` what the form had shown her, None when
    nothing was shown. `lead_days` and `weekly` (units a week, 0: any number) are of what
    is made to order. Weight in grams, sides in millimetres. `file_key` says where a file
    for download lies, `file_name` how buyers get it; both empty for any other mode.
    """

    choice: tuple[str, ...]
    price_minor: int
    stock: int = 0
    mode: Mode = Mode.COUNTED
    stock_seen: int | None = None
    lead_days: int = 0
    weekly: int = 0
    weight_g: int = 0
    size_mm: tuple[int, ...] = ()
    file_key: str = ""
    file_name: str = ""


@dataclass(frozen=True)
class Package:
    """A buyable unit of a service: what is included, by when, how many corrections."""

    name: str
    included: str
    price_minor: int
    days: int
    revisions: int = 1


@dataclass(frozen=True)
class Extra:
    """Something that can be added to a package."""

    name: str
    price_minor: int
    days: int = 0


@dataclass(frozen=True)
class Question:
    """What she asks a buyer before she begins; `choices` are of one to choose from."""

    text: str
    kind: Ask = Ask.TEXT
    choices: tuple[str, ...] = ()

    @classmethod
    def read(cls, said: Any) -> Question:
        """Return what a JSON column keeps; once a question was its text alone."""
        if isinstance(said, str):
            return cls(said)
        return cls(said["text"], Ask(said["kind"]), tuple(said["choices"]))


@dataclass(frozen=True)
class Content:
    """Everything a seller writes of one listing.

    `texts`: language -> (title, description), her own language first. `terms` are
    materials, colours and care; all ids are of rows that must exist.
    """

    category_id: uuid.UUID
    texts: Mapping[str, tuple[str, str]]
    variants: tuple[VariantPart, ...] = ()
    options: tuple[Option, ...] = ()
    photo_ids: tuple[uuid.UUID, ...] = ()
    techniques: tuple[uuid.UUID, ...] = ()
    terms: tuple[uuid.UUID, ...] = ()
    may_export: bool = True
    packages: tuple[Package, ...] = ()
    extras: tuple[Extra, ...] = ()
    questions: tuple[Question, ...] = ()
    place: str = ""
    capacity: int = 1

    @property
    def title(self) -> str:
        """The title in her own language."""
        return next(iter(self.texts.values()))[0]

    @property
    def price_minor(self) -> int:
        """The lowest price, in minor units."""
        prices = [unit.price_minor for unit in self.variants]
        return min(prices + [unit.price_minor for unit in self.packages])

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """Key and name of every file that is for sale here."""
        return tuple(
            (unit.file_key, unit.file_name) for unit in self.variants if unit.file_key
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as what a JSON column keeps."""
        data = asdict(self)
        data["category_id"] = str(self.category_id)
        data["texts"] = {code: list(pair) for code, pair in self.texts.items()}
        for name in ("photo_ids", "techniques", "terms"):
            data[name] = [str(one) for one in getattr(self, name)]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Content:
        """Return what `as_json` has written."""
        return cls(
            category_id=uuid.UUID(data["category_id"]),
            texts={code: (pair[0], pair[1]) for code, pair in data["texts"].items()},
            variants=tuple(_variant(part) for part in data["variants"]),
            options=tuple(
                Option(part["name"], tuple(part["values"])) for part in data["options"]
            ),
            photo_ids=_ids(data["photo_ids"]),
            techniques=_ids(data["techniques"]),
            terms=_ids(data["terms"]),
            may_export=bool(data["may_export"]),
            packages=tuple(Package(**part) for part in data["packages"]),
            extras=tuple(Extra(**part) for part in data["extras"]),
            questions=tuple(map(Question.read, data["questions"])),
            place=data["place"],
            capacity=data["capacity"],
        )


def simple(
    category_id: uuid.UUID,
    price: Money,
    stock: int,
    texts: Mapping[str, tuple[str, str]],
    photo_ids: Iterable[uuid.UUID] = (),
) -> Content:
    """Return a product with one counted unit: most first things are that."""
    one = VariantPart((), price.minor, stock)
    return Content(category_id, dict(texts), (one,), photo_ids=tuple(photo_ids))


def without_files(content: Content) -> Content:
    """Return it for another shop: a file stays with its maker, the rest is a start."""
    return replace(
        content,
        variants=tuple(
            replace(part, mode=Mode.COUNTED, file_key="", file_name="")
            if part.mode == Mode.DIGITAL
            else part
            for part in content.variants
        ),
    )


def checked(content: Content, kind: str) -> Content:
    """Return the content when it can be sold as this kind of thing.

    Raises Invalid: "title_needed", "photo_too_many", "package_needed",
    "variant_needed", "too_many_variants", "choice_twice", "price_range", "stock_range",
    "one_off_stock", "lead_days", "days_range", "place_needed", "file_needed",
    "file_one_kind", "question_choices".
    """
    if not content.texts or not set(content.texts) <= set(LOCALES):
        raise Invalid("title_needed", field="title")
    if not all(title.strip() for title, _ in content.texts.values()):
        raise Invalid("title_needed", field="title")
    if len(content.photo_ids) > MAX_PHOTOS:
        raise Invalid("photo_too_many", most=MAX_PHOTOS, field="photos")
    return _service(content) if kind == "service" else _product(content)


def _product(content: Content) -> Content:
    if not content.variants:
        raise Invalid("variant_needed")
    if len(content.variants) > MAX_VARIANTS or len(content.options) > MAX_OPTIONS:
        raise Invalid("too_many_variants", most=MAX_VARIANTS)
    choices = [part.choice for part in content.variants]
    if len(set(choices)) < len(choices) or not _fit(choices, content.options):
        raise Invalid("choice_twice")
    for part in content.variants:
        _check_unit(part)
    if content.options and any(part.mode == Mode.DIGITAL for part in content.variants):
        raise Invalid("file_one_kind", field="mode")
    return replace(
        content,
        variants=tuple(_tidy(part) for part in content.variants),
        packages=(),
        extras=(),
        questions=(),
        place="",
        capacity=1,
    )


def _fit(choices: Sequence[tuple[str, ...]], options: Sequence[Option]) -> bool:
    return all(
        len(choice) == len(options)
        and all(
            value in option.values
            for value, option in zip(choice, options, strict=True)
        )
        for choice in choices
    )


def _check_unit(part: VariantPart) -> None:
    check_price(Money(part.price_minor))
    if not 0 <= part.stock <= MAX_STOCK:
        raise Invalid("stock_range", field="stock")
    if part.mode == Mode.ONE_OFF and part.stock > 1:
        raise Invalid("one_off_stock", field="stock")
    made = part.mode == Mode.MADE_TO_ORDER
    if made and not 1 <= part.lead_days <= MAX_DAYS:
        raise Invalid("lead_days", field="lead_days")
    if not 0 <= part.weekly <= MAX_WEEKLY:
        raise Invalid("lead_days", field="weekly")
    if part.mode == Mode.DIGITAL and not part.file_key:
        raise Invalid("file_needed", field="file")


def _tidy(part: VariantPart) -> VariantPart:
    """Leave out what its mode has no use for: a file is not weighed or counted."""
    if part.mode == Mode.DIGITAL:
        return replace(part, stock=0, lead_days=0, weekly=0, weight_g=0, size_mm=())
    return replace(part, file_key="", file_name="")


def _service(content: Content) -> Content:
    if not 1 <= len(content.packages) <= MAX_PACKAGES:
        raise Invalid("package_needed")
    prices = [unit.price_minor for unit in content.packages]
    for price_minor in prices + [extra.price_minor for extra in content.extras]:
        check_price(Money(price_minor))
    if any(not 1 <= part.days <= MAX_DAYS for part in content.packages):
        raise Invalid("days_range", field="days")
    if content.place not in set(Place):
        raise Invalid("place_needed", field="place")
    for asked in content.questions:
        if asked.kind == Ask.CHOICE and not 2 <= len(asked.choices) <= MAX_CHOICES:
            raise Invalid("question_choices")
    return replace(content, variants=(), options=(), may_export=True)


def _variant(part: Mapping[str, Any]) -> VariantPart:
    return VariantPart(
        **{
            **part,
            "choice": tuple(part["choice"]),
            "mode": Mode(part["mode"]),
            "size_mm": tuple(part["size_mm"]),
        }
    )


def _ids(texts: Iterable[str]) -> tuple[uuid.UUID, ...]:
    return tuple(uuid.UUID(text) for text in texts)
