"""Forms somebody has begun and not sent."""

import uuid

from sqlalchemy import select

from marketplace.catalog.models import Listing, UnfinishedForm
from marketplace.extensions import db


def unfinished(shop_id: uuid.UUID, form_id: uuid.UUID) -> UnfinishedForm | None:
    """Return a form of this shop as it was kept."""
    row = db.session.get(UnfinishedForm, form_id)
    return row if row is not None and row.shop_id == shop_id else None


def was_sent(shop_id: uuid.UUID, form_id: uuid.UUID) -> bool:
    """Whether a form of this shop has become a thing."""
    row = db.session.get(Listing, form_id)
    return row is not None and row.shop_id == shop_id


def begun(shop_id: uuid.UUID) -> list[UnfinishedForm]:
    """Return the new things of a shop that were begun and not sent, newest first."""
    rows = (
        select(UnfinishedForm)
        .where(
            UnfinishedForm.shop_id == shop_id,
            ~select(Listing.id).where(Listing.id == UnfinishedForm.id).exists(),
        )
        .order_by(UnfinishedForm.kept_at.desc())
    )
    return list(db.session.scalars(rows))
