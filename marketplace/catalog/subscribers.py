"""What the catalogue does when something happens to people and shops."""

from typing import Any

from marketplace.catalog.services import search
from marketplace.profiles import events
from marketplace.profiles.models import Shop


@events.shop_changed.connect
def index_anew(shop: Shop, **_more: Any) -> None:
    """Bring the search entries of a shop's things up to date.

    Pages never show what the index still has of a hidden shop: they ask the database.
    """
    search.shop_changed(shop.id)
