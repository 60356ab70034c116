"""One example's world: a fresh copy of a database, a bank, a clock, and what is known.

What a rule may do is read from the rows themselves, never by the functions it will call:
a fault in those must not hide itself.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition
from sqlalchemy import Row, func, select

from marketplace import clock
from marketplace.catalog.models import Variant
from marketplace.errors import MarketplaceError
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting
from marketplace.orders import models
from marketplace.orders.services import payments, payouts
from tests import people
from tests.alike import Alike
from tests.fakes.scripted import Scripted
from tests.orders import deals, shipping
from tests.snapshots import Snapshot

MACHINE = "scripted"
BY_HAND = ("transfer", "cash_lab")
MOVING = ("requested", "approved", "processing")
LIVE = ("approved", "processing", "done")
MOOD = 4  # steps at least between two changes nobody does anything in
COUNTED = ("felt", "dear", "away", "second")


@dataclass
class Ground:
    """What every example begins with."""

    start: Snapshot
    now: datetime
    variants: dict[str, uuid.UUID]
    stock: dict[uuid.UUID, int]
    shops: dict[str, uuid.UUID]
    sellers: dict[uuid.UUID, uuid.UUID]  # shop: person
    labs: dict[str, uuid.UUID]
    staff: dict[str, uuid.UUID]


def prepared(app: Any) -> Ground:
    """Put things on sale, let Labs take every way to pay, and keep that."""
    shipping.second_shop_of_osh()
    for slug in ("osh", "jalal-abad"):
        deals.lab_takes("cash", "transfer", "cod", slug=slug)
        shipping.rates(slug=slug)
    things = {
        "felt": shipping.thing(som=777, title="Кийиз").id,
        "dear": shipping.thing(som=7003, title="Чоң шырдак").id,
        "away": shipping.thing("farida", som=913, title="Тумар").id,
        "second": shipping.thing("jamilya", som=641, title="Сайма").id,
        "order": shipping.to_order(title="Буйрутма").id,
    }
    shops = {name: people.seller(name) for name in ("aigul", "farida", "jamilya")}
    for name, method in (("aigul", "bank"), ("farida", "cash"), ("jamilya", "wallet")):
        her = shops[name]
        payouts.set_details(her.shop_id, method, "MBank 0555", by=her.person_id)
    variants = {name: people.variant_of(one) for name, one in things.items()}
    counted = [variants[name] for name in COUNTED]
    rows = db.session.execute(
        select(Variant.id, Variant.stock).where(Variant.id.in_(counted))
    )
    stock = dict(rows.all())
    return Ground(
        variants=variants,
        stock=stock,
        shops={name: her.shop_id for name, her in shops.items()},
        sellers={her.shop_id: her.person_id for her in shops.values()},
        labs={slug: people.lab(slug).id for slug in ("osh", "jalal-abad")},
        staff={name: people.person_id(name) for name in people.NAMES},
        start=Snapshot(app, "machine"),
        now=clock.now(),
    )


@dataclass
class Seen:
    """The rows as they are after a step."""

    orders: Sequence[Row] = ()
    lines: Sequence[Row] = ()
    payments: Sequence[Row] = ()
    refunds: Sequence[Row] = ()
    cases: Sequence[Row] = ()
    disputes: Sequence[Row] = ()
    payouts: Sequence[Row] = ()
    bank_lines: Sequence[Row] = ()
    sums: dict[str, int] = field(default_factory=dict)
    entries: set[str] = field(default_factory=set)


class World(RuleBasedStateMachine):
    """What the rules stand on."""

    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        self.ground.start.restore()
        self.time = Alike(self.ground.now)
        self.doors, self.bank = adapters(), Scripted()
        self.kept = self.doors.payments
        self.doors.payments = {MACHINE: self.bank, **self.kept}
        # What the machine knows by itself, without asking the code under test.
        self.money: Counter[str] = Counter()  # what is on banks and in desks
        self.untold: set[str] = set()  # pages of the bank we have not heard of since
        self.open_cases: set[uuid.UUID] = set()
        self.open_disputes: dict[str, uuid.UUID] = {}  # told us: name → purchase
        self.paid_out = 0
        self.count = self.steps = 0
        self.moved = -MOOD  # the step in which the clock was moved, or a mood changed
        self.was, self.now = Seen(), Seen()
        self.look()

    def teardown(self) -> None:
        """Put the doors and the clock back."""
        self.doors.payments = self.kept
        self.time.end()
        db.session.rollback()

    def look(self) -> None:
        """Read every row anew."""
        db.session.rollback()
        self.steps += 1
        self.was, self.now = (
            self.now,
            Seen(
                orders=rows(models.Order, "position"),
                lines=rows(models.OrderLine, created=False),
                payments=rows(models.Payment),
                refunds=rows(models.Refund),
                cases=rows(models.Case),
                disputes=rows(models.Dispute),
                payouts=rows(models.Payout, "amount_minor"),
                bank_lines=rows(models.BankLine),
                sums=sums(),
                entries=set(db.session.scalars(select(LedgerEntry.event_key))),
            ),
        )
        db.session.rollback()

    # what rules ask

    def number(self) -> str:
        """Return a word no other step has."""
        self.count += 1
        return f"n{self.count}"

    def order(self, order_id: uuid.UUID) -> Row:
        """Return an order."""
        return next(one for one in self.now.orders if one.id == order_id)

    def payment(self, payment_id: uuid.UUID) -> Row:
        """Return a payment."""
        return next(one for one in self.now.payments if one.id == payment_id)

    def at_bank(self, *states: str) -> list[Row]:
        """Return payments at the card provider that are in one of these states."""
        return [
            one
            for one in self.now.payments
            if one.provider == MACHINE and one.reference and one.state in states
        ]

    def given_back(self, order: Row) -> int:
        """Return what of an order is back or on its way, by its rows."""
        mine = [one for one in self.now.refunds if one.order_id == order.id]
        return sum(one.amount_minor for one in mine if one.state in LIVE)

    def may_move(self) -> bool:
        """Whether enough has happened since the clock or the bank's mood changed."""
        return self.steps - self.moved >= MOOD

    def staff(self, *but: object) -> uuid.UUID:
        """Return somebody of the Lab who is none of these people."""
        names = ("cholpon", "meerim", "lira", "gulnara")
        people_ = (self.ground.staff[name] for name in names)
        return next(one for one in people_ if one not in but)

    def disputed(self, purchase_id: uuid.UUID) -> bool:
        """Whether we were told of a dispute about a purchase."""
        return purchase_id in self.open_disputes.values()

    def hear(self, reference: str) -> None:
        """Let the provider tell us of a page, now; or later, if it does not answer."""
        self.untold.add(reference)
        if self.bank.away:
            return
        (payment,) = [one for one in self.now.payments if one.reference == reference]
        payments.sync(payment.id)
        self.told(reference, payment.purchase_id)

    def told(self, reference: str, purchase_id: uuid.UUID) -> None:
        """Note that our side now knows all about a page."""
        self.untold.discard(reference)
        for name, one in self.bank.sessions[reference].disputes.items():
            if one.status == "open":
                self.open_disputes[name] = purchase_id
            else:
                self.open_disputes.pop(name, None)


def rows(model: Any, *then: str, created: bool = True) -> Sequence[Row]:
    """Return every row of a table, the oldest first."""
    table = model.__table__
    order = [table.c.created_at] if created else []
    order += [table.c[name] for name in then]
    return db.session.execute(select(*table.c).order_by(*order)).all()


def sums() -> dict[str, int]:
    """Return every account's sum by its code."""
    found = db.session.execute(
        select(LedgerAccount.code, func.sum(LedgerPosting.amount_minor))
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .group_by(LedgerAccount.code)
    )
    return {code: int(amount) for code, amount in found}


@contextmanager
def may(*codes: str) -> Iterator[None]:
    """Let a service refuse for one of these reasons, and for no other."""
    try:
        yield
    except MarketplaceError as error:
        db.session.rollback()
        if error.code not in codes:
            raise


def when(some: Callable[[Any], Sequence[Any]]) -> Callable:
    """Let a rule be picked only while there is something it can be done to."""
    return precondition(lambda machine: bool(some(machine)))


def pick(data: st.DataObject, some: Sequence[Any]) -> Any:
    """Draw one of what there is."""
    return some[data.draw(st.integers(0, len(some) - 1))]
