"""What we ask Stripe for, made from the frozen request and nothing else.

Stripe compares the parameters of a repeated key with those of the first time: whatever
looks at the clock here would turn a retry into an error.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from marketplace.infra.payments.port import PaymentRequest, RefundRequest

if TYPE_CHECKING:
    from stripe.params import RefundCreateParams
    from stripe.params.checkout import (
        SessionCreateParams,
        SessionCreateParamsLineItem,
    )

OURS = "key"  # in metadata: our key, by which a thing is found when Stripe forgot it
# Stripe takes 30 minutes to 24 hours; five minutes are left for retries and clocks.
SHORTEST = timedelta(minutes=35)
LONGEST = timedelta(hours=23, minutes=55)
# Checkout speaks neither Kyrgyz nor Uzbek.
LOCALES = {"en": "en", "ru": "ru", "ky": "ru", "uz": "ru"}
NAMES = {
    "en": "Order No. {}",
    "ru": "Заказ № {}",
    "ky": "Буйрутма № {}",
    "uz": "Буюртма № {}",
}


def session(request: PaymentRequest, base_url: str) -> "SessionCreateParams":
    """Return the parameters of a Checkout Session; `base_url` has no slash at its end."""
    back = base_url + request.return_path
    marks = {OURS: request.key, "number": request.number}
    return {
        "mode": "payment",
        "ui_mode": "hosted_page",
        # Others may take days to be paid or not: her stock would wait for them.
        "allowed_payment_method_types": ["card"],
        # A price turned into the buyer's currency would not be the one we check.
        "adaptive_pricing": {"enabled": False},
        "line_items": [_line(request)],
        "client_reference_id": request.key,
        "metadata": marks,
        "payment_intent_data": {"metadata": marks},
        "expires_at": int(expires_at(request).timestamp()),
        "locale": LOCALES.get(request.language, "auto"),
        "success_url": back,
        "cancel_url": back,
    }


def _line(request: PaymentRequest) -> "SessionCreateParamsLineItem":
    name = NAMES.get(request.language, NAMES["en"]).format(request.number)
    return {
        "quantity": 1,
        "price_data": {
            "currency": request.amount.currency.lower(),
            "unit_amount": request.amount.minor,
            "product_data": {"name": name},
        },
    }


def expires_at(request: PaymentRequest) -> datetime:
    """Return when the page closes: as asked, within what Stripe takes."""
    earliest = request.asked_at + SHORTEST
    latest = request.asked_at + LONGEST
    return min(max(request.expires_at, earliest), latest)


def refund(request: RefundRequest) -> "RefundCreateParams":
    """Return the parameters of a refund."""
    return {
        "payment_intent": request.money,
        "amount": request.amount.minor,
        "metadata": {OURS: request.key},
    }
