"""Changes of what is on sale: the one that waits, and those that may be shown yet."""

import uuid
from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select

from marketplace import clock
from marketplace.catalog.models import ListingRevision
from marketplace.extensions import db


def pending_change(listing_id: uuid.UUID) -> ListingRevision | None:
    """Return the change of a listing that waits for a look; there is one at most."""
    return db.session.scalar(
        select(ListingRevision).where(
            ListingRevision.listing_id == listing_id,
            ListingRevision.state == "pending",
        )
    )


def may_be_shown(for_long: timedelta) -> ColumnElement[bool]:
    """Return the condition under which a change waits, or may be taken back.

    One that was answered is kept `for_long`: what it shows must not be swept away.
    """
    lately = ListingRevision.decided_at > clock.now() - for_long
    return or_(ListingRevision.state == "pending", lately)
