"""Payment providers behind one port."""

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
from marketplace.infra.payments.sandbox import SandboxPayment, SandboxProvider

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
    "Started",
]
