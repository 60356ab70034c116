"""What coordinators see of listings: those of their own Labs."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, func, select, true
from sqlalchemy.orm import joinedload, selectinload

from marketplace import clock
from marketplace.catalog.models import (
    Category,
    Listing,
    ListingRevision,
    Term,
)
from marketplace.catalog.queries.cards import PhotoView, faces
from marketplace.catalog.queries.labels import watched_words
from marketplace.catalog.rules import Content
from marketplace.catalog.rules.words import found_words
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.money import Money
from marketplace.profiles.models import Person, Shop, Technique
from marketplace.profiles.queries import Labs


@dataclass(frozen=True)
class QueuedListing:
    """One line of a queue. `change_id` is the change that waits, if it is one."""

    id: uuid.UUID
    title: str
    alias: str
    price: Money
    submitted_at: datetime
    photo: PhotoView | None
    change_id: uuid.UUID | None = None

    @property
    def days(self) -> int:
        """How many whole days it has waited."""
        return (clock.now() - self.submitted_at).days


_COLUMNS = (Listing.id, Listing.price_minor, Listing.currency, Shop.alias)


def queued_listings(labs: Labs, limit: int = 50) -> list[QueuedListing]:
    """Return new things that wait for a look in these Labs, oldest first."""
    rows = db.session.execute(
        select(*_COLUMNS, Listing.submitted_at.label("since"))
        .join(Shop, Shop.id == Listing.shop_id)
        .where(Listing.state == "in_review", _in(labs))
        .order_by(Listing.submitted_at)
        .limit(limit)
    ).all()
    return _dressed(rows)


def queued_changes(labs: Labs, limit: int = 50) -> list[QueuedListing]:
    """Return changes of things on sale that wait, oldest first."""
    rows = db.session.execute(
        select(
            *_COLUMNS,
            ListingRevision.created_at.label("since"),
            ListingRevision.id.label("change_id"),
        )
        .join(Listing, Listing.id == ListingRevision.listing_id)
        .join(Shop, Shop.id == Listing.shop_id)
        .where(ListingRevision.state == "pending", _in(labs))
        .order_by(ListingRevision.created_at)
        .limit(limit)
    ).all()
    return _dressed(rows)


def opened_unseen(labs: Labs, limit: int = 50) -> list[QueuedListing]:
    """Return what trusted shops have opened or changed and nobody has looked at."""
    rows = db.session.execute(
        select(*_COLUMNS, Listing.published_at.label("since"))
        .join(Shop, Shop.id == Listing.shop_id)
        .where(
            Listing.state == "published",
            Listing.checked_at.is_(None),
            _in(labs),
        )
        .order_by(Listing.published_at)
        .limit(limit)
    ).all()
    return _dressed(rows)


def queue_sizes(labs: Labs) -> dict[str, int]:
    """Return how many wait: new ones, changes, those to be seen afterwards."""
    shop = Shop.id == Listing.shop_id
    new = select(func.count()).select_from(Listing).join(Shop, shop)
    change = (
        select(func.count())
        .select_from(ListingRevision)
        .join(Listing, Listing.id == ListingRevision.listing_id)
        .join(Shop, shop)
    )
    unseen = (Listing.state == "published", Listing.checked_at.is_(None))
    counted = {
        "new": new.where(Listing.state == "in_review", _in(labs)),
        "changes": change.where(ListingRevision.state == "pending", _in(labs)),
        "opened": new.where(*unseen, _in(labs)),
    }
    return {name: db.session.scalar(query) or 0 for name, query in counted.items()}


def _dressed(rows: Sequence[Row[*tuple[object, ...]]]) -> list[QueuedListing]:
    ids = [row.id for row in rows]
    shown = faces(ids)
    return [
        QueuedListing(
            row.id,
            shown[row.id][0],
            row.alias,
            Money(row.price_minor, row.currency),
            row.since,
            shown[row.id][1],
            getattr(row, "change_id", None),
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
            selectinload(Listing.packages),
            selectinload(Listing.extras),
            selectinload(Listing.photos),
            selectinload(Listing.terms).selectinload(Term.texts),
            selectinload(Listing.techniques).selectinload(Technique.texts),
            joinedload(Listing.shop),
            joinedload(Listing.category).selectinload(Category.texts),
        )
    )
    if row is None:
        raise NotFound
    return row


def change_for(labs: Labs, change_id: uuid.UUID) -> ListingRevision:
    """Return a change of a listing of these Labs; NotFound for any other."""
    row = db.session.scalar(
        select(ListingRevision)
        .join(Listing, Listing.id == ListingRevision.listing_id)
        .join(Shop, Shop.id == Listing.shop_id)
        .where(
            ListingRevision.id == change_id,
            ListingRevision.state != "withdrawn",
            _in(labs),
        )
        .options(joinedload(ListingRevision.listing).joinedload(Listing.shop))
    )
    if row is None:
        raise NotFound
    return row


def words_in(content: Content) -> list[str]:
    """Return the watched words a listing says."""
    said = [part for pair in content.texts.values() for part in pair]
    said += [word for part in content.packages for word in (part.name, part.included)]
    said += [part.name for part in content.extras]
    said += [word for one in content.questions for word in (one.text, *one.choices)]
    said += [word for part in content.options for word in (part.name, *part.values)]
    return found_words(said, [row.word for row in watched_words()])


@dataclass(frozen=True)
class Decided:
    """An answer, by whom, and whether the reader can still take it back."""

    name: str
    at: datetime
    mine_to_undo: bool


def decided(row: Listing | ListingRevision, reader_id: uuid.UUID) -> Decided | None:
    """Return who has answered this and when; None while nobody has."""
    if row.decided_at is None or row.decided_by is None:
        return None
    name = db.session.scalar(select(Person.name).where(Person.id == row.decided_by))
    open_till = row.decided_at + adapters().undo_wait
    mine = row.decided_by == reader_id and clock.now() < open_till
    return Decided(name or "", row.decided_at, mine)


def _in(labs: Labs) -> ColumnElement[bool]:
    return true() if labs is None else Shop.lab_id.in_(labs)
