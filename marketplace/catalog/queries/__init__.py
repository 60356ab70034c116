"""Reads about what is for sale."""

from marketplace.catalog.queries.cards import Card, PhotoView, cards, newest, on_sale
from marketplace.catalog.queries.desk import (
    QueuedListing,
    listing_for,
    queued_listings,
)
from marketplace.catalog.queries.find import Found, find
from marketplace.catalog.queries.listing import (
    ListingView,
    listing_view,
    loose_photos,
    my_listing,
    my_listings,
)
from marketplace.catalog.queries.sections import Section, section, sections
from marketplace.catalog.queries.shops import ShopView, shop_view

__all__ = [
    "Card",
    "Found",
    "ListingView",
    "PhotoView",
    "QueuedListing",
    "Section",
    "ShopView",
    "cards",
    "find",
    "listing_for",
    "listing_view",
    "loose_photos",
    "my_listing",
    "my_listings",
    "newest",
    "on_sale",
    "queued_listings",
    "section",
    "sections",
    "shop_view",
]
