"""Reads about shops: who sees which, and what she sees of her own."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import selectinload

from marketplace import clock
from marketplace.db.window import kept
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import current, named
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import Lab, Shop, Technique
from marketplace.profiles.queries.labs import Labs
from marketplace.profiles.rules.shops import is_away


def listed() -> ColumnElement[bool]:
    """Return the condition under which a shop is in lists, search, sitemap, feeds."""
    return and_(Shop.state == "active", Shop.visibility == "public")


def reachable(reader: Reader = STRANGER) -> ColumnElement[bool]:
    """Return the condition under which somebody may open what a shop has.

    Public shops, those whose secret link she has opened, and those of her own Labs.
    """
    seen = [
        Shop.visibility == "public",
        and_(Shop.visibility == "lab", _of_labs(reader.labs)),
    ]
    if reader.keys:
        opened = Shop.link_key.in_(reader.keys)
        seen.append(and_(Shop.visibility == "link", opened))
    return and_(Shop.state == "active", or_(*seen))


def at_address(address: str, reader: Reader = STRANGER) -> ColumnElement[bool]:
    """Return the condition under which a shop's page opens at an address.

    A name can be guessed: it opens only what is public or of her Lab. The secret link
    opens what is public or shown by link.
    """
    by_name = and_(Shop.slug == address, Shop.visibility != "link", reachable(reader))
    by_link = and_(Shop.link_key == address, Shop.visibility.in_(("public", "link")))
    return or_(by_name, and_(by_link, Shop.state == "active"))


def _of_labs(labs: Labs) -> ColumnElement[bool]:
    return true() if labs is None else Shop.lab_id.in_(labs)


def address_of(shop: Shop) -> str:
    """Return the address her shop has now: its name, or its secret link."""
    return shop.link_key if shop.visibility == "link" else shop.slug


def seen_by(shop: Shop) -> str:
    """Return who sees a shop now: its visibility, nobody while it is not active."""
    return shop.visibility if shop.state == "active" else "hidden"


def away_to(shop: Shop) -> date | None:
    """Return the last day she is away, while she is; None otherwise."""
    away = is_away(shop.away_from, shop.away_to, clock.today())
    return shop.away_to if away else None


def own_shop(shop_id: uuid.UUID) -> Shop:
    """Return her shop with everything she can change."""
    found = db.session.scalar(
        select(Shop)
        .where(Shop.id == shop_id)
        .options(selectinload(Shop.texts), selectinload(Shop.techniques))
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class TechniqueName:
    """A technique in the reader's language."""

    id: uuid.UUID
    slug: str
    name: str


def techniques() -> list[tuple[uuid.UUID, str]]:
    """Return every technique with its name in the reader's language, in order."""
    return [(one.id, one.name) for one in technique_names()]


def technique_names() -> list[TechniqueName]:
    """Return every technique in order; kept in memory."""
    return kept(f"techniques.{current()}", _techniques)


def technique(slug: str) -> TechniqueName:
    """Return the technique of an address, or NotFound."""
    for one in technique_names():
        if one.slug == slug:
            return one
    raise NotFound


def _techniques() -> list[TechniqueName]:
    rows = db.session.scalars(
        select(Technique)
        .options(selectinload(Technique.texts))
        .order_by(Technique.position)
    )
    return [TechniqueName(row.id, row.slug, named(row.texts)) for row in rows]


@dataclass(frozen=True)
class Maker:
    """A shop on the page of its Lab."""

    address: str
    alias: str
    avatar: str


def makers_of(
    lab_id: uuid.UUID, reader: Reader = STRANGER, limit: int = 100
) -> Sequence[Maker]:
    """Return the shops of a Lab by name: the public ones, for its people also theirs."""
    theirs = and_(
        Shop.state == "active", Shop.visibility == "lab", _of_labs(reader.labs)
    )
    rows = db.session.execute(
        select(Shop.slug, Shop.alias, Shop.avatar_seed)
        .where(Shop.lab_id == lab_id, or_(listed(), theirs))
        .order_by(Shop.alias, Shop.id)
        .limit(limit)
    )
    return [Maker(*row) for row in rows]


def lab_of_shop(shop_id: uuid.UUID) -> uuid.UUID:
    """Return the Lab a shop belongs to."""
    return db.session.scalars(select(Shop.lab_id).where(Shop.id == shop_id)).one()


def fee_of_shop(shop_id: uuid.UUID) -> int:
    """Return the Lab's part of a sale of this shop, in basis points."""
    fee = select(Lab.fee_bps).join(Shop, Shop.lab_id == Lab.id)
    return db.session.scalars(fee.where(Shop.id == shop_id)).one()


def shops_of_lab(lab_id: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    """Return id and alias of the shops of a Lab, as a list to choose from."""
    rows = db.session.execute(
        select(Shop.id, Shop.alias)
        .where(Shop.lab_id == lab_id, Shop.state != "closed")
        .order_by(Shop.alias, Shop.id)
    )
    return [(row.id, row.alias) for row in rows]
