"""Fill and empty a basket."""

import secrets
import uuid
from collections.abc import Mapping

from sqlalchemy import delete, func, select

from marketplace.catalog.models import Listing, Variant
from marketplace.catalog.queries import open_to
from marketplace.catalog.rules import Mode
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, NotFound
from marketplace.extensions import db
from marketplace.orders.models import Basket, BasketItem
from marketplace.orders.models.baskets import hashed
from marketplace.orders.queries import find_basket
from marketplace.orders.rules import MAX_ITEMS, check_quantity
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import away_to


@use_case
def add(
    token: str | None,
    variant_id: uuid.UUID,
    quantity: int = 1,
    reader: Reader = STRANGER,
) -> str:
    """Put something into the basket (a new one if there is none); return its token.

    Raises NotFound for what is not on sale to a reader of these Labs, Conflict
    ("maker_away"), Invalid("quantity"), Conflict("basket_full").
    """
    check_quantity(quantity)
    variant = _on_sale(variant_id, reader)
    token, basket = _basket(token)
    item = db.session.get(BasketItem, (basket.id, variant_id))
    if item is None:
        if _size(basket.id) >= MAX_ITEMS:
            raise Conflict("basket_full", most=MAX_ITEMS)
        item = BasketItem(basket_id=basket.id, variant_id=variant_id, quantity=0)
    item.seen_minor = variant.price_minor
    item.quantity = _fit(variant, check_quantity(item.quantity + quantity))
    db.session.add(item)
    return token


@use_case
def change(token: str | None, variant_id: uuid.UUID, quantity: int) -> None:
    """Set how many; zero takes it out. A basket that is gone changes nothing."""
    basket = find_basket(token)
    if basket is None:
        return
    get_for_update(Basket, basket.id)
    if quantity == 0:
        db.session.execute(
            delete(BasketItem).where(
                BasketItem.basket_id == basket.id, BasketItem.variant_id == variant_id
            )
        )
        return
    item = db.session.get(BasketItem, (basket.id, variant_id))
    if item is not None:
        variant = db.session.get_one(Variant, variant_id)
        item.quantity = _fit(variant, check_quantity(quantity))


def _fit(variant: Variant, quantity: int) -> int:
    """Return the quantity; nobody pays for the same file twice."""
    return 1 if variant.mode == Mode.DIGITAL else quantity


def _basket(token: str | None) -> tuple[str, Basket]:
    known = find_basket(token)
    if token and known:  # locked: the same thing added twice at once is two of it
        return token, get_for_update(Basket, known.id)
    fresh = secrets.token_urlsafe(24)
    basket = Basket(token_hash=hashed(fresh))
    db.session.add(basket)
    db.session.flush()
    return fresh, basket


def _size(basket_id: uuid.UUID) -> int:
    counted = select(func.count()).where(BasketItem.basket_id == basket_id)
    return db.session.scalar(counted) or 0


@use_case
def accept_prices(token: str | None, shown: Mapping[uuid.UUID, int]) -> None:
    """Note the prices the page has shown the buyer: variant -> minor units.

    What has risen again since then is asked about once more.
    """
    basket = find_basket(token)
    if basket is None:
        return
    get_for_update(Basket, basket.id)
    items = db.session.scalars(
        select(BasketItem).where(BasketItem.basket_id == basket.id)
    )
    for item in items:
        if item.variant_id in shown:
            item.seen_minor = max(0, shown[item.variant_id])


def _on_sale(variant_id: uuid.UUID, reader: Reader) -> Variant:
    found = db.session.execute(
        select(Shop, Variant)
        .join(Listing, Listing.shop_id == Shop.id)
        .join(Variant, Variant.listing_id == Listing.id)
        .where(Variant.id == variant_id, Variant.active, open_to(reader))
    ).one_or_none()
    if found is None:
        raise NotFound
    shop: Shop = found[0]
    variant: Variant = found[1]
    if away_to(shop):
        raise Conflict("maker_away", alias=shop.alias)
    return variant
