"""Reads about shops: who sees which, and what she sees of her own."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import selectinload

from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import pick
from marketplace.profiles.models import Shop, Technique, TechniqueText
from marketplace.profiles.queries.labs import Labs


def listed() -> ColumnElement[bool]:
    """Return the condition under which a shop is in lists, search, sitemap, feeds."""
    return and_(Shop.state == "active", Shop.visibility == "public")


def reachable(home: Labs = frozenset()) -> ColumnElement[bool]:
    """Return the condition under which somebody may open what a shop has.

    Public shops, those open to whoever has the link, and those of the reader's own Labs
    (`home`; None: she belongs to all of them).
    """
    same_lab = Shop.visibility == "lab"
    if home is not None:
        same_lab = and_(same_lab, Shop.lab_id.in_(home)) if home else false()
    seen = or_(Shop.visibility.in_(("public", "link")), same_lab)
    return and_(Shop.state == "active", seen)


def at_address(address: str, home: Labs = frozenset()) -> ColumnElement[bool]:
    """Return the condition under which a shop's page opens at an address.

    A name can be guessed: it opens only what is public or of her Lab. The secret link
    opens what is public or shown by link.
    """
    by_link = and_(Shop.link_key == address, Shop.visibility.in_(("public", "link")))
    return and_(
        reachable(home),
        or_(by_link, and_(Shop.slug == address, Shop.visibility != "link")),
    )


def address_of(shop: Shop) -> str:
    """Return the address her shop has now: its name, or its secret link."""
    return shop.link_key if shop.visibility == "link" else shop.slug


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


def techniques() -> list[tuple[uuid.UUID, str]]:
    """Return every technique with its name in the reader's language, in order."""
    rows = db.session.scalars(
        select(Technique)
        .options(selectinload(Technique.texts))
        .order_by(Technique.position)
    )
    return [
        (row.id, pick({text.locale: text.name for text in row.texts})[1])
        for row in rows
    ]


def technique_names(shop_id: uuid.UUID) -> Sequence[str]:
    """Return the names of a shop's techniques, in order (one query)."""
    rows = db.session.execute(
        select(Technique.id, TechniqueText.locale, TechniqueText.name)
        .join(Technique, Technique.id == TechniqueText.technique_id)
        .join(Shop.techniques.of_type(Technique))
        .where(Shop.id == shop_id)
        .order_by(Technique.position)
    )
    names: dict[uuid.UUID, dict[str, str]] = {}
    for key, locale, name in rows:
        names.setdefault(key, {})[locale] = name
    return [pick(parts)[1] for parts in names.values()]
