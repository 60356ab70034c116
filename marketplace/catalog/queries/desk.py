"""What coordinators see of listings: those of their own Labs."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import joinedload, selectinload

from marketplace import clock
from marketplace.catalog.models import Category, Listing
from marketplace.catalog.queries.cards import PhotoView, first_photos, texts_of
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import pick
from marketplace.money import Money
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import Labs


@dataclass(frozen=True)
class QueuedListing:
    """One line of the queue of things to look at."""

    id: uuid.UUID
    title: str
    alias: str
    price: Money
    submitted_at: datetime
    photo: PhotoView | None

    @property
    def days(self) -> int:
        """How many whole days it has waited."""
        return (clock.now() - self.submitted_at).days


def queued_listings(labs: Labs, limit: int = 50) -> list[QueuedListing]:
    """Return what waits for a look in these Labs, oldest first."""
    rows = db.session.execute(
        select(
            Listing.id,
            Listing.price_minor,
            Listing.currency,
            Listing.submitted_at,
            Shop.alias,
        )
        .join(Shop, Shop.id == Listing.shop_id)
        .where(Listing.state == "in_review", _in(labs))
        .order_by(Listing.submitted_at)
        .limit(limit)
    ).all()
    ids = [row.id for row in rows]
    titles, photos = texts_of(ids), first_photos(ids)
    return [
        QueuedListing(
            row.id,
            pick(titles[row.id])[1],
            row.alias,
            Money(row.price_minor, row.currency),
            row.submitted_at,
            photos.get(row.id),
        )
        for row in rows
    ]


def listing_for(labs: Labs, listing_id: uuid.UUID) -> Listing:
    """Return a listing of these Labs with all its parts; NotFound for any other.

    A draft is hers alone.
    """
    row = db.session.scalar(
        select(Listing)
        .join(Shop, Shop.id == Listing.shop_id)
        .where(Listing.id == listing_id, Listing.state != "draft", _in(labs))
        .options(
            selectinload(Listing.texts),
            selectinload(Listing.variants),
            selectinload(Listing.photos),
            joinedload(Listing.shop),
            joinedload(Listing.category).selectinload(Category.texts),
        )
    )
    if row is None:
        raise NotFound
    return row


def _in(labs: Labs) -> ColumnElement[bool]:
    return true() if labs is None else Shop.lab_id.in_(labs)
