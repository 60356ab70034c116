"""Keep the search index in step. The index is a cache: the database is the truth."""

import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.catalog.models import Category, Listing, Term
from marketplace.catalog.queries import on_sale
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import enqueue
from marketplace.infra.search import SearchDoc
from marketplace.profiles.models import Shop, Technique

BATCH = 100


@use_case
def changed(listing_id: uuid.UUID) -> None:
    """Have a listing indexed (or forgotten) after this use case commits."""
    enqueue("catalog.index", {"id": str(listing_id)})


@use_case
def shop_changed(shop_id: uuid.UUID) -> None:
    """Have everything a shop has on sale indexed (or forgotten) after this use case."""
    ids = select(Listing.id).where(
        Listing.shop_id == shop_id, Listing.state == "published"
    )
    for listing_id in db.session.scalars(ids).all():
        changed(listing_id)


@use_case
def names_changed() -> None:
    """Have the index written anew: a section or a material has another name."""
    enqueue("catalog.rebuild_index", {})


def index(listing_id: uuid.UUID) -> None:
    """Bring one listing's entry up to date with what the database says now."""
    documents = _documents([listing_id])
    engine = adapters().search
    if documents:
        engine.upsert(documents)
    else:
        engine.delete([str(listing_id)])


def rebuild() -> int:
    """Write the whole index anew and switch to it; return how many are in it."""
    adapters().search.rebuild(_everything())
    return adapters().search.count()


def rebuild_if_stale() -> bool:
    """Rebuild a missing, damaged or outdated index; say whether it was one."""
    if not adapters().search.needs_rebuild():
        return False
    rebuild()
    return True


def _everything() -> Iterator[SearchDoc]:
    last = uuid.UUID(int=0)
    while True:
        ids = db.session.scalars(
            select(Listing.id)
            .where(Listing.id > last, Listing.state == "published")
            .order_by(Listing.id)
            .limit(BATCH)
        ).all()
        if not ids:
            return
        yield from _documents(ids)
        last = ids[-1]


def _documents(ids: Sequence[uuid.UUID]) -> list[SearchDoc]:
    rows = db.session.scalars(
        select(Listing)
        .join(Shop, Shop.id == Listing.shop_id)
        .where(Listing.id.in_(ids), on_sale())
        .options(
            selectinload(Listing.texts),
            selectinload(Listing.category).selectinload(Category.texts),
            selectinload(Listing.terms).selectinload(Term.texts),
            selectinload(Listing.techniques).selectinload(Technique.texts),
            selectinload(Listing.shop),
        )
        .execution_options(populate_existing=True)
    )
    return [_document(row) for row in rows]


def _document(listing: Listing) -> SearchDoc:
    return SearchDoc(
        id=str(listing.id),
        titles=tuple(text.title for text in listing.texts),
        bodies=tuple(text.description for text in listing.texts),
        tags=(listing.shop.alias, *_names(listing)),
    )


def _names(listing: Listing) -> Iterator[str]:
    """Yield what it is, is made of and how, in every language."""
    yield from (text.name for text in listing.category.texts)
    for term in listing.terms:
        yield from (text.name for text in term.texts)
    for technique in listing.techniques:
        yield from (text.name for text in technique.texts)
