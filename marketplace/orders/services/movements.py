"""Read a provider's own account line by line: our book must say the same.

What is not booked by the event it belongs to is booked here: money the provider keeps
in another currency than it charged, and what it has paid out to the bank.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import func, select

from marketplace import clock
from marketplace.db import insert_into, use_case
from marketplace.extensions import db
from marketplace.infra.payments import Movement
from marketplace.money import Money
from marketplace.orders.models import (
    Dispute,
    Payment,
    ProviderMovement,
    Refund,
)
from marketplace.orders.services import postings, postings_out, providers

log = logging.getLogger(__name__)
LOOK_BACK = timedelta(days=40)
PAYOUT = "payout"


def take_all() -> int:
    """Take every provider's lines over; return how many were new."""
    new = 0
    for code in providers.machines():
        try:
            new += take(code)
        except Exception:
            db.session.rollback()
            log.exception(
                "the account at %s cannot be read; tried again tomorrow", code
            )
    return new


def take(code: str) -> int:
    """Take one provider's lines over; safe to repeat."""
    lines = list(providers.provider_of(code).movements(_since(code)))
    return sum(_keep(code, line) for line in lines)


def _since(code: str) -> datetime:
    """Return from when to read: forty days before the last line we have.

    Never read, it is read from our first payment there: the book starts with that.
    """
    read, paid = ProviderMovement, Payment
    last = db.session.scalar(select(func.max(read.at)).where(read.provider == code))
    if last is None:
        first = func.min(paid.created_at)
        last = db.session.scalar(select(first).where(paid.provider == code))
    return (last or clock.now()) - LOOK_BACK


@use_case
def _keep(code: str, line: Movement) -> bool:
    row = {
        "provider": code,
        "reference": line.reference,
        "at": clock.now(),
        "kind": line.kind,
        "money": line.money,
        "amount_minor": line.amount.minor,
        "fee_minor": line.fee.minor,
        "currency": line.amount.currency,
    }
    added = insert_into(ProviderMovement).values(**row).on_conflict_do_nothing()
    if not db.session.execute(added.returning(ProviderMovement.id)).first():
        return False
    _book(code, line)
    return True


def _book(code: str, line: Movement) -> None:
    if line.kind == PAYOUT:
        out = line.amount * -1
        postings_out.provider_paid_us(code, line.reference, out, "network")
        return
    booked = _booked_as(line)
    if booked is not None and booked.currency != line.amount.currency:
        # Its fee was booked with the charge or the dispute it came from.
        nothing = Money(0, line.amount.currency)
        postings.booked(code, line.reference, booked, line.amount, nothing)


def _booked_as(line: Movement) -> Money | None:
    """Return what our book has for a line: signed, in what was charged."""
    refund = db.session.scalar(select(Refund).where(Refund.reference == line.money))
    if refund is not None:
        return refund.charged * (-1 if line.amount.minor < 0 else 1)
    dispute = db.session.scalar(select(Dispute).where(Dispute.reference == line.money))
    if dispute is not None:
        taken = Money(dispute.charged_minor, dispute.charged_currency)
        return taken * (-1 if line.amount.minor < 0 else 1)
    return None
