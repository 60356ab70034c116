"""Stripe's objects in the words of our port. Nothing here asks Stripe."""

from collections.abc import Iterable

import stripe
from stripe.checkout import Session

from marketplace.infra.payments import stripe_params
from marketplace.infra.payments.port import (
    DisputeStatus,
    Event,
    Movement,
    ProviderDispute,
    ProviderPayment,
    ProviderRefund,
    RefundStatus,
    Status,
)
from marketplace.money import Money

REFUNDS: dict[str, RefundStatus] = {
    "succeeded": "done",
    "failed": "failed",
    "canceled": "failed",
}
DISPUTES: dict[str, DisputeStatus] = {"won": "won", "lost": "lost"}
# A bank only asks, or the money was given back before it came to a dispute: nothing
# was taken from us.
NO_DISPUTE = ("warning_", "prevented")
OBJECTS = {"checkout.session", "payment_intent", "charge", "refund", "dispute"}
KINDS = (
    "checkout.session.",
    "payment_intent.succeeded",
    "charge.",
    "refund.",
)


def money(minor: int, currency: str) -> Money:
    """Return an amount of Stripe (minor units, small letters) as ours."""
    return Money(minor, currency.upper())


def name_of(thing: object) -> str:
    """Return the id of what may be an id, an object or nothing."""
    if thing is None:
        return ""
    return thing if isinstance(thing, str) else str(getattr(thing, "id", ""))


def key_of(thing: Session | stripe.Refund) -> str:
    """Return our key in its metadata; empty if it is not ours."""
    marks = thing.metadata
    if marks is None or stripe_params.OURS not in marks:
        return ""
    return str(marks[stripe_params.OURS])


def payment(
    session: Session,
    refunds: Iterable[stripe.Refund] = (),
    disputes: Iterable[stripe.Dispute] = (),
) -> ProviderPayment:
    """Return the truth about a payment from a session with its intent expanded."""
    intent = intent_of(session)
    if intent is None or intent.status != "succeeded":
        asked = money(session.amount_total or 0, session.currency or "")
        return ProviderPayment(_unpaid(session, intent), asked)
    return ProviderPayment(
        "paid",
        money(intent.amount_received, intent.currency),
        intent.id,
        _charge(intent),
        tuple(map(dispute, filter(_takes_money, disputes))),
        tuple(map(refund, refunds)),
    )


def intent_of(session: Session) -> stripe.PaymentIntent | None:
    """Return the expanded intent; there is none before the buyer tries to pay."""
    intent = session.payment_intent
    return intent if isinstance(intent, stripe.PaymentIntent) else None


def _unpaid(session: Session, intent: stripe.PaymentIntent | None) -> Status:
    if session.status == "expired":
        return "cancelled"
    waits = intent is not None and intent.status == "processing"
    return "open" if session.status == "open" or waits else "failed"


def _charge(intent: stripe.PaymentIntent) -> Movement | None:
    """Return the movement of the money; Stripe books it some moments after the charge."""
    charge = intent.latest_charge
    booked = charge.balance_transaction if isinstance(charge, stripe.Charge) else None
    if not isinstance(booked, stripe.BalanceTransaction):
        return None
    return _movement(booked, intent.id)


def refund(found: stripe.Refund) -> ProviderRefund:
    """Return a refund."""
    why = found.failure_reason if "failure_reason" in found else ""
    return ProviderRefund(
        found.id,
        REFUNDS.get(found.status or "", "pending"),
        money(found.amount, found.currency),
        key_of(found),
        why or "",
    )


def _takes_money(found: stripe.Dispute) -> bool:
    return not found.status.startswith(NO_DISPUTE)


def dispute(found: stripe.Dispute) -> ProviderDispute:
    """Return a dispute; its fee is what is left of it after what came back."""
    booked = found.balance_transactions
    currency = booked[0].currency if booked else found.currency
    return ProviderDispute(
        found.id,
        DISPUTES.get(found.status, "open"),
        money(found.amount, found.currency),
        money(max(0, sum(line.fee for line in booked)), currency),
    )


def movement(line: stripe.BalanceTransaction) -> Movement:
    """Return a line of our balance, whose source must be expanded."""
    source = line.source
    paid = source.payment_intent if isinstance(source, stripe.Charge) else None
    return _movement(line, name_of(paid) or name_of(source))


def _movement(line: stripe.BalanceTransaction, of: str) -> Movement:
    return Movement(
        line.id,
        # `type` calls disputes and failed refunds alike «adjustment».
        line.reporting_category,
        money(line.amount, line.currency),
        money(line.fee, line.currency),
        of,
    )


def event(found: stripe.Event) -> Event:
    """Return a webhook; ValueError when it is about nothing that has a name."""
    thing = found.data.object
    about = str(thing["id"]) if "id" in thing and "object" in thing else ""
    ours = found.type.startswith(KINDS) and bool(about) and thing["object"] in OBJECTS
    return Event(found.id, found.type, about if ours else "")
