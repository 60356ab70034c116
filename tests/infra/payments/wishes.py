"""What we ask a provider for, in tests."""

from datetime import timedelta

from marketplace import clock
from marketplace.infra.payments import PaymentRequest, RefundRequest
from marketplace.money import Money


def wish(key: str = "payment-1", som: int = 1500, **more) -> PaymentRequest:
    """Return what a purchase asks for."""
    now = clock.now()
    given = {
        "amount": Money(som * 100),
        "language": "ky",
        "return_path": "/ky/o/secret/return",
        "number": "WCL-7F3K",
        "asked_at": now,
        "expires_at": now + timedelta(minutes=35),
        **more,
    }
    return PaymentRequest(key=key, **given)


def give_back(reference: str, money: str, som: int, key="refund-1", **more):
    """Return what a refund asks for."""
    return RefundRequest(
        key=key,
        reference=reference,
        money=money,
        amount=Money(som * 100),
        **{"asked_at": clock.now(), **more},
    )
