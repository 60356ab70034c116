"""Webhooks: kept first, looked into afterwards, one by one.

An event is a trigger only. What became of the payment is asked of the provider, by the
same `payments.sync` as on the buyer's return and in the reconcile job; so an event that
is lost, comes twice or in the wrong order changes nothing.
"""

import logging
import uuid
from datetime import timedelta

from sqlalchemy import delete, select

from marketplace import clock, failpoints
from marketplace.db import get_for_update, insert_into, use_case
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import enqueue
from marketplace.infra.payments import Event, Provider, ProviderAwayError
from marketplace.orders.models import InboxEvent, Payment
from marketplace.orders.services import payments

log = logging.getLogger(__name__)
DRAIN = "orders.drain_inbox"  # the job
MOST_TRIES = 10
AT_ONCE = 100  # events of one drain
FIRST_WAIT = timedelta(seconds=15)  # doubled with each try
LONGEST_WAIT = timedelta(hours=1)
KEPT = timedelta(days=30)  # Stripe sends an event again for three days at most


def take(provider_code: str, body: bytes, signature: str) -> None:
    """Keep a webhook, once; a repeat changes nothing.

    Raises NotFound for a provider we do not have, BadEventError for what it never sent.
    """
    event = _provider(provider_code).read_event(body, signature)
    _keep(provider_code, event)
    failpoints.reached("inbox.kept")


def _provider(code: str) -> Provider:
    try:
        return adapters().payments[code]
    except KeyError:
        raise NotFound from None


@use_case
def _keep(provider_code: str, event: Event) -> None:
    row = {
        "id": uuid.uuid4(),
        "created_at": clock.now(),
        "provider": provider_code,
        "event_id": event.id,
        "kind": event.kind,
        "about": event.about,
        "state": "new" if event.about else "done",
        "tries": 0,
        "due_at": clock.now(),
        "error": "",
    }
    kept = db.session.scalar(
        insert_into(InboxEvent)
        .values(**row)
        .on_conflict_do_nothing(index_elements=["provider", "event_id"])
        .returning(InboxEvent.id)
    )
    if kept is not None and event.about:
        enqueue(DRAIN)


def drain() -> int:
    """Look into every event that is due; return how many are done now.

    The trouble of one is its own: it waits longer, and is parked after ten tries. While
    a provider is away its other events are left for the next time.
    """
    due = db.session.execute(
        select(InboxEvent.id, InboxEvent.provider)
        .where(InboxEvent.state == "new", InboxEvent.due_at <= clock.now())
        .order_by(InboxEvent.due_at)
        .limit(AT_ONCE)
    ).all()
    away: set[str] = set()
    done = 0
    for event_id, provider in due:
        if provider in away:
            continue
        error = _look_into(event_id)
        done += error is None
        if isinstance(error, ProviderAwayError):
            away.add(provider)
    return done


def problems() -> list[str]:
    """Return what a person must look at: the events that were given up, with why."""
    parked = select(InboxEvent).where(InboxEvent.state == "parked")
    return [
        f"{event.provider} {event.event_id} ({event.kind}) {event.about}: {event.error}"
        for event in db.session.scalars(parked.order_by(InboxEvent.created_at))
    ]


@use_case
def forget() -> None:
    """Delete the events that were done long ago: they cannot come again."""
    db.session.execute(
        delete(InboxEvent).where(
            InboxEvent.state == "done", InboxEvent.created_at < clock.now() - KEPT
        )
    )


def _look_into(event_id: uuid.UUID) -> Exception | None:
    try:
        _follow(event_id)
    except Exception as error:
        db.session.rollback()
        log.exception("event %s failed; it will be tried again", event_id)
        _failed(event_id, f"{type(error).__name__}: {error}")
        return error
    _done(event_id)
    return None


def _follow(event_id: uuid.UUID) -> None:
    """Sync the payment an event is about, if it is one of ours."""
    event = db.session.get_one(InboxEvent, event_id)
    code, about = event.provider, event.about
    db.session.rollback()  # no transaction is open while the provider is asked
    reference = _provider(code).find(about)
    if reference is None:
        return
    payment_id = db.session.scalar(
        select(Payment.id).where(
            Payment.provider == code, Payment.reference == reference
        )
    )
    if payment_id is None:
        # The provider was quicker than our own commit, or we died before it.
        raise LookupError(f"no payment {reference}")
    payments.sync(payment_id)


@use_case
def _done(event_id: uuid.UUID) -> None:
    event = get_for_update(InboxEvent, event_id)
    event.state, event.error = "done", ""


@use_case
def _failed(event_id: uuid.UUID, error: str) -> None:
    event = get_for_update(InboxEvent, event_id)
    event.tries += 1
    event.error = error[:500]
    event.due_at = clock.now() + min(FIRST_WAIT * 2 ** (event.tries - 1), LONGEST_WAIT)
    if event.tries >= MOST_TRIES:
        event.state = "parked"
