"""The cast. Everybody knows them, so a test says only what is special.

Aigul sells at Osh, Bermet buys, Cholpon coordinates Osh, Dinara coordinates Jalal-Abad,
Elnura is a stranger with an account, Farida sells at Jalal-Abad, Gulnara is admin.
Indira has applied at Osh, Jamilya sold there and is suspended, Kanykei is a mentor,
Lira keeps Osh's money, Meerim is its second coordinator, Nazira leads the network.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO

from marketplace import clock
from marketplace.catalog.models import Listing, ListingRevision, Review
from marketplace.catalog.queries import content_of, pending_change
from marketplace.catalog.rules import (
    Content,
    Extra,
    Mode,
    Option,
    Package,
    Question,
    VariantPart,
    simple,
)
from marketplace.catalog.services import (
    categories,
    files,
    listings,
    looking,
    reviews,
)
from marketplace.catalog.services import starting as catalogue
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.media import StoredPicture
from marketplace.money import Money
from marketplace.permissions import Role
from marketplace.profiles.models import Application, Lab, Person, Shop
from marketplace.profiles.services import (
    applications,
    deciding,
    labs,
    notices,
    secrets,
    shops,
    staff,
    starting,
    two_step,
)
from marketplace.profiles.services.applications import Answers
from marketplace.profiles.services.deciding import Decision, Verdict
from marketplace.profiles.services.labs import LabFacts

# What the media storage would return for a photo of an application.
PICTURE = StoredPicture(
    key="p/aa/picture",
    recipe=1,
    width=600,
    height=400,
    colour="#aa0000",
    placeholder=b"",
    files=((360, "webp", 10), (360, "jpg", 10)),
)
__all__ = [
    "Extra",
    "Mode",
    "Option",
    "VariantPart",
]  # for who writes contents of her own
PASSWORD = "three quiet yaks"
NAMES = ("aigul", "bermet", "cholpon", "dinara", "elnura", "farida", "gulnara")
NAMES += ("indira", "jamilya", "kanykei", "lira", "meerim", "nazira")


@use_case
def write_cast() -> None:
    """Write Labs, categories and the cast into an empty database."""
    starting.fill()
    osh = _lab("osh", "Ош", "Osh", 1000, 15_000)
    jalal = _lab("jalal-abad", "Жалал-Абад", "Jalal-Abad", 500, 20_000)
    _categories()
    catalogue.fill()
    hashed = secrets.hashed(PASSWORD)
    for name in NAMES:
        db.session.add(
            Person(
                name=name.capitalize(),
                email=f"{name}@lab.test",
                password_hash=hashed,
                language="ky",
            )
        )
    db.session.flush()
    for name in NAMES:  # tests run at any hour: no quiet ones unless a test says so
        notices.wish(person(name).id, {}, 0, 0)
    staff.grant(person("cholpon").id, Role.COORDINATOR, osh.id)
    staff.grant(person("dinara").id, Role.COORDINATOR, jalal.id)
    staff.grant(person("gulnara").id, Role.ADMIN)
    staff.grant(person("kanykei").id, Role.MENTOR, osh.id)
    staff.grant(person("lira").id, Role.FINANCE, osh.id)
    staff.grant(person("meerim").id, Role.COORDINATOR, osh.id)
    staff.grant(person("nazira").id, Role.NETWORK_LEAD)
    _shop("aigul", "Ак кийиз", osh.id)
    _shop("farida", "Тумар", jalal.id)
    _shop("jamilya", "Саймачы", osh.id)
    jamilya = seller("jamilya")
    shops.suspend(jamilya.shop_id, by=person("cholpon").id, reason="Сүйлөшөлү")
    apply("indira", alias="Ай")


def _categories() -> None:
    """Write a small tree, unless the database was made with the one of a new site."""
    if category("felt") is not None:
        return
    felt = categories.add(slug="felt", names=_names("Кийиз", "Войлок", "Felt")).id
    art = _names("Дизайн", "Дизайн", "Design")
    art_id = categories.add(slug="art", names=art, kind="service").id
    for slug, names, parent, kind in (
        ("shyrdak", _names("Шырдак", "Шырдаки", "Shyrdaks"), felt, "product"),
        ("slippers", _names("Тапочка", "Тапочки", "Slippers"), felt, "product"),
        ("design", _names("Логотип", "Логотипы", "Logos"), art_id, "service"),
    ):
        categories.add(slug=slug, names=names, parent_id=parent, kind=kind)


def _names(ky: str, ru: str, en: str) -> dict[str, str]:
    return {"ky": ky, "ru": ru, "en": en}


def _lab(slug: str, ky: str, en: str, fee_bps: int, delivery_minor: int) -> Lab:
    texts = {
        locale: {
            "name": f"{name} Lab",
            "region": name,
            "address": f"{name}, 1",
            "hours": "10–18",
            "about": name,
        }
        for locale, name in {"ky": ky, "ru": ky, "en": en}.items()
    }
    facts = LabFacts(fee_bps=fee_bps, delivery_minor=delivery_minor)
    return labs.add(slug=slug, texts=texts, facts=facts)


def _shop(name: str, alias: str, lab_id: uuid.UUID) -> None:
    application = apply(name, alias=alias, lab_id=lab_id)
    decide(application.id, "approve", by="gulnara", wait=timedelta(0))


@use_case
def apply(
    name: str,
    *,
    alias: str = "Жаз",
    lab_id: uuid.UUID | None = None,
    craft: str = "тигүү",
    about: str = "Көйнөк тигем.",
) -> Application:
    """Let somebody apply, with everything her Lab asks."""
    her = person(name).id
    answers = Answers(lab_id or lab().id, alias, craft, about)
    application = applications.save(her, answers)
    for item in applications.items_of(application):
        if item.kind == "upload":
            applications.keep_file(her, item.id, PICTURE)
        elif item.kind != "check":
            applications.answer(her, item.id, "yes")
    return applications.send(her)


def checks(application_id: uuid.UUID) -> dict[uuid.UUID, Verdict]:
    """Return what a coordinator ticks: everything is in order."""
    application = db.session.get_one(Application, application_id)
    return {item.id: Verdict("accept") for item in applications.items_of(application)}


def decide(
    application_id: uuid.UUID, what: str, *, by: str, note: str = "Жакшы", **more
) -> Application:
    """Answer an application as one of the cast."""
    verdicts = checks(application_id) if what == "approve" else {}
    decision = Decision(what, note, verdicts=verdicts)
    return deciding.decide(application_id, decision, by=person(by).id, **more)


@dataclass(frozen=True)
class Seller:
    """A seller's ids."""

    person_id: uuid.UUID
    shop_id: uuid.UUID


def set_up_code(name: str) -> None:
    """Give a member of staff a code app, so that she can sign in by the form.

    A while ago: a code works once, and the one of now is for signing in.
    """
    with clock.pretend(clock.now() - timedelta(minutes=5)):
        two_step.begin(person(name).id)
        two_step.finish(person(name).id, two_step.current_code(person(name).id))


def person(name: str) -> Person:
    """Return one of the cast."""
    return db.session.query(Person).filter_by(email=f"{name}@lab.test").one()


def person_id(name: str) -> uuid.UUID:
    """Return the id of one of the cast."""
    return person(name).id


def seller(name: str = "aigul") -> Seller:
    """Return the ids of a seller of the cast."""
    shop = db.session.query(Shop).filter_by(person_id=person(name).id).one()
    return Seller(shop.person_id, shop.id)


def shop(name: str) -> Shop:
    """Return somebody's shop."""
    return db.session.get_one(Shop, seller(name).shop_id)


def lab(slug: str = "osh") -> Lab:
    """Return a Lab."""
    return db.session.query(Lab).filter_by(slug=slug).one()


def draft(
    title: str = "Кызыл шырдак", som: int = 1500, stock: int = 3, **more
) -> Content:
    """Write what she would write about a thing."""
    texts = more.pop("texts", {"ky": (title, "Колдон жасалган, таза жүн.")})
    one = simple(category("shyrdak"), Money(som * 100), stock, texts)
    return replace(one, **more)


def file(
    data: bytes = b"%PDF-1.7 pattern",
    named: str = "Үлгү.pdf",
    *,
    of: str = "aigul",
    **more,
) -> Content:
    """Have her send a file and write what she would write about it."""
    key, name = files.take_in(seller(of).shop_id, BytesIO(data), named)
    unit = VariantPart((), 30_000, mode=Mode.DIGITAL, file_key=key, file_name=name)
    return draft(variants=(unit,), **{"title": "Үлгү", **more})


def service(title: str = "Логотип", som: int = 2000, questions=(), **more) -> Content:
    """Write what she would write about a service; a question may be its text alone."""
    return Content(
        category_id=category("design"),
        texts={"ky": (title, "Үч вариант.")},
        packages=(Package("Негизги", "Бир логотип", som * 100, 5),),
        questions=tuple(map(Question.read, questions)),
        place="remote",
        **more,
    )


def category(slug: str) -> uuid.UUID:
    """Return the id of a category."""
    from marketplace.catalog.models import Category

    return db.session.query(Category.id).filter_by(slug=slug).scalar()


@use_case
def handed_in(name: str = "aigul", content: Content | None = None, **more) -> Listing:
    """Have her write something and hand it in."""
    her = seller(name)
    content = content or draft(**more)
    listing = listings.create(her.shop_id, content, by=her.person_id)
    return listings.submit(her.shop_id, listing.id, by=her.person_id)


@use_case
def on_sale(name: str = "aigul", content: Content | None = None, **more) -> Listing:
    """Put something of hers on sale."""
    listing = handed_in(name, content, **more)
    return looking.decide(listing.id, "publish", by=person_id("gulnara"), note="")


@use_case
def changed(listing: Listing, title: str = "Жаңы аты") -> ListingRevision:
    """Have its seller change the name of something on sale; return what waits."""
    shop = db.session.get_one(Shop, listing.shop_id)
    content = replace(content_of(listing.id), texts={"ky": (title, "Сөз")})
    listings.save(shop.id, listing.id, content, by=shop.person_id)
    return pending_change(listing.id)


def reviewed(
    listing: Listing, stars: int = 5, text: str = "Жылуу!", *, waits: int = 0
) -> Review:
    """Have somebody say how a thing is; others read it in so many days."""
    return reviews.add(
        listing_id=listing.id,
        order_line_id=uuid.uuid4(),
        author="Б.",
        stars=stars,
        text=text,
        shown_at=clock.now() + timedelta(days=waits),
    )


def variant_of(listing_id: uuid.UUID) -> uuid.UUID:
    """Return what can be bought of a listing."""
    from marketplace.catalog.models import Variant

    return db.session.query(Variant.id).filter_by(listing_id=listing_id).scalar()
