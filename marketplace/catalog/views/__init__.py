"""Pages. Importing this package registers every view."""

from marketplace.catalog.blueprint import bp
from marketplace.catalog.views import (
    browse,
    files,
    imports,
    my_things,
    photo_uploads,
    pricing,
    sizes,
    thing_forms,
    thing_photos,
)
from marketplace.catalog.views.files import media_bp

__all__ = [
    "bp",
    "browse",
    "files",
    "imports",
    "media_bp",
    "my_things",
    "photo_uploads",
    "pricing",
    "sizes",
    "thing_forms",
    "thing_photos",
]
