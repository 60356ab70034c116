"""What the catalogue does when something happens to people and shops."""

import uuid
from typing import Any

from marketplace.catalog.services import leaving, photos, search
from marketplace.profiles import events
from marketplace.profiles.models import Person, Shop


@events.shop_changed.connect
def index_anew(shop: Shop, **_more: Any) -> None:
    """Bring the search entries of a shop's things up to date.

    Pages never show what the index still has of a hidden shop: they ask the database.
    """
    search.shop_changed(shop.id)


@events.picture_dropped.connect
def forget_picture(key: str, files: list[Any], **_more: Any) -> None:
    """Delete the files of a picture nothing shows any more."""
    photos.dropped(key, files)


@events.account_closing.connect
def put_away(person: Person, **_more: Any) -> None:
    """Put her things away and forget what she wrote about them."""
    leaving.put_away(person.id)


@events.personal_data.connect
def add_things(person_id: uuid.UUID, into: dict[str, Any], **_more: Any) -> None:
    """Add her things, answers, searches and unfinished forms to what she takes along."""
    into["things"] = leaving.things_of(person_id)
    into["answers"] = leaving.answers_of(person_id)
    into["searches"] = leaving.searches_of(person_id)
    into["unfinished"] = leaving.unfinished_of(person_id)
