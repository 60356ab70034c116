"""What a piece costs her, kept beside the listing because she wished it."""

import uuid

from marketplace.catalog.models import CostSheet, Listing
from marketplace.catalog.rules.pricing import Costs, check_costs
from marketplace.db import get_for_update, use_case
from marketplace.errors import NotFound
from marketplace.extensions import db


@use_case
def keep(shop_id: uuid.UUID, listing_id: uuid.UUID, costs: Costs) -> None:
    """Keep her numbers; NotFound for another shop's, Invalid("costs_range")."""
    check_costs(costs)
    _own(shop_id, listing_id)
    db.session.merge(
        CostSheet(
            listing_id=listing_id,
            materials=costs.materials,
            minutes=costs.minutes,
            wage=costs.wage,
            overhead=costs.overhead,
        )
    )


@use_case
def forget(shop_id: uuid.UUID, listing_id: uuid.UUID) -> None:
    """Forget her numbers."""
    _own(shop_id, listing_id)
    row = db.session.get(CostSheet, listing_id)
    if row is not None:
        db.session.delete(row)


def _own(shop_id: uuid.UUID, listing_id: uuid.UUID) -> None:
    if get_for_update(Listing, listing_id).shop_id != shop_id:
        raise NotFound
