"""A shop's public page."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import named, pick
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import Lab, Shop, Technique
from marketplace.profiles.queries import address_of, at_address, away_to, seen_by


@dataclass(frozen=True)
class ShopView:
    """Who makes these things, as buyers see her."""

    id: uuid.UUID
    address: str
    alias: str
    story: str
    story_language: str
    lab: str
    lab_slug: str
    region: str
    avatar: str
    techniques: Sequence[str]
    away_to: date | None
    visibility: str


def shop_view(address: str, reader: Reader = STRANGER) -> ShopView:
    """Return the shop a reader of these Labs may see at an address, or NotFound."""
    return _view(at_address(address, reader))


def own_shop_view(shop_id: uuid.UUID) -> ShopView:
    """Return her shop as buyers would see it, whoever sees it now."""
    return _view(Shop.id == shop_id)


def _view(chosen: ColumnElement[bool]) -> ShopView:
    row = db.session.scalar(
        select(Shop)
        .where(chosen)
        .options(
            selectinload(Shop.texts),
            selectinload(Shop.techniques).selectinload(Technique.texts),
            joinedload(Shop.lab).selectinload(Lab.texts),
        )
    )
    if row is None:
        raise NotFound
    _, lab = pick({text.locale: text for text in row.lab.texts})
    stories = {text.locale: text.story for text in row.texts}
    language, story = pick(stories) if stories else ("", "")
    return ShopView(
        id=row.id,
        address=address_of(row),
        alias=row.alias,
        story=story,
        story_language=language,
        lab=lab.name,
        lab_slug=row.lab.slug,
        region=lab.region,
        avatar=row.avatar_seed,
        techniques=[named(technique.texts) for technique in row.techniques],
        away_to=away_to(row),
        visibility=seen_by(row),
    )
