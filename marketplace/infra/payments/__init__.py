"""Payment providers behind one port: by hand, the sandbox (demo and tests), Stripe.

Stripe's own module is not imported here: a house without a key never loads it.
"""

from marketplace.infra.payments.by_hand import ByHand
from marketplace.infra.payments.port import (
    BadEventError,
    Event,
    Movement,
    PaymentRequest,
    Provider,
    ProviderAwayError,
    ProviderDispute,
    ProviderPayment,
    ProviderRefund,
    ProviderRefusedError,
    RefundRequest,
    Started,
)
from marketplace.infra.payments.sandbox import (
    SandboxPayment,
    SandboxProvider,
    SandboxRefund,
)

__all__ = [
    "BadEventError",
    "ByHand",
    "Event",
    "Movement",
    "PaymentRequest",
    "Provider",
    "ProviderAwayError",
    "ProviderDispute",
    "ProviderPayment",
    "ProviderRefund",
    "ProviderRefusedError",
    "RefundRequest",
    "SandboxPayment",
    "SandboxProvider",
    "SandboxRefund",
    "Started",
]
