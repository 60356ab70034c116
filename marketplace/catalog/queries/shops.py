"""A shop's public page."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import pick
from marketplace.profiles.models import Lab, Shop


@dataclass(frozen=True)
class ShopView:
    """Who makes these things, as buyers see her."""

    id: uuid.UUID
    slug: str
    alias: str
    story: str
    lab: str
    region: str


def shop_view(slug: str) -> ShopView:
    """Return a shop strangers may see; NotFound for any other."""
    row = db.session.scalar(
        select(Shop)
        .where(Shop.slug == slug, Shop.state == "active", Shop.visibility == "public")
        .options(
            selectinload(Shop.texts),
            joinedload(Shop.lab).selectinload(Lab.texts),
        )
    )
    if row is None:
        raise NotFound
    _, lab = pick({text.locale: text for text in row.lab.texts})
    stories = {text.locale: text.story for text in row.texts}
    story = pick(stories)[1] if stories else ""
    return ShopView(row.id, row.slug, row.alias, story, lab.name, lab.region)
