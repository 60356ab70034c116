"""Tell people: always in their inbox, outside it as they wish."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Invalid, NotFound
from marketplace.extensions import db
from marketplace.profiles import rules
from marketplace.profiles.models import (
    Notice,
    NoticeDelivery,
    NoticeSettings,
    Person,
)
from marketplace.profiles.rules import notices as wishes
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import audit
from marketplace.profiles.services.channels import CHANNELS, Channel


@use_case
def tell(person_id: uuid.UUID, kind: Kind, link: str = "", **facts: Any) -> None:
    """Put a notice into her inbox and send word of it over her channels.

    `link` is a path without language («/application»); `facts` fill the gaps of the
    words. A closed account is told nothing.
    """
    person = db.session.get_one(Person, person_id)
    if person.closed_at:
        return
    db.session.add(Notice(person_id=person_id, kind=kind.value, link=link, facts=facts))
    wished = settings_of(person_id)
    for channel in CHANNELS:
        if channel.address(person):
            _send(person, kind, channel, wished)


def settings_of(person_id: uuid.UUID) -> NoticeSettings:
    """Return her wishes, or the defaults (not yet kept)."""
    found = db.session.get(NoticeSettings, person_id)
    return found or NoticeSettings(
        person_id=person_id,
        modes={},
        quiet_from=wishes.QUIET_FROM,
        quiet_to=wishes.QUIET_TO,
    )


def _send(person: Person, kind: Kind, channel: Channel, wished: NoticeSettings) -> None:
    mode = wishes.mode(
        kind, channel.code, wished.modes, _sent_today(person.id, channel.code)
    )
    if mode == "off":
        return
    if mode == "now":
        delay = wishes.wait(kind, clock.now(), wished.quiet_from, wished.quiet_to)
        channel.tell(person, kind, delay)
    db.session.add(
        NoticeDelivery(
            person_id=person.id,
            kind=kind.value,
            channel=channel.code,
            state="sent" if mode == "now" else "waiting",
        )
    )


def _sent_today(person_id: uuid.UUID, channel: str) -> int:
    counted = select(func.count()).where(
        NoticeDelivery.person_id == person_id,
        NoticeDelivery.channel == channel,
        NoticeDelivery.state == "sent",
        NoticeDelivery.kind.not_in([kind.value for kind in wishes.URGENT]),
        NoticeDelivery.created_at >= wishes.day_begins(clock.now()),
    )
    return db.session.scalar(counted) or 0


def send_summaries() -> int:
    """Send everybody whose notices waited at nine her daily letter; return how many."""
    until = wishes.digest_until(clock.now())
    people = db.session.scalars(
        select(NoticeDelivery.person_id).where(*_due(until)).distinct()
    ).all()
    for person_id in people:
        _summary(person_id, until)
    return len(people)


@use_case
def _summary(person_id: uuid.UUID, until: datetime) -> None:
    person = get_for_update(Person, person_id)
    for channel in CHANNELS:
        hers = (
            NoticeDelivery.person_id == person_id,
            NoticeDelivery.channel == channel.code,
        )
        waiting = db.session.execute(
            update(NoticeDelivery)
            .where(*hers, *_due(until))
            .values(state="sent")
            .returning(NoticeDelivery.id)
        ).all()
        if waiting and channel.address(person):
            channel.summary(person, len(waiting))


def _due(until: datetime) -> list[Any]:
    return [NoticeDelivery.state == "waiting", NoticeDelivery.created_at < until]


@use_case
def mark_read(person_id: uuid.UUID, notice_id: uuid.UUID | None = None) -> None:
    """Note that she has read one notice, or all of them; NotFound for another's."""
    marked = db.session.execute(
        update(Notice)
        .where(*_hers(person_id, notice_id))
        .values(read_at=func.coalesce(Notice.read_at, clock.now()))
        .returning(Notice.id)
    ).all()
    if notice_id and not marked:
        raise NotFound


@use_case
def forget(person_id: uuid.UUID, notice_id: uuid.UUID | None = None) -> None:
    """Delete one notice for her, or all of them; NotFound for another's."""
    gone = db.session.execute(
        delete(Notice).where(*_hers(person_id, notice_id)).returning(Notice.id)
    ).all()
    if notice_id and not gone:
        raise NotFound


def _hers(person_id: uuid.UUID, notice_id: uuid.UUID | None) -> list[Any]:
    chosen = [Notice.person_id == person_id]
    return [*chosen, Notice.id == notice_id] if notice_id else chosen


@use_case
def wish(
    person_id: uuid.UUID, modes: Mapping[str, str], quiet_from: int, quiet_to: int
) -> None:
    """Keep how she wants to be told. Raises Invalid for a mode or an hour unknown."""
    hours = {quiet_from, quiet_to} <= set(range(24))
    if not hours or not set(modes.values()) <= set(wishes.MODES):
        raise Invalid
    get_for_update(Person, person_id)  # two forms at once: one row
    found = db.session.get(NoticeSettings, person_id)
    if found is None:
        found = settings_of(person_id)
        db.session.add(found)
    found.modes, found.quiet_from, found.quiet_to = dict(modes), quiet_from, quiet_to
    audit.record(rules.Event.NOTICES_CHANGED, by=person_id, about=person_id)
