"""Forms kept while they are written: a line that breaks, a phone that rings."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from marketplace import clock
from marketplace.catalog.models import Listing, UnfinishedForm
from marketplace.db import get_for_update, use_case
from marketplace.errors import Invalid, NotFound
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.profiles.models import Shop
from marketplace.profiles.rules import Event
from marketplace.profiles.services import audit

KEPT = timedelta(days=7)  # as long as photos that are on no thing
MOST = 20  # forms of one shop; the oldest gives way
LONGEST = 50_000  # letters of all fields together
FIELDS = 200

Fields = Mapping[str, Sequence[str]]


@use_case
def keep(
    shop_id: uuid.UUID,
    form_id: uuid.UUID,
    kind: str,
    fields: Fields,
    *,
    new: bool,
    at: datetime | None = None,
) -> None:
    """Keep a form as it stands; `new` is one of a thing that is not written yet.

    What overtakes a new form on a slow line and comes after it is let go, and so is what
    a phone brings that was written (`at`) before what is kept. Raises
    NotFound for the form of another shop, Invalid for one that is too long, TooMany.
    """
    adapters().limits.take("unfinished", str(shop_id))
    size = sum(len(word) for words in fields.values() for word in words)
    if size > LONGEST or len(fields) > FIELDS:
        raise Invalid
    get_for_update(Shop, shop_id)
    listing = db.session.get(Listing, form_id)
    if listing is not None and new:
        return
    row = db.session.get(UnfinishedForm, form_id)
    if {one.shop_id for one in (listing, row) if one is not None} - {shop_id}:
        raise NotFound
    if row is not None and at is not None and row.kept_at >= at:
        return
    if row is None:
        _make_room(shop_id)
        row = UnfinishedForm(id=form_id, shop_id=shop_id, kind=kind)
    row.fields = {name: list(words) for name, words in fields.items()}
    row.kept_at = clock.now()
    db.session.add(row)


def _make_room(shop_id: uuid.UUID) -> None:
    mine = UnfinishedForm.shop_id == shop_id
    kept = select(func.count()).select_from(UnfinishedForm).where(mine)
    if (db.session.scalar(kept) or 0) >= MOST:
        oldest = select(UnfinishedForm).where(mine).order_by(UnfinishedForm.kept_at)
        db.session.delete(db.session.scalars(oldest.limit(1)).one())


@use_case
def forget(shop_id: uuid.UUID, form_id: uuid.UUID) -> None:
    """Forget a form: it was sent."""
    db.session.execute(
        delete(UnfinishedForm).where(
            UnfinishedForm.id == form_id, UnfinishedForm.shop_id == shop_id
        )
    )


@use_case
def throw_away(shop_id: uuid.UUID, form_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Forget a form she does not want any more; NotFound for what is not hers."""
    row = get_for_update(UnfinishedForm, form_id)
    if row.shop_id != shop_id:
        raise NotFound
    owner = db.session.get_one(Shop, shop_id).person_id
    audit.record(Event.FORM_THROWN_AWAY, by=by, subject=form_id, about=owner)
    db.session.delete(row)


@use_case
def forget_old() -> None:
    """Forget what nobody has gone on with for seven days."""
    old = UnfinishedForm.kept_at < clock.now() - KEPT
    db.session.execute(delete(UnfinishedForm).where(old))
