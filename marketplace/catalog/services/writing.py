"""Write what a content says into a listing's rows."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, update

from marketplace.catalog.models import (
    Category,
    DigitalFile,
    Extra,
    Listing,
    ListingText,
    Package,
    Term,
    Variant,
    listing_techniques,
    listing_terms,
)
from marketplace.catalog.rules import Content, Mode, VariantPart, checked
from marketplace.catalog.rules.units import COUNTED
from marketplace.catalog.services import cards, counts, photos
from marketplace.db import use_case
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.profiles.models import Shop, Technique
from marketplace.profiles.rules import Event
from marketplace.profiles.services import audit

PARTS = ("texts", "variants", "packages", "extras", "photos", "terms", "techniques")


def fitting(content: Content, shop_id: uuid.UUID) -> tuple[Category, Content]:
    """Return the category and the content checked for its kind and its shop.

    Raises Invalid("choose_category"), Invalid("invalid") for terms that do not exist,
    Invalid("file_needed") for a file this shop does not have, and what `rules.checked`
    raises.
    """
    category = db.session.get(Category, content.category_id)
    if category is None:
        raise Invalid("choose_category", field="category")
    for model, ids in ((Term, content.terms), (Technique, content.techniques)):
        if _count(model, ids) < len(set(ids)):
            raise Invalid
    fit = checked(content, category.kind)
    _check_files(fit, shop_id)
    return category, fit


def _check_files(content: Content, shop_id: uuid.UUID) -> None:
    keys = {key for key, _name in content.files}
    if not keys:
        return
    # Locked against the sweep, which looks for who names a file before it goes.
    hers = db.session.scalars(
        select(DigitalFile.key)
        .where(DigitalFile.key.in_(keys), DigitalFile.shop_id == shop_id)
        .with_for_update(read=True, key_share=True)
    ).all()
    if set(hers) != keys:
        raise Invalid("file_needed", field="file")


def _count(model: type[Term] | type[Technique], ids: Sequence[uuid.UUID]) -> int:
    if not ids:
        return 0
    counted = select(func.count()).select_from(model).where(model.id.in_(ids))
    return db.session.scalar(counted) or 0


@use_case
def write(listing: Listing, content: Content, *, applied: bool = False) -> None:
    """Make a listing what a content says; the row must be locked or new.

    Variants keep their row while their choice stays, so baskets and orders go on. The
    stock of one is only set when she has changed what the form had shown: a sale
    meanwhile raises Conflict("stock_moved", now=…). A change that was `applied` later
    leaves stock alone. Raises what `fitting` raises.
    """
    category, content = fitting(content, listing.shop_id)
    listing.category_id, listing.kind = category.id, category.kind
    listing.section_id = category.parent_id or category.id
    listing.may_export = content.may_export
    listing.options = [
        {"name": option.name, "values": list(option.values)}
        for option in content.options
    ]
    listing.questions = [asdict(one) for one in content.questions]
    listing.place, listing.capacity = content.place, content.capacity
    listing.price_minor = content.price_minor
    db.session.add(listing)
    db.session.flush()
    _texts(listing.id, content.texts)
    _links(listing_terms, "term_id", listing.id, content.terms)
    _links(listing_techniques, "technique_id", listing.id, content.techniques)
    shelve(listing)
    _variants(listing.id, content.variants, applied=applied)
    _packages(listing.id, content)
    photos.attach(listing.id, listing.shop_id, content.photo_ids, content.title)
    cards.changed(listing.id)
    db.session.flush()
    refresh(listing)


@use_case
def log_change(listing: Listing, *, by: uuid.UUID, **details: Any) -> None:
    """Write into the log what was changed of something on sale, and by whom."""
    shop = db.session.get_one(Shop, listing.shop_id)
    audit.record(
        Event.THING_CHANGED,
        by=by,
        subject=listing.id,
        about=shop.person_id,
        lab=shop.lab_id,
        **details,
    )


@use_case
def refresh(listing: Listing) -> None:
    """Bring what the listing repeats of its units up to date; the row must be locked."""
    units = db.session.scalars(
        select(Variant).where(Variant.listing_id == listing.id, Variant.active)
    ).all()
    listing.ready = any(
        unit.stock > 0 for unit in units if unit.mode in COUNTED
    ) or any(unit.mode == Mode.DIGITAL for unit in units)
    if units:
        listing.price_minor = min(unit.price_minor for unit in units)
    db.session.flush()
    db.session.expire(listing, PARTS)  # the next read sees what was written


@use_case
def shelve(listing: Listing) -> None:
    """Put a listing into the order of its techniques' pages, by when it was opened."""
    db.session.execute(
        update(listing_techniques)
        .where(listing_techniques.c.listing_id == listing.id)
        .values(published_at=listing.published_at)
    )
    if listing.published_at:
        counts.changed()


@use_case
def refresh_ready(ids: Sequence[uuid.UUID]) -> None:
    """Write anew whether one can be had at once; checkouts do not wait for that."""
    rows = select(Listing).where(Listing.id.in_(ids)).order_by(Listing.id)
    for listing in db.session.scalars(rows.with_for_update(key_share=True)):
        refresh(listing)


def _texts(listing_id: uuid.UUID, texts: Mapping[str, tuple[str, str]]) -> None:
    db.session.execute(
        delete(ListingText).where(
            ListingText.listing_id == listing_id, ListingText.locale.not_in(texts)
        )
    )
    for position, (locale, (title, description)) in enumerate(texts.items()):
        row = ListingText(
            listing_id=listing_id,
            locale=locale,
            title=title.strip(),
            description=description.strip(),
            position=position,
        )
        db.session.merge(row)


def _links(
    table: Table, column: str, listing_id: uuid.UUID, ids: Iterable[uuid.UUID]
) -> None:
    db.session.execute(delete(table).where(table.c.listing_id == listing_id))
    rows: list[dict[str, Any]] = [
        {"listing_id": listing_id, column: one} for one in dict.fromkeys(ids)
    ]
    if rows:
        db.session.execute(insert(table), rows)


def _variants(
    listing_id: uuid.UUID, parts: Sequence[VariantPart], *, applied: bool
) -> None:
    rows = db.session.scalars(
        select(Variant)
        .where(Variant.listing_id == listing_id)
        .order_by(Variant.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    known = {tuple(row.choice): row for row in rows}
    wanted = {part.choice for part in parts}
    for position, part in enumerate(parts):
        old = known.get(part.choice)
        # One that is new, comes back, or is counted another way has the stock she wrote.
        fresh = old is None or not old.active or old.mode != part.mode
        row = old or Variant(listing_id=listing_id, stock=0)
        _variant(row, part, position)
        if fresh or not applied:
            _stock(row, part, fresh=fresh)
        db.session.add(row)
    for choice, row in known.items():
        row.active = choice in wanted


def _variant(row: Variant, part: VariantPart, position: int) -> None:
    row.position, row.active = position, True
    row.choice, row.mode = list(part.choice), str(part.mode)
    row.price_minor = part.price_minor
    row.lead_days, row.weekly = part.lead_days, part.weekly
    row.weight_g, row.size_mm = part.weight_g, list(part.size_mm)
    row.file_key, row.file_name = part.file_key, part.file_name


def _stock(row: Variant, part: VariantPart, *, fresh: bool) -> None:
    if part.mode not in COUNTED:
        row.stock = 0
        return
    seen = part.stock_seen
    if not fresh and seen is not None:
        if part.stock == seen:
            return  # she has not touched it: what was sold meanwhile stays sold
        if row.stock != seen:
            raise Conflict("stock_moved", field="stock", now=row.stock)
    row.stock = part.stock


def _packages(listing_id: uuid.UUID, content: Content) -> None:
    rows = db.session.scalars(
        select(Package).where(Package.listing_id == listing_id)
    ).all()
    known = {row.position: row for row in rows}
    for row in rows:
        row.active = row.position < len(content.packages)
    for position, part in enumerate(content.packages):
        row = known.get(position) or Package(listing_id=listing_id, position=position)
        row.name, row.included, row.active = part.name, part.included, True
        row.price_minor, row.days = part.price_minor, part.days
        row.revisions = part.revisions
        db.session.add(row)
    db.session.execute(delete(Extra).where(Extra.listing_id == listing_id))
    for position, extra in enumerate(content.extras):
        db.session.add(
            Extra(
                listing_id=listing_id,
                position=position,
                name=extra.name,
                price_minor=extra.price_minor,
                days=extra.days,
            )
        )
