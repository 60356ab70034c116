"""The Lab pays its makers."""

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import Row

from marketplace.orders.services import payouts
from tests.orders.machine.world import World, may, pick, when


def in_(*states: str):
    """Return a function that finds the payouts in these states."""
    return lambda machine: [one for one in machine.now.payouts if one.state in states]


def earning(machine: World) -> list[str]:
    """Return the shops that are owed enough to be paid, and have no payout on its way."""
    live = {one.shop_id for one in in_("draft", "approved")(machine)}
    return [
        name
        for name, shop_id in machine.ground.shops.items()
        if machine.now.sums.get(f"payable:{shop_id}", 0) <= -50_000
        and shop_id not in live
    ]


def debtors(machine: World) -> list[str]:
    return [
        name
        for name, shop_id in machine.ground.shops.items()
        if machine.now.sums.get(f"payable:{shop_id}", 0) > 0
    ]


class Keeping(World):
    """Payouts and forgiven debts."""

    @when(earning)
    @rule(data=st.data(), until=st.sampled_from(["paid", "failed", "draft"]))
    def a_payout_is_drawn_up(self, data, until) -> None:
        name = pick(data, earning(self))
        slug = "jalal-abad" if name == "farida" else "osh"
        by = self.ground.staff["cholpon"]
        # What she is owed may all go to what she owes the Lab.
        with may("nothing_to_pay"):
            run = payouts.draw_up(None, self.ground.labs[slug], by=by)
            if until != "draft":
                payouts.approve(None, run.id, by=self.ground.staff["meerim"])
                self._carry_on(until)

    def _carry_on(self, how: str) -> None:
        self.look()
        for payout in in_("approved")(self):
            self._pay_out(payout) if how == "paid" else self._come_back(payout)

    @when(in_("draft"))
    @rule(data=st.data())
    def a_second_person_approves_it(self, data) -> None:
        payout: Row = pick(data, in_("draft")(self))
        with may("second_person"):
            payouts.approve(None, payout.run_id, by=self.ground.staff["cholpon"])
            raise AssertionError("one person alone paid out")
        payouts.approve(None, payout.run_id, by=self.ground.staff["meerim"])

    @when(in_("draft"))
    @rule(data=st.data())
    def a_draft_is_thrown_away(self, data) -> None:
        payout = pick(data, in_("draft")(self))
        payouts.cancel(None, payout.run_id, by=self.ground.staff["meerim"])

    @when(in_("approved"))
    @rule(data=st.data())
    def a_payout_is_paid(self, data) -> None:
        self._pay_out(pick(data, in_("approved")(self)))

    def _pay_out(self, payout: Row) -> None:
        payouts.paid(None, payout.id, by=self.staff(), proof="77")
        desk = "cash" if payout.method == "cash" else "bank"
        self.money[f"{desk}:{payout.lab_id}"] -= payout.amount_minor
        self.paid_out += payout.amount_minor

    @when(in_("approved"))
    @rule(data=st.data())
    def a_payout_comes_back(self, data) -> None:
        self._come_back(pick(data, in_("approved")(self)))

    def _come_back(self, payout: Row) -> None:
        payouts.failed(None, payout.id, by=self.staff(), note="Эсеп туура эмес")

    @when(debtors)
    @rule(data=st.data())
    def a_debt_is_forgiven(self, data) -> None:
        shop_id = self.ground.shops[pick(data, debtors(self))]
        payouts.waive(None, shop_id, by=self.staff(), note="Тагдыр")
