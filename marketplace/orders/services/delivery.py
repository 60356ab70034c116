"""What sending costs, as a Lab writes it."""

import uuid
from dataclasses import asdict
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, NotFound
from marketplace.extensions import db
from marketplace.orders.models import ShippingRate
from marketplace.orders.rules import delivery as rules
from marketplace.orders.rules.delivery import Band
from marketplace.profiles.models import Lab, Shop
from marketplace.profiles.rules import Event
from marketplace.profiles.services import audit


@use_case
def add_rate(
    lab_id: uuid.UUID,
    band: Band,
    *,
    shop_id: uuid.UUID | None = None,
    by: uuid.UUID | None = None,
) -> ShippingRate:
    """Add a band to a Lab, or to one shop of it that sends otherwise.

    Raises Invalid (see `rules.delivery.check_band`), Conflict("rate_twice") for the
    same way, country and weight, Conflict("rates_full"), NotFound for the shop of
    another Lab.
    """
    rules.check_band(band, own=shop_id is not None)
    get_for_update(Lab, lab_id)
    if shop_id is not None and _lab_of(shop_id) != lab_id:
        raise NotFound
    if _number(lab_id) >= rules.MAX_BANDS:
        raise Conflict("rates_full", most=rules.MAX_BANDS)
    rate = ShippingRate(lab_id=lab_id, shop_id=shop_id, **asdict(band))
    db.session.add(rate)
    try:
        db.session.flush()
    except IntegrityError:
        raise Conflict("rate_twice", field="up_to") from None
    _log(rate, by, "added")
    return rate


@use_case
def delete_rate(
    lab_id: uuid.UUID, rate_id: uuid.UUID, *, by: uuid.UUID | None = None
) -> None:
    """Take a band out; NotFound for another Lab's. What is sold keeps its price."""
    rate = get_for_update(ShippingRate, rate_id)
    if rate.lab_id != lab_id:
        raise NotFound
    _log(rate, by, "deleted")
    db.session.delete(rate)


def _lab_of(shop_id: uuid.UUID) -> uuid.UUID | None:
    return db.session.scalar(select(Shop.lab_id).where(Shop.id == shop_id))


def _number(lab_id: uuid.UUID) -> int:
    counted = select(func.count()).where(ShippingRate.lab_id == lab_id)
    return db.session.scalar(counted) or 0


def _log(rate: ShippingRate, by: uuid.UUID | None, what: str) -> None:
    details: dict[str, Any] = {
        "what": what,
        "way": rate.way,
        "country": rate.country,
        "up_to_g": rate.up_to_g,
        "price_minor": rate.price_minor,
        "days": f"{rate.days_min}–{rate.days_max}",
    }
    if rate.shop_id:
        details["shop"] = str(rate.shop_id)
    audit.record(
        Event.LAB_SHIPPING, by=by, subject=rate.lab_id, lab=rate.lab_id, **details
    )
