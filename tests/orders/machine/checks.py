"""What holds after every step (payments.md §5.5), computed without the code under test."""

import sys
import uuid
from collections import Counter

from hypothesis.stateful import invariant
from sqlalchemy import Row, func, select

from marketplace import ledger
from marketplace.catalog.models import Variant
from marketplace.extensions import db
from marketplace.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting
from marketplace.orders.models import DisputePart
from marketplace.orders.services import books, payments
from tests.orders.machine.back import moving_there, provider
from tests.orders.machine.world import COUNTED, LIVE, MACHINE, MOVING, World

PARTS = ("income", "courier", "payable")
GONE = {"expired", "cancelled"}
WAITING = {"awaiting_acceptance", "in_progress"}


class Checks(World):
    """Every invariant."""

    @invariant()
    def everything_holds(self) -> None:
        self.look()
        assert ledger.problems() == books.problems() == []
        self._money_is_where_it_must_be()
        for order in self.now.orders:
            self._what_is_held_is_a_part(order)
        self._refunds_are_known()
        self._nothing_left_that_was_blocked()
        self._every_som_is_somebodys()
        self._stock_moved_once()
        db.session.rollback()

    def _money_is_where_it_must_be(self) -> None:
        """9, 10, 11, 12: banks, desks, provider; nothing between them."""
        now = self.now.sums
        assert sum(now.values()) == 0
        ours = {
            code: amount
            for code, amount in now.items()
            if code[:5] in {"bank:", "cash:"}
        }
        assert +Counter(ours) == +self.money
        assert -Counter(ours) == -self.money
        if not self.untold:
            there = self.bank.net() + self.bank.unbooked_fees() + moving_there(self)
            assert now.get(f"psp:{MACHINE}", 0) == there
        on_its_way = [
            one.amount_minor
            for one in self.now.refunds
            if one.state in {"approved", "processing"}
        ]
        assert -now.get("refund_pending", 0) == sum(on_its_way)
        paid = [one.amount_minor for one in self.now.payouts if one.state == "paid"]
        assert sum(paid) == self.paid_out

    def _what_is_held_is_a_part(self, order: Row) -> None:
        """4: never more than was paid, and nothing before."""
        held = -self.now.sums.get(f"held:{order.id}", 0)
        assert 0 <= held <= (order.total_minor if order.paid_at else 0)
        assert order.pays != "maker" or held == 0

    def _refunds_are_known(self) -> None:
        """5, 6: each is in the book before it is there, and never more than came."""
        self._those_there_are_asked_for()
        back: Counter[uuid.UUID] = Counter()
        for refund in self.now.refunds:
            if refund.state in LIVE:
                back[refund.payment_id] += refund.charged_minor
            if refund.state == "done" and provider(self, refund):
                self._arrived(refund)
        for payment in self.now.payments:
            assert back[payment.id] <= self._captured(payment)

    def _those_there_are_asked_for(self) -> None:
        by_name = {one.reference: one for one in self.now.refunds if one.reference}
        for page, session in self.bank.sessions.items():
            for name, there in session.refunds.items():
                if there.key:
                    asked = f"rf_req:{there.key.removeprefix('refund-')}"
                    assert asked in self.now.entries
                elif page not in self.untold and name in by_name:
                    assert by_name[name].state in {"done", "failed"}
                elif page not in self.untold:
                    assert f"rf_there:{name}" in self.now.entries

    def _arrived(self, refund: Row) -> None:
        page = self.payment(refund.payment_id).reference
        if page not in self.untold:
            there = self.bank.sessions[page].refunds[refund.reference]
            assert (there.status, there.amount.minor) == ("done", refund.charged_minor)

    def _captured(self, payment: Row) -> int:
        """Return what has come for an attempt, as those say who brought it."""
        if payment.provider == MACHINE:
            session = self.bank.sessions.get(payment.reference)
            return session.amount.minor if session and session.amount else 0
        if payment.provider == "transfer":
            mine = [o for o in self.now.bank_lines if o.payment_id == payment.id]
            return sum(line.amount_minor for line in mine)
        return sum(
            order.total_minor
            for order in self.now.orders
            if order.purchase_id == payment.purchase_id and order.paid_at is not None
        )

    def _nothing_left_that_was_blocked(self) -> None:
        """7: no release while a case, a dispute or a refund is open."""
        moving = {one.order_id for one in self.was.refunds if one.state in MOVING}
        moving &= {one.order_id for one in self.now.refunds if one.state in MOVING}
        for key in self.now.entries - self.was.entries:
            kind, _, about = key.partition(":")
            if kind in {"rel", "cod"}:
                order = self.order(uuid.UUID(about))
                assert order.id not in self.open_cases
                assert not self.disputed(order.purchase_id)
                assert order.id not in moving

    def _every_som_is_somebodys(self) -> None:
        """8: the parts of a released order are what is left of it; its fee by the rule."""
        parts, lost = _parts(), _lost()
        for order in self.now.orders:
            if f"rel:{order.id}" not in self.now.entries:
                continue
            fee, courier, hers = (-parts.get((order.id, one), 0) for one in PARTS)
            held = -self.now.sums.get(f"held:{order.id}", 0)
            back = self.given_back(order) + lost.get(order.id, 0)
            assert fee + courier + hers == order.total_minor - back - held
            assert min(fee, courier, hers) >= 0
            goods = min(back, order.items_minor)
            due = order.fee_minor - order.fee_minor * goods // order.items_minor
            if back == order.total_minor or not self._stumbled(order):
                assert fee == due
            assert fee <= order.fee_minor

    def _stumbled(self, order: Row) -> bool:
        """Whether a refund of an order has ever failed: others then went before it."""
        mine = [one for one in self.now.refunds if one.order_id == order.id]
        return any(one.state == "failed" or one.tries > 1 for one in mine)

    def _stock_moved_once(self) -> None:
        """Each order takes its things once, and gives them back once."""
        states = {order.id: order.state for order in self.now.orders}
        gone: Counter[uuid.UUID] = Counter()
        in_work: Counter[uuid.UUID] = Counter()
        for line in self.now.lines:
            state = states[line.order_id]
            gone[line.variant_id] += line.quantity if state not in GONE else 0
            in_work[line.variant_id] += line.quantity if state in WAITING else 0
        found = db.session.execute(select(Variant.id, Variant.stock, Variant.in_work))
        stock = {one: (left, working) for one, left, working in found}
        for name in COUNTED:
            one = self.ground.variants[name]
            assert stock[one][0] == self.ground.stock[one] - gone[one] >= 0
        made = self.ground.variants["order"]
        assert stock[made][1] == in_work[made]

    def teardown(self) -> None:
        """Let everything come to rest: then our account there is the provider's own."""
        try:
            if sys.exc_info()[0] is None:
                self._come_to_rest()
        finally:
            super().teardown()

    def _come_to_rest(self) -> None:
        self.look()
        self.bank.away = self.bank.slow_refunds = False
        for session in self.bank.sessions.values():
            for name, one in list(session.refunds.items()):
                if one.status == "pending":
                    self.bank.end_refund(name, "done")
        self.bank.settle()
        for payment in self.at_bank(*{one.state for one in self.now.payments}):
            self.hear(payment.reference)
        payments.resume()
        payments.reconcile()
        self.everything_holds()
        assert not self.untold
        waits = [o for o in self.now.refunds if o.state in {"approved", "processing"}]
        assert not [one for one in waits if provider(self, one)]


def _parts() -> dict[tuple[uuid.UUID, str], int]:
    """Return what each released order has given to fee, courier and seller."""
    found = db.session.execute(
        select(
            LedgerEntry.subject_id,
            LedgerAccount.owner_kind,
            func.sum(LedgerPosting.amount_minor),
        )
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(
            LedgerEntry.kind.in_(("rel", "rf_req", "rf_fail")),
            LedgerAccount.owner_kind.in_(PARTS),
        )
        .group_by(LedgerEntry.subject_id, LedgerAccount.owner_kind)
    )
    return {(subject, kind): int(amount) for subject, kind, amount in found}


def _lost() -> dict[uuid.UUID, int]:
    """Return what lost disputes took of what was held for each order."""
    found = db.session.execute(
        select(DisputePart.order_id, func.sum(DisputePart.held_minor)).group_by(
            DisputePart.order_id
        )
    )
    return {order_id: int(amount) for order_id, amount in found}
