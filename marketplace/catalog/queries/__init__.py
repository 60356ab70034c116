"""Reads about what is for sale."""

from marketplace.catalog.queries.cards import (
    Card,
    PhotoView,
    cards,
    newest,
    on_sale,
    open_cards,
    open_to,
)
from marketplace.catalog.queries.desk import (
    QueuedListing,
    listing_for,
    queued_listings,
)
from marketplace.catalog.queries.find import Found, find
from marketplace.catalog.queries.listing import (
    ListingView,
    listing_view,
    my_listing,
    my_listings,
)
from marketplace.catalog.queries.photos import (
    ThingPhotos,
    loose_photos,
    shops_photos,
    thing_photos,
)
from marketplace.catalog.queries.pictures import shown_to, shown_to_anybody
from marketplace.catalog.queries.sections import Section, section, sections
from marketplace.catalog.queries.shops import ShopView, own_shop_view, shop_view
from marketplace.catalog.queries.sitemap import sitemap

__all__ = [
    "Card",
    "Found",
    "ListingView",
    "PhotoView",
    "QueuedListing",
    "Section",
    "ShopView",
    "ThingPhotos",
    "cards",
    "find",
    "listing_for",
    "listing_view",
    "loose_photos",
    "my_listing",
    "my_listings",
    "newest",
    "on_sale",
    "open_cards",
    "open_to",
    "own_shop_view",
    "queued_listings",
    "section",
    "sections",
    "shop_view",
    "shops_photos",
    "shown_to",
    "shown_to_anybody",
    "sitemap",
    "thing_photos",
]
