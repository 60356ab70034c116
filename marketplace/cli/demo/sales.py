"""A past of sales for the demo: orders in several states, and what buyers said."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from flask_babel import force_locale
from sqlalchemy import or_, select

from marketplace import clock
from marketplace.catalog.models import Listing, Review, Variant
from marketplace.catalog.rules import Mode
from marketplace.catalog.services import ratings
from marketplace.catalog.services import reviews as kept
from marketplace.cli.demo.reviews import ANSWER, REVIEWS, DemoReview
from marketplace.extensions import db
from marketplace.i18n import regional
from marketplace.infra.payments import sandbox
from marketplace.orders.models import Order, OrderLine, Payment
from marketplace.orders.rules.talk import Buyer
from marketplace.orders.services import basket, checkout, fulfil, payments, reviews
from marketplace.profiles.models import Shop

BUYERS = ("Айпери", "Jonas", "Светлана", "Нурбек", "Marta", "Гүлзат", "Ольга", "Тимур")
ENDS = ("completed", "completed", "completed", "handed_over", "ready", "paid", "unpaid")


def sell(count: int = 42) -> None:
    """Let buyers buy: `count` purchases over the last weeks, the same every time."""
    chance = Random(7)  # noqa: S311 - a story, not a secret
    first, *variants = _choices()
    chance.shuffle(variants)
    variants.append(first)  # of Aigul: sold long enough ago to be reviewed for all
    words = iter(REVIEWS)
    for number in range(count):
        age = timedelta(days=(count - number) * 45 / count)
        with clock.pretend(clock.now() - age), force_locale(regional("ru")):
            chosen = [variants.pop() for _ in range(1 + number % 2)]
            end = "unpaid" if number == count - 1 else ENDS[number % (len(ENDS) - 1)]
            _purchase(number, chosen, end, words)
    kept.open_due()
    ratings.recount()
    _answer()


def _choices() -> list[uuid.UUID]:
    """Return what may be bought, of Aigul's things all: her pages have a story."""
    rows = db.session.execute(
        select(Variant.id, Variant.stock, Shop.slug)
        .join(Listing, Listing.id == Variant.listing_id)
        .join(Shop, Shop.id == Listing.shop_id)
        .where(
            Listing.state == "published",
            Listing.kind == "product",
            or_(Variant.stock > 0, Variant.mode == Mode.MADE_TO_ORDER),
        )
        .order_by(Listing.published_at, Listing.id, Variant.position)
    ).all()
    hers = [
        row.id
        for row in rows[::2]
        if row.slug == "aygul"
        for _ in range(min(row.stock, 2))
    ]
    return hers + [row.id for row in rows[-60:] if row.slug != "aygul"]


def _purchase(
    number: int, variants: list[uuid.UUID], end: str, words: Iterator[DemoReview]
) -> None:
    token = None
    for variant_id in variants:
        token = basket.add(token, variant_id)
    name = BUYERS[number % len(BUYERS)]
    buyer = Buyer(name, f"+996 555 02 {number:04d}", "ru", "Бишкек, 720001")
    purchase = checkout.place(
        token,
        buyer,
        {},
        submit_key=f"demo-{number:012d}",
        provider="sandbox",
    )
    purchase_id = purchase.id
    payments.begin(purchase_id)
    if end != "unpaid":
        _pay(purchase_id)
        _go_on(purchase_id, end, words, name)


def _pay(purchase_id: uuid.UUID) -> None:
    payment = db.session.scalars(
        select(Payment).where(Payment.purchase_id == purchase_id)
    ).one()
    payment_id, reference = payment.id, str(payment.reference)
    sandbox.decide(reference, "paid")
    payments.sync(payment_id)


def _go_on(
    purchase_id: uuid.UUID, end: str, words: Iterator[DemoReview], name: str
) -> None:
    rows = db.session.execute(
        select(Order.id, Order.shop_id, Shop.person_id)
        .join(Shop, Shop.id == Order.shop_id)
        .where(Order.purchase_id == purchase_id)
    ).all()
    for order_id, shop_id, person_id in rows:
        _accept(order_id, shop_id, person_id)
        if end == "ready":
            fulfil.make_ready(fulfil.Keeper(shop_id), order_id, by=person_id)
        if end in {"handed_over", "completed"}:
            fulfil.hand_over(fulfil.Keeper(shop_id), order_id, by=person_id)
        if end == "completed":
            fulfil.confirm(purchase_id, order_id)
            _review(purchase_id, order_id, words, name)


def _accept(order_id: uuid.UUID, shop_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Accept what is made to order, for the day it was promised."""
    order = db.session.get_one(Order, order_id)
    if order.state == "awaiting_acceptance":
        day = order.ready_on or clock.today()
        fulfil.accept(fulfil.Keeper(shop_id), order_id, day, by=person_id)


def _review(
    purchase_id: uuid.UUID, order_id: uuid.UUID, words: Iterator[DemoReview], name: str
) -> None:
    review = next(words, None)
    if review is None or review.kind != "product":
        return
    line_id = db.session.scalars(
        select(OrderLine.id).where(OrderLine.order_id == order_id).limit(1)
    ).one()
    reviews.write(
        purchase_id, line_id, stars=review.stars, text=review.text, author=name
    )


def _answer() -> None:
    """Have Aigul thank for the first of her reviews."""
    found = db.session.execute(
        select(Review.id, Shop.id, Shop.person_id)
        .join(Shop, Shop.id == Review.shop_id)
        .where(Shop.slug == "aygul", Review.state == "shown")
        .order_by(Review.shown_at)
        .limit(1)
    ).first()
    if found is not None:
        review_id, shop_id, person_id = found
        kept.answer(shop_id, review_id, ANSWER, by=person_id)
