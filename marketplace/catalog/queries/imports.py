"""Tables of things: what their words mean, how one stands, her things as one."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from marketplace.catalog.models import Category, Import, Listing, Term, Variant
from marketplace.catalog.queries.content import contents_of
from marketplace.catalog.rules import Content, Mode
from marketplace.catalog.rules.imports import TERMS, Report, RowError, Words
from marketplace.catalog.rules.sheets import COLUMNS, fold
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import LOCALES
from marketplace.money import Money, plain
from marketplace.profiles.models import Shop, Technique

AT_ONCE = 500  # listings read together for an export


def words() -> Words:
    """Return what names in a table can mean, in any language."""
    parts = db.session.scalars(
        select(Category)
        .where(Category.parent_id.is_not(None))
        .options(selectinload(Category.texts))
    ).all()
    services = [one for one in parts if one.kind == "service"]
    terms = db.session.scalars(
        select(Term).where(Term.active).options(selectinload(Term.texts))
    ).all()
    techniques = select(Technique).options(selectinload(Technique.texts))
    return Words(
        categories=_meanings(one for one in parts if one.kind == "product"),
        services=frozenset(_meanings(services)),
        terms={
            kind: _meanings(one for one in terms if one.kind == kind)
            for kind in TERMS.values()
        },
        techniques=_meanings(db.session.scalars(techniques)),
    )


def _meanings(rows: Iterable[Any]) -> dict[str, uuid.UUID]:
    """Return slug and names -> id; a name of two of them means none."""
    by_slug: dict[str, uuid.UUID] = {}
    by_name: dict[str, uuid.UUID] = {}
    seen: Counter[str] = Counter()
    for row in rows:
        by_slug[fold(row.slug)] = row.id
        names = {fold(text.name) for text in row.texts}
        seen.update(names)
        by_name |= dict.fromkeys(names, row.id)
    clear = {name: one for name, one in by_name.items() if seen[name] == 1}
    return clear | by_slug


def codes_of(shop_id: uuid.UUID) -> set[str]:
    """Return the codes a shop has; what has none goes by its address."""
    code = func.coalesce(Listing.code, Listing.slug)
    return set(db.session.scalars(select(code).where(Listing.shop_id == shop_id)))


def has_code(shop_id: uuid.UUID, code: str) -> bool:
    """Whether a shop has a thing of this code."""
    same = or_(Listing.code == code, and_(Listing.code.is_(None), Listing.slug == code))
    found = select(Listing.id).where(Listing.shop_id == shop_id, same).limit(1)
    return db.session.scalar(found) is not None


@dataclass(frozen=True)
class ImportView:
    """How a table stands; once `running`, `report.good` is how many were added."""

    id: uuid.UUID
    state: str
    good: int
    report: Report


def import_of(shop_id: uuid.UUID, import_id: uuid.UUID) -> ImportView:
    """Return a table of this shop; NotFound for another's."""
    row = db.session.get(Import, import_id)
    if row is None or row.shop_id != shop_id:
        raise NotFound
    errors = tuple(RowError(*parts) for parts in row.errors)
    good = row.good if row.state == "checked" else row.added
    return ImportView(row.id, row.state, row.good, Report(row.rows, good, errors))


def shop_of_slug(slug: str) -> Shop:
    """Return a shop by its address; NotFound."""
    row = db.session.scalar(select(Shop).where(Shop.slug == slug))
    if row is None:
        raise NotFound
    return row


def left_out(shop_id: uuid.UUID) -> int:
    """Return how many things a table has no place for: services, sizes, files."""
    counted = select(func.count()).where(Listing.shop_id == shop_id, _kept())
    return db.session.scalar(counted.where(~_simple())) or 0


def as_rows(shop_id: uuid.UUID) -> list[list[str]]:
    """Return her things as rows of a table, oldest first, without their photos."""
    found = db.session.execute(
        select(Listing.id, func.coalesce(Listing.code, Listing.slug))
        .where(Listing.shop_id == shop_id, _kept(), _simple())
        .order_by(Listing.created_at, Listing.id)
    ).all()
    slugs = _slugs()
    made = []
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        contents = contents_of([listing_id for listing_id, _code in some])
        made += [_cells(code, contents[key], slugs) for key, code in some]
    return made


def _kept() -> ColumnElement[bool]:
    return Listing.state.not_in(("archived", "rejected"))


def _simple() -> ColumnElement[bool]:
    sizes = select(func.count()).where(Variant.listing_id == Listing.id, Variant.active)
    file = sizes.where(Variant.mode == Mode.DIGITAL)
    return and_(
        Listing.kind == "product",
        sizes.scalar_subquery() == 1,
        file.scalar_subquery() == 0,
    )


def _slugs() -> dict[uuid.UUID, tuple[str, str]]:
    """Return id -> (column, slug) of all that has a name of its own."""
    found: dict[uuid.UUID, tuple[str, str]] = {}
    for row in db.session.execute(select(Category.id, Category.slug)):
        found[row.id] = ("category", row.slug)
    for row in db.session.execute(select(Technique.id, Technique.slug)):
        found[row.id] = ("techniques", row.slug)
    columns = {kind: column for column, kind in TERMS.items()}
    for term in db.session.execute(select(Term.id, Term.kind, Term.slug)):
        found[term.id] = (columns[term.kind], term.slug)
    return found


def _cells(
    code: str, content: Content, slugs: dict[uuid.UUID, tuple[str, str]]
) -> list[str]:
    cells = dict.fromkeys(COLUMNS, "")
    for language in LOCALES:
        texts = content.texts.get(language, ("", ""))
        cells[f"title_{language}"], cells[f"description_{language}"] = texts
    for one in (content.category_id, *content.terms, *content.techniques):
        column, slug = slugs[one]
        cells[column] = f"{cells[column]}; {slug}" if cells[column] else slug
    return list((cells | _offer(content) | {"code": code}).values())


def _offer(content: Content) -> dict[str, str]:
    unit = content.variants[0]
    return {
        "price": plain(Money(unit.price_minor)),
        "stock": str(unit.stock),
        "mode": str(unit.mode),
        "lead_days": str(unit.lead_days or ""),
        "weekly": str(unit.weekly or ""),
        "weight_g": str(unit.weight_g or ""),
        "size": " × ".join(f"{side / 10:g}" for side in unit.size_mm),
        "may_export": "yes" if content.may_export else "no",
    }
