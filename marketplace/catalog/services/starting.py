"""Give a new site the catalogue it begins with; all of it is data then."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from marketplace.catalog.models import (
    Category,
    Pattern,
    Term,
    TermText,
    WatchedWord,
)
from marketplace.catalog.rules import simple
from marketplace.catalog.services import categories
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.i18n import LOCALES
from marketplace.money import Money

FILE = Path(__file__).parents[1] / "starting.toml"


@cache
def data() -> dict[str, Any]:
    """Return what the file says, as it is written there."""
    return tomllib.loads(FILE.read_text("utf-8"))


@use_case
def fill() -> None:
    """Write what is not there yet; what coordinators have changed is left alone."""
    if not db.session.scalar(select(Category.id).limit(1)):
        _categories(data()["categories"])
    if not db.session.scalar(select(Term.id).limit(1)):
        _terms(data()["terms"])
    if not db.session.scalar(select(WatchedWord.id).limit(1)):
        for word in data()["watched"]["words"]:
            db.session.add(WatchedWord(word=word))
    if not db.session.scalar(select(Pattern.id).limit(1)):
        _patterns(data()["patterns"])


def _categories(rows: list[dict[str, Any]]) -> None:
    made: dict[str, Category] = {}
    for position, row in enumerate(rows):
        parent = made.get(row.get("parent", ""))
        made[row["slug"]] = categories.add(
            slug=row["slug"],
            names={code: row[code] for code in LOCALES},
            parent_id=parent.id if parent else None,
            kind=row.get("kind", "product"),
            position=position,
        )


def _terms(rows: list[dict[str, Any]]) -> None:
    for position, row in enumerate(rows):
        db.session.add(
            Term(
                kind=row["kind"],
                slug=row["slug"],
                swatch=row.get("swatch", ""),
                position=position,
                texts=[TermText(locale=code, name=row[code]) for code in LOCALES],
            )
        )


def _patterns(rows: list[dict[str, Any]]) -> None:
    found = {
        row.slug: row.id
        for row in db.session.execute(select(Category.slug, Category.id))
    }
    for row in rows:
        if row["category"] not in found:
            continue
        texts = {code: (row[code][0], row[code][1]) for code in LOCALES}
        price = Money(row["price_minor"])
        content = simple(found[row["category"]], price, 1, texts)
        db.session.add(Pattern(name=texts["ky"][0], content=content.as_json()))
