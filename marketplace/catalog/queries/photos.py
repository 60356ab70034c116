"""Photos as their owner sees them, also those that are not ready."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from marketplace.catalog import rules
from marketplace.catalog.models import Listing, ListingText, Photo
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import pick


@dataclass(frozen=True)
class ThingPhotos:
    """The page of a thing's photos.

    `changeable`: others may take their place now; `looked_at`: nothing may change;
    `live`: buyers see it.
    """

    id: uuid.UUID
    title: str
    changeable: bool
    looked_at: bool
    live: bool
    photos: Sequence[Photo]

    @property
    def room(self) -> int:
        """How many more there may be."""
        return max(0, rules.MAX_PHOTOS - len(self.photos))

    def deletable(self, photo: Photo) -> bool:
        """Whether this one may go: a thing on sale keeps its last."""
        shown = [one for one in self.photos if one.listing_id]
        return not (self.live and shown == [photo])


def thing_photos(shop_id: uuid.UUID, listing_id: uuid.UUID) -> ThingPhotos:
    """Return a thing of this shop with its photos in order; NotFound for any other."""
    listing = db.session.scalar(
        select(Listing).where(Listing.id == listing_id, Listing.shop_id == shop_id)
    )
    if listing is None:
        raise NotFound
    texts = db.session.execute(
        select(ListingText.locale, ListingText.title).where(
            ListingText.listing_id == listing_id
        )
    )
    photos = db.session.scalars(
        select(Photo)
        .where(or_(Photo.listing_id == listing_id, Photo.waits_for_id == listing_id))
        .order_by(Photo.position, Photo.created_at)
    ).all()
    title = pick({row.locale: row.title for row in texts})[1]
    return ThingPhotos(
        listing_id,
        title,
        changeable=listing.state in rules.EDITABLE,
        looked_at=listing.state == "in_review",
        live=listing.state in rules.LIVE,
        photos=list(photos),
    )


def loose_photos(shop_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> list[Photo]:
    """Return this shop's photos of these ids that a form may show, in that order."""
    return [photo for photo in shops_photos(shop_id, ids) if photo.state != "failed"]


def shops_photos(shop_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> list[Photo]:
    """Return this shop's photos of these ids, in that order."""
    if not ids:
        return []
    rows = db.session.scalars(
        select(Photo).where(Photo.id.in_(ids), Photo.shop_id == shop_id)
    )
    found = {row.id: row for row in rows}
    return [found[photo_id] for photo_id in ids if photo_id in found]
