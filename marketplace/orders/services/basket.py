"""Fill and empty a basket."""

import secrets
import uuid
from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, func, insert, select

from marketplace import clock
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
from marketplace.orders.rules.delivery import check_country
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import Shop
from marketplace.profiles.rules.shops import is_away


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
    offer = _on_sale(variant_id, reader)
    known = find_basket(token)
    if token is None or known is None:
        token, item = _first(variant_id)
    else:
        item = _one_more(known.id, variant_id)
    item.seen_minor = offer.price_minor
    item.quantity = _fit(offer.mode, check_quantity(item.quantity + quantity))
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
        item.quantity = _fit(variant.mode, check_quantity(quantity))


def _fit(mode: str, quantity: int) -> int:
    """Return the quantity; nobody pays for the same file twice."""
    return 1 if mode == Mode.DIGITAL else quantity


def _first(variant_id: uuid.UUID) -> tuple[str, BasketItem]:
    """Begin a basket; nothing needs to be asked about what it holds."""
    fresh = secrets.token_urlsafe(24)
    basket_id = uuid.uuid4()
    begun = insert(Basket).values(id=basket_id, token_hash=hashed(fresh))
    db.session.execute(begun)
    return fresh, BasketItem(basket_id=basket_id, variant_id=variant_id, quantity=0)


def _one_more(basket_id: uuid.UUID, variant_id: uuid.UUID) -> BasketItem:
    # Locked: the same thing added twice at once is two of it.
    get_for_update(Basket, basket_id)
    item = db.session.get(BasketItem, (basket_id, variant_id))
    if item is not None:
        return item
    if _size(basket_id) >= MAX_ITEMS:
        raise Conflict("basket_full", most=MAX_ITEMS)
    return BasketItem(basket_id=basket_id, variant_id=variant_id, quantity=0)


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


@use_case
def send_to(token: str | None, country: str) -> None:
    """Note where the things of a basket go; Invalid("country") for where we do not send.

    A basket that is gone changes nothing.
    """
    check_country(country)
    basket = find_basket(token)
    if basket is not None:
        get_for_update(Basket, basket.id).country = country


_OFFER = (
    select(Variant.price_minor, Variant.mode, Shop.alias, Shop.away_from, Shop.away_to)
    .join(Listing, Listing.id == Variant.listing_id)
    .join(Shop, Shop.id == Listing.shop_id)
    .where(Variant.id == bindparam("variant_id"), Variant.active)
)


@cache
def _to_anybody() -> Select[*tuple[Any, ...]]:
    """Return the question of strangers, put together once."""
    return _OFFER.where(open_to(STRANGER))


def _on_sale(variant_id: uuid.UUID, reader: Reader) -> Row[*tuple[Any, ...]]:
    question = _to_anybody() if reader == STRANGER else _OFFER.where(open_to(reader))
    offer = db.session.execute(question, {"variant_id": variant_id}).one_or_none()
    if offer is None:
        raise NotFound
    if is_away(offer.away_from, offer.away_to, clock.today()):
        raise Conflict("maker_away", alias=offer.alias)
    return offer
