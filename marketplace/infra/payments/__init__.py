"""Payment providers behind one port. Only the sandbox exists so far (demo and tests)."""

from marketplace.infra.payments.port import (
    PaymentRequest,
    Provider,
    ProviderPayment,
    Started,
)
from marketplace.infra.payments.sandbox import SandboxPayment, SandboxProvider

__all__ = [
    "PaymentRequest",
    "Provider",
    "ProviderPayment",
    "SandboxPayment",
    "SandboxProvider",
    "Started",
]
