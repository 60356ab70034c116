"""Fill an empty database with the demo, by the same use cases everybody uses."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from itertools import islice
from random import Random

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Category
from marketplace.catalog.rules import Content
from marketplace.catalog.services import counts, listings, looking, photos, search
from marketplace.catalog.services import starting as catalogue
from marketplace.cli.demo import collections, shipping
from marketplace.cli.demo.categories import CATEGORIES
from marketplace.cli.demo.contents import demo_product, demo_service
from marketplace.cli.demo.labs import LABS, DemoLab
from marketplace.cli.demo.listings import DemoListing
from marketplace.cli.demo.listings import listings as demo_listings
from marketplace.cli.demo.money import move_money
from marketplace.cli.demo.pictures import Seed, looks, stored
from marketplace.cli.demo.residents import DemoResident, residents
from marketplace.cli.demo.sales import sell
from marketplace.cli.demo.works import work
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import queue
from marketplace.infra.media import StoredPicture
from marketplace.permissions import Role
from marketplace.profiles.models import Application, Lab, Shop, Technique
from marketplace.profiles.services import (
    accounts,
    applications,
    deciding,
    labs,
    shops,
    staff,
    starting,
    taxes,
    two_step,
)
from marketplace.profiles.services.applications import Answers
from marketplace.profiles.services.deciding import Decision, Verdict
from marketplace.profiles.services.labs import LabFacts

PASSWORD = "kalpak 7 too suusu"  # noqa: S105
HISTORY = timedelta(days=60)
THINGS_LOOKED_AT = 250  # of the later ones, each fourth still waits
WAITING_PEOPLE = 3
SHOWN_TO_LABS = 8  # photos that applications come with
ON_PATENT, PATENT = "tumar", timedelta(days=300)  # she sends nothing abroad
DELIVERY = (15_000, 18_000, 20_000, 17_000, 16_000, 19_000)  # tyiyn, by Lab
ACCOUNT = "MBank 0555 00 00 00\nДемо лаборатория"  # nobody's
# Who may sign in, with what: name, contact, role, Lab.
STAFF = (
    ("Чолпон", "cholpon@demo.test", Role.COORDINATOR, "osh"),
    ("Мээрим", "meerim@demo.test", Role.FINANCE, "osh"),
    ("Динара", "dinara@demo.test", Role.COORDINATOR, "jalal-abad"),
    ("Гүлмира", "admin@demo.test", Role.ADMIN, None),
)
NAMES = {item.slug: item.name.ky for item in CATEGORIES}
SELLER, BUYER, STRANGER = "aigul@demo.test", "bermet@demo.test", "elnura@demo.test"


def is_empty() -> bool:
    """Whether there is no Lab yet."""
    return db.session.scalar(select(Lab.id).limit(1)) is None


def fill() -> None:
    """Write Labs, people, things, and a past of sales."""
    wanted = demo_listings()
    Random(3).shuffle(wanted)  # noqa: S311 - so that «new» shows many makers
    drawn = stored(wanted, adapters().storage)
    by = _write(wanted, drawn)
    sell()
    work()
    move_money()
    collections.choose(by)
    counts.recount()
    search.rebuild()
    queue.discard("catalog.index")  # the rebuild has done them all


@use_case
def _write(wanted: list[DemoListing], drawn: Mapping[Seed, StoredPicture]) -> uuid.UUID:
    """Everything up to the first sale, in one transaction: all of it or nothing.

    Returns who decides in this story.
    """
    start = clock.now() - HISTORY
    pictures = [drawn[seed] for seed in islice(drawn, SHOWN_TO_LABS)]
    starting.fill()
    catalogue.fill()
    shipping.exchange()
    with clock.pretend(start):
        lab_ids = {lab.slug: _lab(lab, at) for at, lab in enumerate(LABS)}
        section_ids = _categories()
        staff = _staff(lab_ids)
        for lab_id in lab_ids.values():
            labs.change_account(lab_id, ACCOUNT, by=staff)
        makers = residents()
        shop_ids = {
            maker.login: _shop(maker, at, lab_ids, staff, pictures[at % len(pictures)])
            for at, maker in enumerate(makers[:-WAITING_PEOPLE])
        }
        taxes.change(shop_ids[ON_PATENT], "patent", "", clock.today() + PATENT)
    step = HISTORY / (len(wanted) + 1)
    for at, item in enumerate(wanted):
        with clock.pretend(start + step * (at + 1)):
            if item.resident in shop_ids:
                shop_id = shop_ids[item.resident]
                _thing(item, at, shop_id, section_ids[item.category], drawn, staff)
    for at, maker in enumerate(makers[-WAITING_PEOPLE:]):
        with clock.pretend(clock.now() - timedelta(days=at, hours=5)):
            _apply(maker, 100 + at, lab_ids["osh"], pictures[at])
    return staff


def _lab(lab: DemoLab, at: int) -> uuid.UUID:
    texts = {
        locale: {
            "name": getattr(lab.name, locale),
            "region": getattr(lab.region, locale),
            "address": getattr(lab.address, locale),
            "hours": getattr(lab.hours, locale),
            "about": getattr(lab.about, locale),
        }
        for locale in ("ky", "ru", "en")
    }
    facts = LabFacts(
        phone=lab.phone,
        languages=("ky", "ru", "uz") if at < 3 else ("ky", "ru"),
        fee_bps=lab.fee_bps,
        delivery_minor=DELIVERY[at % len(DELIVERY)],
        payment_channels=("cash", "transfer", "cod"),
    )
    lab_id = labs.add(slug=lab.slug, texts=texts, facts=facts).id
    shipping.price(lab_id, facts.delivery_minor)
    return lab_id


def _categories() -> dict[str, uuid.UUID]:
    rows = db.session.execute(select(Category.slug, Category.id))
    return {row.slug: row.id for row in rows}


def _staff(lab_ids: dict[str, uuid.UUID]) -> uuid.UUID:
    """Open the accounts of the cast; return who decides in this story."""
    _person("Бермет", BUYER, "ky")
    _person("Элнура", STRANGER, "ky")
    opened = []
    for name, contact, role, lab in STAFF:
        opened.append(_person(name, contact, "ru"))
        staff.grant(opened[-1], role, lab_ids[lab] if lab else None)
        two_step.begin(opened[-1])
        two_step.finish(opened[-1], two_step.current_code(opened[-1]))
    return opened[-1]


def _person(name: str, contact: str, language: str) -> uuid.UUID:
    return accounts.sign_up(
        name=name, contact=contact, password=PASSWORD, language=language
    ).id


def _apply(
    maker: DemoResident, at: int, lab_id: uuid.UUID, picture: StoredPicture
) -> uuid.UUID:
    contact = SELLER if at == 0 else f"+996 555 01 {at:04d}"
    person_id = _person(maker.name, contact, "ky")
    answers = Answers(
        lab_id=lab_id,
        alias=maker.alias,
        craft=", ".join(NAMES[slug] for slug in maker.techniques[:3]),
        about=maker.story.ky,
    )
    application = applications.save(person_id, answers)
    for item in applications.items_of(application):
        if item.kind == "upload":
            applications.keep_file(person_id, item.id, picture)
        elif item.required and item.kind != "check":
            applications.answer(person_id, item.id, "yes")
    return applications.send(person_id).id


def _shop(
    maker: DemoResident,
    at: int,
    lab_ids: dict[str, uuid.UUID],
    staff: uuid.UUID,
    picture: StoredPicture,
) -> uuid.UUID:
    application_id = _apply(maker, at, lab_ids[maker.lab], picture)
    application = db.session.get_one(Application, application_id)
    asked = applications.items_of(application)
    fine = {item.id: Verdict("accept") for item in asked}
    decision = Decision("approve", "Жакшы иш. Кош келиңиз!", verdicts=fine)
    deciding.decide(application_id, decision, by=staff, wait=timedelta(0))
    shop_id = db.session.scalars(
        select(Shop.id).where(Shop.person_id == application.person_id)
    ).one()
    shops.change(shop_id, maker.alias, maker.story._asdict(), _skills(maker))
    return shop_id


# Which techniques the makers of a craft have.
SKILLS = {
    "felt": ("shyrdak", "ala-kiyiz", "wet-felt"),
    "sewing": ("sewing", "embroidery"),
    "home": ("kurak", "sewing", "weaving"),
    "bags": ("wet-felt", "embroidery", "jewellery"),
    "toys": ("dry-felt", "knitting"),
    "paper": ("printing", "design"),
    "design": ("design",),
    "words": ("smm",),
    "teaching": ("teaching",),
    "digital": ("design", "teaching"),
}


def _skills(maker: DemoResident) -> list[uuid.UUID]:
    wanted = SKILLS[maker.craft]
    rows = db.session.scalars(select(Technique.id).where(Technique.slug.in_(wanted)))
    return list(rows)


def _thing(
    item: DemoListing,
    at: int,
    shop_id: uuid.UUID,
    category_id: uuid.UUID,
    drawn: Mapping[Seed, StoredPicture],
    staff: uuid.UUID,
) -> None:
    her = db.session.get_one(Shop, shop_id).person_id
    listing = listings.create(shop_id, _content(item, category_id, at), by=her)
    pictures = [photos.remember(shop_id, drawn[seed]).id for seed in looks(item, at)]
    photos.attach(listing.id, shop_id, pictures, next(iter(item.titles.values())))
    listings.submit(shop_id, listing.id, by=her)
    if at % 4 or at < THINGS_LOOKED_AT:
        looking.decide(listing.id, "publish", by=staff, note="")


def _content(item: DemoListing, category_id: uuid.UUID, at: int) -> Content:
    texts = {
        locale: (title, item.descriptions[locale])
        for locale, title in item.titles.items()
    }
    if item.kind == "service":
        return demo_service(item, category_id, texts)
    return demo_product(item, category_id, texts, at)
