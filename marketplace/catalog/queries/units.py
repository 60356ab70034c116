"""What can be bought of a listing, as a page shows it."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from marketplace import clock
from marketplace.catalog.models import Extra, Listing, Package, Variant
from marketplace.catalog.rules.promise import promised
from marketplace.catalog.rules.units import COUNTED, Mode
from marketplace.extensions import db
from marketplace.money import Money


@dataclass(frozen=True)
class UnitView:
    """One variant: `ready_on` is the day promised for what is made to order."""

    id: uuid.UUID
    label: str
    price: Money
    stock: int
    mode: str
    ready_on: date | None
    lead_days: int
    weight_g: int
    size_mm: tuple[int, ...]
    file_name: str

    @property
    def can_be_had(self) -> bool:
        """Whether one can be ordered now."""
        return self.mode not in COUNTED or self.stock > 0


@dataclass(frozen=True)
class PackageView:
    """One package of a service."""

    id: uuid.UUID
    name: str
    included: str
    price: Money
    days: int
    revisions: int


def promise_of(
    variant: Variant | Row[*tuple[Any, ...]], quantity: int = 1
) -> date | None:
    """Return the day promised for so many more; None for what is not made to order."""
    if variant.mode != Mode.MADE_TO_ORDER:
        return None
    return promised(
        clock.today(), variant.lead_days, variant.weekly, variant.in_work, quantity
    )


def units_of(listing: Listing) -> list[UnitView]:
    """Return the variants on offer; `Listing.variants` must be loaded."""
    return [
        UnitView(
            id=one.id,
            label=" / ".join(map(str, one.choice)),
            price=Money(one.price_minor, listing.currency),
            stock=one.stock,
            mode=one.mode,
            ready_on=promise_of(one),
            lead_days=one.lead_days,
            weight_g=one.weight_g,
            size_mm=tuple(one.size_mm),
            file_name=one.file_name,
        )
        for one in listing.variants
    ]


def packages_of(listing_id: uuid.UUID, currency: str) -> list[PackageView]:
    """Return the packages on offer, in order."""
    rows = db.session.scalars(
        select(Package)
        .where(Package.listing_id == listing_id, Package.active)
        .order_by(Package.position)
    )
    return [
        PackageView(
            id=one.id,
            name=one.name,
            included=one.included,
            price=Money(one.price_minor, currency),
            days=one.days,
            revisions=one.revisions,
        )
        for one in rows
    ]


def extras_of(listing_id: uuid.UUID, currency: str) -> list[tuple[str, Money, int]]:
    """Return name, price and days more of what can be added, in order."""
    rows = db.session.scalars(
        select(Extra).where(Extra.listing_id == listing_id).order_by(Extra.position)
    )
    return [(one.name, Money(one.price_minor, currency), one.days) for one in rows]
