"""A shop's public page."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, String, cast, exists, func, select

from marketplace.catalog.models import Listing, ShopRating
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import pick
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import Shop, ShopText
from marketplace.profiles.models.shops import shop_techniques
from marketplace.profiles.queries import (
    address_of,
    at_address,
    away_to,
    labs_by_id,
    listed,
    seen_by,
    techniques,
)


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
    stars: float | None  # the mean of all its `reviews`, None without any
    reviews: int


def shop_view(address: str, reader: Reader = STRANGER) -> ShopView:
    """Return the shop a reader of these Labs may see at an address, or NotFound."""
    return _view(at_address(address, reader))


def own_shop_view(shop_id: uuid.UUID) -> ShopView:
    """Return her shop as buyers would see it, whoever sees it now."""
    return _view(Shop.id == shop_id)


def maker_to_meet(week: int) -> ShopView | None:
    """Return a shop for everybody that tells its story and sells, or None.

    Each has a week of her own, in turn; two queries.
    """
    sells = exists().where(Listing.shop_id == Shop.id, Listing.state == "published")
    tells = exists().where(ShopText.shop_id == Shop.id, ShopText.story != "")
    hers = select(Shop.id).where(listed(), sells, tells).order_by(Shop.id)
    many = db.session.scalar(select(func.count()).select_from(hers.subquery()))
    if not many:
        return None
    turn = hers.offset(week % many).limit(1).subquery()
    return _view(Shop.id.in_(select(turn.c.id)))


def _view(chosen: ColumnElement[bool]) -> ShopView:
    """Read it in one query: itself, how she works, a row for each of its stories."""
    rows = db.session.execute(
        select(
            Shop,
            _TECHNIQUES,
            ShopText.locale,
            ShopText.story,
            ShopRating.stars,
            ShopRating.reviews,
        )
        .outerjoin(ShopText, ShopText.shop_id == Shop.id)
        .outerjoin(ShopRating, ShopRating.shop_id == Shop.id)
        .where(chosen)
    ).all()
    if not rows:
        raise NotFound
    row: Shop = rows[0].Shop
    hers = {uuid.UUID(key) for key in (rows[0].techniques or "").split(",") if key}
    stories = {part.locale: part.story for part in rows if part.locale}
    language, story = pick(stories) if stories else ("", "")
    lab = labs_by_id()[row.lab_id]
    return ShopView(
        id=row.id,
        address=address_of(row),
        alias=row.alias,
        story=story,
        story_language=language,
        lab=lab.name,
        lab_slug=lab.slug,
        region=lab.region,
        avatar=row.avatar_seed,
        techniques=[name for key, name in techniques() if key in hers],
        away_to=away_to(row),
        visibility=seen_by(row),
        stars=rows[0].stars and round(rows[0].stars, 1),
        reviews=rows[0].reviews or 0,
    )


_TECHNIQUES = (
    select(func.aggregate_strings(cast(shop_techniques.c.technique_id, String), ","))
    .where(shop_techniques.c.shop_id == Shop.id)
    .scalar_subquery()
    .label("techniques")
)
