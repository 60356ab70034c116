"""Reads about what is for sale."""

from marketplace.catalog.queries.browse import (
    in_category,
    newest_of_all,
    of_labs,
    of_technique,
    ready_now,
)
from marketplace.catalog.queries.cards import (
    Card,
    PhotoView,
    card_columns,
    cards,
    dressed,
    in_section,
    newest,
    on_sale,
    open_cards,
    open_to,
)
from marketplace.catalog.queries.changes import pending_change
from marketplace.catalog.queries.collections import (
    CollectionView,
    all_collections,
    collection_of,
    collection_view,
    featured,
    items_of,
    shown_collections,
)
from marketplace.catalog.queries.compare import compared
from marketplace.catalog.queries.content import (
    content_of,
    mark,
    mark_of,
    marks_of,
    title_of,
)
from marketplace.catalog.queries.counts import counts
from marketplace.catalog.queries.desk import (
    QueuedListing,
    change_for,
    decided,
    listing_for,
    opened_unseen,
    queue_sizes,
    queued_changes,
    queued_listings,
    words_in,
)
from marketplace.catalog.queries.files import file_of, kept_file
from marketplace.catalog.queries.find import Found, Hints, Option, find, hints
from marketplace.catalog.queries.labels import (
    all_terms,
    names_of,
    pattern,
    patterns,
    patterns_of,
    term,
    terms,
    watched_words,
)
from marketplace.catalog.queries.listing import ListingView, listing_view, preview_of
from marketplace.catalog.queries.looks import looks_by_week
from marketplace.catalog.queries.mine import (
    TABS,
    MyListing,
    my_content,
    my_costs,
    my_listing,
    my_listings,
    my_tabs,
)
from marketplace.catalog.queries.photos import (
    ThingPhotos,
    loose_photos,
    shops_photos,
    thing_photos,
)
from marketplace.catalog.queries.pictures import shown_to, shown_to_anybody
from marketplace.catalog.queries.related import Beside, beside
from marketplace.catalog.queries.reviews import (
    ReviewLine,
    lab_reviews,
    reported_reviews,
    reviews_of_lines,
    shop_reviews,
)
from marketplace.catalog.queries.saved import is_saved, saved_searches
from marketplace.catalog.queries.sections import (
    Section,
    section,
    section_names,
    sections,
    sections_by_id,
)
from marketplace.catalog.queries.shops import ShopView, own_shop_view, shop_view
from marketplace.catalog.queries.sitemap import sitemap
from marketplace.catalog.queries.twins import Twin, twins
from marketplace.catalog.queries.unfinished import begun, unfinished, was_sent
from marketplace.catalog.queries.units import Units, live_units, promise_of, units_of

__all__ = [
    "TABS",
    "Beside",
    "Card",
    "CollectionView",
    "Found",
    "Hints",
    "ListingView",
    "MyListing",
    "Option",
    "PhotoView",
    "QueuedListing",
    "ReviewLine",
    "Section",
    "ShopView",
    "ThingPhotos",
    "Twin",
    "Units",
    "all_collections",
    "all_terms",
    "begun",
    "beside",
    "card_columns",
    "cards",
    "change_for",
    "collection_of",
    "collection_view",
    "compared",
    "content_of",
    "counts",
    "decided",
    "dressed",
    "featured",
    "file_of",
    "find",
    "hints",
    "in_category",
    "in_section",
    "is_saved",
    "items_of",
    "kept_file",
    "lab_reviews",
    "listing_for",
    "listing_view",
    "live_units",
    "looks_by_week",
    "loose_photos",
    "mark",
    "mark_of",
    "marks_of",
    "my_content",
    "my_costs",
    "my_listing",
    "my_listings",
    "my_tabs",
    "names_of",
    "newest",
    "newest_of_all",
    "of_labs",
    "of_technique",
    "on_sale",
    "open_cards",
    "open_to",
    "opened_unseen",
    "own_shop_view",
    "pattern",
    "patterns",
    "patterns_of",
    "pending_change",
    "preview_of",
    "promise_of",
    "queue_sizes",
    "queued_changes",
    "queued_listings",
    "ready_now",
    "reported_reviews",
    "reviews_of_lines",
    "saved_searches",
    "section",
    "section_names",
    "sections",
    "sections_by_id",
    "shop_reviews",
    "shop_view",
    "shops_photos",
    "shown_collections",
    "shown_to",
    "shown_to_anybody",
    "sitemap",
    "term",
    "terms",
    "thing_photos",
    "title_of",
    "twins",
    "unfinished",
    "units_of",
    "was_sent",
    "watched_words",
    "words_in",
]
