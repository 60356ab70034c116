"""What every payment provider can do for us."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from marketplace.errors import MarketplaceError
from marketplace.money import Money

Status = Literal["open", "paid", "failed", "cancelled"]
RefundStatus = Literal["pending", "done", "failed"]
DisputeStatus = Literal["open", "won", "lost"]


class ProviderAwayError(MarketplaceError):
    """The provider does not answer, or answers with a fault of its own: try later."""

    status = 503
    code = "provider_away"


class ProviderRefusedError(MarketplaceError):
    """The provider has understood and refuses; asking again is of no use."""

    status = 409
    code = "provider_refused"


class BadEventError(MarketplaceError):
    """A webhook that is forged, too old, of the wrong mode or not an event at all."""

    status = 400
    code = "bad_event"


@dataclass(frozen=True)
class PaymentRequest:
    """What we ask for. The same `key` must always ask for the same.

    `asked_at` is when the row was written: a provider that forgets its keys after a day
    looks for what it has already before it opens another. `expires_at` is frozen in the
    row for the same reason.
    """

    key: str
    amount: Money
    language: str
    return_path: str
    number: str
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Started:
    """The provider's name for the payment and where the buyer goes to pay.

    An empty `redirect_to` means: nowhere else, her own page says what to do.
    """

    reference: str
    redirect_to: str


@dataclass(frozen=True)
class Movement:
    """One line of the provider's own account: what it added to our balance there.

    `amount` is signed and before `fee` (zero or more); both are in the currency the
    provider keeps our money in. `money` is the payment (or refund, or dispute) it is of.
    """

    reference: str
    kind: (
        str  # charge | refund | refund_failure | dispute | dispute_reversal | payout …
    )
    amount: Money
    fee: Money
    money: str


@dataclass(frozen=True)
class ProviderDispute:
    """A buyer has asked her bank for the money back. Amounts are zero or more.

    `fee` is what the provider takes for it.
    """

    reference: str
    status: DisputeStatus
    amount: Money
    fee: Money


@dataclass(frozen=True)
class ProviderRefund:
    """Money on its way back, as the provider sees it. `key` is ours, if it knows it."""

    reference: str
    status: RefundStatus
    amount: Money
    key: str = ""
    why: str = ""  # the provider's word for why it failed


@dataclass(frozen=True)
class ProviderPayment:
    """The provider's own truth about a payment, as it is now.

    `money` names the money that came (a payment intent); it is empty until it is paid.
    `charge` is the movement of it, None while the provider has not booked it.
    """

    status: Status
    amount: Money
    money: str = ""
    charge: Movement | None = None
    disputes: tuple[ProviderDispute, ...] = ()
    refunds: tuple[ProviderRefund, ...] = ()


@dataclass(frozen=True)
class RefundRequest:
    """What is to be given back. The same `key` must always ask for the same."""

    key: str
    reference: str  # of the payment, as `Started` named it
    money: str
    amount: Money
    asked_at: datetime


@dataclass(frozen=True)
class Event:
    """A webhook: a trigger and nothing more, the object is fetched again.

    `about` names what it is about, for `find`; empty for a kind we do not use.
    """

    id: str
    kind: str
    about: str


class Provider(Protocol):
    """A way to pay. Never called inside a transaction.

    Each call raises ProviderAwayError within its time limit, ProviderRefusedError for a
    final no, NotFound for a reference the provider never gave. `by_hand`: people move
    the money, not the provider; `currencies`: what it can charge.
    """

    code: str
    by_hand: bool
    currencies: tuple[str, ...]

    def start(self, request: PaymentRequest) -> Started:
        """Open a payment; calling again with the same key gives the same one."""

    def fetch(self, reference: str) -> ProviderPayment:
        """Ask for the present truth; NotFound for a reference it never gave."""

    def cancel(self, reference: str) -> ProviderPayment:
        """Close an open payment and return the truth, which may be «paid» already."""

    def refund(self, request: RefundRequest) -> ProviderRefund:
        """Give money back; calling again with the same key gives the same one."""

    def fetch_refund(self, reference: str) -> ProviderRefund:
        """Ask what became of a refund."""

    def read_event(self, body: bytes, signature: str) -> Event:
        """Check a webhook and return it; BadEventError for any that is not for us."""

    def find(self, about: str) -> str | None:
        """Return the reference of the payment an event is about, None if not ours."""

    def movements(self, since: datetime) -> Iterable[Movement]:
        """Return every movement of our balance there since then, oldest first."""
