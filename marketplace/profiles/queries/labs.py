"""Reads about Labs: what they say, ask and answer."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import pick
from marketplace.profiles.models import ChecklistItem, Lab, LabText, ReplyText

Labs = frozenset[uuid.UUID] | None  # None: every Lab


@dataclass(frozen=True)
class LabName:
    """A Lab in a list, in the reader's language."""

    id: uuid.UUID
    slug: str
    name: str
    region: str


@dataclass(frozen=True)
class LabView:
    """A Lab's public page."""

    id: uuid.UUID
    slug: str
    name: str
    region: str
    address: str
    hours: str
    about: str
    languages: Sequence[str]
    payment_channels: Sequence[str]
    phone: str
    open: bool


def labs(*, active: bool = False) -> Sequence[Lab]:
    """Return every Lab with its texts, in order; only those that are open, if asked."""
    query = select(Lab).options(selectinload(Lab.texts))
    if active:
        query = query.where(Lab.state == "active")
    return db.session.scalars(query.order_by(Lab.position, Lab.slug)).all()


def lab_names(labs: Labs = None, *, active: bool = False) -> list[LabName]:
    """Return these Labs (None: all) by name, in order."""
    query = select(Lab.id, Lab.slug).order_by(Lab.position, Lab.slug)
    if labs is not None:
        query = query.where(Lab.id.in_(labs))
    if active:
        query = query.where(Lab.state == "active")
    rows = db.session.execute(query).all()
    texts = _texts([row.id for row in rows])
    return [
        LabName(row.id, row.slug, texts[row.id].name, texts[row.id].region)
        for row in rows
    ]


def _texts(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, LabText]:
    if not ids:
        return {}
    found: dict[uuid.UUID, dict[str, LabText]] = {}
    for text in db.session.scalars(select(LabText).where(LabText.lab_id.in_(ids))):
        found.setdefault(text.lab_id, {})[text.locale] = text
    return {key: pick(parts)[1] for key, parts in found.items()}


def lab_view(slug: str) -> LabView:
    """Return a Lab's public page; NotFound if there is none."""
    row = db.session.scalar(
        select(Lab).where(Lab.slug == slug).options(selectinload(Lab.texts))
    )
    if row is None:
        raise NotFound
    _, text = pick({part.locale: part for part in row.texts})
    return LabView(
        id=row.id,
        slug=row.slug,
        name=text.name,
        region=text.region,
        address=text.address,
        hours=text.hours,
        about=text.about,
        languages=row.languages,
        payment_channels=row.payment_channels,
        phone=row.phone,
        open=row.state == "active",
    )


def lab_for(labs: Labs, slug: str) -> Lab:
    """Return a Lab a coordinator serves, with its texts; NotFound for any other."""
    row = db.session.scalar(
        select(Lab).where(Lab.slug == slug).options(selectinload(Lab.texts))
    )
    if row is None or (labs is not None and row.id not in labs):
        raise NotFound
    return row


def checklist_items(lab_id: uuid.UUID) -> Sequence[ChecklistItem]:
    """Return everything a Lab asks or has asked, in order."""
    return db.session.scalars(
        select(ChecklistItem)
        .where(ChecklistItem.lab_id == lab_id)
        .options(selectinload(ChecklistItem.texts))
        .order_by(ChecklistItem.position)
    ).all()


def replies(lab_id: uuid.UUID) -> Sequence[ReplyText]:
    """Return the ready answers a Lab can use: its own first, then the network's."""
    usable = or_(ReplyText.lab_id == lab_id, ReplyText.lab_id.is_(None))
    return db.session.scalars(
        select(ReplyText)
        .where(usable)
        .options(selectinload(ReplyText.words))
        .order_by(ReplyText.decision, ReplyText.lab_id.is_(None), ReplyText.position)
    ).all()
