"""Orders as their shop and their Lab see them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace import clock
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.money import Money
from marketplace.orders.models import Order, OrderLine, Purchase
from marketplace.orders.rules import UNPAID, shown_state
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import Labs


@dataclass(frozen=True)
class OrderRow:
    """One line of a list of orders."""

    id: uuid.UUID
    number: str
    alias: str
    state: str
    delivery: str
    total: Money
    fee: Money
    created_at: datetime
    titles: list[str]
    kind: str = "product"
    ready_on: date | None = None

    @property
    def late(self) -> bool:
        """Whether its day is over and the work is not."""
        at_work = self.state in {"in_progress", "ready", "revision_requested"}
        return at_work and self.ready_on is not None and self.ready_on < clock.today()

    @property
    def state_shown(self) -> str:
        """The state as pages name it."""
        return shown_state(self.state, self.delivery, kind=self.kind)


def begun() -> ColumnElement[bool]:
    """Only orders their maker was ever asked to work on, also those cancelled since."""
    called_off = (Order.state == "cancelled") & (
        Order.paid_at.is_not(None) | (Order.pays != "before")
    )
    return Order.state.not_in(UNPAID) | called_off


def order_rows(
    condition: ColumnElement[bool], *, limit: int, newest: bool
) -> list[OrderRow]:
    """Return orders of which this holds; the longest waiting first unless `newest`."""
    query = _columns().where(condition).limit(limit)
    if not newest:
        query = query.order_by(None).order_by(
            Order.ready_on.is_(None), Order.ready_on, Order.since, Order.id
        )
    return _rows(query)


def lab_orders(labs: Labs, limit: int = 100) -> list[OrderRow]:
    """Return the orders these Labs' makers were asked to work on, newest first."""
    query = _columns()
    if labs is not None:
        query = query.where(Order.lab_id.in_(labs))
    return _rows(query.limit(limit))


def shop_order(shop_id: uuid.UUID, order_id: uuid.UUID) -> Order:
    """Return one such order of this shop with its lines; NotFound for any other."""
    found = db.session.scalar(
        select(Order)
        .where(
            Order.id == order_id,
            Order.shop_id == shop_id,
            begun(),
        )
        .options(selectinload(Order.lines), joinedload(Order.purchase))
    )
    if found is None:
        raise NotFound
    return found


def _columns() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Order.id,
            Purchase.number,
            Shop.alias,
            Order.state,
            Order.delivery,
            Order.total_minor,
            Order.fee_minor,
            Order.currency,
            Order.created_at,
            Order.kind,
            Order.ready_on,
        )
        .join(Purchase, Purchase.id == Order.purchase_id)
        .join(Shop, Shop.id == Order.shop_id)
        .where(begun())
        .order_by(Order.created_at.desc(), Order.id)
    )


def _rows(query: Select[*tuple[Any, ...]]) -> list[OrderRow]:
    rows = db.session.execute(query).all()
    titles = _titles([row.id for row in rows])
    return [_row(row, titles.get(row.id, [])) for row in rows]


def _row(row: Row[*tuple[Any, ...]], titles: list[str]) -> OrderRow:
    return OrderRow(
        id=row.id,
        number=row.number,
        alias=row.alias,
        state=row.state,
        delivery=row.delivery,
        total=Money(row.total_minor, row.currency),
        fee=Money(row.fee_minor, row.currency),
        created_at=row.created_at,
        titles=titles,
        kind=row.kind,
        ready_on=row.ready_on,
    )


def _titles(ids: list[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    if not ids:
        return {}
    rows = db.session.execute(
        select(OrderLine.order_id, OrderLine.title)
        .where(OrderLine.order_id.in_(ids))
        .order_by(OrderLine.position)
    )
    found: dict[uuid.UUID, list[str]] = {}
    for order_id, title in rows:
        found.setdefault(order_id, []).append(title)
    return found
