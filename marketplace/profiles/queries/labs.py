"""Reads about Labs: what they say, ask and answer."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from marketplace.db.window import kept
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import current, pick
from marketplace.profiles.models import ChecklistItem, Lab, ReplyText
from marketplace.profiles.rules.names import slug

Labs = frozenset[uuid.UUID] | None  # None: every Lab


class _OfALab(Protocol):
    @property
    def lab_id(self) -> uuid.UUID | None: ...


Row = TypeVar("Row", bound=_OfALab)


def check_labs(labs: Labs, *lab_ids: uuid.UUID | None) -> None:
    """Raise NotFound unless every one of these is among the Labs somebody serves."""
    if labs is not None and not labs.issuperset(lab_ids):
        raise NotFound


def of_labs(labs: Labs, row: Row | None) -> Row:
    """Return a row that belongs to one of these Labs; NotFound for none and any other."""
    if row is None:
        raise NotFound
    check_labs(labs, row.lab_id)
    return row


@dataclass(frozen=True)
class LabName:
    """A Lab in a list, in the reader's language."""

    id: uuid.UUID
    slug: str
    name: str
    region: str
    region_slug: str


@dataclass(frozen=True)
class RegionView:
    """A region: the Labs in it, by its name."""

    slug: str
    name: str
    labs: Sequence["LabView"]


@dataclass(frozen=True)
class LabView:
    """A Lab's public page."""

    id: uuid.UUID
    slug: str
    name: str
    region: str
    region_slug: str  # the address of the region's page, the same in every language
    address: str
    hours: str
    about: str
    languages: Sequence[str]
    payment_channels: Sequence[str]
    phone: str
    email: str
    open: bool


def labs(*, active: bool = False) -> Sequence[Lab]:
    """Return every Lab with its texts, in order; only those that are open, if asked."""
    query = select(Lab).options(selectinload(Lab.texts))
    if active:
        query = query.where(Lab.state == "active")
    return db.session.scalars(query.order_by(Lab.position, Lab.slug)).all()


def lab_names(labs: Labs = None, *, active: bool = False) -> list[LabName]:
    """Return these Labs (None: all) by name, in order; kept in memory."""
    return [
        LabName(one.id, one.slug, one.name, one.region, one.region_slug)
        for one in _views().values()
        if (labs is None or one.id in labs) and (one.open or not active)
    ]


def lab_view(slug: str) -> LabView:
    """Return a Lab's public page, kept in memory; NotFound if there is none."""
    found = _views().get(slug)
    if found is None:
        raise NotFound
    return found


def labs_by_id() -> dict[uuid.UUID, LabView]:
    """Return every Lab in the reader's language; kept in memory."""
    return kept(
        f"labs_by_id.{current()}", lambda: {one.id: one for one in _views().values()}
    )


def regions() -> dict[str, RegionView]:
    """Return the regions that have a Lab by their addresses, in order of the Labs."""
    found: dict[str, list[LabView]] = {}
    for one in _views().values():
        found.setdefault(one.region_slug, []).append(one)
    return {
        address: RegionView(address, labs[0].region, labs)
        for address, labs in found.items()
    }


def region(address: str) -> RegionView:
    """Return the region of an address, or NotFound."""
    found = regions().get(address)
    if found is None:
        raise NotFound
    return found


def _views() -> dict[str, LabView]:
    """Return every Lab by its address, in order."""
    return kept(f"labs.{current()}", lambda: {row.slug: _view(row) for row in labs()})


def _view(row: Lab) -> LabView:
    _, text = pick({part.locale: part for part in row.texts})
    return LabView(
        id=row.id,
        slug=row.slug,
        name=text.name,
        region=text.region,
        region_slug=slug(pick({t.locale: t.region for t in row.texts}, "en")[1]),
        address=text.address,
        hours=text.hours,
        about=text.about,
        languages=row.languages,
        payment_channels=row.payment_channels,
        phone=row.phone,
        email=row.email,
        open=row.state == "active",
    )


def lab_for(labs: Labs, slug: str) -> Lab:
    """Return a Lab a coordinator serves, with its texts; NotFound for any other."""
    row = db.session.scalar(
        select(Lab).where(Lab.slug == slug).options(selectinload(Lab.texts))
    )
    if row is None:
        raise NotFound
    check_labs(labs, row.id)
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
