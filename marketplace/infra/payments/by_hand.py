"""Ways to pay where people move the money: nobody needs to be asked.

The truth about such a payment is what the Lab has written down of its bank statement or
its cash desk, so there is nothing to fetch.
"""

from collections.abc import Iterable
from datetime import datetime

from marketplace.errors import NotFound
from marketplace.infra.payments.port import (
    BadEventError,
    Event,
    Movement,
    PaymentRequest,
    ProviderPayment,
    ProviderRefund,
    ProviderRefusedError,
    RefundRequest,
    Started,
)

WAYS = ("transfer", "cash_lab", "cod")


class ByHand:
    """A transfer to the Lab's account, cash at the Lab, or cash to the maker."""

    by_hand = True
    currencies: tuple[str, ...] = ("KGS",)

    def __init__(self, code: str) -> None:
        """Take which of WAYS it is."""
        self.code = code

    def start(self, request: PaymentRequest) -> Started:
        """Have the buyer's own page say what to do."""
        return Started(request.key, "")

    def fetch(self, reference: str) -> ProviderPayment:
        """Nobody can be asked."""
        raise NotFound(reference=reference)

    def cancel(self, reference: str) -> ProviderPayment:
        """Nobody can be asked."""
        raise NotFound(reference=reference)

    def refund(self, request: RefundRequest) -> ProviderRefund:
        """People give it back."""
        raise ProviderRefusedError(key=request.key)

    def fetch_refund(self, reference: str) -> ProviderRefund:
        """Nobody can be asked."""
        raise NotFound(reference=reference)

    def read_event(self, body: bytes, signature: str) -> Event:  # noqa: ARG002
        """Nobody calls us."""
        raise BadEventError

    def find(self, about: str) -> str | None:  # noqa: ARG002
        """Nothing to find."""
        return None

    def movements(self, since: datetime) -> Iterable[Movement]:  # noqa: ARG002
        """The Lab's statement has them."""
        return ()
