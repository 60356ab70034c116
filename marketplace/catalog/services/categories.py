"""The category tree is data."""

import uuid
from collections.abc import Mapping

from marketplace.catalog.models import Category, CategoryText
from marketplace.db import use_case
from marketplace.extensions import db


@use_case
def add(
    *,
    slug: str,
    names: Mapping[str, str],
    parent_id: uuid.UUID | None = None,
    kind: str = "product",
    position: int = 0,
) -> Category:
    """Add a category with its names by language."""
    category = Category(
        slug=slug,
        parent_id=parent_id,
        kind=kind,
        position=position,
        texts=[
            CategoryText(locale=locale, name=name) for locale, name in names.items()
        ],
    )
    db.session.add(category)
    db.session.flush()
    return category
