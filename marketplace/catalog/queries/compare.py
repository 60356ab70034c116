"""Two versions of a listing side by side, in words a coordinator reads."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.catalog.models import Category, Photo, Term
from marketplace.catalog.queries.cards import PhotoView
from marketplace.catalog.rules import Content, Mode, Package, VariantPart
from marketplace.catalog.rules.diff import changes
from marketplace.catalog.rules.units import COUNTED
from marketplace.extensions import db
from marketplace.i18n import _, _n, money, named
from marketplace.money import Money
from marketplace.profiles.models import Technique
from marketplace.web import labels


@dataclass(frozen=True)
class Side:
    """What one version says of one part: lines of words, or pictures."""

    lines: list[str] = field(default_factory=list)
    photos: list[PhotoView] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One part that differs; `language` is of a text."""

    part: str
    before: Side
    after: Side
    language: str = ""


def compared(before: Content, after: Content) -> list[Row]:
    """Return what differs, part by part, each text language by itself."""
    rows: list[Row] = []
    for one in changes(before, after):
        if one.part == "texts":
            rows += _texts(one.before, one.after)
        else:
            rows.append(
                Row(one.part, _side(one.part, one.before), _side(one.part, one.after))
            )
    return rows


def _texts(before: dict[str, Any], after: dict[str, Any]) -> list[Row]:
    rows = []
    for code in dict.fromkeys((*before, *after)):
        old, new = before.get(code, ("", "")), after.get(code, ("", ""))
        for at, part in enumerate(("title", "description")):
            if old[at] != new[at]:
                sides = (Side(old[at].splitlines()), Side(new[at].splitlines()))
                rows.append(Row(part, *sides, language=code))
    return rows


def _side(part: str, value: Any) -> Side:
    if part == "photo_ids":
        return Side(photos=_photos(value))
    return Side(_LINES.get(part, _plain)(value))


def _plain(value: Any) -> list[str]:
    values = value if isinstance(value, tuple) else (value,)
    return [str(one) for one in values if one not in {"", None}]


def _variants(parts: Iterable[VariantPart]) -> list[str]:
    return [_variant(part) for part in parts]


def _variant(part: VariantPart) -> str:
    said = [" / ".join(part.choice), money(Money(part.price_minor))]
    if part.mode == Mode.MADE_TO_ORDER:
        said.append(_("made to order in %(days)s days", days=part.lead_days))
        if part.weekly:
            said.append(_("%(number)s a week", number=part.weekly))
    elif part.mode in COUNTED:
        if part.mode == Mode.ONE_OFF:
            said.append(_("There is only this one"))
        said.append(_("in stock: %(number)s", number=part.stock))
    elif part.file_name:
        said.append(part.file_name)
    if part.weight_g:
        said.append(_("%(number)s g", number=part.weight_g))
    if part.size_mm:
        said.append(" × ".join(f"{side / 10:g}" for side in part.size_mm))
    return ", ".join(one for one in said if one)


def _packages(parts: Iterable[Package]) -> list[str]:
    return [", ".join(one for one in _package(part) if one) for part in parts]


def _package(part: Package) -> list[str]:
    days = _n("Ready in %(num)s day", "Ready in %(num)s days", part.days)
    more = _n("%(num)s correction", "%(num)s corrections", part.revisions)
    return [part.name, part.included, money(Money(part.price_minor)), days, more]


def _extras(parts: Iterable[Any]) -> list[str]:
    return [
        f"{part.name}: {money(Money(part.price_minor))},"
        f" {_n('%(num)s day', '%(num)s days', part.days)}"
        for part in parts
    ]


def _questions(parts: Iterable[Any]) -> list[str]:
    return [" – ".join([part.text, *part.choices]) for part in parts]


def _options(parts: Iterable[Any]) -> list[str]:
    return [f"{part.name}: {', '.join(part.values)}" for part in parts]


def _named(model: Any, ids: Sequence[uuid.UUID]) -> list[str]:
    rows = db.session.scalars(
        select(model).where(model.id.in_(ids)).options(selectinload(model.texts))
    )
    return [named(row.texts) for row in rows]


_LINES: dict[str, Any] = {
    "variants": _variants,
    "packages": _packages,
    "extras": _extras,
    "questions": _questions,
    "options": _options,
    "terms": lambda ids: _named(Term, ids),
    "techniques": lambda ids: _named(Technique, ids),
    "category_id": lambda one: _named(Category, [one]),
    "place": lambda one: [str(labels.PLACES[one])] if one else [],
    "may_export": lambda one: [_("yes") if one else _("no")],
}


def _photos(ids: Sequence[uuid.UUID]) -> list[PhotoView]:
    rows = db.session.scalars(select(Photo).where(Photo.id.in_(ids)))
    found = {row.id: PhotoView.of(row) for row in rows}
    return [found[one] for one in ids if one in found]
