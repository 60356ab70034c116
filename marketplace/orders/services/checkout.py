"""Turn a basket into a purchase: one order per shop, stock reserved, or nothing."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import delete, select

from marketplace import failpoints
from marketplace.catalog.services import stock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.orders import queries
from marketplace.orders.models import (
    Basket,
    BasketItem,
    Order,
    OrderLine,
    Purchase,
)
from marketplace.orders.queries import Chosen, ShopPart
from marketplace.orders.rules.delivery import (
    DOWNLOAD,
    PICKUP,
    PRICED,
    SENT,
    Plan,
    check_country,
)
from marketplace.orders.rules.talk import Buyer
from marketplace.orders.services import fees, payments, purchases, ways
from marketplace.orders.services.fees import LineFee
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.rules import contact


@use_case
def place(
    token: str | None,
    buyer: Buyer,
    deliveries: Mapping[uuid.UUID, str],
    *,
    submit_key: str,
    provider: str,
    reader: Reader = STRANGER,
    country: str | None = None,
    shown: Mapping[uuid.UUID, int] | None = None,
) -> Purchase:
    """Write the purchase and reserve its stock: all of it or nothing.

    `deliveries` maps a shop to a way of `rules.delivery`; without one it is picked up,
    and what is only files comes by «download», whatever it says. `country` is where it
    goes, if not where the basket says; `shown` what each shop's delivery cost on the
    page, in minor units. The same `submit_key` always gives the same purchase; with
    other answers it raises Conflict("placed_already", secret=…), because nothing that
    was placed changes by itself. Also raises Conflict ("sold_out"),
    Conflict("price_changed") for a price above the one the buyer has seen,
    Conflict("maker_away"), Conflict("basket_empty"), Invalid("contact_words"), Invalid
    ("address_needed"), and what `_check_delivery` raises.
    """
    basket = _locked(token)
    country = check_country(country or queries.country_of(basket))
    known = db.session.scalar(select(Purchase).where(Purchase.submit_key == submit_key))
    if known is not None:
        return _same(known, buyer, country)
    parts = queries.basket_parts(basket, reader)
    _check_parts(parts)
    promised = _reserve(parts)
    wishes = {part.shop_id: _wish(deliveries.get(part.shop_id, "")) for part in parts}
    plan = queries.plan_of(parts, country, wishes, promised)
    _check_delivery(parts, plan, wishes, shown)
    if plan.sent and not buyer.address.strip():
        raise Invalid("address_needed", field="address")
    total = sum(part.items_minor for part in parts) + plan.delivery_minor
    purchase = purchases.new(buyer, total, submit_key)
    _orders(purchase, parts, plan, buyer, promised)
    payments.new_attempt(purchase, ways.check(provider, ways.of_purchase(purchase.id)))
    _empty(basket)
    failpoints.reached("checkout.reserved")
    return purchase


def _wish(way: str) -> str:
    """Return a way that can be wished for; nobody gets a thing for download."""
    return way if way in PRICED else PICKUP


def _same(known: Purchase, buyer: Buyer, country: str) -> Purchase:
    phone, email = contact(buyer.contact)
    before = (known.name, known.phone, known.email)
    sent = db.session.execute(
        select(Order.address, Order.country).where(
            Order.purchase_id == known.id, Order.delivery.in_(SENT)
        )
    )
    elsewhere = {tuple(row) for row in sent} - {(buyer.address, country)}
    if before != (buyer.name, phone or "", email or "") or elsewhere:
        raise Conflict("placed_already", secret=known.secret)
    return known


def _locked(token: str | None) -> Basket | None:
    """Hold the basket until the end, so that a form sent twice at once waits here."""
    found = queries.find_basket(token)
    return found and get_for_update(Basket, found.id)


def _check_parts(parts: Sequence[ShopPart]) -> None:
    """Refuse while a maker is away or a price is above the one the buyer has seen."""
    if not parts:
        raise Conflict("basket_empty")
    for part in parts:
        if part.away_to:
            raise Conflict("maker_away", alias=part.alias)
    for item in (item for part in parts for item in part.items):
        if item.dearer:
            raise Conflict("price_changed", title=item.title)


def _check_delivery(
    parts: Sequence[ShopPart],
    plan: Plan,
    wishes: Mapping[uuid.UUID, str],
    shown: Mapping[uuid.UUID, int] | None,
) -> None:
    """Refuse a way that is not open, and delivery dearer than the page has said.

    Raises Conflict with the code of `rules.delivery.Why`, Conflict("way_gone") and
    Conflict("delivery_dearer"). All parcels together: in one parcel from a Lab one part
    may rise by what another falls.
    """
    for part in parts:
        choice = plan.choices[part.shop_id]
        wished = choice.way in {wishes[part.shop_id], DOWNLOAD}
        if choice.taken is None or not wished:
            offer = choice.offers.get(wishes[part.shop_id])
            code = offer.why if offer and offer.why else "way_gone"
            raise Conflict(code, alias=part.alias)
    if shown is not None and plan.delivery_minor > sum(shown.values()):
        raise Conflict("delivery_dearer")


def _reserve(parts: Sequence[ShopPart]) -> dict[uuid.UUID, date | None]:
    # Always in the same order: two baskets with the same things never wait in a ring.
    items = [item for part in parts for item in part.items]
    return {
        item.variant_id: stock.reserve(item.variant_id, item.quantity, item.title)
        for item in sorted(items, key=lambda item: item.variant_id)
    }


def _orders(
    purchase: Purchase,
    parts: Sequence[ShopPart],
    plan: Plan,
    buyer: Buyer,
    promised: Mapping[uuid.UUID, date | None],
) -> None:
    for position, part in enumerate(parts):
        lab_fees = _fees(part)
        order = _order(purchase, part, plan, buyer, position, lab_fees)
        for place_in_list, item in enumerate(part.items):
            fee = lab_fees[item.variant_id]
            _line(order, item, place_in_list, promised[item.variant_id], fee)


def _order(
    purchase: Purchase,
    part: ShopPart,
    plan: Plan,
    buyer: Buyer,
    position: int,
    lab_fees: Mapping[uuid.UUID, LineFee],
) -> Order:
    choice = plan.choices[part.shop_id]
    order = Order(
        purchase_id=purchase.id,
        position=position,
        shop_id=part.shop_id,
        lab_id=part.lab_id,
        delivery=choice.way,
        address=buyer.address if choice.way in SENT else "",
        country=plan.country,
        promised_by=choice.taken.by if choice.taken else None,
        weight_g=part.weight_g,
        items_minor=part.items_minor,
        delivery_minor=choice.price_minor,
        total_minor=part.items_minor + choice.price_minor,
        fee_minor=sum(fee.minor for fee in lab_fees.values()),
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
