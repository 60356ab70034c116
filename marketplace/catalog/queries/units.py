"""What can be bought of a listing, as a page shows it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from marketplace import clock
from marketplace.catalog.models import Listing, Variant
from marketplace.catalog.rules.promise import promised
from marketplace.catalog.rules.units import COUNTED, Mode
from marketplace.extensions import db
from marketplace.money import Money

Units = Sequence[Row[*tuple[Any, ...]]]


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
    return [_unit(one, listing.currency) for one in listing.variants]


_COLUMNS = (
    Variant.id,
    Variant.choice,
    Variant.price_minor,
    Variant.stock,
    Variant.mode,
    Variant.lead_days,
    Variant.weekly,
    Variant.in_work,
    Variant.weight_g,
    Variant.size_mm,
    Variant.file_name,
)
_OFFERED = select(*_COLUMNS).where(Variant.active).order_by(Variant.position)
_OF_ID = _OFFERED.where(Variant.listing_id == bindparam("listing_id"))
_OF_SLUG = _OFFERED.join(Listing, Listing.id == Variant.listing_id).where(
    Listing.slug == bindparam("slug")
)


def live_units(slug: str) -> Units:
    """Return the variants on offer at an address as they are now (one query)."""
    return db.session.execute(_OF_SLUG, {"slug": slug}).all()


def units_now(listing_id: uuid.UUID) -> Units:
    """Return the variants on offer with the stock of this moment (one query)."""
    return db.session.execute(_OF_ID, {"listing_id": listing_id}).all()


def as_units(rows: Units, currency: str) -> list[UnitView]:
    """Return them as a page shows them."""
    return [_unit(one, currency) for one in rows]


def _unit(one: Variant | Row[*tuple[Any, ...]], currency: str) -> UnitView:
    return UnitView(
        id=one.id,
        label=" / ".join(map(str, one.choice)),
        price=Money(one.price_minor, currency),
        stock=one.stock,
        mode=one.mode,
        ready_on=promise_of(one),
        lead_days=one.lead_days,
        weight_g=one.weight_g,
        size_mm=tuple(one.size_mm),
        file_name=one.file_name,
    )


def packages_in(said: list[dict[str, Any]], currency: str) -> list[PackageView]:
    """Return the packages a card says, in order."""
    return [
        PackageView(
            id=uuid.UUID(one["id"]),
            name=one["name"],
            included=one["included"],
            price=Money(one["price_minor"], currency),
            days=one["days"],
            revisions=one["revisions"],
        )
        for one in said
    ]


def extras_in(
    said: list[dict[str, Any]], currency: str
) -> list[tuple[str, Money, int]]:
    """Return name, price and days more of what can be added, in order."""
    return [
        (one["name"], Money(one["price_minor"], currency), one["days"]) for one in said
    ]
