"""Turn a basket into a purchase: one order per shop, stock reserved, or nothing."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from marketplace import clock, failpoints
from marketplace.catalog.services import stock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.orders import queries, rules
from marketplace.orders.models import (
    Basket,
    BasketItem,
    Order,
    OrderLine,
    Purchase,
)
from marketplace.orders.queries import Chosen, ShopPart
from marketplace.orders.services import fees, payments
from marketplace.orders.services.fees import LineFee
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.rules import contact


@dataclass(frozen=True)
class Buyer:
    """Who buys. `contact` is a phone or an e-mail address, as typed."""

    name: str
    contact: str
    language: str
    address: str = ""


@use_case
def place(
    token: str | None,
    buyer: Buyer,
    deliveries: Mapping[uuid.UUID, str],
    *,
    submit_key: str,
    provider: str,
    reader: Reader = STRANGER,
) -> Purchase:
    """Write the purchase and reserve its stock: all of it or nothing.

    `deliveries` maps a shop to «pickup» or «post»; what is only files comes by
    «download», whatever it says. The same `submit_key` always gives
    the same purchase; with other answers it raises Conflict("placed_already",
    secret=…), because nothing that was placed changes by itself. Also raises Conflict
    ("sold_out"), Conflict("price_changed") for a price above the one the buyer has seen,
    Conflict("maker_away"), Conflict("basket_empty"), Invalid("contact_words"), Invalid
    ("address_needed").
    """
    basket = _locked(token)
    known = db.session.scalar(select(Purchase).where(Purchase.submit_key == submit_key))
    if known is not None:
        return _same(known, buyer)
    parts = queries.basket_parts(basket, reader)
    if not parts:
        raise Conflict("basket_empty")
    for part in parts:
        if part.away_to:
            raise Conflict("maker_away", alias=part.alias)
    _check_prices(parts)
    deliveries = {
        part.shop_id: part.delivery_of(deliveries.get(part.shop_id, ""))
        for part in parts
    }
    promised = _reserve(parts)
    purchase = _purchase(buyer, parts, deliveries, submit_key)
    for position, part in enumerate(parts):
        parts_of_lab = _fees(part)
        order = _order(purchase, part, deliveries[part.shop_id], buyer, position)
        order.fee_minor = sum(fee.minor for fee in parts_of_lab.values())
        for place_in_list, item in enumerate(part.items):
            fee = parts_of_lab[item.variant_id]
            _line(order, item, place_in_list, promised[item.variant_id], fee)
    payments.new_attempt(purchase, provider)
    _empty(basket)
    failpoints.reached("checkout.reserved")
    return purchase


def _same(known: Purchase, buyer: Buyer) -> Purchase:
    phone, email = contact(buyer.contact)
    before = (known.name, known.phone, known.email)
    addresses = set(
        db.session.scalars(
            select(Order.address).where(
                Order.purchase_id == known.id, Order.delivery == "post"
            )
        )
    )
    if before != (buyer.name, phone or "", email or "") or addresses - {buyer.address}:
        raise Conflict("placed_already", secret=known.secret)
    return known


def _locked(token: str | None) -> Basket | None:
    """Hold the basket until the end, so that a form sent twice at once waits here."""
    found = queries.find_basket(token)
    return found and get_for_update(Basket, found.id)


def _check_prices(parts: Sequence[ShopPart]) -> None:
    """Refuse while a price is another than the buyer has seen."""
    for part in parts:
        for item in part.items:
            if item.dearer:
                raise Conflict("price_changed", title=item.title)


def _reserve(parts: Sequence[ShopPart]) -> dict[uuid.UUID, date | None]:
    # Always in the same order: two baskets with the same things never wait in a ring.
    items = [item for part in parts for item in part.items]
    return {
        item.variant_id: stock.reserve(item.variant_id, item.quantity, item.title)
        for item in sorted(items, key=lambda item: item.variant_id)
    }


def _purchase(
    buyer: Buyer,
    parts: Sequence[ShopPart],
    deliveries: Mapping[uuid.UUID, str],
    submit_key: str,
) -> Purchase:
    phone, email = contact(buyer.contact)
    if "post" in deliveries.values() and not buyer.address.strip():
        raise Invalid("address_needed", field="address")
    total = sum(part.total(deliveries[part.shop_id]) for part in parts)
    purchase = Purchase(
        secret=secrets.token_urlsafe(24),
        number=rules.new_number(),
        submit_key=submit_key,
        name=buyer.name,
        phone=phone or "",
        email=email or "",
        language=buyer.language,
        total_minor=total,
        currency="KGS",
        expires_at=clock.now() + rules.HOLD,
    )
    db.session.add(purchase)
    db.session.flush()
    return purchase


def _order(
    purchase: Purchase, part: ShopPart, delivery: str, buyer: Buyer, position: int
) -> Order:
    order = Order(
        purchase_id=purchase.id,
        position=position,
        shop_id=part.shop_id,
        lab_id=part.lab_id,
        delivery=delivery,
        address=buyer.address if delivery == "post" else "",
        items_minor=part.items_minor,
        delivery_minor=part.delivery_minor if delivery == "post" else 0,
        total_minor=part.total(delivery),
        fee_minor=0,
        currency=purchase.currency,
    )
    db.session.add(order)
    db.session.flush()
    return order


def _fees(part: ShopPart) -> dict[uuid.UUID, LineFee]:
    lines = [(one.variant_id, one.listing_id, one.sum.minor) for one in part.items]
    return fees.of_lines(part.lab_id, lines)


def _line(
    order: Order, item: Chosen, position: int, ready_on: date | None, fee: LineFee
) -> None:
    db.session.add(
        OrderLine(
            order_id=order.id,
            position=position,
            listing_id=item.listing_id,
            variant_id=item.variant_id,
            title=item.full_title,
            promised_on=ready_on,
            price_minor=item.price_minor,
            quantity=item.quantity,
            fee_minor=fee.minor,
            fee_rule_id=fee.rule_id,
            photo=item.photo.thumb if item.photo else "",
            file_key=item.file_key,
            file_name=item.file_name,
        )
    )


def _empty(basket: Basket | None) -> None:
    if basket is not None:
        db.session.execute(delete(BasketItem).where(BasketItem.basket_id == basket.id))
