"""A world with something behind every address, and the addresses in it."""

from flask import Flask, url_for
from sqlalchemy import select

from marketplace.extensions import db
from marketplace.infra.payments import SandboxPayment
from marketplace.orders.models import Order, Purchase
from marketplace.profiles.services import applications
from marketplace.profiles.services.applications import Answers
from tests import people
from tests.orders.test_one_sale import bought, pay

CAST = ("nobody", "elnura", "bermet", "aigul", "farida", "cholpon", "dinara", "gulnara")


def make_world() -> dict[str, dict[str, object]]:
    """Write one of everything at Osh; return the arguments of each endpoint."""
    live = people.on_sale(title="Кызыл шырдак", stock=9)
    waiting = _waiting()
    answers = Answers(people.lab().id, "Жаз", "тигүү", "Тигем.")
    application = applications.submit(people.person_id("bermet"), answers)
    purchase_id = bought(live)
    pay(purchase_id)
    purchase = db.session.get_one(Purchase, purchase_id)
    order_id = db.session.scalars(select(Order.id)).one()
    secret = {"secret": purchase.secret}
    line = {"line_id": purchase_id}
    mine = {"listing_id": waiting.id}
    return {
        "catalog.category": {"slug": "felt"},
        "catalog.listing": {"slug": live.slug},
        "catalog.shop": {"slug": "ak-kiyiz"},
        "catalog.edit_thing": mine,
        "catalog.edit_thing_post": mine,
        "catalog.switch_thing": mine,
        "coordinator.application": {"application_id": application.id},
        "coordinator.application_post": {"application_id": application.id},
        "coordinator.thing": mine,
        "coordinator.thing_post": mine,
        "orders.my_order": {"order_id": order_id},
        "orders.order_ready": {"order_id": order_id},
        "orders.order_handed_over": {"order_id": order_id},
        "orders.purchase": secret,
        "orders.payment_return": secret,
        "orders.pay": secret,
        "orders.received": {**secret, "order_id": order_id},
        "orders.review": {**secret, **line},
        "orders.sandbox": {"reference": _reference()},
        "orders.sandbox_post": {"reference": _reference()},
        "media.picture": {"name": "aa/none/360.webp"},
        "static": {"filename": "css/app.css"},
    }


def _waiting():
    from marketplace.catalog.services import listings

    her = people.seller()
    listing = listings.create(her.shop_id, people.draft("Көк шырдак"), by=her.person_id)
    return listings.decide(
        listing.id, "ask", by=people.person_id("cholpon"), note="Сүрөт кошуңуз"
    )


def _reference() -> str:
    return db.session.scalars(select(SandboxPayment.reference)).one()


def addresses(app: Flask, world: dict, method: str) -> dict[str, str]:
    """Return endpoint -> address in that world."""
    with app.test_request_context("/en/"):
        return {
            rule.endpoint: url_for(rule.endpoint, **world.get(rule.endpoint, {}))
            for rule in app.url_map.iter_rules()
            if method in (rule.methods or set())
        }
