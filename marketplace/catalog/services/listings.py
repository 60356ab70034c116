"""A seller writes her listings, hands them in, changes, pauses, copies them."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from marketplace import clock, origin
from marketplace.catalog import rules
from marketplace.catalog.models import Listing, Variant
from marketplace.catalog.queries.content import content_of
from marketplace.catalog.rules import Content
from marketplace.catalog.rules.diff import changes, harmless
from marketplace.catalog.rules.units import COUNTED, MAX_STOCK
from marketplace.catalog.services import photos, revisions, search, unfinished, writing
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.profiles.models import Shop
from marketplace.profiles.rules import Event, slug
from marketplace.profiles.services import audit
from marketplace.profiles.services.transitions import move


@dataclass(frozen=True)
class Saved:
    """What became of a change: buyers see it now, or the rest waits for a look."""

    listing: Listing
    waits: bool


@use_case
def create(
    shop_id: uuid.UUID,
    content: Content,
    *,
    by: uuid.UUID,
    code: str | None = None,
    name: uuid.UUID | None = None,
) -> Listing:
    """Write a new listing, a draft of hers. `by` is who writes it, for the log.

    `name` is the id it gets, if not one of ours.

    Raises NotAllowed for a shop that is not active, and what `writing.write` raises.
    """
    shop = db.session.get_one(Shop, shop_id)
    if shop.state != "active":
        raise NotAllowed
    listing = Listing(
        id=name or uuid.uuid4(),
        shop_id=shop_id,
        lab_id=shop.lab_id,
        slug=_free_slug(content),
        state="draft",
        code=code,
    )
    writing.write(listing, content)
    _written(listing, shop, by)
    return listing


@use_case
def begin(
    shop_id: uuid.UUID,
    content: Content,
    *,
    by: uuid.UUID,
    name: uuid.UUID | None = None,
) -> Listing:
    """Write a new listing by hand; raises like `create`, and TooMany.

    `name` is the form's own: sent twice over a bad line it is still one listing, as it
    was sent last. What has gone on meanwhile (to the Lab, on sale, with sizes) stays as
    it is: the form knows nothing of that. Raises NotFound for another shop's.
    """
    get_for_update(Shop, shop_id)  # two at once: the second finds what the first made
    if name is not None and db.session.get(Listing, name) is not None:
        known = _own(shop_id, name)
        if known.state not in rules.EDITABLE or known.options:
            return known
        return save(shop_id, name, content, by=by).listing
    adapters().limits.take("thing", str(shop_id))
    made = create(shop_id, content, by=by, name=name)
    unfinished.forget(shop_id, made.id)
    return made


def _written(listing: Listing, shop: Shop, by: uuid.UUID) -> None:
    listing.written_by = origin.stamp(by)[0]
    audit.record(Event.THING_WRITTEN, by=by, subject=listing.id, about=shop.person_id)


@use_case
def save(
    shop_id: uuid.UUID, listing_id: uuid.UUID, content: Content, *, by: uuid.UUID
) -> Saved:
    """Take what she has written of her own listing.

    A draft simply changes. Of what is on sale the harmless part is shown at once and
    logged (stock, prices that go down, order of photos), the rest waits as a revision;
    a trusted shop's is shown at once and looked at afterwards. Raises NotFound for a
    listing of another shop, Conflict("being_looked_at"), Conflict("moved_on") when it
    is put away, and what `writing.write` raises.
    """
    listing = _own(shop_id, listing_id)
    unfinished.forget(shop_id, listing_id)
    if listing.state in rules.EDITABLE:
        revisions.forget(listing.id, by=by)
        writing.write(listing, content)
        _written(listing, db.session.get_one(Shop, shop_id), by)
        return Saved(listing, waits=False)
    if listing.state == "in_review":
        raise Conflict("being_looked_at")
    if listing.state not in rules.LIVE:
        raise Conflict("moved_on", state=listing.state)
    return _change_live(listing, content, by)


def _change_live(listing: Listing, content: Content, by: uuid.UUID) -> Saved:
    _category, content = writing.fitting(content, listing.shop_id)
    shop = db.session.get_one(Shop, listing.shop_id)
    before = content_of(listing.id)
    herself = origin.stamp(by)[0] == shop.person_id
    if shop.trusted and herself:
        at_once, waits = content, False
        if changes(harmless(before, content), content):
            listing.checked_at = None
    else:
        at_once = harmless(before, content)
        waits = bool(changes(at_once, content))
    _log_changes(listing, before, at_once, by)
    writing.write(listing, at_once)
    search.changed(listing.id)
    if waits:
        revisions.stage(listing, content, by=by)
    else:
        revisions.forget(listing.id, by=by)
    return Saved(listing, waits)


def _log_changes(
    listing: Listing, before: Content, after: Content, by: uuid.UUID
) -> None:
    found = changes(before, after)
    if found:
        details = {one.part: [_said(one.before), _said(one.after)] for one in found}
        writing.log_change(listing, by=by, **details)


def _said(value: Any) -> Any:
    """Return prices and numbers as they were; words of hers do not stay in the log."""
    if isinstance(value, tuple):
        return [
            f"{part.price_minor} × {part.stock}" if hasattr(part, "stock") else "…"
            for part in value
        ]
    return value if isinstance(value, int) else "…"


@use_case
def submit(shop_id: uuid.UUID, listing_id: uuid.UUID, *, by: uuid.UUID) -> Listing:
    """Hand a draft in; what a trusted shop hands in is open at once."""
    listing = _own(shop_id, listing_id)
    content = content_of(listing.id)
    writing.fitting(content, shop_id)  # its category may be of another kind by now
    shop = db.session.get_one(Shop, shop_id)
    if shop.state != "active":
        raise NotAllowed
    listing.submitted_at, listing.note = clock.now(), ""
    listing.decided_at = listing.decided_by = None  # her answer: no notice any more
    listing.written_by = origin.stamp(by)[0]
    if shop.trusted and listing.written_by == shop.person_id:
        move(listing, rules.LISTING, "open", by=by)
        listing.published_at = listing.published_at or clock.now()
        writing.shelve(listing)
        listing.checked_at = None
        search.changed(listing.id)
    else:
        move(listing, rules.LISTING, "submit", by=by)
    return listing


@use_case
def take_back(shop_id: uuid.UUID, listing_id: uuid.UUID, *, by: uuid.UUID) -> Listing:
    """Take what waits for a look back to a draft, or a change of it away.

    Raises Conflict("moved_on") when nothing waits.
    """
    listing = _own(shop_id, listing_id)
    if listing.state == "in_review":
        listing.decided_at = listing.decided_by = None
        move(listing, rules.LISTING, "take_back", by=by)
    elif not revisions.forget(listing.id, by=by):
        raise Conflict("moved_on", state=listing.state)
    return listing


@use_case
def switch(
    shop_id: uuid.UUID, listing_id: uuid.UUID, action: str, *, by: uuid.UUID
) -> Listing:
    """Pause, resume, archive or restore her own listing."""
    listing = _own(shop_id, listing_id)
    if action not in {"pause", "resume", "archive", "restore"}:
        raise Invalid
    move(listing, rules.LISTING, action, by=by)
    if action == "archive":
        revisions.forget(listing.id, by=by)
    search.changed(listing.id)
    return listing


@use_case
def set_stock(
    shop_id: uuid.UUID, variant_id: uuid.UUID, stock: int, seen: int, *, by: uuid.UUID
) -> None:
    """Write how many there are now; Conflict("stock_moved") when it is not `seen` any more."""
    variant = db.session.get(Variant, variant_id)
    if variant is None:
        raise NotFound
    listing = _own(shop_id, variant.listing_id)
    variant = get_for_update(Variant, variant_id)
    if variant.mode not in COUNTED or not 0 <= stock <= MAX_STOCK:
        raise Invalid("stock_range", field="stock")
    if variant.mode == rules.Mode.ONE_OFF and stock > 1:
        raise Invalid("one_off_stock", field="stock")
    if variant.stock != seen:
        raise Conflict("stock_moved", now=variant.stock)
    before, variant.stock = variant.stock, stock
    db.session.flush()
    writing.refresh(listing)
    search.changed(listing.id)
    writing.log_change(listing, by=by, stock=[before, stock])


@use_case
def set_busy(
    shop_id: uuid.UUID, listing_id: uuid.UUID, until: date | None, *, by: uuid.UUID
) -> None:
    """Take no orders for a service up to a day; None: from now on she takes them again.

    Raises NotFound for what is no service of hers, Invalid("busy_day") for a day that
    is over or more than a year away.
    """
    listing = _own(shop_id, listing_id)
    if listing.kind != "service":
        raise NotFound
    today = clock.today()
    if until is not None and not today <= until <= today + timedelta(days=365):
        raise Invalid("busy_day", field="until")
    before, listing.busy_until = listing.busy_until, until
    search.changed(listing.id)
    days = [day.isoformat() if day else "" for day in (before, until)]
    writing.log_change(listing, by=by, busy_until=days)


@use_case
def copy(shop_id: uuid.UUID, listing_id: uuid.UUID, *, by: uuid.UUID) -> Listing:
    """Begin a new draft with everything of another of hers, photos too."""
    listing = _own(shop_id, listing_id)
    content = content_of(listing.id)
    pictures = photos.copies(shop_id, content.photo_ids)
    return begin(shop_id, replace(content, photo_ids=tuple(pictures)), by=by)


@use_case
def begin_from(
    shop_id: uuid.UUID, pattern: Mapping[str, Any], *, by: uuid.UUID
) -> Listing:
    """Begin a draft from a pattern's content; photos and files stay with their maker."""
    content = replace(rules.without_files(Content.from_json(pattern)), photo_ids=())
    return begin(shop_id, content, by=by)


def _own(shop_id: uuid.UUID, listing_id: uuid.UUID) -> Listing:
    """Lock a listing of hers; NotFound for any other."""
    listing = get_for_update(Listing, listing_id)
    if listing.shop_id != shop_id:
        raise NotFound
    return listing


def _free_slug(content: Content) -> str:
    return f"{slug(content.title, 'thing')}-{secrets.token_hex(4)}"
