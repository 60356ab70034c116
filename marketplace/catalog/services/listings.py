"""Write, hand in, decide and publish listings."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog import rules
from marketplace.catalog.models import Category, Listing, ListingText, Variant
from marketplace.catalog.services import photos, search
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.extensions import db
from marketplace.money import Money
from marketplace.profiles.models import Shop
from marketplace.profiles.rules import slug
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import notices
from marketplace.profiles.services.transitions import move


@dataclass(frozen=True)
class Draft:
    """What she writes about one thing. `texts`: language -> (title, description)."""

    category_id: uuid.UUID
    price: Money
    stock: int
    texts: dict[str, tuple[str, str]]
    photo_ids: Sequence[uuid.UUID] = field(default=())


@use_case
def create(shop_id: uuid.UUID, draft: Draft, *, by: uuid.UUID) -> Listing:
    """Write a new listing and hand it in for a look."""
    shop = db.session.get_one(Shop, shop_id)
    if shop.state != "active":
        raise NotAllowed
    listing = Listing(shop_id=shop_id, slug=_free_slug(draft), state="draft")
    _fill(listing, draft)
    db.session.add(listing)
    db.session.flush()
    _write_parts(listing, draft)
    move(listing, rules.LISTING, "submit", by=by)
    listing.submitted_at = clock.now()
    return listing


@use_case
def revise(
    shop_id: uuid.UUID, listing_id: uuid.UUID, draft: Draft, *, by: uuid.UUID
) -> Listing:
    """Change a listing that waits for her, and hand it in again.

    Raises NotFound for a listing of another shop, Conflict("moved_on") when it is being
    looked at or is live.
    """
    listing = get_for_update(Listing, listing_id)
    if listing.shop_id != shop_id:
        raise NotFound
    if listing.state not in rules.EDITABLE:
        raise Conflict("moved_on", state=listing.state)
    _fill(listing, draft)
    _write_parts(listing, draft)
    move(listing, rules.LISTING, "submit", by=by)
    listing.submitted_at = clock.now()
    return listing


@use_case
def decide(
    listing_id: uuid.UUID, decision: str, *, by: uuid.UUID, note: str
) -> Listing:
    """Let a listing through or ask for changes; asking needs a note.

    Raises Invalid("note_needed"), NotAllowed("own_listing") for its own seller,
    Conflict("moved_on") when it was decided meanwhile.
    """
    if decision not in rules.DECISIONS:
        raise Invalid
    if decision == "ask" and not note.strip():
        raise Invalid("note_needed", field="note")
    listing = get_for_update(Listing, listing_id)
    shop = db.session.get_one(Shop, listing.shop_id)
    if shop.person_id == by:
        raise NotAllowed("own_listing")
    move(listing, rules.LISTING, decision, by=by, note=note)
    listing.note = note.strip()
    if decision == "publish":
        listing.published_at = clock.now()
    search.changed(listing.id)
    notices.tell(shop.person_id, Kind.THING_ANSWERED, "/my/things")
    return listing


@use_case
def switch(
    shop_id: uuid.UUID, listing_id: uuid.UUID, action: str, *, by: uuid.UUID
) -> Listing:
    """Pause, resume or archive her own listing."""
    listing = get_for_update(Listing, listing_id)
    if listing.shop_id != shop_id:
        raise NotFound
    if action not in {"pause", "resume", "archive"}:
        raise Invalid
    move(listing, rules.LISTING, action, by=by)
    search.changed(listing.id)
    return listing


def _fill(listing: Listing, draft: Draft) -> None:
    category = db.session.get(Category, draft.category_id)
    if category is None:
        raise Invalid("choose_category", field="category")
    rules.check_price(draft.price)
    listing.category_id = category.id
    listing.kind = category.kind
    listing.price_minor = draft.price.minor
    listing.currency = draft.price.currency


def _write_parts(listing: Listing, draft: Draft) -> None:
    for locale, (title, description) in draft.texts.items():
        db.session.merge(
            ListingText(
                listing_id=listing.id,
                locale=locale,
                title=title,
                description=description,
            )
        )
    variant = db.session.scalar(select(Variant).where(Variant.listing_id == listing.id))
    if variant is None:
        variant = Variant(listing_id=listing.id)
        db.session.add(variant)
    variant.stock = draft.stock
    variant.price_minor = draft.price.minor
    first_title = next(iter(draft.texts.values()))[0]
    photos.attach(listing.id, listing.shop_id, draft.photo_ids, first_title)


def _free_slug(draft: Draft) -> str:
    title = next(iter(draft.texts.values()))[0]
    return f"{slug(title, 'thing')}-{secrets.token_hex(4)}"
