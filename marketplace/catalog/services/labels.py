"""Categories, materials, colours, care, watched words, patterns: changed on the desk."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.catalog.models import (
    Category,
    CategoryText,
    Listing,
    Pattern,
    Term,
    TermText,
    WatchedWord,
)
from marketplace.catalog.queries.content import content_of
from marketplace.catalog.services import categories, search
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.i18n import LOCALES
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import Labs, check_labs, of_labs
from marketplace.profiles.rules import Event, slug
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import audit, notices


@use_case
def save_term(
    kind: str,
    term_id: uuid.UUID | None,
    names: Mapping[str, str],
    *,
    swatch: str = "",
    active: bool = True,
    by: uuid.UUID,
) -> Term:
    """Add or change a material, a colour or a way of care.

    Raises Invalid("name_needed") unless it has a name in every language, Invalid for an
    unknown kind, NotFound.
    """
    _check(names)
    if kind not in {"material", "colour", "care"}:
        raise Invalid
    row = get_for_update(Term, term_id) if term_id else _new_term(kind, names)
    if row.kind != kind:
        raise NotFound
    before = _names(TermText, TermText.term_id, row.id)
    row.swatch, row.active = swatch, active
    for locale, name in names.items():
        db.session.merge(TermText(term_id=row.id, locale=locale, name=name.strip()))
    _log(kind, row.id, before, dict(names), by)
    search.names_changed()
    return row


def _new_term(kind: str, names: Mapping[str, str]) -> Term:
    last = db.session.scalars(
        select(Term.position).where(Term.kind == kind).order_by(Term.position.desc())
    ).first()
    row = Term(kind=kind, slug=_free_slug(names), position=(last or 0) + 1)
    db.session.add(row)
    db.session.flush()
    return row


@use_case
def save_category(
    category_id: uuid.UUID | None,
    names: Mapping[str, str],
    *,
    parent_id: uuid.UUID | None = None,
    kind: str = "product",
    by: uuid.UUID,
) -> Category:
    """Add a section or a category in one, or change its names; its address stays.

    A category is of its section's kind. Raises Invalid("name_needed"), NotFound.
    """
    _check(names)
    if category_id is None:
        if parent_id is not None:
            kind = get_for_update(Category, parent_id).kind
        last = db.session.scalars(
            select(Category.position).order_by(Category.position.desc())
        ).first()
        row = categories.add(
            slug=_free_slug(names),
            names=names,
            parent_id=parent_id,
            kind=kind,
            position=(last or 0) + 1,
        )
        _log("category", row.id, {}, dict(names), by)
        return row
    row = get_for_update(Category, category_id)
    before = _names(CategoryText, CategoryText.category_id, row.id)
    for locale, name in names.items():
        text = CategoryText(category_id=row.id, locale=locale, name=name.strip())
        db.session.merge(text)
    _log("category", row.id, before, dict(names), by)
    search.names_changed()
    return row


@use_case
def watch(word: str, *, by: uuid.UUID) -> None:
    """Add a word to look at twice; Invalid("word_needed") for none."""
    word = word.strip()
    if not word.strip("*") or len(word) > 40:
        raise Invalid("word_needed", field="word")
    known = select(WatchedWord.id).where(WatchedWord.word == word)
    if db.session.scalar(known) is not None:
        return
    row = WatchedWord(word=word)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return  # somebody has written the same one in this moment
    _log("word", row.id, "", word, by)


@use_case
def unwatch(word_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Take a word out again."""
    row = get_for_update(WatchedWord, word_id)
    _log("word", row.id, row.word, "", by)
    db.session.delete(row)


@use_case
def make_pattern(
    labs: Labs,
    listing_id: uuid.UUID,
    name: str,
    *,
    by: uuid.UUID,
) -> Pattern:
    """Make something to start from out of a listing on sale in one of these Labs.

    Its photos stay hers. Raises NotFound, Invalid("name_needed").
    """
    if not name.strip():
        raise Invalid("name_needed", field="name")
    listing = get_for_update(Listing, listing_id)
    shop = db.session.get_one(Shop, listing.shop_id)
    check_labs(labs, shop.lab_id)
    if listing.state not in {"published", "paused"}:
        raise Conflict("moved_on", state=listing.state)
    data = content_of(listing_id).as_json()
    data["photo_ids"] = []
    row = Pattern(
        lab_id=shop.lab_id, listing_id=listing_id, name=name.strip(), content=data
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        Event.CATALOGUE_CHANGED,
        by=by,
        about=shop.person_id,
        subject=row.id,
        lab=shop.lab_id,
        what="pattern",
        after=row.name,
    )
    notices.tell(shop.person_id, Kind.THING_PATTERN, "/my/things")
    return row


@use_case
def drop_pattern(labs: Labs, pattern_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Offer a pattern no more; NotFound for another Lab's, or everybody's."""
    row = of_labs(labs, get_for_update(Pattern, pattern_id))
    row.active = False
    _log("pattern", row.id, row.name, "", by)


def _check(names: Mapping[str, str]) -> None:
    if set(names) != set(LOCALES) or not all(name.strip() for name in names.values()):
        raise Invalid("name_needed")


def _names(model: Any, owner: Any, row_id: uuid.UUID) -> dict[str, str]:
    rows = db.session.execute(
        select(model.locale, model.name).where(owner == row_id)
    ).all()
    return {row.locale: row.name for row in rows}


def _free_slug(names: Mapping[str, str]) -> str:
    wanted = slug(names["en"], "label")
    taken = set(db.session.scalars(select(Term.slug)))
    taken |= {"new"}  # an address of the desk
    taken |= set(db.session.scalars(select(Category.slug)))
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def _log(kind: str, row_id: uuid.UUID, before: Any, after: Any, by: uuid.UUID) -> None:
    audit.record(
        Event.CATALOGUE_CHANGED,
        by=by,
        subject=row_id,
        what=kind,
        before=before,
        after=after,
    )
