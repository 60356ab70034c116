"""Pages. Importing this package registers every view."""

from marketplace.catalog.blueprint import bp
from marketplace.catalog.views import (
    browse,
    digital,
    files,
    imports,
    lists,
    my_reviews,
    my_things,
    photo_uploads,
    pricing,
    searching,
    share_cards,
    shelf_labels,
    sizes,
    thing_forms,
    thing_photos,
    unfinished,
)
from marketplace.catalog.views.files import media_bp

__all__ = [
    "bp",
    "browse",
    "digital",
    "files",
    "imports",
    "lists",
    "media_bp",
    "my_reviews",
    "my_things",
    "photo_uploads",
    "pricing",
    "searching",
    "share_cards",
    "shelf_labels",
    "sizes",
    "thing_forms",
    "thing_photos",
    "unfinished",
]
