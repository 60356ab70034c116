"""After the killing: money, stock, purchases and mail, counted one by one."""

from collections import Counter
from email import message_from_bytes

from sqlalchemy import func, select

from marketplace import ledger
from marketplace.catalog.models import Variant
from marketplace.extensions import db
from marketplace.infra.jobs import Job, enqueue
from marketplace.infra.payments.sandbox import SandboxPayment, SandboxRefund
from marketplace.ledger.models import LedgerEntry, LedgerPosting
from marketplace.orders.models import Order, OrderLine, Payment, Purchase, Refund
from marketplace.orders.services import books, movements
from tests.crash.house import STOCK, House

GONE = ("expired", "cancelled")  # of these orders the stock is back


def everything_adds_up(house: House) -> None:
    """Let the worker reconcile, then count everything; each buyer has one «paid» mail."""
    mails = reconciled(house)
    with house.inside():
        bought = db.session.scalars(select(Purchase)).all()
        assert len(bought) == len({purchase.email for purchase in bought})
        sent = {purchase.email: 1 for purchase in bought}
        assert {k: n for k, n in mails.items() if k.startswith("buyer")} == sent
        db.session.rollback()
    the_books_hold(house)


def the_books_hold(house: House) -> None:
    """Compare stock and money with what they must be, and check the file itself."""
    with house.inside():
        movements.take_all()  # as every night: the book is held against them
        assert money_faults() == []
        assert stock_faults() == []
        assert ledger.problems() == books.problems() == []
        assert db.session.scalar(select(func.sum(LedgerPosting.amount_minor))) == 0
        db.session.rollback()
    assert house.is_sound()


def reconciled(house: House) -> Counter[str]:
    """Run the worker over what is open; return how many mails went to whom."""
    with house.inside():
        for kind in ("orders.drain_inbox", "orders.reconcile"):
            enqueue(kind)
        worker = house.start_worker(mortal=False)
        house.wait(lambda: not waiting(), "the end of the jobs", 60)
        house.end(worker)
    mails = [
        message_from_bytes(f.read_bytes()) for f in house.folder.glob("mail/*.eml")
    ]
    return Counter(mail["To"] for mail in mails)


def waiting() -> int:
    kinds = ("orders.reconcile", "orders.drain_inbox", "mail.send")
    left = db.session.scalar(
        select(func.count()).where(Job.kind.in_(kinds), Job.state != "done")
    )
    db.session.rollback()
    return left or 0


def money_faults() -> list[str]:
    """Compare the other company's books with ours, payment by payment."""
    faults, total = [], 0
    for theirs in db.session.scalars(select(SandboxPayment)):
        total += theirs.amount_minor if theirs.status == "paid" else 0
        faults += _fault(theirs)
    moved = db.session.execute(
        select(SandboxRefund.key, SandboxRefund.amount_minor)
    ).all()
    total -= sum(amount for _, amount in moved)
    done = db.session.scalars(
        select(Refund)
        .join(Payment, Payment.id == Refund.payment_id)
        .where(Refund.state == "done", Payment.provider == "sandbox")
    ).all()
    if {key for key, _ in moved} != {f"refund-{one.key}" for one in done}:
        faults.append("refunds there are not the refunds here")
    if ledger.balance("psp:sandbox").minor != total:
        faults.append(f"{ledger.balance('psp:sandbox')} in the book, {total} there")
    return faults


def _fault(theirs: SandboxPayment) -> list[str]:
    name = theirs.reference
    ours = db.session.scalar(select(Payment).where(Payment.reference == name))
    entries = db.session.scalar(
        select(func.count()).where(LedgerEntry.event_key == f"pay:{name}")
    )
    if theirs.status != "paid":
        return [f"{name}: booked, never paid"] if entries else []
    if ours is None or ours.state != "paid" or entries != 1:
        return [f"{name}: paid there, {entries} entries here"]
    paid_at = select(Order.paid_at).where(Order.purchase_id == ours.purchase_id)
    waits = None in db.session.scalars(paid_at).all()
    return [f"{name}: paid, and its order does not know"] if waits else []


def stock_faults() -> list[str]:
    """Compare what is left with what orders hold or have taken."""
    held = dict(
        db.session.execute(
            select(OrderLine.variant_id, func.sum(OrderLine.quantity))
            .join(Order, Order.id == OrderLine.order_id)
            .where(Order.state.not_in(GONE))
            .group_by(OrderLine.variant_id)
        ).all()
    )
    left = db.session.execute(select(Variant.id, Variant.stock)).all()
    return [
        f"{key}: {stock} left, {held.get(key, 0)} held"
        for key, stock in left
        if stock + held.get(key, 0) != STOCK
    ]
