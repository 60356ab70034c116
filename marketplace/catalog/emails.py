"""Which mail about listings goes to whom."""

from marketplace.catalog.models import Listing
from marketplace.extensions import db
from marketplace.profiles.emails import tell
from marketplace.profiles.models import Person, Shop


def listing_decided(shop: Shop, listing: Listing) -> None:
    """Tell the seller that her thing was looked at."""
    person = db.session.get_one(Person, shop.person_id)
    tell(person, "catalog/listing_decided", state=listing.state)
