"""Errors, names and shapes of the fake Stripe."""

import secrets
import string
import time
from typing import Any

Thing = dict[str, Any]
LETTERS = string.ascii_letters + string.digits
LEAST = {"kgs": 4500, "usd": 50, "eur": 50}


class Refused(Exception):  # noqa: N818
    """An error as Stripe answers it."""

    def __init__(
        self,
        status: int,
        message: str,
        code: str | None = None,
        kind: str = "invalid_request_error",
        param: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {
            "error": {"type": kind, "code": code, "message": message, "param": param}
        }


def missing(name: str) -> Refused:
    return Refused(404, f"No such object: '{name}'", "resource_missing", param="id")


def new_id(prefix: str, length: int = 24) -> str:
    return prefix + "".join(secrets.choice(LETTERS) for _ in range(length))


def now() -> int:
    return int(time.time())


def total_of(params: Thing) -> tuple[int, str]:
    prices = [(line["price_data"], line["quantity"]) for line in params["line_items"]]
    currency = prices[0][0]["currency"]
    total = sum(int(price["unit_amount"]) * int(number) for price, number in prices)
    if currency not in LEAST:
        raise Refused(400, f"Invalid currency: {currency}", param="currency")
    if total < LEAST[currency]:
        raise Refused(
            400,
            "The Checkout Session's total amount must convert to at least 50 cents.",
            "amount_too_small",
        )
    return total, currency


def refund_of(charge: Thing, amount: int, params: Thing) -> Thing:
    return {
        "id": new_id("re_3"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": now(),
        "currency": charge["currency"],
        "failure_reason": None,
        "metadata": params.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "reason": params.get("reason"),
        "status": "pending",
    }
