"""What stands beside a thing on its page: alike ones of others, and more of hers."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, func, literal, select, union_all

from marketplace.catalog.models import (
    Listing,
    Term,
    listing_techniques,
    listing_terms,
)
from marketplace.catalog.queries.cards import Card, card_columns, dressed, on_sale
from marketplace.catalog.queries.listing import ListingView
from marketplace.extensions import db
from marketplace.profiles.models import Shop

ALIKE, HERS = 4, 4  # things shown
OF_CATEGORY, OF_SECTION = 24, 12  # newest ones that are looked at
ONE_SHOP = 2  # things of one other maker
_HERS = -1  # the score of her own: they are no rivals


@dataclass(frozen=True)
class Beside:
    """Two short lists."""

    alike: list[Card]
    hers: list[Card]


def beside(thing: ListingView) -> Beside:
    """Return what is like a thing, and more from its maker, in one query.

    Of the newest in its category and section those come first that share most of
    category, technique and material.
    """
    values = {
        "thing": thing.id,
        "shop": thing.shop_id,
        "category": thing.category_id,
        "section": thing.section_id,
    }
    rows = db.session.execute(_statement(), values).all()
    scored = list(zip(dressed(rows), (row.score for row in rows), strict=True))
    return Beside(
        _spread([card for card, score in scored if score != _HERS]),
        [card for card, score in scored if score == _HERS],
    )


def _spread(cards: list[Card]) -> list[Card]:
    """Leave at most two of one maker."""
    seen: Counter[str] = Counter()
    kept = []
    for card in cards:
        seen[card.shop_slug] += 1
        if seen[card.shop_slug] <= ONE_SHOP:
            kept.append(card)
    return kept[:ALIKE]


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    """Return the query: to put it together takes longer than to run it."""
    chosen = union_all(_alike(), _hers()).subquery()
    return (
        card_columns()
        .add_columns(chosen.c.score)
        .join(chosen, chosen.c.id == Listing.id)
        .order_by(chosen.c.score.desc(), Listing.published_at.desc(), Listing.id)
    )


def _alike() -> Select[*tuple[Any, ...]]:
    category = Listing.category_id == bindparam("category")
    same = _newest(1, OF_CATEGORY).where(category)
    near = _newest(0, OF_SECTION).where(
        Listing.section_id == bindparam("section"), ~category
    )
    found = union_all(select(same.subquery()), select(near.subquery())).subquery()
    shared = _shared(listing_techniques, "technique_id", found)
    shared += _shared(listing_terms, "term_id", found, materials=True)
    score = (found.c.near + shared).label("score")
    best = (
        select(found.c.id, score)
        .order_by(score.desc(), found.c.published_at.desc())
        .limit(ALIKE * ONE_SHOP)
    )
    return select(best.subquery())


def _newest(near: int, most: int) -> Select[*tuple[Any, ...]]:
    shop = select(Shop.id).where(Shop.id == Listing.shop_id, on_sale())
    return (
        select(Listing.id, Listing.published_at, literal(near).label("near"))
        .where(Listing.state == "published", shop.correlate(Listing).exists())
        .where(Listing.shop_id != bindparam("shop"))
        .order_by(Listing.published_at.desc(), Listing.id.desc())
        .limit(most)
    )


def _hers() -> Select[*tuple[Any, ...]]:
    """Whoever may open this thing may open the others of its shop."""
    newest = (
        select(Listing.id, literal(_HERS).label("score"))
        .where(Listing.shop_id == bindparam("shop"), Listing.state == "published")
        .where(Listing.id != bindparam("thing"))
        .order_by(Listing.published_at.desc(), Listing.id.desc())
        .limit(HERS)
    )
    return select(newest.subquery())


def _shared(table: Table, column: str, found: Any, *, materials: bool = False) -> Any:
    """Return how many of the thing's labels a found one has, too."""
    other, own = table.alias(), table.alias()
    mine = select(own.c[column]).where(own.c.listing_id == bindparam("thing"))
    if materials:
        mine = mine.join(Term, Term.id == own.c[column]).where(Term.kind == "material")
    return (
        select(func.count())
        .select_from(other)
        .where(other.c.listing_id == found.c.id, other.c[column].in_(mine))
        .scalar_subquery()
    )
