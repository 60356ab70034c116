"""Cases with what was said, as each side sees them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.extensions import db
from marketplace.orders.models import Case, Order, Purchase
from marketplace.orders.rules import OPEN_CASE
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import Labs, of_labs


@dataclass(frozen=True)
class CaseRow:
    """One line of the Lab's list of cases."""

    id: uuid.UUID
    number: str
    alias: str
    reason: str
    state: str
    since: datetime


def cases_of(order_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Case]:
    """Return the newest case of each order, with what was said."""
    rows = db.session.scalars(
        select(Case)
        .where(Case.order_id.in_(list(order_ids)))
        .options(selectinload(Case.words))
        .order_by(Case.created_at)
        .execution_options(populate_existing=True)
    )
    return {case.order_id: case for case in rows}


def case_for(labs: Labs, case_id: uuid.UUID) -> Case:
    """Return a case of these Labs with what was said; NotFound for any other."""
    found = db.session.scalar(
        select(Case)
        .where(Case.id == case_id)
        .options(selectinload(Case.words))
        .execution_options(populate_existing=True)
    )
    return of_labs(labs, found)


def open_cases(labs: Labs, limit: int = 100) -> list[CaseRow]:
    """Return the open cases of these Labs, the longest waiting first."""
    query = (
        select(
            Case.id, Purchase.number, Shop.alias, Case.reason, Case.state, Case.since
        )
        .join(Order, Order.id == Case.order_id)
        .join(Purchase, Purchase.id == Order.purchase_id)
        .join(Shop, Shop.id == Order.shop_id)
        .where(Case.state.in_(OPEN_CASE))
        .order_by(Case.since)
        .limit(limit)
    )
    if labs is not None:
        query = query.where(Case.lab_id.in_(labs))
    return [CaseRow(*row) for row in db.session.execute(query)]
