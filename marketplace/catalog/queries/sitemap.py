"""What search engines may know of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from marketplace.catalog.models import Category, Listing
from marketplace.catalog.queries.cards import on_sale
from marketplace.extensions import db
from marketplace.profiles.models import Lab, Shop
from marketplace.profiles.queries import listed

MOST = 16_000  # listings: with three languages just under the 50,000 a file may have


@dataclass(frozen=True)
class Entry:
    """One address below the language: its endpoint, its slug, when it changed."""

    endpoint: str
    slug: str
    changed: datetime | None = None


def sitemap() -> Sequence[Entry]:
    """Return categories, Labs, shops and things everybody may see (four queries)."""
    found = [Entry("catalog.category", slug) for slug in _slugs(Category)]
    found += [Entry("catalog.lab", slug) for slug in _slugs(Lab)]
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


def _slugs(table: type[Category] | type[Lab]) -> Sequence[str]:
    return db.session.scalars(select(table.slug).order_by(table.slug)).all()
