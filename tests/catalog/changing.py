"""How Aigul changes what she has on sale, and the Lab answers."""

from dataclasses import replace

from marketplace.catalog.models import Listing, ListingRevision
from marketplace.catalog.queries import content_of, pending_change
from marketplace.catalog.services import listings, looking
from marketplace.infra.media import StoredPicture
from tests import people


def picture(name: str) -> StoredPicture:
    return replace(people.PICTURE, key=f"p/cc/{name}")


def save(live: Listing, **more):
    """Have Aigul change something of it; return what became of that."""
    content = replace(content_of(live.id), **more)
    her = people.seller()
    return listings.save(her.shop_id, live.id, content, by=her.person_id)


def unit(live: Listing, **more):
    """Return its only variant, changed."""
    return (replace(content_of(live.id).variants[0], **more),)


def waiting(live: Listing) -> ListingRevision | None:
    return pending_change(live.id)


def apply(live: Listing, decision: str = "publish", note: str = "") -> ListingRevision:
    return looking.decide_change(
        waiting(live).id, decision, by=people.person_id("cholpon"), note=note
    )
