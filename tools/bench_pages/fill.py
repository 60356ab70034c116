"""Fill an empty database with a big catalogue, by bulk inserts.

python -m tools.bench_pages.fill 10000      (where MARKETPLACE_* say; DEMO=1 will do)

What pages read beside the rows themselves is brought up in one place: `after_bulk`.
"""

import argparse
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Table, func, insert, select, text

from marketplace.catalog.models import (
    Category,
    CategoryText,
    Listing,
    ListingText,
    Package,
    Photo,
    Review,
    Term,
    Variant,
)
from marketplace.catalog.models.listings import listing_techniques, listing_terms
from marketplace.catalog.rules.browsing import band_of
from marketplace.catalog.services import cards, counts, ratings, search
from marketplace.catalog.services import starting as catalogue
from marketplace.cli.demo.pictures import store
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra import media
from marketplace.infra.adapters import adapters
from marketplace.infra.media.ornament import KINDS
from marketplace.profiles.models import (
    Lab,
    LabText,
    Person,
    Shop,
    ShopText,
    Technique,
)
from marketplace.profiles.services import starting
from tools.bench_pages.source import (
    CATEGORIES,
    SEED,
    SERVICES,
    Catalogue,
    Thing,
    made,
    read,
)

BATCH = 2000  # things a transaction
REAL = 8  # pictures with pixels; the newest things show them
NEWEST = 100  # things that do
PRODUCTS = CATEGORIES - SERVICES
PLENTY = 1_000_000  # pieces, so that no bench sells anything out


class Rows:
    """Rows on their way into tables, in the order the tables were first named."""

    def __init__(self) -> None:
        """Begin with none."""
        self.waiting: dict[Table, list[dict[str, Any]]] = defaultdict(list)

    def add(self, model: Any, **values: Any) -> None:
        """Keep a row."""
        self.waiting[getattr(model, "__table__", model)].append(values)

    def write(self) -> None:
        """Write them all, a statement a table."""
        for table, rows in self.waiting.items():
            db.session.execute(insert(table), rows)
        self.waiting.clear()


class Filler:
    """Turns a catalogue into rows."""

    def __init__(self, source: Catalogue, size: int) -> None:
        """Take what to write, and of how many things it is."""
        self.source = source
        self.size = size
        self.chance = Random(SEED + 1)
        self.rows = Rows()
        self.shops: list[uuid.UUID] = []
        self.labs: list[uuid.UUID] = []  # of each shop
        self.categories: list[tuple[uuid.UUID, uuid.UUID]] = []  # and their sections
        self.pictures: list[media.StoredPicture] = []
        self.terms: dict[str, list[uuid.UUID]] = {}
        self.techniques: list[uuid.UUID] = []

    def id(self) -> uuid.UUID:
        """Return a new id, the same in every run."""
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    @use_case
    def ground(self) -> None:
        """Write techniques, categories, materials, Labs and shops."""
        starting.fill()
        self._categories()
        self.rows.write()
        catalogue.fill()
        storage = adapters().storage
        for number in range(REAL):
            self.pictures.append(store((KINDS[number % len(KINDS)], number), storage))
        for kind in ("material", "colour"):
            query = select(Term.id).where(Term.kind == kind).order_by(Term.position)
            self.terms[kind] = list(db.session.scalars(query))
        query = select(Technique.id).order_by(Technique.position)
        self.techniques = list(db.session.scalars(query))
        self._shops(self._labs())
        self.rows.write()

    def _categories(self) -> None:
        """Sections of products and of services, the source's categories in them."""
        sections = [self._category(f"goods-{n}", f"Вещи {n}", n) for n in range(5)]
        sections += [
            self._category(f"skills-{n}", f"Услуги {n}", 10 + n, kind="service")
            for n in range(2)
        ]
        self.rows.write()  # before those that name them
        for place, (slug, name) in enumerate(self.source.categories):
            service = place >= PRODUCTS
            parent = sections[5 + place % 2] if service else sections[place % 5]
            kind = "service" if service else "product"
            made = self._category(slug, name, 100 + place, kind=kind, parent=parent)
            self.categories.append((made, parent))

    def _category(
        self,
        slug: str,
        name: str,
        position: int,
        kind: str = "product",
        parent: uuid.UUID | None = None,
    ) -> uuid.UUID:
        category_id = self.id()
        self.rows.add(
            Category,
            id=category_id,
            slug=slug,
            position=position,
            kind=kind,
            parent_id=parent,
        )
        for locale in ("ky", "ru", "en"):
            self.rows.add(
                CategoryText, category_id=category_id, locale=locale, name=name
            )
        return category_id

    def _labs(self) -> dict[str, uuid.UUID]:
        found = {}
        for region in dict.fromkeys(maker.region for maker in self.source.makers):
            found[region] = lab_id = self.id()
            self.rows.add(Lab, id=lab_id, slug=f"{region.lower()}-lab", fee_bps=500)
            for locale in ("ky", "ru", "en"):
                self.rows.add(
                    LabText,
                    lab_id=lab_id,
                    locale=locale,
                    name=f"{region} Lab",
                    region=region,
                    address=f"{region}, 1",
                )
        return found

    def _shops(self, labs: dict[str, uuid.UUID]) -> None:
        for number, maker in enumerate(self.source.makers):
            person_id, shop_id = self.id(), self.id()
            self.shops.append(shop_id)
            self.labs.append(labs[maker.region])
            self.rows.add(
                Person,
                id=person_id,
                name=maker.name,
                email=f"maker-{number}@lab.test",
                password_hash="!",
                language="ky",
            )
            self.rows.add(
                Shop,
                id=shop_id,
                person_id=person_id,
                lab_id=labs[maker.region],
                slug=maker.slug,
                link_key=self.id().hex,
                alias=maker.name,
                avatar_seed=self.id().hex[:16],
            )
            self.rows.add(ShopText, shop_id=shop_id, locale="ky", story=maker.story)

    def things(self) -> None:
        """Write the things, a transaction for each batch."""
        while batch := list(islice(self.source.things, BATCH)):
            self._batch(batch)

    @use_case
    def _batch(self, batch: list[Thing]) -> None:
        for thing in batch:
            self._thing(thing)
        self.rows.write()

    def _thing(self, thing: Thing) -> None:
        listing_id = self.id()
        ready = thing.kind == "product" and self.chance.random() < 0.7
        self.rows.add(
            Listing,
            id=listing_id,
            created_at=thing.at,
            shop_id=self.shops[thing.maker],
            lab_id=self.labs[thing.maker],
            category_id=self.categories[thing.category][0],
            section_id=self.categories[thing.category][1],
            slug=thing.slug,
            kind=thing.kind,
            state="published",
            price_minor=thing.price_minor,
            price_band=band_of(thing.price_minor),
            ready=ready,
            may_export=self.chance.random() < 0.6,
            checked_at=thing.at,
            published_at=thing.at,
            place="remote" if thing.kind == "service" else "",
        )
        for place, (locale, (title, about)) in enumerate(thing.texts.items()):
            self.rows.add(
                ListingText,
                listing_id=listing_id,
                locale=locale,
                title=title,
                description=about,
                position=place,
            )
        self._units(thing, listing_id, ready)
        self._labels(thing, listing_id)
        self._photos(thing, listing_id)
        if thing.number % 10 == 0:
            self._reviews(thing, listing_id)

    def _units(self, thing: Thing, listing_id: uuid.UUID, ready: bool) -> None:
        if thing.kind == "service":
            self.rows.add(
                Package,
                id=self.id(),
                listing_id=listing_id,
                name="S",
                price_minor=thing.price_minor,
                days=7,
            )
            return
        self.rows.add(
            Variant,
            id=self.id(),
            listing_id=listing_id,
            mode="counted" if ready else "made_to_order",
            stock=PLENTY if ready else 0,
            lead_days=0 if ready else 7,
            weekly=0 if ready else 5,
            price_minor=thing.price_minor,
        )

    def _labels(self, thing: Thing, listing_id: uuid.UUID) -> None:
        for kind, most in (("material", 2), ("colour", 1)):
            for term in self.chance.sample(self.terms[kind], most):
                self.rows.add(listing_terms, listing_id=listing_id, term_id=term)
        technique = self.chance.choice(self.techniques)
        self.rows.add(
            listing_techniques,
            listing_id=listing_id,
            technique_id=technique,
            published_at=thing.at,
        )

    def _photos(self, thing: Thing, listing_id: uuid.UUID) -> None:
        for place in range(1 + thing.number % 2):
            values = _shown(self.pictures[(thing.number + place) % REAL])
            if thing.number <= self.size - NEWEST:
                name = self.id().hex
                values["key"] = f"p/{name[:2]}/{name}"
            self.rows.add(
                Photo,
                id=self.id(),
                created_at=thing.at,
                shop_id=self.shops[thing.maker],
                listing_id=listing_id,
                position=place,
                recipe=1,
                alt=next(iter(thing.texts.values()))[0],
                **values,
            )

    def _reviews(self, thing: Thing, listing_id: uuid.UUID) -> None:
        for _ in range(1 + thing.number % 3):
            self.rows.add(
                Review,
                id=self.id(),
                created_at=thing.at,
                listing_id=listing_id,
                shop_id=self.shops[thing.maker],
                lab_id=self.labs[thing.maker],
                order_line_id=self.id(),
                state="shown",
                shown_at=thing.at,
                uncounted_since=thing.at,
                author="Бермет",
                stars=self.chance.randint(3, 5),
                text="Жакшы",
            )


def _shown(picture: media.StoredPicture) -> dict[str, Any]:
    return {
        "key": picture.key,
        "width": picture.width,
        "height": picture.height,
        "colour": picture.colour,
        "files": [list(file) for file in picture.files],
    }


def after_bulk(*, index: bool = True) -> dict[str, float]:
    """Bring up what is kept beside the rows; return the seconds each part took."""
    parts: dict[str, Callable[[], object]] = {
        "cards": cards.repair,
        "counts": counts.recount,
        "ratings": ratings.recount,
        "statistics": _analyze,
    }
    if index:
        parts["search index"] = search.rebuild
    taken = {}
    for name, part in parts.items():
        begin = time.perf_counter()
        part()
        taken[name] = time.perf_counter() - begin
    return taken


@use_case
def _analyze() -> None:
    db.session.execute(text("ANALYZE"))


def fill(app: Flask, size: int, source: Path | None, *, index: bool = True) -> str:
    """Migrate and fill an empty database; return what it took, in words."""
    with app.app_context():
        upgrade(directory=str(app.extensions["migrate"].directory))
        if db.session.scalar(select(func.count()).select_from(Listing)):
            raise SystemExit("there are things in this database already")
        begin = time.perf_counter()
        filler = Filler(read(source) if source else made(size), size)
        filler.ground()
        filler.things()
        rows = time.perf_counter() - begin
        taken = {"rows": rows, **after_bulk(index=index)}
    parts = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in taken.items())
    return f"{size} things: {parts}"


def main() -> None:
    """Fill the database of the environment."""
    from marketplace import create_app

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int)
    parser.add_argument("--source", type=Path, help="the catalogue the peers sell")
    parser.add_argument("--no-index", action="store_true")
    options = parser.parse_args()
    app = create_app()
    print(fill(app, options.size, options.source, index=not options.no_index))


if __name__ == "__main__":
    main()
