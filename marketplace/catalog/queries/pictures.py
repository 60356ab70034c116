"""Who may see a picture: whoever may see a thing that shows it."""

from sqlalchemy import or_, select, true

from marketplace.catalog.models import Listing, Photo
from marketplace.catalog.queries.cards import open_to
from marketplace.extensions import db
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import Labs


def shown_to_anybody(key: str) -> bool:
    """Whether a picture belongs to something strangers may open (one query)."""
    return _any(key, STRANGER)


def shown_to(key: str, reader: Reader, staff_of: Labs) -> bool:
    """Whether a picture is for a reader: by her Labs or links, as her own, as staff's.

    The same pixels may be in several shops: one that she may see is enough.
    """
    if _any(key, reader):
        return True
    staff = true() if staff_of is None else Shop.lab_id.in_(staff_of)
    allowed = or_(Photo.shop_id == reader.shop_id, staff)
    found = db.session.scalar(
        select(Photo.id)
        .join(Shop, Shop.id == Photo.shop_id)
        .where(Photo.key == key, allowed)
        .limit(1)
    )
    return found is not None


def _any(key: str, reader: Reader) -> bool:
    found = db.session.scalar(
        select(Photo.id)
        .join(Listing, Listing.id == Photo.listing_id)
        .join(Shop, Shop.id == Listing.shop_id)
        .where(Photo.key == key, open_to(reader))
        .limit(1)
    )
    return found is not None
