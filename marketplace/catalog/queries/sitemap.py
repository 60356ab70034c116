"""What search engines may know of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from marketplace.catalog.models import Listing
from marketplace.catalog.queries.cards import on_sale
from marketplace.catalog.queries.collections import shown_collections
from marketplace.catalog.queries.sections import sections
from marketplace.extensions import db
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import lab_names, listed, regions, technique_names

MOST = 16_000  # listings: with three languages just under the 50,000 a file may have


@dataclass(frozen=True)
class Entry:
    """One address below the language: its endpoint, its slug, when it changed."""

    endpoint: str
    slug: str
    changed: datetime | None = None


def sitemap() -> Sequence[Entry]:
    """Return the lists, Labs, shops and things everybody may see (two queries)."""
    found = [Entry("catalog.collection", one.slug) for one in shown_collections()]
    found += [Entry("catalog.technique", one.slug) for one in technique_names()]
    found += [Entry("catalog.region", slug) for slug in regions()]
    tree = [part for top in sections() for part in (top, *top.children)]
    found += [Entry("catalog.category", part.slug) for part in tree]
    found += [Entry("catalog.lab", lab.slug) for lab in lab_names()]
    shops = db.session.execute(select(Shop.slug).where(listed()).order_by(Shop.slug))
    found += [Entry("catalog.shop", row.slug) for row in shops]
    things = db.session.execute(
        select(Listing.slug, func.coalesce(Listing.published_at, Listing.created_at))
        .join(Shop, Shop.id == Listing.shop_id)
        .where(on_sale())
        .order_by(Listing.published_at.desc())
        .limit(MOST)
    )
    return [*found, *(Entry("catalog.listing", *row) for row in things)]
