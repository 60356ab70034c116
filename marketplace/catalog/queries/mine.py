"""A seller's own listings."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import selectinload

from marketplace import clock
from marketplace.catalog.models import (
    CostSheet,
    Listing,
    ListingRevision,
    ListingViews,
    Package,
    Variant,
)
from marketplace.catalog.queries.cards import PhotoView, faces
from marketplace.catalog.queries.changes import pending_change
from marketplace.catalog.queries.content import content_of
from marketplace.catalog.queries.units import UnitView, units_of
from marketplace.catalog.rules import Content, VariantPart
from marketplace.catalog.rules.pricing import Costs
from marketplace.db import newest_first
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.money import Money
from marketplace.web.paging import PAGE, Cursor, Page, cut

# tab -> the states it shows (ux.md §9, page 27)
TABS = {
    "live": ("published",),
    "checking": ("in_review", "needs_changes", "rejected"),
    "draft": ("draft",),
    "hidden": ("paused",),
    "archived": ("archived",),
}


@dataclass(frozen=True)
class MyListing:
    """One line of a seller's own list."""

    id: uuid.UUID
    slug: str
    kind: str
    title: str
    state: str
    note: str
    price: Money
    units: list[UnitView]
    created_at: datetime
    photo: PhotoView | None
    change: str  # the state of a change that waits or was answered last, or ""
    change_note: str
    seen: int  # how often in the last 30 days
    places: tuple[int, int] = (0, 0)  # of a service: in hand, at most
    busy_until: date | None = None

    @property
    def stock(self) -> int:
        """How many there are of all its variants."""
        return sum(unit.stock for unit in self.units)


def my_listings(
    shop_id: uuid.UUID, tab: str = "", after: Cursor | None = None, size: int = PAGE
) -> Page[MyListing]:
    """Return what a shop has under a tab, newest first; without one all but archived."""
    query = select(Listing).where(Listing.shop_id == shop_id)
    if tab in TABS:
        query = query.where(Listing.state.in_(TABS[tab]))
    else:
        query = query.where(Listing.state != "archived")
    query = query.options(selectinload(Listing.variants))
    query = newest_first(query, Listing.created_at, Listing.id, after, size)
    found = db.session.scalars(query).all()
    rows, more = cut(found, size, lambda row: Cursor(row.created_at, row.id))
    return Page(_dressed(rows), more)


def _dressed(rows: Sequence[Listing]) -> list[MyListing]:
    ids = [row.id for row in rows]
    today = clock.today()
    shown, waiting, looks = faces(ids), _changes(ids), _looks(ids)
    return [
        MyListing(
            row.id,
            row.slug,
            row.kind,
            shown[row.id][0],
            row.state,
            row.note,
            Money(row.price_minor, row.currency),
            units_of(row),
            row.created_at,
            shown[row.id][1],
            *waiting.get(row.id, ("", "")),
            looks.get(row.id, 0),
            (row.taken, row.capacity),
            row.busy_until if row.busy_until and row.busy_until >= today else None,
        )
        for row in rows
    ]


def _looks(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return how often each was looked at in the last 30 days."""
    rows = db.session.execute(
        select(ListingViews.listing_id, func.sum(ListingViews.count))
        .where(
            ListingViews.listing_id.in_(ids),
            ListingViews.day > clock.today() - timedelta(days=30),
        )
        .group_by(ListingViews.listing_id)
    )
    return {key: int(count) for key, count in rows}


def _changes(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """Return of each listing the change that matters: the last one not withdrawn."""
    if not ids:
        return {}
    rows = db.session.execute(
        select(ListingRevision.listing_id, ListingRevision.state, ListingRevision.note)
        .where(
            ListingRevision.listing_id.in_(ids),
            ListingRevision.state.in_(("pending", "declined", "applied")),
        )
        .order_by(ListingRevision.created_at)
    )
    found = {row.listing_id: (row.state, row.note) for row in rows}
    return {key: pair for key, pair in found.items() if pair[0] != "applied"}


def with_several_prices(ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these have units of different prices, by one query."""
    units = union_all(
        *(
            select(unit.listing_id, unit.price_minor).where(
                unit.listing_id.in_(ids), unit.active
            )
            for unit in (Variant, Package)
        )
    ).subquery()
    found = (
        select(units.c.listing_id)
        .group_by(units.c.listing_id)
        .having(func.count(units.c.price_minor.distinct()) > 1)
    )
    return set(db.session.scalars(found))


def my_tabs(shop_id: uuid.UUID) -> dict[str, int]:
    """Return how many listings are under each tab."""
    rows = db.session.execute(
        select(Listing.state, func.count())
        .where(Listing.shop_id == shop_id)
        .group_by(Listing.state)
    )
    counted = {row[0]: row[1] for row in rows}
    return {
        tab: sum(counted.get(state, 0) for state in states)
        for tab, states in TABS.items()
    }


def my_listing(shop_id: uuid.UUID, listing_id: uuid.UUID) -> Listing:
    """Return one listing of this shop with its parts; NotFound for any other."""
    row = db.session.scalar(
        select(Listing)
        .where(Listing.id == listing_id, Listing.shop_id == shop_id)
        .options(
            selectinload(Listing.texts),
            selectinload(Listing.variants),
            selectinload(Listing.photos),
        )
    )
    if row is None:
        raise NotFound
    return row


def my_content(shop_id: uuid.UUID, listing_id: uuid.UUID) -> Content:
    """Return what she has written last: of a change that waits, else of what is live.

    Stock is always today's. NotFound for a listing of another shop.
    """
    my_listing(shop_id, listing_id)
    live = content_of(listing_id)
    waiting = pending_change(listing_id)
    if waiting is None:
        return live
    content = Content.from_json(waiting.content)
    now = {part.choice: part for part in live.variants}
    return replace(
        content,
        variants=tuple(
            _with_stock(part, now.get(part.choice)) for part in content.variants
        ),
    )


def _with_stock(part: VariantPart, live: VariantPart | None) -> VariantPart:
    if live is None or live.mode != part.mode:
        return replace(part, stock_seen=None)
    return replace(part, stock=live.stock, stock_seen=live.stock)


def my_costs(listing_id: uuid.UUID) -> Costs | None:
    """Return what a piece costs her, if she has kept it."""
    row = db.session.get(CostSheet, listing_id)
    if row is None:
        return None
    return Costs(row.materials, row.minutes, row.wage, row.overhead)
