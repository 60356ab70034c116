"""Work in one line: who orders what, answers what is asked, hands in what."""

import uuid

from sqlalchemy import select

from marketplace.catalog.models import Listing, Package
from marketplace.extensions import db
from marketplace.orders.models import Message, Order, Thread, Work
from marketplace.orders.rules.talk import Buyer
from marketplace.orders.services import commissions, payments, works
from marketplace.orders.services.threads import Said
from tests import people
from tests.orders import deals

BUYER = Buyer("Bermet", "bermet@lab.test", "en", "Бишкек, 1")
ASKED = ("Аты эмне?",)


def service(name: str = "aigul", capacity: int = 5, **more) -> Listing:
    """Put a service on sale that asks one question."""
    more.setdefault("questions", ASKED)
    content = people.service(capacity=capacity, **more)
    return people.on_sale(name, content)


def package(listing: Listing) -> Package:
    """Return the first package of a listing."""
    return db.session.scalars(
        select(Package)
        .where(Package.listing_id == listing.id)
        .order_by(Package.position)
        .limit(1)
    ).one()


def order(
    listing: Listing | uuid.UUID,
    *,
    extras=(),
    buyer: Buyer = BUYER,
    way: str = "sandbox",
    key: str = "",
) -> uuid.UUID:
    """Order the first package (or this one) and go to pay; return the purchase's id."""
    one = package(listing).id if isinstance(listing, Listing) else listing
    placed = commissions.order_package(
        one,
        extras,
        buyer,
        seen_minor=10**9,
        submit_key=key or uuid.uuid4().hex,
        provider=way,
    )
    purchase_id = placed.id
    payments.begin(purchase_id)
    return purchase_id


def paid(listing: Listing, **more) -> uuid.UUID:
    """Order and pay; return the order's id."""
    purchase_id = order(listing, **more)
    deals.press(purchase_id)
    return deals.order(purchase_id).id


def get(order_id: uuid.UUID) -> Order:
    """Return an order as it is now."""
    return db.session.get_one(Order, order_id, populate_existing=True)


def terms(order_id: uuid.UUID) -> Work:
    """Return what is agreed of it, as it is now."""
    return db.session.get_one(Work, order_id, populate_existing=True)


def thread(order_id: uuid.UUID) -> Thread:
    """Return its conversation."""
    return db.session.get_one(Thread, terms(order_id).thread_id, populate_existing=True)


def messages(order_id: uuid.UUID) -> list[tuple[str, str, str]]:
    """Return who said what kind of thing in its conversation."""
    rows = db.session.scalars(
        select(Message)
        .where(Message.thread_id == terms(order_id).thread_id)
        .order_by(Message.created_at)
    )
    return [(row.who, row.kind, row.text) for row in rows]


def brief(order_id: uuid.UUID, **answers) -> uuid.UUID:
    """Answer what is asked."""
    form = {"answer-0": "Ай", **answers}
    works.send_brief(get(order_id).purchase_id, order_id, form, {})
    return order_id


def begun(listing: Listing, **more) -> uuid.UUID:
    """Order, pay and answer; return the order's id."""
    return brief(paid(listing, **more))


def deliver(order_id: uuid.UUID, text: str = "Мына", name: str = "aigul") -> uuid.UUID:
    """Hand the work in."""
    works.deliver(
        deals.hers(name), order_id, Said(text), by=people.seller(name).person_id
    )
    return order_id


def revise(order_id: uuid.UUID, text: str = "Көгүрөөк") -> uuid.UUID:
    """Ask for a correction."""
    works.revise(get(order_id).purchase_id, order_id, Said(text))
    return order_id


def accept(order_id: uuid.UUID) -> uuid.UUID:
    """Say that the work is right."""
    from marketplace.orders.services import fulfil

    fulfil.confirm(get(order_id).purchase_id, order_id)
    return order_id
