"""Money goes back: refunds by people, by the provider, in its pages; disputes."""

import uuid

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import Row

from marketplace.db import get_for_update, use_case
from marketplace.money import Money
from marketplace.orders.models import Order
from marketplace.orders.services import disputes, refund_moves, refunds
from tests.orders.machine.world import BY_HAND, MACHINE, World, may, pick, when


def refundable(machine: World) -> list[Row]:
    """Return orders of which something is left to give back."""
    return [
        one
        for one in machine.now.orders
        if one.paid_at is not None
        and one.pays != "maker"
        and one.total_minor > machine.given_back(one)
    ]


def in_(*states: str):
    """Return a function that finds the refunds in these states."""
    return lambda machine: [one for one in machine.now.refunds if one.state in states]


def to_send(machine: World) -> list[Row]:
    """Return refunds a person has to send or hand over."""
    return [
        one
        for one in in_("approved", "processing")(machine)
        if machine.payment(one.payment_id).provider in BY_HAND
    ]


def refunds_there(machine: World, *states: str) -> list[tuple[str, str]]:
    """Return the refunds at the bank as (page, name): what we asked for, in order."""
    known = {one.reference for one in machine.now.refunds}
    return [
        (page, name)
        for page, session in machine.bank.sessions.items()
        for name, one in session.refunds.items()
        if one.status in states and one.key and name in known
    ]


def paid_pages(machine: World) -> list[Row]:
    return [one for one in machine.at_bank("paid") if room_there(machine, one) > 0]


def known_pages(machine: World) -> list[Row]:
    """Return those we know all about: what people do there they have looked up here."""
    if machine.bank.away:
        return []
    return [one for one in paid_pages(machine) if one.reference not in machine.untold]


def by_hand_there(machine: World) -> list[str]:
    sessions = machine.bank.sessions.values()
    return [name for o in sessions for name, one in o.refunds.items() if not one.key]


def room_there(machine: World, payment: Row) -> int:
    """Return what the bank could still take from a payment, in minor units."""
    session = machine.bank.sessions[payment.reference]
    back = [one for one in session.refunds.values() if one.status != "failed"]
    taken = [one for one in session.disputes.values() if one.status != "won"]
    return session.amount.minor - sum(one.amount.minor for one in (*back, *taken))


def undecided(machine: World) -> list[tuple[str, str]]:
    return [
        (page, name)
        for page, session in machine.bank.sessions.items()
        for name, one in session.disputes.items()
        if one.status == "open"
    ]


def to_blame(machine: World) -> list[Row]:
    return [
        one
        for one in machine.now.disputes
        if one.state == "lost" and one.blamed_at is None
    ]


def room_in_one_order(machine: World, payment: Row) -> int:
    """Return the most one order of a purchase can still give back."""
    mine = [o for o in machine.now.orders if o.purchase_id == payment.purchase_id]
    return max((o.total_minor - machine.given_back(o) for o in mine), default=0)


@use_case
def ask(order_id: uuid.UUID, amount: int, by: uuid.UUID | None) -> None:
    """Ask for a refund as a page would: with the order locked."""
    order = get_for_update(Order, order_id)
    refunds.ask(order, amount, reason="case", by=by)


class Back(World):
    """Refunds and disputes."""

    @when(refundable)
    @rule(
        data=st.data(),
        part=st.sampled_from([33, 100, 1, 7, 50]),
        moved=st.booleans(),
    )
    def a_refund_is_asked_for(self, data, part, moved) -> None:
        order = pick(data, refundable(self))
        amount = max(1, (order.total_minor - self.given_back(order)) * part // 100)
        with may("held_for", "refund_range"):
            ask(order.id, amount, self.ground.staff["cholpon"])
        if moved:
            refund_moves.resume()

    @when(in_("requested"))
    @rule(data=st.data())
    def a_second_person_agrees(self, data) -> None:
        refund = pick(data, in_("requested")(self))
        with may("second_person"):
            refunds.approve(None, refund.id, by=refund.asked_by)
            raise AssertionError("one person alone gave a large sum back")
        with may("held_for", "refund_range"):
            refunds.approve(None, refund.id, by=self.staff(refund.asked_by))

    @when(in_("requested"))
    @rule(data=st.data())
    def a_second_person_refuses(self, data) -> None:
        refund = pick(data, in_("requested")(self))
        refunds.deny(None, refund.id, by=self.staff(refund.asked_by), note="Негизсиз")

    @when(lambda machine: refunds_there(machine, "pending"))
    @rule(data=st.data(), status=st.sampled_from(["done", "failed"]))
    def a_slow_refund_ends(self, data, status) -> None:
        page, name = pick(data, refunds_there(self, "pending"))
        self.bank.end_refund(name, status)
        self.hear(page)

    @when(lambda machine: refunds_there(machine, "done"))
    @rule(data=st.data())
    def the_bank_takes_its_word_back(self, data) -> None:
        page, name = pick(data, refunds_there(self, "done"))
        self.bank.end_refund(name, "failed")
        self.hear(page)

    @when(in_("failed"))
    @rule(data=st.data())
    def a_failed_refund_is_tried_again(self, data) -> None:
        refund = pick(data, in_("failed")(self))
        with may("refund_range", "held_for", "moved_on"):
            refunds.again(None, refund.id, by=self.staff())

    @when(to_send)
    @rule(data=st.data())
    def a_refund_is_sent_by_hand(self, data) -> None:
        refund = pick(data, to_send(self))
        payment = self.payment(refund.payment_id)
        desk = "bank" if payment.provider == "transfer" else "cash"
        by = self.staff(refund.asked_by, refund.approved_by)
        refund_moves.sent(None, refund.id, by=by)
        self.money[f"{desk}:{payment.lab_id}"] -= refund.charged_minor

    @when(lambda machine: known_pages(machine) and not by_hand_there(machine))
    @rule(data=st.data(), part=st.sampled_from([50, 10, 100]))
    def a_refund_is_made_in_the_banks_pages(self, data, part) -> None:
        payment = pick(data, known_pages(self))
        room = min(room_there(self, payment), room_in_one_order(self, payment))
        amount = room * part // 100
        if amount > 0:
            self.bank.refund_by_hand(payment.reference, Money(amount))
            self.hear(payment.reference)

    @when(paid_pages)
    @rule(
        data=st.data(),
        part=st.sampled_from([100, 60]),
        then=st.sampled_from(["lost", "", "won"]),
    )
    def a_dispute_is_opened(self, data, part, then) -> None:
        payment = pick(data, paid_pages(self))
        amount = max(1, room_there(self, payment) * part // 100)
        name = self.bank.dispute(payment.reference, Money(amount))
        self.hear(payment.reference)
        if then:
            self.bank.decide(name, then)
            self.hear(payment.reference)

    @when(undecided)
    @rule(data=st.data(), status=st.sampled_from(["won", "lost"]))
    def a_dispute_is_decided(self, data, status) -> None:
        page, name = pick(data, undecided(self))
        self.bank.decide(name, status)
        self.hear(page)

    @when(to_blame)
    @rule(data=st.data())
    def two_people_blame_the_seller(self, data) -> None:
        dispute = pick(data, to_blame(self))
        first = dispute.proposed_by or self.ground.staff["cholpon"]
        with may("second_person"):
            disputes.blame(None, dispute.id, by=first)
            disputes.blame(None, dispute.id, by=first)
            raise AssertionError("one person alone blamed a seller")
        disputes.blame(None, dispute.id, by=self.staff(first))


def moving_there(machine: World) -> int:
    """Return what left the bank's account for refunds that have not arrived."""
    pending = [
        one.amount.minor
        for session in machine.bank.sessions.values()
        for one in session.refunds.values()
        if one.status == "pending"
    ]
    return sum(pending)


def provider(machine: World, refund: Row) -> bool:
    """Whether a refund goes by the card provider."""
    return machine.payment(refund.payment_id).provider == MACHINE
