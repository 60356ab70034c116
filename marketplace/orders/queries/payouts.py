"""Payouts as the Lab and the seller see them."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.ledger.models import LedgerEntry, LedgerPosting
from marketplace.money import Money
from marketplace.orders.models import (
    Order,
    Payout,
    PayoutDetails,
    PayoutItem,
    PayoutRun,
    Purchase,
)
from marketplace.profiles.models import Person, Shop
from marketplace.profiles.queries import Labs, of_labs

HERS = ("approved", "paid", "failed")  # what a seller sees of her payouts
SHORT = 6  # signs of an account that are shown as they are


@dataclass(frozen=True)
class PayoutRow:
    """One payout in a list. `name` is her legal name: the bank needs it."""

    id: uuid.UUID
    alias: str
    name: str
    state: str
    amount: Money
    method: str
    details: str
    proof: str
    has_receipt: bool
    paid_at: datetime | None
    created_at: datetime
    lab_id: uuid.UUID

    @property
    def details_short(self) -> str:
        """The end of where it goes: enough to know it again, too little to misuse."""
        return short(self.details)


@dataclass(frozen=True)
class RunView:
    """A run with its payouts."""

    run: PayoutRun
    total: Money
    rows: list[PayoutRow]

    @property
    def drafts(self) -> bool:
        """Whether something of it waits for the second person."""
        return any(row.state == "draft" for row in self.rows)


@dataclass(frozen=True)
class PaidItem:
    """One line of what a payout pays: what it is of, and how much."""

    kind: str
    number: str
    at: datetime
    amount: Money


def short(details: str) -> str:
    """Return the last four signs of an account or phone number."""
    bare = "".join(details.split())
    return f"•••• {bare[-4:]}" if len(bare) > SHORT else details


def payout_runs(labs: Labs, limit: int = 30) -> Sequence[PayoutRun]:
    """Return the last runs of these Labs, newest first."""
    query = select(PayoutRun).order_by(PayoutRun.created_at.desc()).limit(limit)
    if labs is not None:
        query = query.where(PayoutRun.lab_id.in_(labs))
    return db.session.scalars(query).all()


def payout_run(labs: Labs, run_id: uuid.UUID) -> RunView:
    """Return a run of these Labs; NotFound for any other."""
    run = of_labs(labs, db.session.get(PayoutRun, run_id))
    rows = _rows(Payout.run_id == run_id)
    total = sum(row.amount.minor for row in rows if row.state != "cancelled")
    return RunView(run, Money(total), rows)


def payouts_of(shop_id: uuid.UUID, limit: int = 60) -> list[PayoutRow]:
    """Return a shop's last payouts, newest first; drafts are the Lab's own affair."""
    return _rows(Payout.shop_id == shop_id, Payout.state.in_(HERS), limit=limit)


def payout_row(shop_id: uuid.UUID, payout_id: uuid.UUID) -> PayoutRow:
    """Return one of a shop's payouts as `payouts_of` does; NotFound for any other."""
    mine = (Payout.shop_id == shop_id, Payout.state.in_(HERS))
    for row in _rows(Payout.id == payout_id, *mine):
        return row
    raise NotFound


def payout_of(shop_id: uuid.UUID, payout_id: uuid.UUID) -> Payout:
    """Return one of a shop's payouts; NotFound for any other, and for a draft."""
    found = db.session.get(Payout, payout_id)
    if found is None or found.shop_id != shop_id or found.state not in HERS:
        raise NotFound
    return found


def lab_payout(labs: Labs, payout_id: uuid.UUID) -> Payout:
    """Return a payout of these Labs; NotFound for any other."""
    return of_labs(labs, db.session.get(Payout, payout_id))


def items_of(payout_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[PaidItem]]:
    """Return what each of these payouts pays, oldest first; by one query."""
    found: dict[uuid.UUID, list[PaidItem]] = {one: [] for one in payout_ids}
    rows = db.session.execute(
        select(
            PayoutItem.payout_id,
            LedgerEntry.kind,
            Purchase.number,
            LedgerEntry.created_at,
            PayoutItem.amount_minor,
        )
        .join(LedgerPosting, LedgerPosting.id == PayoutItem.posting_id)
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .outerjoin(Order, Order.id == LedgerEntry.subject_id)
        .outerjoin(Purchase, Purchase.id == Order.purchase_id)
        .where(PayoutItem.payout_id.in_(found))
        .order_by(LedgerEntry.created_at, LedgerEntry.id)
    )
    for payout_id, kind, number, at, amount in rows:
        found[payout_id].append(PaidItem(kind, number or "", at, Money(amount)))
    return found


def details_now(shop_id: uuid.UUID) -> PayoutDetails | None:
    """Return the newest payout details of a shop, rested or not."""
    return db.session.scalar(
        select(PayoutDetails)
        .where(PayoutDetails.shop_id == shop_id)
        .order_by(PayoutDetails.created_at.desc(), PayoutDetails.id)
        .limit(1)
    )


def _rows(
    *conditions: ColumnElement[bool], limit: int | None = None
) -> list[PayoutRow]:
    query = (
        select(Payout, Shop.alias, Person.name)
        .join(Shop, Shop.id == Payout.shop_id)
        .join(Person, Person.id == Shop.person_id)
        .where(*conditions)
        .order_by(Payout.created_at.desc(), Shop.alias)
        .limit(limit)
    )
    return [
        PayoutRow(
            one.id,
            alias,
            name,
            one.state,
            one.amount,
            one.method,
            one.details,
            one.proof,
            bool(one.receipt),
            one.paid_at,
            one.created_at,
            one.lab_id,
        )
        for one, alias, name in db.session.execute(query)
    ]
