"""Sales in one line, for tests about money: who buys what, how it is paid, what follows."""

import uuid

from sqlalchemy import select

from marketplace import ledger
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.payments import sandbox
from marketplace.money import Money
from marketplace.orders.models import Order, Payment, Purchase
from marketplace.orders.services import basket, books, checkout, fulfil, payments
from marketplace.orders.services.fulfil import Keeper
from marketplace.profiles.models import Lab
from tests import people

BUYER = checkout.Buyer("Bermet", "bermet@lab.test", "en", "Бишкек, 1")


@use_case
def lab_takes(*channels: str, slug: str = "osh", account: str = "Банк 123") -> None:
    """Let a Lab take these ways to pay."""
    lab = db.session.query(Lab).filter_by(slug=slug).one()
    lab.payment_channels, lab.payment_details = list(channels), account


def buy(
    *listings,
    way: str = "sandbox",
    deliveries=None,
    quantity: int = 1,
    begin: bool = True,
) -> uuid.UUID:
    """Check out and go to pay; return the purchase's id."""
    token = None
    for listing in listings:
        token = basket.add(token, people.variant_of(listing.id), quantity)
    purchase_id = checkout.place(
        token,
        BUYER,
        deliveries or {},
        submit_key=uuid.uuid4().hex,
        provider=way,
    ).id
    if begin:
        payments.begin(purchase_id)
    return purchase_id


def attempt(purchase_id: uuid.UUID) -> Payment:
    """Return the newest attempt of a purchase."""
    return db.session.scalars(
        select(Payment)
        .where(Payment.purchase_id == purchase_id)
        .order_by(Payment.created_at.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one()


def press(purchase_id: uuid.UUID, outcome: str = "paid") -> str:
    """Press a button of the sandbox and come back."""
    payment = attempt(purchase_id)
    payment_id, reference = payment.id, str(payment.reference)
    sandbox.decide(reference, outcome)
    return payments.sync(payment_id)


def paid(*listings, **more) -> uuid.UUID:
    """Buy and pay by the sandbox; return the purchase's id."""
    purchase_id = buy(*listings, **more)
    press(purchase_id)
    return purchase_id


def orders(purchase_id: uuid.UUID) -> list[Order]:
    """Return the orders of a purchase as they are now."""
    return list(
        db.session.scalars(
            select(Order)
            .where(Order.purchase_id == purchase_id)
            .order_by(Order.position)
            .execution_options(populate_existing=True)
        )
    )


def order(purchase_id: uuid.UUID) -> Order:
    """Return the only order of a purchase."""
    (found,) = orders(purchase_id)
    return found


def secret(purchase_id: uuid.UUID) -> str:
    """Return the secret of a purchase."""
    return db.session.get_one(Purchase, purchase_id).secret


def hers(name: str = "aigul") -> Keeper:
    """Return a maker as one who moves her orders."""
    return Keeper(people.seller(name).shop_id)


def of_lab(slug: str = "osh") -> Keeper:
    """Return the staff of a Lab as those who move its orders."""
    return Keeper(labs=frozenset({people.lab(slug).id}))


def labs(slug: str = "osh") -> frozenset[uuid.UUID]:
    """Return the Labs of its staff."""
    return frozenset({people.lab(slug).id})


def send(purchase_id: uuid.UUID) -> uuid.UUID:
    """Hand every parcel of a purchase over; return the (last) order's id."""
    key = None
    for one in orders(purchase_id):
        key, keeper = one.id, Keeper(one.shop_id)
        fulfil.hand_over(keeper, one.id, by=people.seller().person_id)
    assert key is not None
    return key


def completed(*listings, **more) -> uuid.UUID:
    """Buy, pay, hand over, confirm; return the purchase's id."""
    purchase_id = paid(*listings, **more)
    send(purchase_id)
    for one in orders(purchase_id):
        fulfil.confirm(purchase_id, one.id)
    return purchase_id


def has(code: str, currency: str = "KGS") -> int:
    """Return the sum of an account, in minor units."""
    return ledger.balance(code, currency).minor


def payable(name: str = "aigul") -> int:
    """Return what a seller is owed."""
    return -has(f"payable:{people.seller(name).shop_id}")


def held(one: Order) -> int:
    """Return what is held for an order."""
    return -has(f"held:{one.id}")


def sound() -> None:
    """Assert that every rule of the book holds."""
    db.session.expire_all()
    assert [*ledger.problems(), *books.problems()] == []


def som(amount: float) -> Money:
    """Return so many som."""
    return Money(round(amount * 100))
