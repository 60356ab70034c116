"""Something behind every address about money at Osh, for the walk over all pages."""

import uuid
from datetime import timedelta

from marketplace import clock
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.money import Money
from marketplace.orders.models import BankLine, Case, Dispute, Order, Payout
from marketplace.orders.services import cases, fulfil, payouts, refunds, transfers
from marketplace.orders.services.transfers import Statement
from tests import people
from tests.orders import deals

PAPER = "q/aa/paper.webp"


def of_money(order_id: uuid.UUID, secret: str) -> dict[str, dict[str, object]]:
    """Write a case, a refund, a dispute, transfers, a payout; return the arguments."""
    adapters().storage.put(PAPER, b"RIFF")
    listing = people.on_sale(title="Боз шырдак", stock=20)
    _paper(order_id)
    step = {"order_id": order_id}
    mine = {"secret": secret, "order_id": order_id}
    case_id, refund_id = _case_and_refund(listing)
    case_secret = deals.secret(_purchase_of(case_id))
    run_id, payout_id = _payout(listing)
    of_lab = {"slug": "osh"}
    return {
        "orders.packing_list": step,
        "orders.post_receipt": step,
        "orders.order_step": {**step, "what": "ready"},
        "orders.order_handed_over": step,
        "orders.my_order_talk": step,
        "orders.order_talk": mine,
        "orders.receipt": {"secret": secret},
        "orders.purchase_cancel": {"secret": secret},
        "orders.order_cancel": mine,
        "orders.case_open": mine,
        "orders.case_answer": {"secret": case_secret, "case_id": case_id},
        "coordinator.lab_order": step,
        "coordinator.lab_order_step": {**step, "what": "ready"},
        "coordinator.lab_order_collect": step,
        "coordinator.lab_order_new_code": step,
        "coordinator.lab_order_without_code": step,
        "coordinator.lab_post_receipt": step,
        "coordinator.case": {"case_id": case_id},
        "coordinator.case_post": {"case_id": case_id},
        "coordinator.case_answer": {"case_id": case_id},
        "coordinator.lab_transfers": of_lab,
        "coordinator.lab_transfers_post": of_lab,
        "coordinator.lab_statement": of_lab,
        "coordinator.lab_cash": of_lab,
        "coordinator.lab_cash_post": of_lab,
        "coordinator.line_assign": {"line_id": _unknown_line()},
        "coordinator.astray": {"payment_id": _astray(listing), "what": "back"},
        "coordinator.refund_step": {"refund_id": refund_id, "what": "approve"},
        "coordinator.dispute_blame": {"dispute_id": _dispute(listing)},
        "coordinator.debt_waive": {"shop_id": people.seller().shop_id},
        "coordinator.payout_run": {"run_id": run_id},
        "coordinator.payout_list": {"run_id": run_id},
        "coordinator.payout_run_step": {"run_id": run_id, "what": "approve"},
        "coordinator.payout_step": {"payout_id": payout_id, "what": "paid"},
        "coordinator.payout_receipt": {"payout_id": payout_id},
    }


@use_case
def _paper(order_id: uuid.UUID) -> None:
    db.session.get_one(Order, order_id).post_receipt = PAPER


def _case_and_refund(listing) -> tuple[uuid.UUID, uuid.UUID]:
    made = deals.paid(listing)
    case_id = cases.open_one(made, deals.send(made), "damaged", "Тешик бар").id
    other = deals.paid(listing, quantity=4)

    @use_case
    def ask() -> uuid.UUID:
        order = db.session.get_one(Order, deals.order(other).id)
        by = people.person_id("cholpon")
        return refunds.ask(order, 600_000, reason="case", by=by).id

    return case_id, ask()


def _purchase_of(case_id: uuid.UUID) -> uuid.UUID:
    order_id = db.session.get_one(Case, case_id).order_id
    return db.session.get_one(Order, order_id).purchase_id


def _payout(listing) -> tuple[uuid.UUID, uuid.UUID]:
    made = deals.paid(listing)
    fulfil.confirm(made, deals.send(made))
    her, labs = people.seller(), deals.labs()
    payouts.set_details(her.shop_id, "cash", "", by=her.person_id)
    run_id = payouts.draw_up(labs, people.lab().id, by=people.person_id("lira")).id
    payouts.approve(labs, run_id, by=people.person_id("meerim"))

    @use_case
    def with_paper() -> uuid.UUID:
        payout = db.session.query(Payout).filter_by(state="approved").one()
        payout.receipt = PAPER
        return payout.id

    return run_id, with_paper()


def _unknown_line() -> uuid.UUID:
    line = Statement(clock.today() - timedelta(days=1), Money(77_700), "Белгисиз")
    by = people.person_id("lira")
    return transfers.enter(deals.labs(), people.lab().id, line, by=by).id


def _astray(listing) -> uuid.UUID:
    deals.lab_takes("transfer", "cash")
    made = deals.buy(listing, way="transfer")
    payment = deals.attempt(made)
    payment_id, code = payment.id, str(payment.reference)
    line = Statement(clock.today(), Money(10_000), code)
    by = people.person_id("lira")
    transfers.enter(deals.labs(), people.lab().id, line, by=by)
    assert db.session.query(BankLine).count() == 2
    return payment_id


def _dispute(listing) -> uuid.UUID:
    payment_id = deals.attempt(deals.paid(listing)).id

    @use_case
    def lost() -> uuid.UUID:
        row = Dispute(
            payment_id=payment_id,
            reference="dp_walk",
            state="lost",
            amount_minor=1,
            currency="KGS",
            charged_minor=1,
            charged_currency="KGS",
            fee_minor=0,
            fee_currency="KGS",
        )
        db.session.add(row)
        db.session.flush()
        return row.id

    return lost()
