"""Two collections of the demo Labs."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Category, Listing
from marketplace.catalog.services import collections
from marketplace.cli.demo.said import Said
from marketplace.extensions import db

THINGS = 8
DAYS_BEFORE, DAYS_AFTER = 5, 60


@dataclass(frozen=True, slots=True)
class DemoCollection:
    """What it says, and of which categories its things are."""

    title: Said
    lead: Said
    categories: tuple[str, ...]


COLLECTIONS = (
    DemoCollection(
        Said("Үйгө жылуулук", "Тепло для дома", "Warmth for the home"),
        Said(
            "Кийиз, жүн жана курак: чеберлер өз айылынын жүнүнөн жасашкан.",
            "Войлок, шерсть и лоскут: из шерсти своих сёл.",
            "Felt, wool and patchwork, made of the wool of their own villages.",
        ),
        ("shyrdak", "ala-kiyiz", "cushions", "slippers"),
    ),
    DemoCollection(
        Said("Чакан белектер", "Небольшие подарки", "Small gifts"),
        Said(
            "Чемоданга баткан, колдон жасалган белектер.",
            "Подарки ручной работы, которые поместятся в чемодан.",
            "Gifts made by hand that fit into a suitcase.",
        ),
        ("felt-toys", "souvenirs", "jewellery", "scarves"),
    ),
)


def choose(by: uuid.UUID) -> None:
    """Make the collections of things on sale, in turns from their categories."""
    today = clock.today()
    for one in COLLECTIONS:
        words = {
            code: (getattr(one.title, code), getattr(one.lead, code))
            for code in ("ky", "ru", "en")
        }
        first = today - timedelta(days=DAYS_BEFORE)
        last = today + timedelta(days=DAYS_AFTER)
        row = collections.save(None, words, first, last, by=by)
        for slug in _things(one.categories):
            collections.put_in(row.id, slug, by=by)


def _things(categories: tuple[str, ...]) -> list[str]:
    each = THINGS // len(categories)
    found: list[str] = []
    for place in range(each):
        for category in categories:
            found += db.session.scalars(
                select(Listing.slug)
                .join(Category, Category.id == Listing.category_id)
                .where(Category.slug == category, Listing.state == "published")
                .order_by(Listing.published_at.desc())
                .offset(place * 2)
                .limit(1)
            )
    return found
