"""A package as its order form shows it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace.catalog.models import Listing, Package
from marketplace.catalog.queries import ListingView, listing_view
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.money import Money
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import Shop


@dataclass(frozen=True)
class PackageOffer:
    """What is ordered, from whom, and what can be added."""

    package_id: uuid.UUID
    listing: ListingView
    lab_id: uuid.UUID
    name: str
    points: list[str]
    price: Money
    days: int
    revisions: int

    @property
    def place(self) -> str:
        """Where it is done."""
        return self.listing.place

    @property
    def extras(self) -> list[tuple[str, Money, int]]:
        """Name, price and days more of what can be added, in order."""
        return self.listing.extras

    @property
    def closed(self) -> str:
        """Why it cannot be ordered now: away, busy, full, or empty."""
        if self.listing.seller.away_to:
            return "away"
        if self.listing.busy_until:
            return "busy"
        return "full" if self.listing.full else ""

    @property
    def free_on(self) -> date | None:
        """The last day she takes nothing."""
        return self.listing.seller.away_to or self.listing.busy_until

    def with_extras(self, chosen: Iterable[int]) -> tuple[Money, int]:
        """Return price and days with some of the extras."""
        price, days = self.price, self.days
        for at in set(chosen):
            if at < len(self.extras):
                _name, more, longer = self.extras[at]
                price, days = price + more, days + longer
        return price, days


def package_offer(package_id: uuid.UUID, reader: Reader = STRANGER) -> PackageOffer:
    """Return a package of something this reader may see; NotFound."""
    found = db.session.execute(
        select(Package, Listing.slug, Shop.lab_id)
        .join(Listing, Listing.id == Package.listing_id)
        .join(Shop, Shop.id == Listing.shop_id)
        .where(Package.id == package_id, Package.active, Listing.state == "published")
    ).one_or_none()
    if found is None:
        raise NotFound
    package, slug, lab_id = found
    return PackageOffer(
        package.id,
        listing_view(slug, reader),
        lab_id,
        package.name,
        [line for line in package.included.splitlines() if line.strip()],
        Money(package.price_minor),
        package.days,
        package.revisions,
    )
