"""Listings as the search engine wants them."""

import uuid
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.catalog.models import Category, Listing, ListingCard, Term
from marketplace.catalog.queries.cards import on_sale
from marketplace.extensions import db
from marketplace.infra.search import SearchDoc
from marketplace.profiles.models import Shop, Technique

BATCH = 200


def everything() -> Iterator[SearchDoc]:
    """Yield what is on sale, read in batches."""
    last = uuid.UUID(int=0)
    while ids := db.session.scalars(
        select(Listing.id)
        .where(Listing.id > last, Listing.state == "published")
        .order_by(Listing.id)
        .limit(BATCH)
    ).all():
        yield from documents(ids)
        db.session.rollback()  # a snapshot held for minutes keeps the log from shrinking
        last = ids[-1]


def on_sale_ids() -> set[str]:
    """Return the ids of everything that should be in the index."""
    rows = db.session.scalars(
        select(Listing.id).join(Shop, Shop.id == Listing.shop_id).where(on_sale())
    )
    return {str(one) for one in rows}


def documents(ids: Sequence[uuid.UUID]) -> list[SearchDoc]:
    """Return those of these listings that are on sale."""
    rows = db.session.execute(
        select(Listing, ListingCard.stars)
        .join(Shop, Shop.id == Listing.shop_id)
        .outerjoin(ListingCard, ListingCard.listing_id == Listing.id)
        .where(Listing.id.in_(ids), on_sale())
        .options(
            selectinload(Listing.texts),
            selectinload(Listing.category).selectinload(Category.texts),
            selectinload(Listing.terms).selectinload(Term.texts),
            selectinload(Listing.techniques).selectinload(Technique.texts),
            selectinload(Listing.shop).joinedload(Shop.lab),
        )
        .execution_options(populate_existing=True)
    )
    sections = {row.id: row.slug for row in db.session.scalars(select(Category))}
    return [_document(row[0], row[1], sections) for row in rows]


def _document(
    listing: Listing, stars: float | None, sections: dict[uuid.UUID, str]
) -> SearchDoc:
    return SearchDoc(
        id=str(listing.id),
        titles=tuple(text.title for text in listing.texts),
        bodies=tuple(text.description for text in listing.texts),
        tags=(listing.shop.alias, *_names(listing)),
        facets=_facets(listing, sections),
        price=listing.price_minor,
        published=int(listing.published_at.timestamp()) if listing.published_at else 0,
        rating=round(stars * 100) if stars else 0,
    )


def _facets(
    listing: Listing, sections: dict[uuid.UUID, str]
) -> dict[str, tuple[str, ...]]:
    category = [listing.category.slug]
    if listing.category.parent_id:
        category.append(sections[listing.category.parent_id])
    found = {
        "kind": [listing.kind],
        "category": category,
        "technique": [one.slug for one in listing.techniques],
        "material": _terms(listing, "material"),
        "colour": _terms(listing, "colour"),
        "lab": [listing.shop.lab.slug],
        "price": [str(listing.price_band)],
        "ready": ["yes"] if listing.ready else [],
        "abroad": ["yes"] if listing.may_export else [],
    }
    return {name: tuple(values) for name, values in found.items()}


def _terms(listing: Listing, kind: str) -> list[str]:
    return [term.slug for term in listing.terms if term.kind == kind]


def _names(listing: Listing) -> Iterator[str]:
    """Yield what it is, is made of and how, in every language."""
    yield from _texts((listing.category, *listing.techniques))
    yield from _texts(term for term in listing.terms if term.kind != "care")


def _texts(named: Iterable[Category | Technique | Term]) -> Iterator[str]:
    for one in named:
        yield from (text.name for text in one.texts)
