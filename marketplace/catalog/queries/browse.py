"""Lists to browse: one index each, one page each, from where the last one ended.

No search engine, no counting, no sorting: each order is that of an index, so a page far
down costs what the first one does. First the ids are read, along that index; the cards
are joined to these few. In one step, a database may begin with the shops and sort
everything they have. A test reads the plans.

To put such a query together takes longer than to run it: each kind is built once, and
what it is about is told by parameters.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    false,
    select,
    true,
    tuple_,
    union_all,
)

from marketplace.catalog.models import Listing, listing_techniques
from marketplace.catalog.queries.cards import Card, card_columns, dressed, on_sale
from marketplace.catalog.queries.sections import Section
from marketplace.catalog.rules.browsing import BANDS, Wish
from marketplace.extensions import db
from marketplace.profiles.models import Shop
from marketplace.web.paging import PAGE, Cursor, Page, PriceCursor

Condition = ColumnElement[bool]
DEAREST = 2**62  # above every price


@dataclass(frozen=True)
class Order:
    """One way to order things: column and id of its index, and how a page's end is told."""

    column: Any
    id: Any
    falling: bool
    cursor: type[Cursor] | type[PriceCursor]

    def of(self, column: Any, row_id: Any) -> Sequence[Any]:
        """Return what to order by."""
        return (column.desc(), row_id.desc()) if self.falling else (column, row_id)

    def beyond(self) -> Condition:
        """Return the condition of coming after the parameters `key` and `key_id`."""
        here = tuple_(self.column, self.id)
        end = tuple_(  # typed: a bare time would be read in the session's zone
            bindparam("key", type_=self.column.type),
            bindparam("key_id", type_=self.id.type),
        )
        return here < end if self.falling else here > end


_made = listing_techniques.c
ORDERS = {
    "new": Order(Listing.published_at, Listing.id, True, Cursor),
    "cheap": Order(Listing.price_minor, Listing.id, False, PriceCursor),
    "dear": Order(Listing.price_minor, Listing.id, True, PriceCursor),
    "technique": Order(_made.published_at, _made.listing_id, True, Cursor),
}
PLACES: dict[str, Any] = {
    "section": Listing.section_id,
    "category": Listing.category_id,
    "lab": Listing.lab_id,
    "technique": _made.technique_id,
}


@dataclass(frozen=True)
class Shelf:
    """A kind of list: in which order, of what places, how narrowed."""

    order: str = "new"
    place: str = ""  # a key of PLACES; empty: everywhere
    places: int = 1  # how many of them together
    ready: bool = False
    abroad: bool = False
    priced: str = ""  # by a whole band, or a range of prices
    size: int = PAGE
    begun: bool = False  # whether a page went before


def in_category(
    section: Section, wish: Wish, after: str | None, size: int = PAGE
) -> Page[Card]:
    """Return what is on sale in a category or section, as the reader wishes."""
    place = "section" if section.parent_id is None else "category"
    priced, values = _price(wish)
    shelf = Shelf(wish.sort, place, 1, wish.ready, wish.abroad, priced, size)
    return _page(shelf, after, {**values, "place_0": section.id})


def _price(wish: Wish) -> tuple[str, dict[str, Any]]:
    """By age only a whole band can be the index's; by price its own range is."""
    if not wish.price:
        return "", {}
    if wish.sort == "new":
        return "band", {"band": int(wish.price)}
    low, high = BANDS[wish.price]
    return "range", {"low": low, "high": DEAREST if high is None else high}


def newest_of_all(after: str | None = None, size: int = PAGE) -> Page[Card]:
    """Return what is on sale, newest first."""
    return _page(Shelf(size=size), after, {})


def ready_now(after: str | None = None, size: int = PAGE) -> Page[Card]:
    """Return what can be had at once, newest first."""
    return _page(Shelf(ready=True, size=size), after, {})


def of_technique(technique_id: uuid.UUID, after: str | None) -> Page[Card]:
    """Return what is made in one technique, newest first."""
    shelf = Shelf(order="technique", place="technique")
    return _page(shelf, after, {"place_0": technique_id})


def of_labs(lab_ids: Sequence[uuid.UUID], after: str | None) -> Page[Card]:
    """Return what is on sale at these Labs, newest first.

    Each Lab's newest are read by themselves: asked for all at once they would all have
    to be sorted.
    """
    values = {f"place_{number}": lab_id for number, lab_id in enumerate(lab_ids)}
    return _page(Shelf(place="lab", places=len(lab_ids)), after, values)


def _page(shelf: Shelf, after: str | None, values: dict[str, Any]) -> Page[Card]:
    order = ORDERS[shelf.order]
    end = order.cursor.decode(after)
    if end is not None:
        shelf = replace(shelf, begun=True)
        values = {**values, "key": end.key, "key_id": end.id}
    rows = db.session.execute(_statement(shelf), values).all()
    shown = rows[: shelf.size]
    if len(rows) <= shelf.size:
        return Page(dressed(shown))
    last: Any = order.cursor
    return Page(dressed(shown), last(shown[-1].key, shown[-1].id).encode())


@cache
def _statement(shelf: Shelf) -> Select[*tuple[Any, ...]]:
    order = ORDERS[shelf.order]
    parts = [select(_ids(shelf, number).subquery()) for number in range(shelf.places)]
    ids = (union_all(*parts) if parts[1:] else parts[0]).subquery()
    return (
        card_columns()
        .add_columns(ids.c.key)
        .join(ids, ids.c.id == Listing.id)
        .order_by(*order.of(ids.c.key, ids.c.id))
        .limit(shelf.size + 1)
    )


def _ids(shelf: Shelf, number: int) -> Select[*tuple[Any, ...]]:
    """Return the query of the ids of a page; one more tells whether there is a next."""
    order = ORDERS[shelf.order]
    shop = select(Shop.id).where(Shop.id == Listing.shop_id, on_sale())
    query = (
        select(order.id.label("id"), order.column.label("key"))
        .where(Listing.state == "published", shop.correlate(Listing).exists())
        .where(*_narrowed(shelf, number))
        .order_by(*order.of(order.column, order.id))
        .limit(shelf.size + 1)
    )
    return query.where(order.beyond()) if shelf.begun else query


def _narrowed(shelf: Shelf, number: int) -> list[Condition]:
    found: list[Condition] = []
    if shelf.place:
        found.append(PLACES[shelf.place] == bindparam(f"place_{number}"))
    if shelf.place == "technique":
        found += [_made.listing_id == Listing.id, _made.published_at.is_not(None)]
    if shelf.ready:
        # In a place its own index is the one to follow: said so, no other can be.
        ready = Listing.ready
        found.append(ready.is_not(false()) if shelf.place else ready == true())
    if shelf.abroad:
        found.append(Listing.may_export == true())
    if shelf.priced == "band":
        found.append(Listing.price_band == bindparam("band"))
    if shelf.priced == "range":
        price = Listing.price_minor
        found += [price >= bindparam("low"), price < bindparam("high")]
    return found
