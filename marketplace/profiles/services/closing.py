"""Everything an account holds, to take along; and closing it so that the books stay."""

import secrets as chance
import uuid
from typing import Any

from sqlalchemy import delete, select, update

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.extensions import db
from marketplace.profiles import emails, events, queries
from marketplace.profiles.models import (
    Application,
    ApplicationFile,
    ApplicationItem,
    AuditEvent,
    Consent,
    Notice,
    NoticeSettings,
    Person,
    Recovery,
    RoleGrant,
    Shop,
    ShopText,
    SignInSession,
    Transition,
)
from marketplace.profiles.rules import CLOSED_APPLICATION, Event
from marketplace.profiles.rules.shops import SHOP
from marketplace.profiles.services import (
    applications,
    audit,
    recovery,
    sessions,
    staff,
    tokens,
    two_step,
)
from marketplace.profiles.services.transitions import move

REMOVED = "removed"


@use_case
def export(person_id: uuid.UUID) -> dict[str, Any]:
    """Return everything we hold about somebody, as plain data; the taking is logged.

    The domains above add theirs (things, orders, money) to the same dictionary.
    """
    person = db.session.get_one(Person, person_id)
    into: dict[str, Any] = {
        "account": {
            "name": person.name,
            "phone": person.phone,
            "email": person.email,
            "language": person.language,
            "since": person.created_at.isoformat(),
        }
    }
    for name, table, owner in (
        ("sessions", SignInSession, SignInSession.person_id),
        ("roles", RoleGrant, RoleGrant.person_id),
        ("applications", Application, Application.person_id),
        ("shops", Shop, Shop.person_id),
        ("consents", Consent, Consent.person_id),
        ("notices", Notice, Notice.person_id),
        ("settings", NoticeSettings, NoticeSettings.person_id),
        ("recoveries", Recovery, Recovery.person_id),
        ("log", AuditEvent, AuditEvent.person_id),
    ):
        rows = db.session.scalars(select(table).where(owner == person_id))
        into[name] = [as_data(row) for row in rows]
    into["log"] = [_hers(entry, person_id) for entry in into["log"]]
    _parts(person_id, into)
    events.personal_data.send(person_id, into=into)
    audit.record(Event.EXPORTED, by=person_id, about=person_id)
    return into


def _parts(person_id: uuid.UUID, into: dict[str, Any]) -> None:
    hers = select(Application.id).where(Application.person_id == person_id)
    shop = select(Shop.id).where(Shop.person_id == person_id)
    for name, table, owned in (
        ("answers", ApplicationItem, ApplicationItem.application_id.in_(hers)),
        (
            "application_photos",
            ApplicationFile,
            ApplicationFile.application_id.in_(hers),
        ),
        ("stories", ShopText, ShopText.shop_id.in_(shop)),
        (
            "steps",
            Transition,
            Transition.subject_id.in_(hers) | Transition.subject_id.in_(shop),
        ),
    ):
        rows = db.session.scalars(select(table).where(owned))
        into[name] = [as_data(row) for row in rows]


SECRET = frozenset({"token_hash", "password_hash", "digest", "previous", "link_key"})
# Not decided until it has gone out: she reads it then.
PENDING = frozenset({"decision", "decision_note", "decision_verdicts", "due_at"})
UNSEEN = {Application: PENDING}


def _hers(entry: dict[str, Any], person_id: uuid.UUID) -> dict[str, Any]:
    """Return an entry of the log without where others were when they made it."""
    if entry["actor_id"] in {None, str(person_id)}:
        return entry
    return {**entry, "address": "", "device": ""}


def as_data(row: Any) -> dict[str, Any]:
    """Return a row as names and plain values, without what is a secret of ours."""
    return {
        column.key: _plain(getattr(row, column.key))
        for column in row.__mapper__.column_attrs
        if column.key not in SECRET | UNSEEN.get(type(row), frozenset())
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def still_open(person_id: uuid.UUID) -> set[str]:
    """Return what must be finished before she can close: "orders", "money"."""
    found: set[str] = set()
    events.closing_asked.send(person_id, into=found)
    return found


@use_case
def close(person_id: uuid.UUID) -> None:
    """Close an account for good: what is personal goes, what the books need stays.

    Raises Conflict("last_admin"). The domains above refuse while something is open
    (Conflict("open_orders")), put away her things and forget what they hold of her. Her
    name becomes «removed»; her rows stay so that the book and the log still add up.
    """
    person = get_for_update(Person, person_id)
    staff.keep_an_admin(person_id)
    events.account_closing.send(person)
    _leave_labs(person_id)
    for table in (RoleGrant, Notice, NoticeSettings):
        db.session.execute(delete(table).where(table.person_id == person_id))
    db.session.execute(
        update(Consent)
        .where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
    )
    db.session.execute(
        update(Consent).where(Consent.person_id == person_id).values(note="")
    )
    _drop_recoveries(person_id)
    emails.drop_waiting(person)
    two_step.forget(person_id)
    tokens.drop(person_id, *tokens.LIFE)
    sessions.end_all(person_id)
    audit.record(Event.ACCOUNT_CLOSED, by=person_id, about=person_id)
    person.name = REMOVED
    person.phone = person.email = None
    person.password_hash = ""
    person.closed_at = clock.now()


def _leave_labs(person_id: uuid.UUID) -> None:
    application = applications.open_of(person_id)
    if application is not None:
        applications.withdraw(person_id)
    for row in db.session.scalars(
        select(Application).where(Application.person_id == person_id)
    ).all():
        assert row.state in CLOSED_APPLICATION
        row.alias = row.craft = row.about = row.note = ""
        applications.drop_files(row.id)
        db.session.execute(
            update(ApplicationItem)
            .where(ApplicationItem.application_id == row.id)
            .values(text="", reason="")
        )
    shop = db.session.scalar(
        select(Shop).where(Shop.person_id == person_id).with_for_update()
    )
    if shop is not None:
        _close_shop(shop, person_id)


def _drop_recoveries(person_id: uuid.UUID) -> None:
    found = queries.recovery_of(person_id)
    if found is not None:
        recovery.cancel(found.id, by=person_id)
    db.session.execute(
        update(Recovery)
        .where(Recovery.person_id == person_id)
        .values(phone=None, email=None, known_by="")
    )


def _close_shop(shop: Shop, person_id: uuid.UUID) -> None:
    if shop.state != "closed":
        move(shop, SHOP, "close", by=person_id)
    shop.alias, shop.visibility, shop.note = REMOVED, "hidden", ""
    shop.tin = ""
    shop.slug = f"{REMOVED}-{chance.token_hex(8)}"
    db.session.execute(delete(ShopText).where(ShopText.shop_id == shop.id))
    events.shop_changed.send(shop)
