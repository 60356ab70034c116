"""Stock: taken and given back in one statement each."""

import uuid

from sqlalchemy import update

from marketplace.catalog.models import Variant
from marketplace.db import use_case
from marketplace.errors import Conflict
from marketplace.extensions import db


@use_case
def reserve(variant_id: uuid.UUID, quantity: int, title: str) -> None:
    """Take from the stock, or say it is gone: Conflict("sold_out", title=…)."""
    taken = db.session.execute(
        update(Variant)
        .where(Variant.id == variant_id, Variant.stock >= quantity)
        .values(stock=Variant.stock - quantity)
        .returning(Variant.id)
    ).scalar_one_or_none()
    if taken is None:
        raise Conflict("sold_out", title=title)


@use_case
def release(variant_id: uuid.UUID, quantity: int) -> None:
    """Give back what was reserved."""
    db.session.execute(
        update(Variant)
        .where(Variant.id == variant_id)
        .values(stock=Variant.stock + quantity)
    )
