"""What every payment provider can do for us."""

from dataclasses import dataclass
from typing import Literal, Protocol

from marketplace.money import Money

Status = Literal["open", "paid", "failed", "cancelled"]


@dataclass(frozen=True)
class PaymentRequest:
    """What we ask for. The same `key` must always ask for the same."""

    key: str
    amount: Money
    language: str
    return_path: str


@dataclass(frozen=True)
class Started:
    """The provider's name for the payment and where the buyer goes to pay."""

    reference: str
    redirect_to: str


@dataclass(frozen=True)
class ProviderPayment:
    """The provider's own truth about a payment, as it is now."""

    status: Status
    amount: Money


class Provider(Protocol):
    """A way to pay. Never called inside a transaction."""

    code: str

    def start(self, request: PaymentRequest) -> Started:
        """Open a payment; calling again with the same key gives the same one."""

    def fetch(self, reference: str) -> ProviderPayment:
        """Ask for the present truth; NotFound for a reference it never gave."""

    def cancel(self, reference: str) -> ProviderPayment:
        """Close an open payment and return the truth, which may be «paid» already."""
