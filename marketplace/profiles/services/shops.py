"""Shops: born from approved applications."""

import secrets
import uuid

from sqlalchemy import select

from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.profiles import rules
from marketplace.profiles.models import Application, Person, Shop, ShopText


@use_case
def open_for(application: Application) -> Shop:
    """Open the shop an approved application asks for, under its alias."""
    person = db.session.get_one(Person, application.person_id)
    shop = Shop(
        person_id=application.person_id,
        lab_id=application.lab_id,
        alias=application.alias,
        slug=_free_slug(application.alias),
    )
    db.session.add(shop)
    db.session.flush()
    tell(shop.id, {person.language: application.about})
    return shop


@use_case
def tell(shop_id: uuid.UUID, stories: dict[str, str]) -> None:
    """Write the shop's story in the languages given."""
    for locale, story in stories.items():
        if story:
            db.session.merge(ShopText(shop_id=shop_id, locale=locale, story=story))


def of_person(person_id: uuid.UUID) -> Shop | None:
    """Return her shop, if she has one."""
    return db.session.scalar(select(Shop).where(Shop.person_id == person_id))


def _free_slug(alias: str) -> str:
    wanted = rules.slug(alias, "shop")
    taken = db.session.scalar(select(Shop.id).where(Shop.slug == wanted))
    return f"{wanted}-{secrets.token_hex(3)}" if taken else wanted
