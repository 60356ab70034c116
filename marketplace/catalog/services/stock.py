"""Stock: taken and given back in one statement each."""

import uuid
from datetime import date

from sqlalchemy import ColumnElement, case, exists, or_, update

from marketplace import clock
from marketplace.catalog.models import Listing, Variant
from marketplace.catalog.queries import promise_of
from marketplace.catalog.rules.units import COUNTED, Mode
from marketplace.catalog.services import search
from marketplace.db import use_case
from marketplace.errors import Conflict
from marketplace.extensions import db

_COUNTED = tuple(map(str, COUNTED))


@use_case
def reserve(variant_id: uuid.UUID, quantity: int, title: str) -> date | None:
    """Take from the stock, or say it is gone: Conflict("sold_out", title=…).

    Made to order never runs out: the work in front of it moves the promised day, which
    is returned; None for anything else.
    """
    taken = db.session.execute(
        update(Variant)
        .where(
            Variant.id == variant_id,
            Variant.active,
            exists().where(
                Listing.id == Variant.listing_id, Listing.state == "published"
            ),
            or_(Variant.stock >= quantity, Variant.mode.not_in(_COUNTED)),
        )
        .values(stock=_less(quantity))
        .returning(
            Variant.listing_id,
            Variant.mode,
            Variant.stock,
            Variant.lead_days,
            Variant.weekly,
            Variant.in_work,
        )
    ).one_or_none()
    if taken is None:
        raise Conflict("sold_out", title=title)
    if taken.mode in COUNTED and taken.stock == 0:
        search.changed(taken.listing_id)
    return promise_of(taken, quantity)


@use_case
def ordered(variant_id: uuid.UUID, quantity: int) -> None:
    """Note that pieces to be made are paid: they stand in front of later ones.

    Not before: whoever only fills in a form must not move everybody's day.
    """
    db.session.execute(
        update(Variant)
        .where(Variant.id == variant_id, Variant.mode == Mode.MADE_TO_ORDER)
        .values(in_work=Variant.in_work + quantity)
    )


@use_case
def release(variant_id: uuid.UUID, quantity: int) -> None:
    """Give back what was reserved."""
    given = db.session.execute(
        update(Variant)
        .where(Variant.id == variant_id, Variant.mode.in_(_COUNTED))
        .values(
            stock=case(
                (Variant.mode == Mode.ONE_OFF, 1), else_=Variant.stock + quantity
            )
        )
        .returning(Variant.listing_id)
    ).one_or_none()
    if given is not None:
        search.changed(given.listing_id)


@use_case
def made(variant_id: uuid.UUID, quantity: int) -> None:
    """Note that ordered pieces are ready: they no longer stand in front of others."""
    left = Variant.in_work - quantity
    db.session.execute(
        update(Variant)
        .where(Variant.id == variant_id)
        .values(in_work=case((left > 0, left), else_=0))
    )


@use_case
def take_place(listing_id: uuid.UUID, title: str) -> None:
    """Take one of the places of a service; Conflict("fully_booked", title=…) if none."""
    taken = db.session.execute(
        update(Listing)
        .where(
            Listing.id == listing_id,
            Listing.state == "published",
            Listing.taken < Listing.capacity,
            or_(Listing.busy_until.is_(None), Listing.busy_until < clock.today()),
        )
        .values(taken=Listing.taken + 1)
        .returning(Listing.taken, Listing.capacity)
    ).one_or_none()
    if taken is None:
        raise Conflict("fully_booked", title=title)
    if taken.taken == taken.capacity:
        search.changed(listing_id)


@use_case
def keep_place(listing_id: uuid.UUID) -> None:
    """Note work she has agreed to herself: it may be more than her places."""
    _places(listing_id, 1)


@use_case
def free_place(listing_id: uuid.UUID) -> None:
    """Give a place back: the work is handed in, or off."""
    _places(listing_id, -1)


def _places(listing_id: uuid.UUID, more: int) -> None:
    now = Listing.taken + more
    db.session.execute(
        update(Listing)
        .where(Listing.id == listing_id)
        .values(taken=case((now > 0, now), else_=0))
    )
    search.changed(listing_id)


def _less(quantity: int) -> ColumnElement[int]:
    return case(
        (Variant.mode.in_(_COUNTED), Variant.stock - quantity), else_=Variant.stock
    )
