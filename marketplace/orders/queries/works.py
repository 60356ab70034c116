"""The terms of service orders, with their changes, as pages show them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.catalog.rules import Question
from marketplace.extensions import db
from marketplace.money import Money
from marketplace.orders.models import (
    Change,
    Message,
    Order,
    Purchase,
    Thread,
    Work,
)
from marketplace.orders.rules.masking import hidden
from marketplace.orders.rules.works import Answer


@dataclass(frozen=True)
class ChangeView:
    """A change: what it costs, where it stands, the page that pays for it."""

    id: uuid.UUID
    state: str
    text: str
    price: Money
    days: int
    revisions: int
    valid_until: datetime
    pay_secret: str


@dataclass(frozen=True)
class WorkView:
    """What is agreed of a service order, and how far it is."""

    days: int
    revisions: int
    used: int
    points: list[str]
    extras: list[str]
    questions: list[Question]
    answers: list[Answer]
    thread_id: uuid.UUID
    thread_secret: str
    changes: list[ChangeView]
    delivered: Message | None  # the newest delivery

    @property
    def left(self) -> int:
        """How many corrections are left."""
        return self.revisions - self.used

    @property
    def open_change(self) -> ChangeView | None:
        """A change the buyer has to answer or pay."""
        for one in self.changes:
            if one.state in {"offered", "accepted"}:
                return one
        return None


def works_of(order_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, WorkView]:
    """Return the terms of each of these orders that is work."""
    ids = list(order_ids)
    if not ids:
        return {}
    rows = db.session.execute(
        select(Work, Thread.secret, Order.paid_at)
        .join(Thread, Thread.id == Work.thread_id)
        .join(Order, Order.id == Work.order_id)
        .where(Work.order_id.in_(ids))
        .execution_options(populate_existing=True)
    ).all()
    if not rows:
        return {}
    changes, delivered = _changes(ids), _delivered(ids)
    return {
        work.order_id: _view(
            work,
            secret,
            changes.get(work.order_id, []),
            delivered.get(work.order_id),
            work.points if paid_at else hidden(work.points)[0],
        )
        for work, secret, paid_at in rows
    }


def _view(
    work: Work,
    secret: str,
    changes: list[ChangeView],
    delivered: Message | None,
    points: str,
) -> WorkView:
    return WorkView(
        days=work.days,
        revisions=work.revisions,
        used=work.used,
        points=[line for line in points.splitlines() if line.strip()],
        extras=list(work.extras),
        questions=[Question.read(one) for one in work.questions],
        answers=[_answer(one) for one in work.answers],
        thread_id=work.thread_id,
        thread_secret=secret,
        changes=changes,
        delivered=delivered,
    )


def _answer(said: dict[str, object]) -> Answer:
    measures = said.get("measures") or []
    files = said.get("files") or []
    return Answer(
        str(said["question"]),
        str(said["kind"]),
        str(said.get("said", "")),
        tuple((str(what), int(cm)) for what, cm in measures),  # type: ignore[attr-defined]
        tuple(str(one) for one in files),  # type: ignore[attr-defined]
    )


def _changes(ids: list[uuid.UUID]) -> dict[uuid.UUID, list[ChangeView]]:
    rows = db.session.execute(
        select(Change, Purchase.secret)
        .outerjoin(Order, Order.id == Change.child_id)
        .outerjoin(Purchase, Purchase.id == Order.purchase_id)
        .where(Change.order_id.in_(ids))
        .order_by(Change.created_at)
        .execution_options(populate_existing=True)
    )
    found: dict[uuid.UUID, list[ChangeView]] = {}
    for change, secret in rows:
        view = ChangeView(
            change.id,
            change.state,
            change.text,
            Money(change.price_minor),
            change.days,
            change.revisions,
            change.valid_until,
            secret or "",
        )
        found.setdefault(change.order_id, []).append(view)
    return found


def _delivered(ids: list[uuid.UUID]) -> dict[uuid.UUID, Message]:
    rows = db.session.scalars(
        select(Message)
        .where(Message.about_id.in_(ids), Message.kind == "delivery")
        .options(selectinload(Message.files))
        .order_by(Message.created_at)
    )
    return {row.about_id: row for row in rows if row.about_id is not None}
