"""Baskets that travel: what the tests of delivery put together."""

import uuid

from sqlalchemy import select

from marketplace.catalog.rules import Mode, VariantPart
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.orders.models import Order
from marketplace.orders.rules.delivery import LAB_PARCEL, POST, Band
from marketplace.orders.services import basket, checkout, delivery
from marketplace.profiles.services import taxes
from tests import people

BANDS = (
    Band(POST, "KG", 1000, 150_00, 2, 5),
    Band(POST, "KG", 5000, 300_00, 3, 7),
    Band(LAB_PARCEL, "KG", 3000, 100_01, 4, 8),
    Band(LAB_PARCEL, "KZ", 3000, 900_00, 7, 14),
    Band(LAB_PARCEL, "*", 3000, 2500_00, 14, 30),
)


@use_case
def rates(*bands: Band, slug: str = "osh") -> None:
    """Write the bands of a Lab."""
    for band in bands or BANDS:
        delivery.add_rate(people.lab(slug).id, band)


def thing(name: str = "aigul", grams: int = 400, *, som: int = 1000, **more):
    """Put something that weighs so much on sale."""
    unit = VariantPart((), som * 100, stock=9, weight_g=grams)
    return people.on_sale(name, variants=(unit,), **more)


def to_order(name: str = "aigul", days: int = 20, **more):
    """Put something made to order on sale."""
    made = Mode.MADE_TO_ORDER
    unit = VariantPart((), 100_000, mode=made, lead_days=days, weight_g=400)
    return people.on_sale(name, variants=(unit,), **more)


def second_shop_of_osh() -> uuid.UUID:
    """Let Jamilya's shop be open again: with Aigul's it is of one Lab."""
    from marketplace.profiles.services import shops

    found = people.seller("jamilya").shop_id
    shops.reopen(found, by=people.person_id("cholpon"))
    return found


def on_patent(name: str = "aigul") -> None:
    """Let her work on a trade patent."""
    from marketplace import clock

    taxes.change(people.seller(name).shop_id, "patent", "", clock.today())


def filled(*listings, country: str = "KG", quantity: int = 1) -> str:
    """Return the token of a basket with these things."""
    token = None
    for listing in listings:
        token = basket.add(token, people.variant_of(listing.id), quantity)
    basket.send_to(token, country)
    return token


def placed(token: str, ways=None, *, key: str = "k" * 20, address="Чүй 1", **more):
    """Check a basket out; return its orders."""
    buyer = checkout.Buyer("Bermet", "bermet@lab.test", "ky", address)
    purchase = checkout.place(
        token, buyer, ways or {}, submit_key=key, provider="sandbox", **more
    )
    return db.session.scalars(
        select(Order).where(Order.purchase_id == purchase.id).order_by(Order.position)
    ).all()
