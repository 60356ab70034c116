"""A purchase as its buyer sees it, by the secret link."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from marketplace.catalog.models import Review
from marketplace.catalog.queries import reviews_of_lines
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import pick
from marketplace.money import Money
from marketplace.orders.models import (
    Case,
    Order,
    OrderLine,
    Payment,
    Purchase,
    Refund,
)
from marketplace.orders.queries.cases import cases_of
from marketplace.orders.queries.refunds import refunds_of
from marketplace.orders.rules import UNPAID, purchase_status
from marketplace.profiles.models import Lab, LabText, Shop


@dataclass(frozen=True)
class OrderView:
    """One parcel of a purchase."""

    order: Order
    alias: str
    lab: LabText
    total: Money


@dataclass(frozen=True)
class PurchaseView:
    """A whole purchase."""

    purchase: Purchase
    status: str
    total: Money
    parcels: list[OrderView]
    last_payment: str
    reviews: Mapping[uuid.UUID, Review]  # by line: what she has written
    attempt: Payment | None = None  # that is open, and how to pay it
    account: str = ""  # where a transfer goes
    refunds: Sequence[Refund] = ()
    cases: Mapping[uuid.UUID, Case] = field(default_factory=dict)  # by order

    @property
    def paid(self) -> Money:
        """What has been paid of it so far."""
        minor = sum(one.order.total_minor for one in self.parcels if one.order.paid_at)
        return Money(minor, self.purchase.currency)


@dataclass(frozen=True)
class Bought:
    """One purchase in a buyer's own list."""

    secret: str
    number: str
    title: str  # of the first thing in it
    status: str
    total: Money
    created_at: datetime


def bought_by(person_id: uuid.UUID, limit: int = 100) -> list[Bought]:
    """Return what somebody bought while she was signed in, newest first."""
    rows = db.session.scalars(
        select(Purchase)
        .where(Purchase.person_id == person_id)
        .options(selectinload(Purchase.orders).selectinload(Order.lines))
        .order_by(Purchase.created_at.desc())
        .limit(limit)
    )
    return [
        Bought(
            one.secret,
            one.number,
            next((line.title for order in one.orders for line in order.lines), ""),
            purchase_status([order.state for order in one.orders]),
            Money(one.total_minor, one.currency),
            one.created_at,
        )
        for one in rows
    ]


def purchase_by(secret: str) -> Purchase:
    """Return the purchase of a secret link; NotFound otherwise."""
    found = db.session.scalar(select(Purchase).where(Purchase.secret == secret))
    if found is None:
        raise NotFound
    return found


def line_photo(secret: str, line_id: uuid.UUID) -> str:
    """Return where the photo of a bought thing is kept; NotFound for any other.

    Its shop may be hidden by now: the buyer still sees what she bought.
    """
    photo = db.session.scalar(
        select(OrderLine.photo)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Purchase, Purchase.id == Order.purchase_id)
        .where(Purchase.secret == secret, OrderLine.id == line_id)
    )
    if not photo:
        raise NotFound
    return str(photo).removeprefix("/media/")


def line_file(secret: str, line_id: uuid.UUID) -> tuple[str, str]:
    """Return key and name of a file that was bought and paid; NotFound for any other."""
    found = db.session.execute(
        select(OrderLine.file_key, OrderLine.file_name)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Purchase, Purchase.id == Order.purchase_id)
        .where(
            Purchase.secret == secret,
            OrderLine.id == line_id,
            OrderLine.file_key != "",
            Order.state.not_in(UNPAID),
            Order.paid_at.is_not(None),
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found.file_key, found.file_name


def open_attempt(secret: str) -> Payment | None:
    """Return the payment attempt that may still be answered, if there is one."""
    return db.session.scalar(
        select(Payment)
        .join(Purchase, Purchase.id == Payment.purchase_id)
        .where(Purchase.secret == secret, Payment.state == "open")
    )


def purchase_view(secret: str) -> PurchaseView:
    """Return everything on the page of a secret link; NotFound otherwise."""
    found = db.session.scalar(
        select(Purchase).where(Purchase.secret == secret).options(*_parts())
    )
    if found is None:
        raise NotFound
    attempts = _attempts(found)
    here = [one for one in attempts if one[0].state == "open"]
    attempt, account = here[0] if here else (None, "")
    return PurchaseView(
        purchase=found,
        status=purchase_status([order.state for order in found.orders]),
        total=Money(found.total_minor, found.currency),
        parcels=[_parcel(order) for order in found.orders],
        last_payment=attempts[0][0].state if attempts else "",
        reviews=reviews_of_lines(
            line.id for order in found.orders for line in order.lines
        ),
        attempt=attempt,
        account=account,
        refunds=refunds_of(found.id),
        cases=cases_of([order.id for order in found.orders]),
    )


def _attempts(purchase: Purchase) -> list[tuple[Payment, str]]:
    """Return every attempt to pay, the newest first, and where its transfer goes."""
    rows = db.session.execute(
        select(Payment, Lab.payment_details)
        .outerjoin(Lab, Lab.id == Payment.lab_id)
        .where(Payment.purchase_id == purchase.id)
        .order_by(Payment.created_at.desc())
    )
    return [(payment, account or "") for payment, account in rows]


def _parts() -> tuple[ExecutableOption, ...]:
    orders = selectinload(Purchase.orders)
    shop = orders.joinedload(Order.shop)
    return (
        orders.selectinload(Order.lines),
        shop.joinedload(Shop.lab).selectinload(Lab.texts),
    )


def _parcel(order: Order) -> OrderView:
    lab = pick({text.locale: text for text in order.shop.lab.texts})[1]
    return OrderView(
        order, order.shop.alias, lab, Money(order.total_minor, order.currency)
    )
