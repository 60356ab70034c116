"""Photos that look alike: a hint for who looks at a thing, never a block."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select, true

from marketplace.catalog.models import Listing, Photo
from marketplace.catalog.queries.cards import PhotoView, faces, on_sale
from marketplace.extensions import db
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import Labs

NEAR = 6  # of 64 bits (images.md §6): recompressed, smaller, brighter, with a banner
LAST = (
    20_000  # so many photos are compared: a look costs the same however many there are
)


@dataclass(frozen=True)
class Twin:
    """A photo of another thing that looks like one of this."""

    listing_id: uuid.UUID
    title: str
    alias: str
    same_shop: bool
    photo: PhotoView


@dataclass(frozen=True)
class Twins:
    """What looks alike: what she may see, and how much there is beside it."""

    seen: list[Twin]
    elsewhere: int


def twins(
    listing_id: uuid.UUID, shop_id: uuid.UUID, labs: Labs, most: int = 4
) -> Twins:
    """Return photos of other things that look like this one's, also mirrored ones.

    Shown are those on sale to everybody and those handed in at these Labs; of the rest
    only their number.
    """
    mine = db.session.execute(
        select(Photo.likeness, Photo.mirrored).where(
            Photo.listing_id == listing_id, Photo.likeness != ""
        )
    ).all()
    if not mine:
        return Twins([], 0)
    wanted = [int(one, 16) for pair in mine for one in pair if one]
    rows = db.session.execute(
        select(Photo.id, Photo.likeness)
        .where(
            Photo.listing_id.is_not(None),
            Photo.listing_id != listing_id,
            Photo.likeness != "",
        )
        .order_by(Photo.created_at.desc())
        .limit(LAST)
    )
    found = [row.id for row in rows if _near(int(row.likeness, 16), wanted)]
    seen = _dressed(found, shop_id, labs)
    return Twins(seen[:most], len(found) - len(seen))


def _near(one: int, wanted: Sequence[int]) -> bool:
    return any((one ^ other).bit_count() <= NEAR for other in wanted)


def _dressed(ids: Sequence[uuid.UUID], shop_id: uuid.UUID, labs: Labs) -> list[Twin]:
    if not ids:
        return []
    mine = true() if labs is None else Shop.lab_id.in_(labs)
    known = or_(on_sale(), and_(mine, Listing.state != "draft"))
    rows = db.session.execute(
        select(Photo, Listing.id, Shop)
        .join(Listing, Listing.id == Photo.listing_id)
        .join(Shop, Shop.id == Listing.shop_id)
        .where(Photo.id.in_(ids), known)
    ).all()
    shown = faces([thing_id for _photo, thing_id, _shop in rows])
    return [
        Twin(
            thing_id,
            shown[thing_id][0],
            shop.alias,
            shop.id == shop_id,
            PhotoView.of(photo),
        )
        for photo, thing_id, shop in rows
    ]
