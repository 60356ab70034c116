"""What the catalogue does when somebody closes her account, or takes her data along."""

import secrets
import uuid
from typing import Any

from sqlalchemy import delete, select, update

from marketplace.catalog import rules
from marketplace.catalog.models import (
    CostSheet,
    DigitalFile,
    Extra,
    Import,
    Listing,
    ListingRevision,
    ListingText,
    Package,
    Pattern,
    Photo,
    Review,
    SavedSearch,
    UnfinishedForm,
    Variant,
)
from marketplace.catalog.services import cards, photos, search
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.profiles.models import Shop
from marketplace.profiles.services.closing import REMOVED, as_data
from marketplace.profiles.services.transitions import move

PARTS: dict[str, Any] = {
    "variants": Variant,
    "packages": Package,
    "extras": Extra,
    "changes": ListingRevision,
    "costs": CostSheet,
}


@use_case
def put_away(person_id: uuid.UUID) -> None:
    """Archive her things, delete their photos, forget their texts.

    What was sold keeps its own copy of title and price in the order.
    """
    for listing in _things(person_id):
        if "archive" in rules.LISTING[listing.state]:
            move(listing, rules.LISTING, "archive", by=person_id)
        _forget(listing)
    shop = select(Shop.id).where(Shop.person_id == person_id)
    pictures = db.session.scalars(select(Photo).where(Photo.shop_id.in_(shop))).all()
    for picture in pictures:
        photos.dropped(picture.key, picture.files)
    db.session.execute(delete(Photo).where(Photo.shop_id.in_(shop)))
    # Their files have no owner now: the sweeps take them, but for what was sold.
    for owned in (Import, DigitalFile, UnfinishedForm):
        db.session.execute(delete(owned).where(owned.shop_id.in_(shop)))
    db.session.execute(delete(SavedSearch).where(SavedSearch.person_id == person_id))


def _forget(listing: Listing) -> None:
    """Take her words out of a listing, and out of the search."""
    search.changed(listing.id)
    cards.changed(listing.id)
    listing.slug = f"removed-{secrets.token_hex(8)}"
    listing.note, listing.options, listing.questions = "", [], []
    for kept in (CostSheet, ListingRevision, Extra, Pattern):
        db.session.execute(delete(kept).where(kept.listing_id == listing.id))
    rewritten: dict[Any, dict[str, Any]] = {
        Package: {"name": REMOVED, "included": ""},
        Variant: {"choice": [], "file_key": "", "file_name": ""},
        ListingText: {"title": REMOVED, "description": ""},
        Review: {"answer": "", "answered_at": None},  # the rest is the buyer's
    }
    for model, values in rewritten.items():
        db.session.execute(
            update(model).where(model.listing_id == listing.id).values(**values)
        )


def things_of(person_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return her things with their texts and photos, as plain data."""
    found = []
    for listing in _things(person_id):
        texts = select(ListingText).where(ListingText.listing_id == listing.id)
        pictures = select(Photo).where(Photo.listing_id == listing.id)
        parts = {
            name: [
                as_data(row)
                for row in db.session.scalars(
                    select(model).where(model.listing_id == listing.id)
                )
            ]
            for name, model in PARTS.items()
        }
        found.append(
            {
                **as_data(listing),
                **parts,
                "texts": [as_data(row) for row in db.session.scalars(texts)],
                "photos": [as_data(row) for row in db.session.scalars(pictures)],
            }
        )
    return found


def answers_of(person_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return what she has answered to reviews, as plain data."""
    rows = db.session.execute(
        select(Review.answered_at, Review.stars, Review.text, Review.answer)
        .join(Shop, Shop.id == Review.shop_id)
        .where(Shop.person_id == person_id, Review.answer != "")
        .order_by(Review.answered_at)
    )
    return [
        {"at": at.isoformat(), "stars": stars, "review": review, "answer": answer}
        for at, stars, review, answer in rows
        if at is not None
    ]


def searches_of(person_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return the searches she keeps, as plain data."""
    rows = select(SavedSearch).where(SavedSearch.person_id == person_id)
    return [as_data(row) for row in db.session.scalars(rows)]


def unfinished_of(person_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return the forms she has begun and not sent, as plain data."""
    rows = (
        select(UnfinishedForm)
        .join(Shop, Shop.id == UnfinishedForm.shop_id)
        .where(Shop.person_id == person_id)
        .order_by(UnfinishedForm.kept_at)
    )
    return [as_data(row) for row in db.session.scalars(rows)]


def _things(person_id: uuid.UUID) -> list[Listing]:
    rows = db.session.scalars(
        select(Listing)
        .join(Shop, Shop.id == Listing.shop_id)
        .where(Shop.person_id == person_id)
        .order_by(Listing.created_at)
    )
    return list(rows)
