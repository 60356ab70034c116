"""What a listing's card says, put together from its rows (eight queries for a batch)."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, func, select

from marketplace.catalog.models import (
    Extra,
    ListingText,
    Package,
    Photo,
    Review,
    listing_techniques,
    listing_terms,
)
from marketplace.extensions import db

PHOTO = ("key", "width", "height", "colour", "alt", "placeholder")
SHOWN = 20  # reviews on the page of a thing
Documents = dict[uuid.UUID, dict[str, Any]]


def documents(ids: Sequence[uuid.UUID]) -> Documents:
    """Return of each listing the columns of its card."""
    texts, photos, reviews = _texts(ids), _photos(ids), _reviews(ids)
    numbers = _numbers(ids)
    terms = _links(listing_terms, "term_id", ids)
    techniques = _links(listing_techniques, "technique_id", ids)
    packages, extras = _packages(ids), _extras(ids)
    return {
        one: {
            "titles": {locale: title for locale, title, _words in texts[one]},
            "photo": photos[one][0] if photos[one] else None,
            "stars": numbers[one][1] if one in numbers else None,
            "reviews": numbers[one][0] if one in numbers else 0,
            "page": {
                "texts": {locale: words for locale, _title, words in texts[one]},
                "photos": photos[one][1:],
                "terms": terms[one],
                "techniques": techniques[one],
                "packages": packages[one],
                "extras": extras[one],
                "reviews": reviews[one],
            },
        }
        for one in ids
    }


def _texts(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[tuple[str, str, str]]]:
    found = defaultdict(list)
    for row in db.session.execute(
        select(
            ListingText.listing_id,
            ListingText.locale,
            ListingText.title,
            ListingText.description,
        )
        .where(ListingText.listing_id.in_(ids))
        .order_by(ListingText.position, ListingText.locale)
    ):
        found[row[0]].append((row[1], row[2], row[3]))
    return found


def _photos(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[dict[str, Any]]]:
    found = defaultdict(list)
    columns = [getattr(Photo, name) for name in PHOTO]
    for row in db.session.execute(
        select(Photo.listing_id, Photo.files, *columns)
        .where(Photo.listing_id.in_(ids))
        .order_by(Photo.position, Photo.created_at, Photo.id)
    ):
        assert row.listing_id is not None
        photo = {name: getattr(row, name) for name in PHOTO}
        photo["files"] = [[file[0], file[1]] for file in row.files]
        found[row.listing_id].append(photo)
    return found


def _numbers(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[int, float]]:
    """Return how many reviews are shown, and their mean: counted, not read."""
    rows = db.session.execute(
        select(Review.listing_id, func.count(), func.sum(Review.stars))
        .where(Review.listing_id.in_(ids), Review.state == "shown")
        .group_by(Review.listing_id)
    )
    return {one: (many, round(stars / many, 2)) for one, many, stars in rows}


def _reviews(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """Return the newest that are shown, as many as a page has place for."""
    newest = func.row_number().over(
        partition_by=Review.listing_id,
        order_by=(Review.created_at.desc(), Review.id),
    )
    ranked = (
        select(Review.id, newest.label("place"))
        .where(Review.listing_id.in_(ids), Review.state == "shown")
        .subquery()
    )
    found = defaultdict(list)
    for row in db.session.scalars(
        select(Review)
        .join(ranked, ranked.c.id == Review.id)
        .where(ranked.c.place <= SHOWN)
        .order_by(ranked.c.place)
    ):
        found[row.listing_id].append(_said(row))
    return found


def _said(review: Review) -> dict[str, Any]:
    said = {
        "author": review.author,
        "stars": review.stars,
        "text": review.text,
        "at": review.created_at.isoformat(),
    }
    return said | ({"answer": review.answer} if review.answer else {})


def _links(
    table: Table, column: str, ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[str]]:
    found = defaultdict(list)
    for listing_id, linked in db.session.execute(
        select(table.c.listing_id, table.c[column]).where(table.c.listing_id.in_(ids))
    ):
        found[listing_id].append(linked.hex)
    return defaultdict(list, {key: sorted(linked) for key, linked in found.items()})


def _packages(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[dict[str, Any]]]:
    found = defaultdict(list)
    for one in db.session.scalars(
        select(Package)
        .where(Package.listing_id.in_(ids), Package.active)
        .order_by(Package.position)
    ):
        found[one.listing_id].append(
            {
                "id": one.id.hex,
                "name": one.name,
                "included": one.included,
                "price_minor": one.price_minor,
                "days": one.days,
                "revisions": one.revisions,
            }
        )
    return found


def _extras(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[dict[str, Any]]]:
    found = defaultdict(list)
    for one in db.session.scalars(
        select(Extra).where(Extra.listing_id.in_(ids)).order_by(Extra.position)
    ):
        part = {"name": one.name, "price_minor": one.price_minor, "days": one.days}
        found[one.listing_id].append(part)
    return found
