"""How parcels travel: bands by weight, who may send where, one parcel shared by many.

Whoever asks gives every parcel of the basket and what the buyer wishes for each, because
parcels that travel together through the Lab share one price.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from marketplace.errors import Invalid

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    Wishes = Mapping[uuid.UUID, str]

PICKUP, POST, LAB_PARCEL, DOWNLOAD = "pickup", "post", "lab_parcel", "download"
WAYS = (PICKUP, POST, LAB_PARCEL, DOWNLOAD)
PRICED = (POST, LAB_PARCEL)  # the ways that have bands
SENT = frozenset(PRICED)  # what needs an address
HOME, REST = "KG", "*"
# Home first, then the neighbours and where most of the diaspora is, then the others.
COUNTRIES: tuple[str, ...] = ("KG", "KZ", "UZ", "RU", "TJ", "TR", "CN", "AE")
COUNTRIES += ("DE", "US", "GB", "FR", "NL", "CH", "AT", "IT", "ES", "PL", "CZ")
COUNTRIES += ("SE", "NO", "FI", "CA", "AU", "JP", "KR", "IN")
# Makers do not weigh everything. Half a kilo is a pair of slippers: seldom too little,
# and a Lab that loses by it asks for the weight.
UNWEIGHED_G = 500
PACKING_DAYS = 2  # working days
FALLBACK_DAYS = (3, 7)  # of a Lab that has written no rates yet
ANY_WEIGHT_G = 10**9
MAX_G, MAX_DAYS, MAX_PRICE = 100_000, 180, 1_000_000_00  # slips of the finger
MAX_BANDS = 300  # of a Lab with its shops


class Why(StrEnum):
    """Why a way is not open; each is the code of its words."""

    HEAVY = "parcel_heavy"
    NOWHERE = "parcel_nowhere"
    MAKER = "maker_stays_home"
    THING = "thing_stays_home"


@dataclass(frozen=True)
class Band:
    """A parcel of at most `up_to_g` grams costs `price_minor` and travels so many days."""

    way: str
    country: str
    up_to_g: int
    price_minor: int
    days_min: int
    days_max: int


@dataclass(frozen=True)
class Parcel:
    """What one shop hands over: weight in grams, the day it is ready (None: a file).

    `stays_home` says why it may not leave the country, "" when it may.
    """

    shop_id: uuid.UUID
    lab_id: uuid.UUID
    weight_g: int
    ready_on: date | None
    bands: tuple[Band, ...] = ()
    stays_home: str = ""


@dataclass(frozen=True)
class Offer:
    """One way for one parcel: price in minor units, the day it is there by.

    `days` are of the transit, `shared` is how many parcels travel as one. Where `why`
    says something it is not open.
    """

    way: str
    price_minor: int = 0
    by: date | None = None
    days: tuple[int, int] = (0, 0)
    shared: int = 1
    why: str = ""


@dataclass(frozen=True)
class Choice:
    """What a shop's parcel is offered, and the way taken: "" while none is."""

    offers: Mapping[str, Offer]
    way: str

    @property
    def taken(self) -> Offer | None:
        """The offer taken, if it is open."""
        found = self.offers.get(self.way)
        return found if found and not found.why else None

    @property
    def price_minor(self) -> int:
        """What the way taken costs, in minor units."""
        return self.taken.price_minor if self.taken else 0


@dataclass(frozen=True)
class Plan:
    """How everything in a basket gets to a country."""

    country: str
    choices: Mapping[uuid.UUID, Choice]

    @property
    def delivery_minor(self) -> int:
        """What all parcels cost as chosen, in minor units."""
        return sum(choice.price_minor for choice in self.choices.values())

    @property
    def sent(self) -> bool:
        """Whether something is sent as chosen, so that an address is needed."""
        return any(choice.way in SENT for choice in self.choices.values())

    @property
    def sends(self) -> bool:
        """Whether anything could be sent, so that an address is of use."""
        offers = [one for c in self.choices.values() for one in c.offers.values()]
        return any(one.way in SENT and not one.why for one in offers)


def check_country(code: str) -> str:
    """Return the code of a country we send to; Invalid("country")."""
    if code not in COUNTRIES:
        raise Invalid("country", field="country")
    return code


def check_band(band: Band, *, own: bool = False) -> Band:
    """Return a band that makes sense; `own` is one of a single shop.

    Raises Invalid: "choose_one", "country", "band_weight", "band_price", "band_days",
    "parcel_of_lab" (what travels together is one shop's alone for no shop).
    """
    if band.way not in PRICED:
        raise Invalid("choose_one", field="way")
    if own and band.way == LAB_PARCEL:
        raise Invalid("parcel_of_lab", field="shop")
    if band.country != REST:
        check_country(band.country)
    if not 0 < band.up_to_g <= MAX_G:
        raise Invalid("band_weight", field="up_to", most=MAX_G // 1000)
    if not 0 <= band.price_minor <= MAX_PRICE:
        raise Invalid("band_price", field="price")
    if not 0 <= band.days_min <= band.days_max <= MAX_DAYS:
        raise Invalid("band_days", field="days_max", most=MAX_DAYS)
    return band


def weight_of(lines: Iterable[tuple[int, int]]) -> int:
    """Return what lines of (grams of one, how many) weigh; 0 g counts as 500."""
    return sum((grams or UNWEIGHED_G) * count for grams, count in lines)


def packed_by(today: date) -> date:
    """Return the day something that is there is packed: two working days on."""
    day, left = today, PACKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def band_for(
    bands: Iterable[Band], way: str, country: str, weight_g: int
) -> Band | Why:
    """Choose the smallest band that carries the weight, or say why there is none.

    A country with bands of its own never falls back on the rest of the world.
    """
    of_way = [band for band in bands if band.way == way]
    fitting = [band for band in of_way if band.country == country]
    fitting = fitting or [band for band in of_way if band.country == REST]
    if not fitting:
        return Why.NOWHERE
    carrying = [band for band in fitting if band.up_to_g >= weight_g]
    if not carrying:
        return Why.HEAVY
    return min(carrying, key=lambda band: band.up_to_g)


def split(total_minor: int, weights: Sequence[int]) -> list[int]:
    """Share a price by weight, by largest remainder: the sum is exact (§5.4).

    Of equal remainders the earlier one takes the tyiyn.
    """
    whole = sum(weights)
    parts = [total_minor * weight // whole for weight in weights]
    left = total_minor - sum(parts)
    order = sorted(
        range(len(weights)), key=lambda at: (-(total_minor * weights[at] % whole), at)
    )
    for at in order[:left]:
        parts[at] += 1
    return parts


def plan(parcels: Sequence[Parcel], country: str, wishes: Wishes) -> Plan:
    """Price every way of every parcel, with what the buyer wishes for the others.

    Without a wish a parcel is picked up at home, and abroad comes by the cheapest open
    way: nobody abroad should find out later that she was to come and get it.
    """
    taken = {
        one.shop_id: _wish(one, parcels, country, wishes)
        for one in parcels
        if one.weight_g
    }
    choices = {}
    for one in parcels:
        offers = _offers(one, parcels, country, taken)
        choices[one.shop_id] = Choice(offers, taken.get(one.shop_id, DOWNLOAD))
    return Plan(country, choices)


def _wish(
    parcel: Parcel, parcels: Sequence[Parcel], country: str, wishes: Wishes
) -> str:
    offers = _offers(parcel, parcels, country, wishes)
    wish = wishes.get(parcel.shop_id, "")
    if wish in offers or country == HOME:
        return wish if wish in offers else PICKUP
    sent = [one for one in offers.values() if one.way in SENT and not one.why]
    return min(sent, key=lambda one: one.price_minor).way if sent else ""


def _offers(
    parcel: Parcel, parcels: Sequence[Parcel], country: str, wishes: Wishes
) -> dict[str, Offer]:
    if not parcel.weight_g:
        return {DOWNLOAD: Offer(DOWNLOAD)}
    found = {PICKUP: Offer(PICKUP, by=parcel.ready_on)}
    known = {band.way for band in parcel.bands}
    if POST in known:
        found[POST] = _offer(POST, [parcel], country)
    if LAB_PARCEL in known:
        together = _together(parcel, parcels, country, wishes)
        found[LAB_PARCEL] = _offer(LAB_PARCEL, together, country)
    return found


def _together(
    parcel: Parcel, parcels: Sequence[Parcel], country: str, wishes: Wishes
) -> list[Parcel]:
    """Return what would travel as one with this parcel, itself first."""
    others = [
        other
        for other in parcels
        if other.shop_id != parcel.shop_id
        and other.lab_id == parcel.lab_id
        and other.weight_g
        and wishes.get(other.shop_id) == LAB_PARCEL
        and not _kept(other, country)
    ]
    return [parcel, *others]


def _offer(way: str, group: Sequence[Parcel], country: str) -> Offer:
    """Price a way for the first of what travels as one."""
    first = group[0]
    if why := _kept(first, country):
        return Offer(way, why=why)
    band = band_for(first.bands, way, country, sum(parcel.weight_g for parcel in group))
    if isinstance(band, Why):
        return Offer(way, why=band)
    # In one order whoever asks, or the parts would not add up to the tyiyn.
    group = sorted(group, key=lambda parcel: parcel.shop_id.bytes)
    parts = split(band.price_minor, [parcel.weight_g for parcel in group])
    ready = max((parcel.ready_on for parcel in group if parcel.ready_on), default=None)
    return Offer(
        way,
        parts[group.index(first)],
        ready + timedelta(days=band.days_max) if ready else None,
        (band.days_min, band.days_max),
        len(group),
    )


def _kept(parcel: Parcel, country: str) -> str:
    return parcel.stays_home if country != HOME else ""
