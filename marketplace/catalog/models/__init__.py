"""Tables of what is for sale."""

from marketplace.catalog.models.cards import ListingCard
from marketplace.catalog.models.categories import Category, CategoryText
from marketplace.catalog.models.changes import (
    CostSheet,
    ListingRevision,
    Pattern,
    revision_photos,
)
from marketplace.catalog.models.collections import (
    Collection,
    CollectionItem,
    CollectionText,
)
from marketplace.catalog.models.counts import CatalogueCount
from marketplace.catalog.models.files import DigitalFile
from marketplace.catalog.models.imports import Import
from marketplace.catalog.models.listings import (
    Listing,
    ListingText,
    listing_techniques,
    listing_terms,
)
from marketplace.catalog.models.looks import ListingViews
from marketplace.catalog.models.photos import Photo
from marketplace.catalog.models.reviews import Review, ShopRating
from marketplace.catalog.models.searches import SavedSearch, SearchChange
from marketplace.catalog.models.terms import Term, TermText, WatchedWord
from marketplace.catalog.models.unfinished import UnfinishedForm
from marketplace.catalog.models.units import Extra, Package, Variant
from marketplace.db.window import shows

__all__ = [
    "CatalogueCount",
    "Category",
    "CategoryText",
    "Collection",
    "CollectionItem",
    "CollectionText",
    "CostSheet",
    "DigitalFile",
    "Extra",
    "Import",
    "Listing",
    "ListingCard",
    "ListingRevision",
    "ListingText",
    "ListingViews",
    "Package",
    "Pattern",
    "Photo",
    "Review",
    "SavedSearch",
    "SearchChange",
    "ShopRating",
    "Term",
    "TermText",
    "UnfinishedForm",
    "Variant",
    "WatchedWord",
    "listing_techniques",
    "listing_terms",
    "revision_photos",
]

shows(Listing, ListingCard)
shows(CollectionItem, ShopRating)
shows(Category, CategoryText, Term, TermText, names=True)
shows(Collection, CollectionText, CatalogueCount, names=True)
