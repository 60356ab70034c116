"""Timers of this domain."""

import uuid
from datetime import timedelta
from typing import Any

from marketplace.infra.jobs import registry
from marketplace.orders.services import (
    awards,
    beginnings,
    books,
    downloads,
    inbox,
    payments,
    silence,
    silence_of_work,
    works,
)


@registry.handles("orders.reconcile", every=timedelta(seconds=15))
def reconcile(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Find payments whose buyers never came back from the provider."""
    payments.resume()
    payments.reconcile()


@registry.handles(inbox.DRAIN, every=timedelta(seconds=15), lease=timedelta(minutes=5))
def drain_inbox(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Look at what providers have told us of (safe to repeat)."""
    inbox.drain()


@registry.handles("orders.forget_events", in_transaction=True, every=timedelta(days=1))
def forget_events(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Delete old webhooks that are done."""
    inbox.forget()


@registry.handles("orders.expire", every=timedelta(minutes=1))
def expire(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Give back the stock of purchases nobody paid."""
    payments.expire()


@registry.handles("orders.silence", every=timedelta(minutes=5))
def go_on(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Go on where somebody has been silent for too long."""
    silence.run()
    silence_of_work.run()


@registry.handles(beginnings.FOLLOW)
def follow(_job_id: uuid.UUID, payload: dict[str, Any]) -> None:
    """End the paid changes of an order that is over (safe to repeat)."""
    order_id = uuid.UUID(payload["order"])
    for child_id in beginnings.children(order_id):
        works.end_with(child_id)
    if payload.get("over"):
        for purchase_id in beginnings.unpaid_purchases(order_id):
            payments.end(purchase_id, "cancel")


@registry.handles(awards.LET_GO)
def let_go(_job_id: uuid.UUID, payload: dict[str, Any]) -> None:
    """End a purchase nobody has paid and nobody may pay any more (safe to repeat)."""
    payments.end(uuid.UUID(payload["purchase"]), "cancel")


@registry.handles("orders.books", every=timedelta(days=1), lease=timedelta(hours=1))
def check_books(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Check every rule of the book; what does not hold is said to the admins."""
    payments.reconcile()
    books.report()


@registry.handles(
    "orders.sweep_files", every=timedelta(days=1), lease=timedelta(hours=1)
)
def sweep_files(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Delete files for sale that are left over (safe to repeat)."""
    downloads.sweep()
