"""A card provider in this process that does what a test says, at once.

The fake Stripe is for what goes over the wire; this one is for many thousand steps. It
keeps its own account, so that a test can ask whether our book equals it.
"""

import secrets
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from marketplace.errors import NotFound
from marketplace.infra.payments import (
    BadEventError,
    Event,
    Movement,
    PaymentRequest,
    ProviderAwayError,
    ProviderDispute,
    ProviderPayment,
    ProviderRefund,
    ProviderRefusedError,
    RefundRequest,
    Started,
)
from marketplace.money import Money

FEE_BPS = 290
DISPUTE_FEE = 150_000


@dataclass
class Session:
    """One attempt as the provider sees it."""

    request: PaymentRequest
    reference: str
    status: str = "open"
    amount: Money | None = None
    money: str = ""
    settled: bool = True
    disputes: dict[str, ProviderDispute] = field(default_factory=dict)
    refunds: dict[str, ProviderRefund] = field(default_factory=dict)


class Scripted:
    """Does what it is told. `away`: it does not answer; `slow_refunds`: they wait."""

    code = "scripted"
    by_hand = False
    currencies: tuple[str, ...] = ("KGS",)

    def __init__(self) -> None:
        """Begin with nothing."""
        self.sessions: dict[str, Session] = {}
        self.lines: list[Movement] = []
        self.away = self.slow_refunds = self.late_fees = self.refuses = False
        self._one_at_a_time = threading.Lock()

    # what our side calls

    def start(self, request: PaymentRequest) -> Started:
        """Open a page, or find the one this key has opened."""
        self._here()
        if self.refuses:
            raise ProviderRefusedError(key=request.key)
        with self._one_at_a_time:
            for one in self.sessions.values():
                if one.request.key == request.key:
                    assert one.request == request, "the same key asks for another sum"
                    return self._started(one)
            one = Session(request, f"cs_{secrets.token_hex(8)}")
            self.sessions[one.reference] = one
            return self._started(one)

    def fetch(self, reference: str) -> ProviderPayment:
        """Tell the truth."""
        self._here()
        one = self._session(reference)
        charge = None
        if one.money and one.settled:
            charge = next(line for line in self.lines if line.money == one.money)
        return ProviderPayment(
            one.status,
            one.amount or one.request.amount,
            one.money,
            charge,
            tuple(one.disputes.values()),
            tuple(one.refunds.values()),
        )

    def cancel(self, reference: str) -> ProviderPayment:
        """Close an open page."""
        self._here()
        one = self._session(reference)
        if one.status == "open":
            one.status = "cancelled"
        return self.fetch(reference)

    def refund(self, request: RefundRequest) -> ProviderRefund:
        """Give back, never more than there is; the same key once."""
        self._here()
        with self._one_at_a_time:
            return self._refund(request)

    def _refund(self, request: RefundRequest) -> ProviderRefund:
        one = self._session(request.reference)
        for known in one.refunds.values():
            if known.key == request.key:
                return known
        back = sum(r.amount.minor for r in one.refunds.values() if r.status != "failed")
        taken = sum(d.amount.minor for d in one.disputes.values() if d.status != "won")
        if back + taken + request.amount.minor > self._got(one).minor:
            raise ProviderRefusedError(key=request.key)
        status = "pending" if self.slow_refunds else "done"
        made = ProviderRefund(
            f"re_{secrets.token_hex(8)}", status, request.amount, request.key
        )
        one.refunds[made.reference] = made
        self._line("refund", request.amount * -1, made.reference)
        return made

    def fetch_refund(self, reference: str) -> ProviderRefund:
        """Tell what became of one."""
        self._here()
        for one in self.sessions.values():
            if reference in one.refunds:
                return one.refunds[reference]
        raise NotFound

    def read_event(self, _body: bytes, _signature: str) -> Event:
        """Sends none."""
        raise BadEventError

    def find(self, about: str) -> str | None:
        """Know sessions by their own name."""
        return about if about in self.sessions else None

    def movements(self, _since: datetime) -> Iterable[Movement]:
        """Return every line of the account."""
        return list(self.lines)

    # what a test tells it

    def pay(self, reference: str, amount: Money | None = None) -> None:
        """Let the buyer pay an open page."""
        one = self._session(reference)
        assert one.status == "open"
        one.status, one.amount = "paid", amount or one.request.amount
        one.money, one.settled = f"pi_{secrets.token_hex(8)}", not self.late_fees
        fee = one.amount.minor * FEE_BPS // 10_000
        self._line("charge", one.amount, one.money, fee)

    def settle(self) -> None:
        """Book the fees that were late."""
        for one in self.sessions.values():
            one.settled = True

    def decline(self, reference: str) -> None:
        """Let the card be refused."""
        self._session(reference).status = "failed"

    def dispute(self, reference: str, amount: Money | None = None) -> str:
        """Let the buyer's bank take money back; return the dispute's name."""
        one = self._session(reference)
        back = sum(r.amount.minor for r in one.refunds.values() if r.status != "failed")
        amount = amount or Money(self._got(one).minor - back, self._got(one).currency)
        name = f"dp_{secrets.token_hex(8)}"
        fee = Money(DISPUTE_FEE, amount.currency)
        one.disputes[name] = ProviderDispute(name, "open", amount, fee)
        self._line("dispute", amount * -1, name, DISPUTE_FEE)
        return name

    def decide(self, name: str, status: str) -> None:
        """Decide a dispute."""
        for one in self.sessions.values():
            if name in one.disputes:
                known = one.disputes[name]
                one.disputes[name] = replace(known, status=status)
                if status == "won":
                    self._line("dispute_reversal", known.amount, name)

    def end_refund(self, reference: str, status: str) -> None:
        """Let a refund arrive or fail."""
        for one in self.sessions.values():
            if reference in one.refunds:
                known = one.refunds[reference]
                one.refunds[reference] = replace(known, status=status)
                if status == "failed":
                    self._line("refund_failure", known.amount, reference)

    def refund_by_hand(self, reference: str, amount: Money) -> str:
        """Give money back in the provider's own pages; return the refund's name."""
        one, name = self._session(reference), f"re_{secrets.token_hex(8)}"
        one.refunds[name] = ProviderRefund(name, "done", amount)
        self._line("refund", amount * -1, name)
        return name

    def net(self, currency: str = "KGS") -> int:
        """Return what is on its account, in minor units."""
        return sum(
            line.amount.minor - line.fee.minor
            for line in self.lines
            if line.amount.currency == currency
        )

    def unbooked_fees(self) -> int:
        """Return the fees it has taken and not told yet."""
        late = {one.money for one in self.sessions.values() if not one.settled}
        return sum(line.fee.minor for line in self.lines if line.money in late)

    def _line(self, kind: str, amount: Money, money: str, fee: int = 0) -> None:
        name = f"txn_{secrets.token_hex(8)}"
        taken = Money(fee, amount.currency)
        self.lines.append(Movement(name, kind, amount, taken, money))

    def _got(self, one: Session) -> Money:
        assert one.amount is not None
        return one.amount

    def _session(self, reference: str) -> Session:
        try:
            return self.sessions[reference]
        except KeyError:
            raise NotFound from None

    def _started(self, one: Session) -> Started:
        return Started(one.reference, f"https://pay.test/{one.reference}")

    def _here(self) -> None:
        if self.away:
            raise ProviderAwayError
