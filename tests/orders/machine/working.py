"""Makers work, buyers receive and complain, the Lab decides, silence goes on."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import Row

from marketplace import clock
from marketplace.orders.services import cases, fulfil
from marketplace.orders.services.cases import Verdict
from marketplace.orders.services.fulfil import Keeper
from tests.orders.machine.world import World, may, pick, when

DECISIONS = ("refund_full", "refund_part", "redo", "release", "dismiss")


def in_(*states: str):
    """Return a function that finds the orders in these states."""
    return lambda machine: [one for one in machine.now.orders if one.state in states]


def to_hand_over(machine: World) -> list[Row]:
    return [
        one
        for one in in_("in_progress", "ready")(machine)
        if one.paid_at is not None or one.pays == "maker"
    ]


def live_cases(machine: World) -> list[Row]:
    return [one for one in machine.now.cases if one.state != "closed"]


asked = in_("awaiting_acceptance")
before_sent = in_("awaiting_acceptance", "in_progress", "ready")
working = in_("in_progress")
arriving = in_("sent", "collected", "delivered")


def complainable(machine: World) -> list[Row]:
    """Return orders somebody could complain about: most that were sent, others late."""
    states = ("sent", "collected", "delivered", "completed", "in_progress", "ready")
    found = in_(*states)(machine)
    return [one for one in found if one.id not in machine.open_cases]


class Working(World):
    """From paid to completed, with every way off it."""

    def _hers(self, order: Row) -> tuple[Keeper, object]:
        return Keeper(order.shop_id), self.ground.sellers[order.shop_id]

    @when(asked)
    @rule(data=st.data(), days=st.integers(0, 40))
    def a_maker_accepts(self, data, days) -> None:
        order = pick(data, asked(self))
        keeper, by = self._hers(order)
        fulfil.accept(keeper, order.id, clock.today() + timedelta(days=days), by=by)

    @when(before_sent)
    @rule(data=st.data())
    def a_maker_refuses(self, data) -> None:
        order = pick(data, before_sent(self))
        keeper, by = self._hers(order)
        with may("held_for"):
            fulfil.refuse(keeper, order.id, by=by, note="Болбойт")

    @when(working)
    @rule(data=st.data())
    def a_parcel_is_ready(self, data) -> None:
        order = pick(data, working(self))
        keeper, by = self._hers(order)
        fulfil.make_ready(keeper, order.id, by=by)

    @when(to_hand_over)
    @rule(data=st.data())
    def a_parcel_leaves(self, data) -> None:
        order = pick(data, to_hand_over(self))
        keeper, by = self._hers(order)
        fulfil.hand_over(keeper, order.id, by=by)

    @when(arriving)
    @rule(data=st.data())
    def a_buyer_confirms(self, data) -> None:
        order = pick(data, arriving(self))
        with may("held_for"):
            fulfil.confirm(order.purchase_id, order.id)

    @when(before_sent)
    @rule(data=st.data())
    def a_buyer_steps_back(self, data) -> None:
        order = pick(data, before_sent(self))
        with may("held_for", "too_late_to_cancel"):
            fulfil.step_back(order.purchase_id, order.id)

    @when(complainable)
    @rule(data=st.data(), reason=st.sampled_from(["damaged", "late"]))
    def something_is_wrong(self, data, reason) -> None:
        self._complain(pick(data, complainable(self)), reason)

    def _complain(self, order: Row, reason: str) -> None:
        with may("case_too_early", "case_too_late", "case_open"):
            cases.open_one(order.purchase_id, order.id, reason, "Тешик бар")
            self.open_cases.add(order.id)

    @when(live_cases)
    @rule(data=st.data(), buyer=st.booleans())
    def a_case_is_answered(self, data, buyer) -> None:
        case = pick(data, live_cases(self))
        order = self.order(case.order_id)
        if buyer:
            cases.answer_as_buyer(order.purchase_id, case.id, "Жок")
        else:
            keeper, by = self._hers(order)
            cases.answer(keeper, case.id, "Кечиресиз", by=by)

    @when(live_cases)
    @rule(data=st.data())
    def a_case_is_withdrawn(self, data) -> None:
        case = pick(data, live_cases(self))
        cases.withdraw(self.order(case.order_id).purchase_id, case.id)
        self.open_cases.discard(case.order_id)

    @when(live_cases)
    @rule(
        data=st.data(),
        decision=st.sampled_from(DECISIONS),
        part=st.integers(1, 100),
    )
    def a_case_is_decided(self, data, decision, part) -> None:
        self._decide(pick(data, live_cases(self)), decision, part)

    def _decide(self, case: Row, decision: str, part: int) -> None:
        order = self.order(case.order_id)
        amount = max(1, (order.total_minor - self.given_back(order)) * part // 100)
        verdict = Verdict(decision, "Себеби", amount)
        # What cannot follow is refused: the money back of an order nobody has paid us
        # for, or doing again what is over or was never sent.
        with may("held_for", "not_paid", "refund_range", "moved_on", "case_decision"):
            cases.decide(None, case.id, verdict, by=self.staff())
            self.open_cases.discard(order.id)

    @when(complainable)
    @rule(data=st.data(), decision=st.sampled_from(DECISIONS), part=st.integers(1, 100))
    def a_complaint_is_decided_at_once(self, data, decision, part) -> None:
        order = pick(data, complainable(self))
        self._complain(order, "damaged")
        self.look()
        if order.id in self.open_cases:
            case = next(o for o in live_cases(self) if o.order_id == order.id)
            self._decide(case, decision, part)
