"""Write the log, and check that nobody has touched it."""

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from marketplace import clock, origin
from marketplace.db import finishes, get_for_update, pending, use_case
from marketplace.extensions import db
from marketplace.profiles.models import AuditEvent, AuditHead
from marketplace.profiles.rules.audit import GENESIS, Event, digest

BATCH = 500


@use_case
def record(
    kind: Event,
    *,
    by: uuid.UUID | None = None,
    about: uuid.UUID | None = None,
    subject: uuid.UUID | None = None,
    lab: uuid.UUID | None = None,
    **details: Any,
) -> None:
    """Log one event with the running use case; it commits or is rolled back with it.

    `by` is who did it (the origin's actor when not given), `about` whose affairs it is.
    A helper with consent is written as herself, `on_behalf_of` the resident.
    """
    come_from = origin.current()
    actor, on_behalf_of = origin.stamp(by or come_from.actor_id)
    if come_from.consent_id is not None:
        details["consent"] = str(come_from.consent_id)
    pending("audit").append(
        AuditEvent(
            at=clock.now(),
            kind=kind.value,
            actor_id=actor,
            on_behalf_of_id=on_behalf_of or come_from.on_behalf_of,
            person_id=about,
            subject_id=subject,
            lab_id=lab,
            address=come_from.address,
            device=come_from.device,
            details=details,
        )
    )


@finishes()
def _chain() -> None:
    """Give the events of this use case their place in the chain.

    The head's row is locked last of all and for an instant: on PostgreSQL two use cases
    that log would otherwise take the same place.
    """
    events: list[AuditEvent] = pending("audit")
    if not events:
        return
    db.session.flush()
    head = get_for_update(AuditHead, 1)
    for event in events:
        event.seq = head.seq + 1
        event.previous = head.digest
        event.digest = digest(head.digest, event.fields())
        head.seq, head.digest = event.seq, event.digest
    db.session.add_all(events)
    events.clear()


def problems() -> list[str]:
    """Return what is wrong with the chain: edited, missing or added rows."""
    found: list[str] = []
    seq, previous = 0, GENESIS
    for event in _all():
        seq += 1
        if event.seq != seq:
            found.append(f"event {seq} is missing before {event.seq}")
            seq = event.seq
        elif event.previous != previous:
            found.append(f"event {seq} does not follow the one before it")
        if event.digest != digest(event.previous, event.fields()):
            found.append(f"event {seq} was changed after it was written")
        previous = event.digest
    head = db.session.get(AuditHead, 1)
    if head is None or (head.seq, head.digest) != (seq, previous):
        found.append("the newest events are missing, or the head was changed")
    return found


def _all() -> Iterator[AuditEvent]:
    last = 0
    while True:
        rows = db.session.scalars(
            select(AuditEvent)
            .where(AuditEvent.seq > last)
            .order_by(AuditEvent.seq)
            .limit(BATCH)
        ).all()
        if not rows:
            return
        for row in rows:
            db.session.expunge(row)  # a long log is read through, not kept
            yield row
        last = rows[-1].seq


def head() -> tuple[int, str]:
    """Return how many events there are and the last digest, to be noted elsewhere."""
    found = db.session.get_one(AuditHead, 1)
    return found.seq, found.digest
