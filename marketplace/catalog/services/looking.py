"""The Lab looks at things: lets through, asks, refuses, and can take that back."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from marketplace import clock
from marketplace.catalog import rules
from marketplace.catalog.models import Listing, ListingRevision
from marketplace.catalog.queries.content import mark_of
from marketplace.catalog.services import revisions, search, writing
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, MarketplaceError, NotAllowed
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import enqueue
from marketplace.profiles.models import Shop
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.rules.seen import check_seen
from marketplace.profiles.services import notices
from marketplace.profiles.services.transitions import move


@use_case
def decide(
    listing_id: uuid.UUID,
    decision: str,
    *,
    by: uuid.UUID,
    note: str,
    seen: str | None = None,
) -> Listing:
    """Answer what waits for a look; what is on sale can be asked for changes, too.

    It holds at once, she is told after ten minutes: till then `undo` takes it back.
    `seen` is the mark of what was looked at. Raises Invalid("note_needed") for an answer
    without words she can act on, NotAllowed("own_listing") for its own seller and for who
    wrote it for her, Conflict("moved_on") when it was answered meanwhile, Conflict
    ("changed_meanwhile") when it says something else by now.
    """
    _check(decision, note)
    listing = get_for_update(Listing, listing_id)
    _four_eyes(listing, listing.written_by, by)
    check_seen(seen, mark_of(listing.id) if seen else "")
    listing.decided_from = listing.state
    move(listing, rules.LISTING, decision, by=by, note=note)
    listing.note = note.strip()
    listing.decided_at, listing.decided_by = clock.now(), by
    listing.checked_at = clock.now()
    if decision == "publish":
        listing.published_at = listing.published_at or clock.now()
        writing.shelve(listing)
    else:
        revisions.forget(listing.id, by=by)
    search.changed(listing.id)
    _tell_later("listing", listing.id, listing.decided_at)
    return listing


@use_case
def decide_change(
    revision_id: uuid.UUID, decision: str, *, by: uuid.UUID, note: str
) -> ListingRevision:
    """Answer a change of something on sale: "publish" shows it, the rest keeps the old.

    Raises like `decide`.
    """
    _check(decision, note)
    found = db.session.get_one(ListingRevision, revision_id)
    listing = get_for_update(Listing, found.listing_id)
    revision = get_for_update(ListingRevision, revision_id)
    _four_eyes(listing, revision.written_by, by)
    if listing.state not in rules.LIVE:
        raise Conflict("moved_on", state=listing.state)
    if decision == "publish":
        revisions.apply(revision, listing, by=by)
    else:
        move(revision, rules.REVISION, "decline", by=by, note=note, reason=decision)
    revision.note = note.strip()
    revision.decided_at, revision.decided_by = clock.now(), by
    _tell_later("revision", revision.id, revision.decided_at)
    return revision


@use_case
def seen_well(listing_id: uuid.UUID, *, by: uuid.UUID, seen: str | None = None) -> None:
    """Note that what a trusted shop has opened was looked at; raises like `decide`."""
    listing = get_for_update(Listing, listing_id)
    _four_eyes(listing, listing.written_by, by)
    check_seen(seen, mark_of(listing.id) if seen else "")
    if listing.state not in rules.LIVE:
        raise Conflict("moved_on", state=listing.state)
    listing.checked_at = clock.now()


def approve_many(marks: Mapping[uuid.UUID, str], *, by: uuid.UUID) -> tuple[int, int]:
    """Let several through, each by itself; return how many were and were not.

    `marks` says of each what was looked at.
    """
    done = left = 0
    for listing_id, seen in marks.items():
        try:
            decide(listing_id, "publish", by=by, note="", seen=seen)
            done += 1
        except MarketplaceError:
            left += 1
    return done, left


@use_case
def undo(listing_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Take one's answer back while she has not been told; Conflict("undo_over") after."""
    listing = get_for_update(Listing, listing_id)
    _still_open(listing.decided_at, listing.decided_by, by)
    revisions.forget(listing.id, by=by)
    move(listing, rules.LISTING, f"undo_{listing.decided_from}", by=by)
    listing.decided_at = listing.decided_by = None
    listing.note = listing.decided_from = ""
    search.changed(listing.id)


@use_case
def undo_change(revision_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Take the answer to a change back; Conflict("undo_over") when she was told."""
    found = db.session.get_one(ListingRevision, revision_id)
    get_for_update(Listing, found.listing_id)  # in the order everybody locks them
    _still_open(found.decided_at, found.decided_by, by)
    revisions.revert(revision_id, by=by)


def answer(kind: str, subject_id: uuid.UUID, decided_at: datetime) -> None:
    """Tell her what was decided then, unless it was taken back or decided anew."""
    listing = db.session.get(Listing, subject_id) if kind == "listing" else None
    change = db.session.get(ListingRevision, subject_id) if kind == "revision" else None
    row = listing or change
    if row is None or row.decided_at != decided_at:
        return
    if change is not None:
        listing = db.session.get_one(Listing, change.listing_id)
    if listing is not None:
        shop = db.session.get_one(Shop, listing.shop_id)
        notices.tell(shop.person_id, Kind.THING_ANSWERED, "/my/things")


def _check(decision: str, note: str) -> None:
    if decision not in rules.DECISIONS:
        raise Invalid
    if decision != "publish" and not note.strip():
        raise Invalid("note_needed", field="note")


def _four_eyes(listing: Listing, writer: uuid.UUID | None, by: uuid.UUID) -> None:
    if by in {db.session.get_one(Shop, listing.shop_id).person_id, writer}:
        raise NotAllowed("own_listing")


def _tell_later(kind: str, subject_id: uuid.UUID, decided_at: datetime) -> None:
    payload = {"kind": kind, "id": str(subject_id), "at": decided_at.isoformat()}
    enqueue("catalog.answer", payload, delay=adapters().undo_wait)


def _still_open(
    decided_at: datetime | None, decided_by: uuid.UUID | None, by: uuid.UUID
) -> None:
    if decided_at is None or decided_by != by:
        raise Conflict("undo_over")
    if clock.now() >= decided_at + adapters().undo_wait:
        raise Conflict("undo_over")
