"""Work for the demo: packages in several states, talk, an offer, what is wanted."""

import uuid
from datetime import timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Category, Listing, Package
from marketplace.extensions import db
from marketplace.infra.payments import sandbox
from marketplace.orders.models import Order, Payment, Purchase
from marketplace.orders.rules.quotes import OfferTerms, Part
from marketplace.orders.rules.talk import Buyer
from marketplace.orders.services import (
    commissions,
    fulfil,
    payments,
    quotes,
    threads,
    wanted,
    works,
)
from marketplace.orders.services.fulfil import Keeper
from marketplace.orders.services.threads import Said
from marketplace.orders.services.wanted import Wish
from marketplace.profiles.models import Person, Shop

BERMET = "bermet@demo.test"
GUEST = Buyer("Jonas", "jonas@demo.test", "en")
ENDS = ("completed", "delivered", "in_progress", "needs_brief")
TERMS = OfferTerms(
    "Логотип, визитка жана 9 пост: үч бөлүккө бөлдүм.",
    0,
    0,
    revisions=2,
    parts=(
        Part("Логотип", 350_000, 5),
        Part("Визитка", 80_000, 2),
        Part("9 пост", 450_000, 7),
    ),
)


def work() -> None:
    """Let buyers order work, ask and look for things."""
    bermet = db.session.scalars(select(Person).where(Person.email == BERMET)).one()
    buyer = Buyer("Бермет", BERMET, "ky", "Бишкек", bermet.id)
    for number, (package_id, end) in enumerate(zip(_packages(), ENDS, strict=False)):
        with clock.pretend(clock.now() - timedelta(days=9 - 2 * number)):
            _order(package_id, buyer, end, number)
    _talk(buyer)
    _wanted(buyer)


def _packages() -> list[uuid.UUID]:
    """Return one package of each of some services that are done from afar."""
    rows = db.session.execute(
        select(Package.id, Package.listing_id)
        .join(Listing, Listing.id == Package.listing_id)
        .where(Listing.state == "published", Listing.place == "remote")
        .order_by(Listing.published_at, Package.position)
    )
    first = {listing_id: package_id for package_id, listing_id in reversed(rows.all())}
    return list(first.values())[: len(ENDS)]


def _order(package_id: uuid.UUID, buyer: Buyer, end: str, number: int) -> None:
    purchase = commissions.order_package(
        package_id,
        (),
        buyer,
        seen_minor=500_000_000,
        submit_key=f"demo-work-{number:08d}",
        provider="sandbox",
    )
    purchase_id = purchase.id
    payments.begin(purchase_id)
    _pay(purchase_id)
    if end != "needs_brief":
        _go_on(purchase_id, end)


def _pay(purchase_id: uuid.UUID) -> None:
    payment = db.session.scalars(
        select(Payment).where(Payment.purchase_id == purchase_id)
    ).one()
    payment_id = payment.id
    sandbox.decide(str(payment.reference), "paid")
    payments.sync(payment_id)


def _go_on(purchase_id: uuid.UUID, end: str) -> None:
    order_id, shop_id, by = _of(purchase_id)
    day = (clock.today() + timedelta(days=14)).isoformat()
    answers = {"answer-0": "Чайкана үчүн логотип, жылуу түстөр", "answer-1": day}
    works.send_brief(purchase_id, order_id, answers, {})
    if end == "in_progress":
        return
    said = Said("Үч вариант даяр. Кайсынысы жакты?", by=by)
    works.deliver(Keeper(shop_id), order_id, said, by=by)
    if end == "completed":
        fulfil.confirm(purchase_id, order_id)


def _of(purchase_id: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    found = db.session.execute(
        select(Order.id, Order.shop_id, Shop.person_id)
        .join(Shop, Shop.id == Order.shop_id)
        .join(Purchase, Purchase.id == Order.purchase_id)
        .where(Purchase.id == purchase_id)
    ).one()
    return found[0], found[1], found[2]


def _talk(buyer: Buyer) -> None:
    """Ask Aigul something, and somebody what a whole look would cost."""
    aigul = db.session.scalars(select(Shop).where(Shop.slug == "aygul")).one()
    shop_id, person_id = aigul.id, aigul.person_id
    secret = threads.ask(shop_id, GUEST, Said("Do you make it in blue, 70 × 120 cm?"))
    thread_id = threads.by_secret(secret).id
    db.session.rollback()
    said = Said("Ооба, эки жумада даяр болот.", by=person_id)
    threads.say_as_seller(shop_id, thread_id, said)
    quote = quotes.ask(
        shop_id, buyer, Said("Дүкөнүмө логотип, визитка жана инстаграмга постор керек.")
    )
    quotes.offer(shop_id, quote.id, TERMS, by=person_id)


def _wanted(buyer: Buyer) -> None:
    section = db.session.scalars(
        select(Category.id).where(Category.kind == "product").order_by(Category.slug)
    ).first()
    if section is None:
        return
    aigul = db.session.scalars(select(Shop).where(Shop.slug == "aygul")).one()
    shop_id = aigul.id
    wish = Wish(
        section,
        "Кафеге жыйырма жаздык",
        "40 × 40 см, жүндөн, бир түстө. Биринчи жолу он даана да болот.",
        2_000_000,
    )
    row = wanted.post(buyer, wish)
    secret, wanted_id = row.secret, row.id
    asked = wanted.ask(shop_id, wanted_id, "Кайсы түс керек, жуулушу маанилүүбү?")
    wanted.answer(secret, asked.id, "Боз же күрөң. Ооба, жуула турган болсун.")
