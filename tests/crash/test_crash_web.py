"""The web process is killed 20 times at every step between the form and «paid»."""

import itertools
from collections import Counter
from email import message_from_bytes

import pytest
from sqlalchemy import func, select

from marketplace import ledger
from marketplace.catalog.models import Variant
from marketplace.extensions import db
from marketplace.infra.jobs import enqueue
from marketplace.infra.payments.sandbox import SandboxPayment
from marketplace.ledger.models import LedgerEntry
from marketplace.orders.models import Order, OrderLine, Payment, Purchase
from tests.crash.buyer import Buyer
from tests.crash.house import KILLS, STOCK

pytestmark = pytest.mark.crash
NUMBERS = itertools.count()
AT_CHECKOUT = ("checkout.reserved", "checkout.committed", "checkout.provider_called")
AT_RETURN = ("pay.fetched", "pay.settled", "pay.committed")
LIVE = ("awaiting_payment", "in_progress")


@pytest.fixture(scope="module")
def served(house):
    house.serve()
    return house


@pytest.mark.parametrize("failpoint", AT_CHECKOUT)
def test_a_form_cut_off_and_sent_again_is_one_paid_purchase(served, failpoint) -> None:
    for _ in range(KILLS):
        buyer = Buyer(served, next(NUMBERS))
        buyer.choose()
        served.arm(failpoint)
        assert buyer.breaks("POST", "/en/checkout", data=buyer.form)
        assert served.has_killed(failpoint)
        back = buyer.pay(buyer.order())
        assert buyer.ask("GET", back).status_code == 303
    everything_adds_up(served)


@pytest.mark.parametrize("failpoint", AT_RETURN)
def test_who_has_paid_and_is_cut_off_has_paid(served, failpoint) -> None:
    """Every second buyer comes again; the others leave it to the reconcile job."""
    for number in range(KILLS):
        buyer = Buyer(served, next(NUMBERS))
        buyer.choose()
        back = buyer.pay(buyer.order())
        served.arm(failpoint)
        assert buyer.breaks("GET", back)
        assert served.has_killed(failpoint)
        if number % 2:
            assert buyer.ask("GET", back).status_code == 303
            page = buyer.ask("GET", back.removesuffix("/return"))
            assert "Paid" in page.text
    everything_adds_up(served)


def everything_adds_up(house) -> None:
    """Let the worker reconcile, then count money, stock, purchases and mail."""
    paid_mails = reconciled(house)
    with house.inside():
        bought = db.session.scalars(select(Purchase)).all()
        assert len(bought) == len({purchase.email for purchase in bought})
        sent = {purchase.email: 1 for purchase in bought}
        assert {k: n for k, n in paid_mails.items() if k.startswith("buyer")} == sent
        assert money_faults() == []
        assert stock_faults() == []
        assert ledger.problems() == []
        db.session.rollback()
    assert house.is_sound()


def reconciled(house) -> Counter:
    """Run the worker over what is open; return how many mails went to whom."""
    with house.inside():
        enqueue("orders.reconcile")
        worker = house.start_worker(mortal=False)
        house.wait(lambda: not waiting(), "the end of the jobs")
        house.end(worker)
    mails = [
        message_from_bytes(f.read_bytes()) for f in house.folder.glob("mail/*.eml")
    ]
    return Counter(mail["To"] for mail in mails)


def waiting() -> int:
    from marketplace.infra.jobs import Job

    kinds = ("orders.reconcile", "mail.send")
    left = db.session.scalar(
        select(func.count()).where(Job.kind.in_(kinds), Job.state != "done")
    )
    db.session.rollback()
    return left or 0


def money_faults() -> list[str]:
    """Compare the other company's books with ours, payment by payment."""
    faults, total = [], 0
    for theirs in db.session.scalars(select(SandboxPayment)):
        ours = db.session.scalar(
            select(Payment).where(Payment.reference == theirs.reference)
        )
        entries = db.session.scalars(
            select(LedgerEntry).where(
                LedgerEntry.event_key == f"pay:{theirs.reference}"
            )
        ).all()
        if theirs.status == "paid":
            total += theirs.amount_minor
            states = (
                ours
                and db.session.scalars(
                    select(Order.state).where(Order.purchase_id == ours.purchase_id)
                ).all()
            )
            if states != ["in_progress"] or len(entries) != 1 or ours.state != "paid":
                faults.append(f"{theirs.reference}: {states}, {len(entries)} entries")
        elif entries:
            faults.append(f"{theirs.reference}: booked, never paid")
    if ledger.balance("psp:sandbox").minor != total:
        faults.append(f"{ledger.balance('psp:sandbox')} in the book, {total} there")
    return faults


def stock_faults() -> list[str]:
    """Compare what is left with what live orders hold."""
    held = dict(
        db.session.execute(
            select(OrderLine.variant_id, func.sum(OrderLine.quantity))
            .join(Order, Order.id == OrderLine.order_id)
            .where(Order.state.in_(LIVE))
            .group_by(OrderLine.variant_id)
        ).all()
    )
    left = db.session.execute(select(Variant.id, Variant.stock)).all()
    return [
        f"{key}: {stock} left, {held.get(key, 0)} held"
        for key, stock in left
        if stock + held.get(key, 0) != STOCK
    ]
