"""Order work: one purchase, one order, the terms copied, the places counted."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from marketplace import clock, failpoints
from marketplace.catalog.models import Extra, Listing, Package
from marketplace.catalog.queries import open_to, title_of
from marketplace.catalog.rules import Question
from marketplace.catalog.services import stock
from marketplace.db import use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.orders.models import Order, OrderLine, Purchase, Thread, Work
from marketplace.orders.rules.talk import Buyer
from marketplace.orders.rules.works import Terms
from marketplace.orders.services import fees, payments, purchases, threads, ways
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import Shop
from marketplace.profiles.rules.shops import is_away

NEEDS_ADDRESS = frozenset({"buyer", "post"})


@use_case
def order_package(
    package_id: uuid.UUID,
    extras: Sequence[int],
    buyer: Buyer,
    *,
    seen_minor: int,
    submit_key: str,
    provider: str,
    reader: Reader = STRANGER,
) -> Purchase:
    """Order a package with some of its extras (their positions), and take a place.

    The same `submit_key` always gives the same purchase. Raises NotFound for what is
    not on sale to this reader, Conflict("maker_away"), Conflict("fully_booked"),
    Conflict("price_changed") above what the buyer has seen, and what `place` raises.
    """
    listing, shop, package = _on_sale(package_id, reader)
    known = placed(
        submit_key
    )  # under the listing's lock: a form sent twice waits there
    if known is not None:
        return known
    if is_away(shop.away_from, shop.away_to, clock.today()):
        raise Conflict("maker_away", alias=shop.alias)
    terms = _terms(listing, shop, package, _chosen(listing.id, extras))
    if terms.price_minor > seen_minor:
        raise Conflict("price_changed", title=terms.title)
    stock.take_place(listing.id, terms.title)
    thread = threads.begin(shop.id, buyer, listing.id)
    return place(thread, buyer, terms, submit_key=submit_key, provider=provider)


def _on_sale(package_id: uuid.UUID, reader: Reader) -> tuple[Listing, Shop, Package]:
    found = db.session.execute(
        select(Listing, Shop, Package)
        .join(Shop, Shop.id == Listing.shop_id)
        .join(Package, Package.listing_id == Listing.id)
        .where(Package.id == package_id, Package.active, open_to(reader))
        .with_for_update(of=Listing, key_share=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1], found[2]


def _chosen(listing_id: uuid.UUID, positions: Sequence[int]) -> Sequence[Extra]:
    if not positions:
        return ()
    return db.session.scalars(
        select(Extra)
        .where(Extra.listing_id == listing_id, Extra.position.in_(positions))
        .order_by(Extra.position)
    ).all()


def _terms(
    listing: Listing, shop: Shop, package: Package, extras: Sequence[Extra]
) -> Terms:
    title = title_of(listing.id)
    return Terms(
        shop_id=shop.id,
        lab_id=shop.lab_id,
        title=f"{title} ({package.name})" if package.name else title,
        price_minor=package.price_minor + sum(one.price_minor for one in extras),
        days=package.days + sum(one.days for one in extras),
        revisions=package.revisions,
        place=listing.place,
        listing_id=listing.id,
        package_id=package.id,
        points=package.included,
        extras=tuple(one.name for one in extras),
        questions=tuple(map(Question.read, listing.questions)),
    )


def placed(submit_key: str) -> Purchase | None:
    """Return what the same form has placed before."""
    return db.session.scalar(select(Purchase).where(Purchase.submit_key == submit_key))


@use_case
def place(
    thread: Thread, buyer: Buyer, terms: Terms, *, submit_key: str, provider: str
) -> Purchase:
    """Write purchase, order, terms and the first attempt to pay.

    Its place is taken already. Raises Invalid("address_needed"), Invalid
    ("contact_words"), Conflict("way_not_offered"), Conflict("no_way_to_pay").
    """
    if terms.place in NEEDS_ADDRESS and not buyer.address.strip():
        raise Invalid("address_needed", field="address")
    total = terms.price_minor + terms.delivery_minor
    purchase = purchases.new(buyer, total, submit_key)
    order = _order(purchase, buyer, terms)
    db.session.add(
        Work(
            order_id=order.id,
            thread_id=thread.id,
            package_id=terms.package_id,
            days=terms.days,
            revisions=terms.revisions,
            points=terms.points,
            extras=list(terms.extras),
            questions=[_asked(one) for one in terms.questions],
        )
    )
    db.session.flush()
    payments.new_attempt(purchase, ways.check(provider, ways.of_purchase(purchase.id)))
    failpoints.reached("work.placed")
    return purchase


def _asked(one: Question) -> dict[str, object]:
    return {"text": one.text, "kind": str(one.kind), "choices": list(one.choices)}


def _order(purchase: Purchase, buyer: Buyer, terms: Terms) -> Order:
    line = uuid.uuid4()
    fee = fees.of_lines(terms.lab_id, [(line, terms.listing_id, terms.price_minor)])
    order = Order(
        purchase_id=purchase.id,
        kind="service",
        parent_id=terms.parent_id,
        shop_id=terms.shop_id,
        lab_id=terms.lab_id,
        delivery=terms.place,
        address=buyer.address.strip() if terms.place in NEEDS_ADDRESS else "",
        items_minor=terms.price_minor,
        delivery_minor=terms.delivery_minor,
        total_minor=purchase.total_minor,
        fee_minor=fee[line].minor,
        currency=purchase.currency,
    )
    db.session.add(order)
    db.session.flush()
    db.session.add(
        OrderLine(
            id=line,
            order_id=order.id,
            listing_id=terms.listing_id,
            title=terms.title,
            price_minor=terms.price_minor,
            quantity=1,
            fee_minor=fee[line].minor,
            fee_rule_id=fee[line].rule_id,
        )
    )
    db.session.flush()
    return order
