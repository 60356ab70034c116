"""What must hold between orders, refunds, payouts and the book (payments.md §5.5)."""

import logging
import uuid
from collections.abc import Iterable

from sqlalchemy import exists, func, select

from marketplace import ledger
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting
from marketplace.orders import emails, rules
from marketplace.orders.models import (
    Case,
    Dispute,
    DisputePart,
    Order,
    OrderLine,
    Payment,
    Payout,
    PayoutItem,
    ProviderMovement,
    Refund,
)
from marketplace.orders.services import movements, postings

log = logging.getLogger(__name__)


def problems() -> list[str]:
    """Return a sentence for each rule that does not hold; empty when all is well."""
    return [
        *_held(),
        *_fees(),
        *_refunds(),
        *_open_and_released(),
        *_payouts(),
    ]


def provider_problems() -> list[str]:
    """11: our account at a provider is what it told us last; empty when all is well.

    Holds only just after its account was read: every sale since then is a difference.
    """
    return list(_providers())


def report() -> list[str]:
    """Read the providers' accounts, log every problem, tell who leads the network.

    A difference to a provider counts when it is still there after a second look: a sale
    may come between reading and comparing.
    """
    movements.take_all()
    found = [*ledger.problems(), *problems()]
    if provider_problems():
        movements.take_all()
        found += provider_problems()
    for line in found:
        log.error("the books: %s", line)
    if found:
        tell()
    return found


@use_case
def tell() -> None:
    """Tell who leads the network that the books need a look."""
    emails.network("/desk/money/book")


def _sums(kind: str) -> dict[str, int]:
    """Return the accounts of a kind by owner, in minor units."""
    total = func.sum(LedgerPosting.amount_minor)
    rows = db.session.execute(
        select(LedgerAccount.owner_id, total)
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .where(LedgerAccount.owner_kind == kind)
        .group_by(LedgerAccount.owner_id)
    )
    return {owner: int(amount) for owner, amount in rows}


def _held() -> Iterable[str]:
    """4, 13: what is held is what the order's state says, to the minor unit."""
    held = _sums("held")
    back, failed, released = _given_back(), _failed(), _released()
    rows = db.session.execute(
        select(Order.id, Order.state, Order.total_minor, Order.paid_at, Order.pays)
    )
    for order_id, state, total, paid_at, pays in rows:
        here = -held.pop(str(order_id), 0)
        gone = paid_at is None or pays == "maker"
        due = 0 if gone else total - back.get(order_id, 0) - released.get(order_id, 0)
        if here != due:
            yield f"order {order_id} ({state}) holds {here}, not {due}"
        if here > failed.get(order_id, 0) and state in rules.OVER - {"cancelled"}:
            yield f"order {order_id} is {state} and still holds {here}"
        if order_id in released and state != "completed":
            yield f"order {order_id} is {state}, but it was released"
    yield from (
        f"held:{owner} belongs to no order" for owner, sum_ in held.items() if sum_
    )


def _released() -> dict[uuid.UUID, int]:
    """Return what the release of each order took from what was held for it."""
    rows = db.session.execute(
        select(LedgerEntry.subject_id, LedgerPosting.amount_minor)
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerEntry.kind == "rel", LedgerAccount.owner_kind == "held")
    )
    return {order_id: amount for order_id, amount in rows if order_id is not None}


def _failed() -> dict[uuid.UUID, int]:
    """Return what of each order should have gone back and did not: it is kept."""
    rows = db.session.execute(
        select(Refund.order_id, func.sum(Refund.amount_minor))
        .where(Refund.order_id.is_not(None), Refund.state == "failed")
        .group_by(Refund.order_id)
    )
    return {order_id: int(amount) for order_id, amount in rows if order_id is not None}


def _given_back() -> dict[uuid.UUID, int]:
    """Return what left `held` of each order, but by its release."""
    found: dict[uuid.UUID, int] = {}
    returned = Refund.seller_minor + Refund.fee_minor + Refund.courier_minor
    refunds = select(Refund.order_id, func.sum(Refund.amount_minor - returned)).where(
        Refund.order_id.is_not(None), Refund.state.in_(rules.LIVE_REFUND)
    )
    lost = (
        select(DisputePart.order_id, func.sum(DisputePart.held_minor))
        .join(Dispute, Dispute.id == DisputePart.dispute_id)
        .where(Dispute.state == "lost")
    )
    for query, key in ((refunds, Refund.order_id), (lost, DisputePart.order_id)):
        for order_id, amount in db.session.execute(query.group_by(key)):
            assert order_id is not None
            found[order_id] = found.get(order_id, 0) + int(amount)
    return found


def _fees() -> Iterable[str]:
    """8: an order's fee is what is frozen on its lines."""
    total = func.sum(OrderLine.fee_minor)
    rows = db.session.execute(
        select(Order.id, Order.fee_minor, total)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .group_by(Order.id, Order.fee_minor)
        .having(total != Order.fee_minor)
    )
    for order_id, fee, lines in rows:
        yield f"order {order_id} has a fee of {fee}, its lines {lines}"


def _refunds() -> Iterable[str]:
    """5, 6, 10: never more back than came; each is in the book; nothing left over."""
    live = Refund.state.in_(rules.LIVE_REFUND)
    rows = db.session.execute(
        select(Order.id, Order.total_minor, func.sum(Refund.amount_minor))
        .join(Refund, Refund.order_id == Order.id)
        .where(live)
        .group_by(Order.id, Order.total_minor)
        .having(func.sum(Refund.amount_minor) > Order.total_minor)
    )
    for order_id, total, back in rows:
        yield f"order {order_id} gave back {back} of {total}"
    moving = select(func.sum(Refund.amount_minor)).where(
        Refund.state.in_(("approved", "processing")), Refund.currency == "KGS"
    )
    due = int(db.session.scalar(moving) or 0)
    pending = -ledger.balance("refund_pending").minor
    if pending != due:
        yield f"refund_pending holds {pending}, refunds on their way are {due}"
    for refund in db.session.scalars(select(Refund).where(live)):
        if ledger.find(f"rf_req:{refund.key}") is None:
            yield f"refund {refund.id} is {refund.state} and not in the book"
        if (refund.state == "done") != bool(ledger.find(f"rf_ok:{refund.key}")):
            yield f"refund {refund.id} is {refund.state}, the book says otherwise"


def _open_and_released() -> Iterable[str]:
    """7: nothing was released while a case or a dispute was open."""
    released = (
        select(LedgerEntry.subject_id, LedgerEntry.created_at)
        .where(LedgerEntry.kind == "rel")
        .subquery()
    )
    cases = (
        select(Order.id)
        .join(released, released.c.subject_id == Order.id)
        .join(Case, Case.order_id == Order.id)
        .where(Case.created_at < released.c.created_at)
        .where(Case.state.in_(rules.OPEN_CASE))
    )
    disputes = (
        select(Order.id)
        .join(released, released.c.subject_id == Order.id)
        .join(Payment, Payment.purchase_id == Order.purchase_id)
        .join(Dispute, Dispute.payment_id == Payment.id)
        .where(Dispute.created_at < released.c.created_at, Dispute.state == "open")
    )
    for order_id in db.session.scalars(cases.union(disputes)):
        yield f"order {order_id} was released while something was open"


def _payouts() -> Iterable[str]:
    """9: what is on its way is what is approved; each payout is what it lists."""
    listed = func.sum(PayoutItem.amount_minor)
    rows = db.session.execute(
        select(Payout.id, Payout.amount_minor, listed)
        .join(PayoutItem, PayoutItem.payout_id == Payout.id)
        .group_by(Payout.id, Payout.amount_minor)
        .having(listed != Payout.amount_minor)
    )
    for payout_id, amount, items in rows:
        yield f"payout {payout_id} is {amount}, its lines {items}"
    due: dict[str, int] = {}
    for lab_id, amount in db.session.execute(
        select(Payout.lab_id, func.sum(Payout.amount_minor))
        .where(Payout.state == "approved")
        .group_by(Payout.lab_id)
    ):
        due[str(lab_id)] = int(amount)
    for lab, amount in _sums("transit").items():
        if -amount != due.pop(lab, 0):
            yield f"transit:{lab} holds {-amount}, other than the approved payouts"
    yield from (f"transit:{lab} lacks {amount}" for lab, amount in due.items())
    unbooked = select(Payout.id).where(
        Payout.state == "paid",
        ~exists().where(
            LedgerEntry.kind == "po_paid", LedgerEntry.subject_id == Payout.id
        ),
    )
    for payout_id in db.session.scalars(unbooked):
        yield f"payout {payout_id} is paid and not in the book"


def _providers() -> Iterable[str]:
    psp = LedgerAccount.owner_kind == "psp"
    booked = db.session.scalars(select(LedgerAccount).where(psp))
    told = {(account.code, account.currency): 0 for account in booked}
    net = func.sum(ProviderMovement.amount_minor - ProviderMovement.fee_minor)
    rows = db.session.execute(
        select(ProviderMovement.provider, ProviderMovement.currency, net).group_by(
            ProviderMovement.provider, ProviderMovement.currency
        )
    )
    for provider, currency, amount in rows:
        told[postings.coded(f"psp:{provider}", currency), currency] = int(amount)
    for (code, currency), amount in told.items():
        here = ledger.balance(code, currency).minor
        if here != amount:
            yield f"{code} is {here} in the book, {amount} at the provider"
