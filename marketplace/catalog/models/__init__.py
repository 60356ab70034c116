"""Tables of what is for sale."""

from marketplace.catalog.models.categories import Category, CategoryText
from marketplace.catalog.models.listings import Listing, ListingText, Variant
from marketplace.catalog.models.photos import Photo
from marketplace.catalog.models.reviews import Review

__all__ = [
    "Category",
    "CategoryText",
    "Listing",
    "ListingText",
    "Photo",
    "Review",
    "Variant",
]
