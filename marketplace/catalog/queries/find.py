"""Search: the engine gives ids, the database decides what may be seen."""

import logging
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import aliased

from marketplace.catalog.models import Listing, ListingText
from marketplace.catalog.queries.cards import Card, cards, on_sale
from marketplace.catalog.queries.facets import facet_names
from marketplace.catalog.rules.asking import FACETS, Asked
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.search import Key, SearchQuery, SearchUnavailable
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import listed
from marketplace.web.paging import PAGE

log = logging.getLogger(__name__)
_SHOWN = 12  # values of a filter; what is chosen is always shown
_MAKERS = 3


@dataclass(frozen=True)
class Option:
    """A value to filter by; `name` is empty where the page has its own words for it."""

    value: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Found:
    """What a search has found; `degraded` when the index was away.

    `corrected` is what was searched for instead, `wider` how much there is without the
    filters where with them there is nothing.
    """

    cards: list[Card] = field(default_factory=list)
    total: int = 0
    options: dict[str, list[Option]] = field(default_factory=dict)
    corrected: str | None = None
    next: Key | None = None
    wider: int = 0
    degraded: bool = False


@dataclass(frozen=True)
class Hints:
    """What may be meant by the beginning of a word."""

    words: list[str]
    categories: list[tuple[str, str]]  # slug, name
    makers: list[tuple[str, str]]  # slug, alias


def find(asked: Asked, after: Key | None = None, size: int = PAGE) -> Found:
    """Find things on sale by words; with the index away, by the letters of titles."""
    if not asked.text:
        return Found()
    filters = {name: frozenset(values) for name, values in asked.filters.items()}
    query = SearchQuery(
        asked.text,
        filters,
        sort=asked.sort,
        after=after,
        size=size,
        facets=FACETS,
        as_typed=asked.as_typed,
    )
    try:
        results = adapters().search.search(query)
        wider = _without_filters(asked) if filters and not results.total else 0
    except SearchUnavailable:
        log.warning("search index unavailable: searching the database")
        shown = cards(_by_letters(asked.text, size))
        return Found(shown, len(shown), degraded=True)
    shown = cards(_as_ids(results.ids))
    hidden = len(results.ids) - len(shown)
    return Found(
        shown,
        results.total - hidden,
        {name: _options(name, results.counts.get(name, {}), asked) for name in FACETS},
        results.corrected,
        results.next,
        wider,
    )


def hints(beginning: str) -> Hints:
    """Return words, categories and makers that begin so (at most two queries)."""
    start = " ".join(beginning.split()).lower()[:40]
    if not start:
        return Hints([], [], [])
    try:
        words = adapters().search.suggest(start, 6)
    except SearchUnavailable:
        words = []
    named = facet_names()["category"].items()
    found = [(slug, name) for slug, name in named if name.lower().startswith(start)]
    return Hints(words, found[:3], _makers(start))


def _as_ids(found: Sequence[str]) -> list[uuid.UUID]:
    """Read the ids; a damaged index may give something else."""
    ids = []
    for one in found:
        with suppress(ValueError):
            ids.append(uuid.UUID(one))
    return ids


def _without_filters(asked: Asked) -> int:
    plain = SearchQuery(asked.text, size=1, as_typed=asked.as_typed)
    return adapters().search.search(plain).total


def _options(facet: str, counts: dict[str, int], asked: Asked) -> list[Option]:
    """Return the values there are, the commonest first, and those that are chosen."""
    names = facet_names().get(facet, {})
    chosen = asked.filters.get(facet, ())
    order = (lambda value: (0, value)) if facet == "price" else None
    values = sorted(counts, key=order or (lambda value: (-counts[value], value)))
    shown = values[:_SHOWN]
    shown += [one for one in chosen if one not in shown]
    return [
        Option(one, names.get(one, ""), counts.get(one, 0), one in chosen)
        for one in shown
        if facet not in facet_names() or one in names
    ]


def _makers(start: str) -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(Shop.slug, Shop.alias)
        .where(listed(), func.lower(Shop.alias).startswith(start, autoescape=True))
        .order_by(Shop.alias)
        .limit(_MAKERS)
    )
    return [(row.slug, row.alias) for row in rows]


def _by_letters(text: str, size: int) -> Sequence[uuid.UUID]:
    words = [word for word in text.split() if len(word) > 1][:5]
    title = aliased(ListingText)
    matches: list[ColumnElement[bool]] = [
        title.title.icontains(word, autoescape=True) for word in words
    ]
    return db.session.scalars(
        select(Listing.id)
        .join(Shop, Shop.id == Listing.shop_id)
        .where(
            on_sale(),
            select(title.listing_id)
            .where(title.listing_id == Listing.id, or_(false(), *matches))
            .exists(),
        )
        .order_by(Listing.published_at.desc(), Listing.id.desc())
        .limit(size)
    ).all()
