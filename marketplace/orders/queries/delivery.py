"""What sending costs: a Lab's rates, and the plan of a basket."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from marketplace import clock
from marketplace.extensions import db
from marketplace.orders.models import Basket, ShippingRate
from marketplace.orders.queries.baskets import ShopPart, basket_parts, find_basket
from marketplace.orders.rules import delivery as rules
from marketplace.orders.rules.delivery import Band, Parcel, Plan
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import Shop

Days = Mapping[uuid.UUID, date | None]


@dataclass(frozen=True)
class BasketPage:
    """A basket with the ways its parcels can take."""

    parts: list[ShopPart]
    plan: Plan

    @property
    def items_minor(self) -> int:
        """All goods, in minor units."""
        return sum(part.items_minor for part in self.parts)

    @property
    def total_minor(self) -> int:
        """What is paid as chosen, in minor units."""
        return self.items_minor + self.plan.delivery_minor

    @property
    def dearer(self) -> bool:
        """Whether something costs more than the buyer knows."""
        return any(part.dearer for part in self.parts)


@dataclass(frozen=True)
class RateRow:
    """A band as the Lab's page lists it; `alias` is of the shop it is for, "" for all."""

    rate: ShippingRate
    alias: str


def basket_page(
    token: str | None,
    reader: Reader = STRANGER,
    *,
    country: str = "",
    wishes: Mapping[uuid.UUID, str] | None = None,
) -> BasketPage:
    """Return the basket of a browser, planned for its country unless another is named."""
    basket = find_basket(token)
    parts = basket_parts(basket, reader)
    return BasketPage(
        parts, plan_of(parts, country or country_of(basket), wishes or {})
    )


def country_of(basket: Basket | None) -> str:
    """Return where the things of a basket go; home while nothing was said."""
    return basket.country if basket else rules.HOME


def plan_of(
    parts: Sequence[ShopPart],
    country: str,
    wishes: Mapping[uuid.UUID, str],
    promised: Days | None = None,
) -> Plan:
    """Plan the parcels of a basket (one query).

    `promised` are the days taken at the sale, by variant; without them those of now.
    """
    bands = _bands(parts)
    parcels = [_parcel(part, bands[part.shop_id], promised) for part in parts]
    return rules.plan(parcels, country, wishes)


def rates_of(lab_id: uuid.UUID) -> list[RateRow]:
    """Return the bands of a Lab and its shops, as a table is read."""
    rows = db.session.execute(
        select(ShippingRate, Shop.alias)
        .outerjoin(Shop, Shop.id == ShippingRate.shop_id)
        .where(ShippingRate.lab_id == lab_id)
        .order_by(ShippingRate.way.desc(), ShippingRate.country, ShippingRate.up_to_g)
    ).all()
    found = [RateRow(rate, alias or "") for rate, alias in rows]
    return sorted(found, key=_reading_order)


def _reading_order(row: RateRow) -> tuple[str, str, int, int]:
    rate = row.rate
    known = rate.country in rules.COUNTRIES
    place = rules.COUNTRIES.index(rate.country) if known else len(rules.COUNTRIES)
    return row.alias, "" if rate.way == rules.POST else rate.way, place, rate.up_to_g


def _parcel(part: ShopPart, bands: tuple[Band, ...], promised: Days | None) -> Parcel:
    ready = None if part.only_files else _ready_on(part, promised)
    return Parcel(
        part.shop_id, part.lab_id, part.weight_g, ready, bands, part.stays_home
    )


def _ready_on(part: ShopPart, promised: Days | None) -> date:
    """Return the day the last of it is ready: made by then, or packed."""
    packed = rules.packed_by(clock.today())
    days = [
        (promised[item.variant_id] if promised else item.ready_on) or packed
        for item in part.items
        if not item.is_file
    ]
    return max(days)


def _bands(parts: Sequence[ShopPart]) -> dict[uuid.UUID, tuple[Band, ...]]:
    if all(part.only_files for part in parts):
        return {part.shop_id: () for part in parts}
    shops = [part.shop_id for part in parts]
    rows = db.session.scalars(
        select(ShippingRate).where(
            ShippingRate.lab_id.in_({part.lab_id for part in parts}),
            or_(ShippingRate.shop_id.is_(None), ShippingRate.shop_id.in_(shops)),
        )
    ).all()
    return {part.shop_id: _of(part, rows) for part in parts}


def _of(part: ShopPart, rows: Sequence[ShippingRate]) -> tuple[Band, ...]:
    """Return the bands of a shop: for each way its own, else its Lab's."""
    labs = [row for row in rows if row.lab_id == part.lab_id and row.shop_id is None]
    own = [row for row in rows if row.shop_id == part.shop_id]
    if not labs and not own:
        return (_fallback(part),)
    own_ways = {row.way for row in own}
    return tuple(
        _band(row) for row in [*own, *(r for r in labs if r.way not in own_ways)]
    )


def _band(row: ShippingRate) -> Band:
    return Band(
        row.way, row.country, row.up_to_g, row.price_minor, row.days_min, row.days_max
    )


def _fallback(part: ShopPart) -> Band:
    return Band(
        rules.POST,
        rules.HOME,
        rules.ANY_WEIGHT_G,
        part.delivery_minor,
        *rules.FALLBACK_DAYS,
    )
