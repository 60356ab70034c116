"""The rows of photos: made of what was stored, found again by what was sent."""

import base64
import uuid

from sqlalchemy import ColumnElement, or_, select

from marketplace.catalog import rules
from marketplace.catalog.models import Listing, Photo
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound, TooMany
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import enqueue
from marketplace.infra.media import StoredPicture
from marketplace.profiles.models import Shop
from marketplace.profiles.rules.audit import Event
from marketplace.profiles.services import audit

# What two rows of the same upload have in common.
SHARED = (
    *("shop_id", "sha256", "key", "recipe", "width", "height", "colour"),
    *("placeholder", "likeness", "mirrored", "files", "facts"),
)


@use_case
def remember(
    shop_id: uuid.UUID, stored: StoredPicture, sha256: str | None = None
) -> Photo:
    """Keep the row of a stored picture and order its AVIF files."""
    photo = Photo(id=uuid.uuid4(), shop_id=shop_id, sha256=sha256)
    fill(photo, stored)
    db.session.add(photo)
    db.session.flush()
    return photo


def fill(photo: Photo, stored: StoredPicture) -> None:
    """Write into a row what was stored: it is ready. Part of a use case."""
    others = select(Photo.files).where(Photo.key == stored.key, Photo.id != photo.id)
    same = db.session.scalar(others.limit(1))
    photo.state, photo.code, photo.facts = "ready", "", {"advice": list(stored.advice)}
    photo.key, photo.recipe = stored.key, stored.recipe
    photo.width, photo.height, photo.colour = stored.width, stored.height, stored.colour
    photo.placeholder = base64.b64encode(stored.placeholder).decode()
    photo.likeness, photo.mirrored = stored.likeness, stored.mirrored
    # The same pixels: their AVIF files may be there already.
    photo.files = list(same) if same else [list(file) for file in stored.files]
    if not same:
        enqueue("catalog.avif", {"key": photo.key})


@use_case
def sent_before(
    shop_id: uuid.UUID,
    sha256: str,
    client_id: uuid.UUID | None = None,
    listing_id: uuid.UUID | None = None,
) -> Photo | None:
    """Return the photo of a shop that was made of the very same bytes, if any.

    One that is on no thing yet, or on this one, is given back itself; of one that is on
    another, a new row shows the same files.
    """
    sent = select(Photo).where(Photo.shop_id == shop_id, Photo.sha256 == sha256)
    here = or_(is_loose(), on(listing_id)) if listing_id else is_loose()
    same = db.session.scalar(sent.where(Photo.state != "failed", here).limit(1))
    if same is not None:
        return same
    shown = db.session.scalar(sent.where(Photo.state == "ready").limit(1))
    return copy(shown, client_id) if shown is not None else None


def copy(photo: Photo, client_id: uuid.UUID | None = None) -> Photo:
    """Return a new row, on no thing yet, that shows the same files. Part of a use case."""
    made = Photo(client_id=client_id, **{name: getattr(photo, name) for name in SHARED})
    db.session.add(made)
    db.session.flush()
    return made


def is_loose() -> ColumnElement[bool]:
    """Return the condition under which a photo is on no thing and waits for none."""
    return Photo.listing_id.is_(None) & Photo.waits_for_id.is_(None)


def on(listing_id: uuid.UUID) -> ColumnElement[bool]:
    """Return the condition under which a photo is on a listing or comes to it."""
    return or_(Photo.listing_id == listing_id, Photo.waits_for_id == listing_id)


def put(photo: Photo, listing_id: uuid.UUID, position: int) -> None:
    """Put a photo on a listing, or note that it goes there once it is ready."""
    ready = photo.state == "ready"
    photo.listing_id = listing_id if ready else None
    photo.waits_for_id = None if ready else listing_id
    photo.position = position


def check_room(listing_id: uuid.UUID, more: int = 0) -> int:
    """Refuse more photos than a listing may have; return the place of the next one.

    Raises Invalid("photo_too_many").
    """
    places = db.session.scalars(select(Photo.position).where(on(listing_id))).all()
    if len(places) + more > rules.MAX_PHOTOS:
        raise Invalid("photo_too_many", most=rules.MAX_PHOTOS, field="photos")
    return max(places, default=-1) + 1


def changeable(shop_id: uuid.UUID, listing_id: uuid.UUID) -> Listing:
    """Return a listing of this shop, locked, whose photos may be exchanged.

    Raises NotFound for another shop's, Conflict("being_looked_at"), and Conflict
    ("photo_thing_seen") for one that is live: nobody has looked at the new photo.
    """
    listing = get_for_update(Listing, listing_id)
    if listing.shop_id != shop_id:
        raise NotFound
    check_unwatched(listing)
    if listing.state not in rules.EDITABLE:
        raise Conflict("photo_thing_seen")
    return listing


def check_unwatched(listing: Listing) -> None:
    """Refuse a change under the eyes of who looks: Conflict("being_looked_at")."""
    if listing.state == "in_review":
        raise Conflict("being_looked_at")


def take_quota(shop_id: uuid.UUID) -> None:
    """Count one upload of a shop. Raises TooMany("photo_too_often")."""
    try:
        adapters().limits.take("photo", str(shop_id))
    except TooMany as error:
        raise TooMany("photo_too_often", **error.facts) from None


@use_case
def log(listing: Listing, what: str) -> None:
    """Write into the log what was done with a thing's photos, for whom and by whom."""
    shop = db.session.get_one(Shop, listing.shop_id)
    audit.record(
        Event.THING_PHOTOS,
        about=shop.person_id,
        subject=listing.id,
        lab=shop.lab_id,
        what=what,
    )
