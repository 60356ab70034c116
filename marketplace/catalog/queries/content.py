"""A listing as one content: to change it, copy it, compare it, take it along."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.catalog.models import Listing, ListingText
from marketplace.catalog.rules import (
    Content,
    Extra,
    Mode,
    Option,
    Package,
    Question,
    VariantPart,
)
from marketplace.catalog.rules.diff import without_stock
from marketplace.extensions import db
from marketplace.profiles.rules.seen import fingerprint


def content_of(listing_id: uuid.UUID) -> Content:
    """Return what a listing says and offers now (a fixed number of queries)."""
    return contents_of([listing_id])[listing_id]


def title_of(listing_id: uuid.UUID) -> str:
    """Return a listing's title in her own language."""
    found = db.session.scalar(
        select(ListingText.title)
        .where(ListingText.listing_id == listing_id)
        .order_by(ListingText.position)
        .limit(1)
    )
    return found or ""


def contents_of(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Content]:
    """Return what listings say and offer now (a fixed number of queries for 500)."""
    rows = db.session.scalars(
        select(Listing)
        .where(Listing.id.in_(ids))
        .options(
            selectinload(Listing.texts),
            selectinload(Listing.variants),
            selectinload(Listing.packages),
            selectinload(Listing.extras),
            selectinload(Listing.photos),
            selectinload(Listing.terms),
            selectinload(Listing.techniques),
        )
    )
    return {row.id: _content(row) for row in rows}


def _content(row: Listing) -> Content:
    return Content(
        category_id=row.category_id,
        texts={
            part.locale: (part.title, part.description)
            for part in sorted(row.texts, key=lambda part: part.position)
        },
        variants=_variants(row),
        options=tuple(
            Option(str(one["name"]), tuple(one["values"])) for one in row.options
        ),
        photo_ids=tuple(photo.id for photo in row.photos),
        techniques=tuple(one.id for one in row.techniques),
        terms=tuple(one.id for one in row.terms),
        may_export=row.may_export,
        packages=tuple(
            Package(one.name, one.included, one.price_minor, one.days, one.revisions)
            for one in row.packages
        ),
        extras=tuple(Extra(one.name, one.price_minor, one.days) for one in row.extras),
        questions=tuple(map(Question.read, row.questions)),
        place=row.place,
        capacity=row.capacity,
    )


def _variants(row: Listing) -> tuple[VariantPart, ...]:
    return tuple(
        VariantPart(
            choice=tuple(one.choice),
            price_minor=one.price_minor,
            stock=one.stock,
            mode=Mode(one.mode),
            stock_seen=one.stock,
            lead_days=one.lead_days,
            weekly=one.weekly,
            weight_g=one.weight_g,
            size_mm=tuple(one.size_mm),
            file_key=one.file_key,
            file_name=one.file_name,
        )
        for one in row.variants
    )


def mark(content: Content) -> str:
    """Return the mark of what a content says; stock is not said, it is sold."""
    return fingerprint(without_stock(content).as_json())


def mark_of(listing_id: uuid.UUID) -> str:
    """Return the mark of what a listing says now."""
    return mark(content_of(listing_id))


def marks_of(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the mark of each of these listings (as many queries as for one)."""
    return {key: mark(content) for key, content in contents_of(ids).items()}
