"""Bank transfers: a line of the Lab's statement, typed or imported, finds its purchase.

The buyer's word or screenshot moves nothing: only what the bank says.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, MarketplaceError
from marketplace.extensions import db
from marketplace.ledger import balance
from marketplace.money import Money
from marketplace.orders import emails, rules
from marketplace.orders.models import BankLine, Order, Payment, Purchase
from marketplace.orders.rules import statements
from marketplace.orders.rules.codes import transfer_code_in
from marketplace.orders.services import postings, receiving, refunds
from marketplace.orders.services.moves import locked_orders
from marketplace.profiles.queries import Labs, check_labs, of_labs
from marketplace.profiles.rules.audit import Event
from marketplace.profiles.services import audit
from marketplace.profiles.services.transitions import move

OLDEST = timedelta(days=120)


@dataclass(frozen=True)
class Statement:
    """One line of a bank statement, as typed or read from a file."""

    booked_on: date
    amount: Money
    text: str
    payer: str = ""
    number: str = ""  # the bank's own number of the line, if it has one

    def checksum(self, lab_id: uuid.UUID) -> str:
        """Return what makes the same line the same, however often it is sent."""
        parts = (
            str(lab_id),
            self.booked_on.isoformat(),
            str(self.amount.minor),
            self.amount.currency,
            " ".join(self.text.split()).casefold(),
            " ".join(self.payer.split()).casefold(),
            self.number.strip(),
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@use_case
def enter(labs: Labs, lab_id: uuid.UUID, line: Statement, *, by: uuid.UUID) -> BankLine:
    """Write a line down and let it pay what it names.

    Right code, right sum, in time: the purchase is paid. Anything else is kept apart
    for a decision. Raises Conflict("line_known") for a line that is there already,
    Invalid("line_day"), Invalid("price_range"), Conflict("own_transfer") for who buys
    it herself, NotFound for another Lab.
    """
    check_labs(labs, lab_id)
    _check(line)
    checksum = line.checksum(lab_id)
    if db.session.scalar(select(BankLine.id).where(BankLine.checksum == checksum)):
        raise Conflict("line_known")
    payment = _payment_for(lab_id, line.text)
    if payment is not None and _buyer_of(payment) == by:
        raise Conflict("own_transfer")
    row = BankLine(
        lab_id=lab_id,
        checksum=checksum,
        booked_on=line.booked_on,
        amount_minor=line.amount.minor,
        currency=line.amount.currency,
        text=line.text.strip(),
        payer=line.payer.strip(),
        entered_by=by,
        payment_id=payment.id if payment else None,
        state="suspense",
    )
    try:
        with db.session.begin_nested():  # on PostgreSQL another may be faster
            db.session.add(row)
    except IntegrityError:
        raise Conflict("line_known") from None
    audit.record(Event.TRANSFER_ENTERED, by=by, subject=row.id, lab=lab_id)
    _take(row, payment, by)
    return row


def _check(line: Statement) -> None:
    today = clock.today()
    if not today - OLDEST <= line.booked_on <= today + timedelta(days=1):
        raise Invalid("line_day", field="booked_on")
    if line.amount.minor <= 0:
        raise Invalid("price_range", field="amount")


def _take(row: BankLine, payment: Payment | None, by: uuid.UUID) -> None:
    if payment is None:
        postings.unknown_line(row, by)
        return
    payment = receiving.locked(payment.id)
    purchase = db.session.get_one(Purchase, payment.purchase_id)
    before = payment.state
    if before in rules.MAY_STILL_BE_PAID and row.amount == payment.charged:
        receiving.receive(payment, row.amount, row.checksum)
        row.state = "matched" if payment.state == "paid" else "suspense"
        return
    postings.astray(payment, row.amount, row.checksum, "another sum, late or twice")
    if before in rules.MAY_STILL_BE_PAID:
        move(payment, rules.PAYMENT, "suspend", by=by)
    emails.money_waits(purchase, row.lab_id)


def _payment_for(lab_id: uuid.UUID, text: str) -> Payment | None:
    code = transfer_code_in(text)
    if code is None:
        return None
    return db.session.scalar(
        select(Payment).where(
            Payment.reference == code,
            Payment.provider == "transfer",
            Payment.lab_id == lab_id,
        )
    )


def _buyer_of(payment: Payment) -> uuid.UUID | None:
    return db.session.get_one(Purchase, payment.purchase_id).person_id


@use_case
def assign(labs: Labs, line_id: uuid.UUID, code: str, *, by: uuid.UUID) -> BankLine:
    """Say whose an unknown transfer is, by the code on the buyer's order.

    Raises Conflict("code_unknown"), Conflict("own_transfer"), Conflict("moved_on").
    """
    row = _own(labs, line_id)
    payment = _payment_for(row.lab_id, code)
    if payment is None:
        raise Conflict("code_unknown")
    if _buyer_of(payment) == by:
        raise Conflict("own_transfer")
    if row.payment_id is not None:
        raise Conflict("moved_on")
    payment = get_for_update(Payment, payment.id)
    row.payment_id = payment.id
    if payment.state in rules.MAY_STILL_BE_PAID:
        payment.money = payment.money or row.checksum
        move(payment, rules.PAYMENT, "suspend", by=by)
    postings.assigned(row, payment, by)
    return row


@use_case
def allocate(labs: Labs, payment_id: uuid.UUID, *, by: uuid.UUID) -> Payment:
    """Let money that went astray pay its purchase after all; what is over stays refundable.

    Raises Conflict("sum_short", …) when it is too little, Conflict("sold_out"),
    Conflict("moved_on") when the purchase was paid or cancelled meanwhile.
    """
    payment = receiving.locked(payment_id)
    orders = locked_orders(payment.purchase_id)
    _check_labs(labs, payment, orders)
    has = -balance(postings.unalloc(payment), payment.charged_currency).minor
    if payment.state != "suspended" or has < payment.charged_minor:
        if payment.state != "suspended":
            raise Conflict("moved_on", state=payment.state)
        raise Conflict(
            "sum_short", sum=payment.charged - Money(has, payment.charged_currency)
        )
    receiving.revive(orders)
    move(payment, rules.PAYMENT, "pay", by=by)
    postings.allocated(payment, orders, by)
    receiving.start_work(orders)
    emails.paid(db.session.get_one(Purchase, payment.purchase_id), orders)
    _mark(payment, "allocated")
    audit.record(Event.MONEY_ALLOCATED, by=by, subject=payment.id)
    return payment


@use_case
def give_back(labs: Labs, payment_id: uuid.UUID, *, by: uuid.UUID) -> uuid.UUID:
    """Send money that went astray back to who sent it, all that is left of it."""
    payment = receiving.locked(payment_id)
    _check_labs(labs, payment, locked_orders(payment.purchase_id))
    name = postings.unalloc(payment)
    has = -balance(name, payment.charged_currency).minor
    if has <= 0:
        raise Conflict("moved_on", state=payment.state)
    refund = refunds.of_astray(payment, Money(has, payment.charged_currency))
    _mark(payment, "given_back")
    audit.record(Event.REFUND_ASKED, by=by, subject=refund.id)
    return refund.id


def _mark(payment: Payment, state: str) -> None:
    lines = select(BankLine).where(
        BankLine.payment_id == payment.id, BankLine.state == "suspense"
    )
    for row in db.session.scalars(lines):
        row.state = state


def _check_labs(labs: Labs, payment: Payment, orders: Sequence[Order]) -> None:
    lab_ids = {payment.lab_id} if payment.lab_id else {one.lab_id for one in orders}
    check_labs(labs, *lab_ids)


def _own(labs: Labs, line_id: uuid.UUID) -> BankLine:
    return of_labs(labs, get_for_update(BankLine, line_id))


@dataclass(frozen=True)
class Taken:
    """What became of one row of a statement: a state of BankLine, «known», or a problem."""

    row: int
    what: str
    text: str


def take_in(
    labs: Labs, lab_id: uuid.UUID, data: bytes, *, by: uuid.UUID
) -> list[Taken]:
    """Take a whole statement in, each line alone; sent again it changes nothing.

    Raises Invalid for a file that cannot be read (`rules.statements.read`), NotFound.
    """
    check_labs(labs, lab_id)
    return [
        Taken(one.row, _take_in(labs, lab_id, one, by), one.text[:80])
        for one in statements.read(data)
    ]


def _take_in(labs: Labs, lab_id: uuid.UUID, one: statements.Read, by: uuid.UUID) -> str:
    if one.problem or one.day is None or one.amount is None:
        return one.problem
    line = Statement(one.day, one.amount, one.text, one.payer, one.number)
    try:
        return enter(labs, lab_id, line, by=by).state
    except MarketplaceError as error:
        db.session.rollback()
        return error.code
