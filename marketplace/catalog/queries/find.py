"""Search: the engine gives ids, the database decides what may be seen."""

import logging
import uuid
from dataclasses import dataclass

from sqlalchemy import false, or_, select

from marketplace.catalog.models import Listing, ListingText
from marketplace.catalog.queries.cards import Card, cards, on_sale
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.search import SearchUnavailable
from marketplace.profiles.models import Shop

log = logging.getLogger(__name__)
MOST = 48


@dataclass(frozen=True)
class Found:
    """What a search has found; `degraded` when the index was away."""

    cards: list[Card]
    total: int
    degraded: bool = False


def find(text: str) -> Found:
    """Find things on sale by words; with the index away, by the letters of titles."""
    if not text.strip():
        return Found([], 0)
    try:
        results = adapters().search.search(text, limit=MOST)
    except SearchUnavailable:
        log.warning("search index unavailable: searching the database")
        shown = cards(_by_letters(text))
        return Found(shown, len(shown), degraded=True)
    shown = cards([uuid.UUID(found) for found in results.ids])
    hidden = len(results.ids) - len(shown)
    return Found(shown, results.total - hidden)


def _by_letters(text: str) -> list[uuid.UUID]:
    words = [word for word in text.split() if len(word) > 1][:5]
    matches = [ListingText.title.icontains(word, autoescape=True) for word in words]
    rows = db.session.scalars(
        select(Listing.id)
        .join(Shop, Shop.id == Listing.shop_id)
        .join(ListingText, ListingText.listing_id == Listing.id)
        .where(on_sale(), or_(false(), *matches))
        .distinct()
        .limit(MOST)
    )
    return list(rows)
