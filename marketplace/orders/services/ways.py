"""Which ways to pay a basket or a purchase can take."""

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import case, select

from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.payments import Provider
from marketplace.orders.models import Order
from marketplace.orders.queries import rate_on
from marketplace.orders.rules import ways
from marketplace.orders.rules.ways import Parcel
from marketplace.orders.services import providers
from marketplace.profiles.models import Lab


def parcels_of(
    wanted: Iterable[tuple[uuid.UUID, str, str]],
) -> list[Parcel]:
    """Return what decides of parcels: (Lab, how it comes, country)."""
    rows = list(wanted)
    labs = {
        lab.id: lab
        for lab in db.session.scalars(
            select(Lab).where(Lab.id.in_({lab_id for lab_id, *_ in rows}))
        )
    }
    return [
        Parcel(
            lab_id,
            frozenset(labs[lab_id].payment_channels),
            bool(labs[lab_id].payment_details.strip()),
            delivery,
            country,
        )
        for lab_id, delivery, country in rows
    ]


def of_parcels(parcels: Sequence[Parcel]) -> list[str]:
    """Return the codes of the ways to pay for these parcels, the quickest first."""
    known = adapters().payments
    machines = [code for code in providers.machines() if _priced(known[code])]
    return [way for way in ways.offered(parcels, machines) if way in known]


def _priced(provider: Provider) -> bool:
    """Whether what it charges can be reckoned: foreign money needs a rate."""
    wanted = provider.currencies
    return "KGS" in wanted or rate_on(wanted[0]) is not None


def check(way: str, parcels: Sequence[Parcel]) -> str:
    """Return the way; Conflict("way_not_offered") when these parcels cannot take it.

    Conflict("no_way_to_pay") when there is none at all.
    """
    offered = of_parcels(parcels)
    if not offered:
        raise Conflict("no_way_to_pay")
    if way not in offered:
        raise Conflict("way_not_offered")
    return way


def of_purchase(purchase_id: uuid.UUID) -> list[Parcel]:
    """Return the parcels of a purchase, as `check` takes them."""
    rows = db.session.execute(
        select(
            Order.lab_id,
            case((Order.kind == "service", ways.WORK), else_=Order.delivery),
            Order.country,
        )
        .where(Order.purchase_id == purchase_id)
        .order_by(Order.position)
    )
    return parcels_of((lab_id, way, country) for lab_id, way, country in rows)


def of_work(lab_id: uuid.UUID) -> list[str]:
    """Return the ways to pay for work a shop of this Lab does."""
    return of_parcels(parcels_of([(lab_id, ways.WORK, ways.HOME)]))
