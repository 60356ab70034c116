"""Money comes: in time, late, twice, wrong, by card, by bank, over the counter."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import Row

from marketplace import clock
from marketplace.money import Money
from marketplace.orders.services import cash, payments, silence, transfers
from marketplace.orders.services.fulfil import Keeper
from marketplace.orders.services.transfers import Statement
from tests.orders.machine.world import World, may, pick, when


def pages(machine: World, *states: str) -> list[Row]:
    """Return payments whose page at the bank can still be paid, whoever believes it."""
    sessions = machine.bank.sessions
    return [
        one
        for one in machine.at_bank(*states)
        if one.reference in sessions and not sessions[one.reference].money
    ]


def unpaid_transfers(machine: World) -> list[Row]:
    return [one for one in machine.now.payments if one.provider == "transfer"]


def astray(machine: World) -> list[Row]:
    """Return payments whose money belongs to no order."""
    return [
        one
        for one in machine.now.payments
        if machine.now.sums.get(f"unalloc:{one.id}", 0) < 0
    ]


def unknown(machine: World) -> list[Row]:
    return [one for one in machine.now.bank_lines if one.payment_id is None]


def unfinished(machine: World) -> list[Row]:
    """Return what a timer at the provider would look at."""
    moving = [o for o in machine.now.refunds if o.state in {"approved", "processing"}]
    return [*pages(machine, "open", "creating"), *moving]


def to_take(machine: World) -> list[Row]:
    return [
        one
        for one in machine.now.orders
        if one.delivery == "pickup" and one.state in {"in_progress", "ready"}
    ]


class Paying(World):
    """What buyers, banks and cash desks do."""

    @when(lambda machine: pages(machine, "open"))
    @rule(data=st.data(), lost=st.booleans())
    def a_page_is_paid(self, data, lost) -> None:
        self._pay(pick(data, pages(self, "open")).reference, lost=lost)

    @when(lambda machine: pages(machine, "cancelled", "failed"))
    @rule(data=st.data())
    def a_page_we_believed_dead_is_paid(self, data) -> None:
        reference = pick(data, pages(self, "cancelled", "failed")).reference
        self._pay(reference)

    @when(lambda machine: pages(machine, "open"))
    @rule(data=st.data(), minor=st.sampled_from([-1, 1, -10_000, 500]))
    def another_sum_is_paid(self, data, minor) -> None:
        one = pick(data, pages(self, "open"))
        self._pay(one.reference, Money(one.charged_minor + minor))

    def _pay(self, reference: str, amount=None, *, lost: bool = False) -> None:
        self.bank.sessions[reference].status = "open"
        self.bank.pay(reference, amount)
        self.untold.add(reference)
        if not lost:
            self.hear(reference)

    @when(lambda machine: pages(machine, "open"))
    @rule(data=st.data())
    def a_card_is_refused(self, data) -> None:
        reference = pick(data, pages(self, "open")).reference
        self.bank.decline(reference)
        self.hear(reference)

    @when(lambda machine: pages(machine, "failed", "cancelled", "open"))
    @rule(data=st.data(), way=st.sampled_from([None, "transfer", "scripted"]))
    def a_buyer_tries_once_more(self, data, way) -> None:
        one = pick(data, pages(self, "failed", "cancelled", "open"))
        with may("moved_on", "provider_away"):
            payments.begin(one.purchase_id, way)

    @precondition(lambda machine: machine.bank.unbooked_fees())
    @rule()
    def late_fees_settle(self) -> None:
        late = [key for key, one in self.bank.sessions.items() if not one.settled]
        self.bank.settle()
        for reference in late:
            self.hear(reference)

    @precondition(lambda machine: machine.untold and not machine.bank.away)
    @rule()
    def lost_events_come(self) -> None:
        for reference in sorted(self.untold):
            self.hear(reference)
            self.look()

    @precondition(lambda machine: machine.untold or unfinished(machine))
    @rule(times=st.integers(1, 2))
    def the_timer_reconciles(self, times) -> None:
        for _ in range(times):
            payments.reconcile()
            payments.resume()

    @precondition(lambda machine: machine.may_move())
    @rule(mood=st.sampled_from(["well", "slow", "away", "late_fees"]))
    def the_bank_changes_its_mood(self, mood) -> None:
        """It answers at once, gives back slowly, is away, or tells its fees later."""
        self.moved = self.steps
        self.bank.away = mood == "away"
        self.bank.slow_refunds = mood == "slow"
        self.bank.late_fees = mood == "late_fees"

    # transfers

    @when(unpaid_transfers)
    @rule(data=st.data(), minor=st.sampled_from([0, 0, 0, 0, -10_000, 10_000]))
    def a_transfer_comes(self, data, minor) -> None:
        one = pick(data, unpaid_transfers(self))
        self._line(one.lab_id, f"For {one.reference}", one.charged_minor + minor)

    @precondition(lambda machine: not unknown(machine))
    @rule(minor=st.sampled_from([77_700, 100, 700_300]))
    def a_transfer_comes_from_nowhere(self, minor) -> None:
        self._line(self.ground.labs["osh"], f"Подарок {self.number()}", minor)

    def _line(self, lab_id, text: str, minor: int) -> None:
        number = self.number()
        line = Statement(clock.today(), Money(minor), text, "Бермет", number)
        labs = frozenset({lab_id})
        transfers.enter(labs, lab_id, line, by=self.staff())
        self.money[f"bank:{lab_id}"] += minor
        self._again(lab_id, line)

    def _again(self, lab_id, line) -> None:
        with may("line_known"):
            transfers.enter(None, lab_id, line, by=self.staff())
            raise AssertionError("the same line counts twice")

    @precondition(lambda machine: unknown(machine) and unpaid_transfers(machine))
    @rule(data=st.data())
    def somebody_finds_out_whose_a_transfer_is(self, data) -> None:
        line, one = pick(data, unknown(self)), pick(data, unpaid_transfers(self))
        with may("code_unknown"):
            transfers.assign(None, line.id, one.reference, by=self.staff())

    @when(astray)
    @rule(data=st.data())
    def money_gone_astray_is_allocated(self, data) -> None:
        one = pick(data, astray(self))
        with may("moved_on", "sum_short", "sold_out"):
            transfers.allocate(None, one.id, by=self.staff())

    @when(astray)
    @rule(data=st.data())
    def money_gone_astray_is_given_back(self, data) -> None:
        one = pick(data, astray(self))
        with may("moved_on"):
            transfers.give_back(None, one.id, by=self.staff())

    # the cash desk

    @when(to_take)
    @rule(data=st.data(), right=st.sampled_from([True, True, False]))
    def a_parcel_is_handed_over_by_its_code(self, data, right) -> None:
        order = pick(data, to_take(self))
        keeper = Keeper(labs=frozenset({order.lab_id}))
        code = order.pickup_code if right else "wrong"
        due = order.pays == "lab" and order.paid_at is None
        with may("pickup_code", "code_locked", "held_for"):
            cash.take(keeper, order.id, code, by=self.staff(), cash=due)
            assert right
            if due:
                self.money[f"cash:{order.lab_id}"] += order.total_minor

    @precondition(
        lambda machine: machine.money[f"cash:{machine.ground.labs['osh']}"] > 0
    )
    @rule(short=st.integers(-500, 500), part=st.integers(0, 100))
    def the_cash_is_counted_and_banked(self, short, part) -> None:
        lab_id = self.ground.labs["osh"]
        desk, bank = f"cash:{lab_id}", f"bank:{lab_id}"
        counted = max(0, self.money[desk] + short)
        banked = counted * part // 100
        cash.count(
            None, lab_id, Money(counted), Money(banked), by=self.staff(), note="Саналды"
        )
        self.money[desk] = counted - banked
        self.money[bank] += banked

    # time

    @precondition(lambda machine: machine.may_move())
    @rule(hours=st.sampled_from([24 * 15, 1, 80, 24 * 8, 24 * 31]))
    def time_passes(self, hours) -> None:
        self.moved = self.steps
        self.time.shift(timedelta(hours=hours))
        payments.expire()
        silence.run()
