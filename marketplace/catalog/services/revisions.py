"""Changes to what is on sale: kept aside until somebody of the Lab has looked."""

import uuid
from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from marketplace import clock, origin
from marketplace.catalog import rules
from marketplace.catalog.models import Listing, ListingRevision, revision_photos
from marketplace.catalog.queries.changes import pending_change
from marketplace.catalog.queries.content import content_of
from marketplace.catalog.rules import Content
from marketplace.catalog.rules.diff import changes, without_stock
from marketplace.catalog.services import search, writing
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.profiles.services.transitions import move


@use_case
def stage(listing: Listing, content: Content, *, by: uuid.UUID) -> ListingRevision:
    """Keep a change of a locked listing for a look; it takes the place of an older one."""
    forget(listing.id, by=by)
    actor, _for_whom = origin.stamp(by)
    revision = ListingRevision(
        listing_id=listing.id, content=content.as_json(), written_by=actor
    )
    db.session.add(revision)
    db.session.flush()
    writing.log_change(listing, by=by, waits=str(revision.id))
    _keep_photos(revision.id, content.photo_ids)
    return revision


def _keep_photos(revision_id: uuid.UUID, photo_ids: Iterable[uuid.UUID]) -> None:
    """Keep photos that are on no thing from the sweep while a change may show them."""
    there = select(revision_photos.c.photo_id).where(
        revision_photos.c.revision_id == revision_id
    )
    known = set(db.session.scalars(there))
    rows = [
        {"revision_id": revision_id, "photo_id": photo_id}
        for photo_id in dict.fromkeys(photo_ids)
        if photo_id not in known
    ]
    if rows:
        db.session.execute(insert(revision_photos), rows)


@use_case
def forget(listing_id: uuid.UUID, *, by: uuid.UUID) -> bool:
    """Withdraw the change of a locked listing that waits; say whether there was one.

    What was withdrawn before goes: only the last words of hers are kept.
    """
    db.session.execute(
        delete(ListingRevision).where(
            ListingRevision.listing_id == listing_id,
            ListingRevision.state == "withdrawn",
        )
    )
    waiting = pending_change(listing_id)
    if waiting is None:
        return False
    move(waiting, rules.REVISION, "withdraw", by=by)
    db.session.flush()
    return True


@use_case
def apply(revision: ListingRevision, listing: Listing, *, by: uuid.UUID) -> None:
    """Show a change to buyers; both rows are locked, the listing first."""
    before = content_of(listing.id)
    revision.before = before.as_json()
    _keep_photos(revision.id, before.photo_ids)
    move(revision, rules.REVISION, "apply", by=by)
    writing.write(listing, Content.from_json(revision.content), applied=True)
    listing.checked_at = clock.now()
    search.changed(listing.id)


@use_case
def revert(revision_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Take an answer to a change back: it waits again, buyers see what they saw.

    Raises Conflict("undo_changed") when she has changed the thing since.
    """
    revision = get_for_update(ListingRevision, revision_id)
    listing = get_for_update(Listing, revision.listing_id)
    _check_untouched(revision, listing)
    was_applied = revision.state == "applied"
    move(revision, rules.REVISION, "undo", by=by)
    if was_applied and revision.before is not None:
        writing.write(listing, Content.from_json(revision.before), applied=True)
        search.changed(listing.id)
    revision.decided_at = revision.decided_by = revision.before = None
    revision.note = ""


def _check_untouched(revision: ListingRevision, listing: Listing) -> None:
    if listing.state not in rules.LIVE or pending_change(listing.id) is not None:
        raise Conflict("undo_changed")
    if revision.state == "applied":
        shown = without_stock(Content.from_json(revision.content))
        if changes(shown, without_stock(content_of(listing.id))):
            raise Conflict("undo_changed")
