"""A past of money for the demo: payouts, a transfer that waits, a complaint."""

import uuid
from datetime import timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.money import Money
from marketplace.orders.models import Order, Payout
from marketplace.orders.services import cases, payouts, transfers
from marketplace.orders.services.transfers import Statement
from marketplace.profiles.models import Lab, Person, Shop

WEEK = timedelta(days=7)


def move_money() -> None:
    """Pay the makers of Osh out once, leave some things to decide."""
    lab_id = db.session.scalars(select(Lab.id).where(Lab.slug == "osh")).one()
    labs, by = frozenset({lab_id}), _person("cholpon@demo.test")
    with clock.pretend(clock.now() - WEEK * 3):
        for shop_id, person_id in _shops(lab_id):
            payouts.set_details(shop_id, "wallet", "O! 0700 00 00 00", by=person_id)
    with clock.pretend(clock.now() - WEEK):
        _pay_out(labs, lab_id, by)
    line = Statement(clock.today(), Money(120_000), "Шырдак үчүн", "Айпери")
    transfers.enter(labs, lab_id, line, by=by)
    _complain(lab_id)


def _pay_out(labs: frozenset[uuid.UUID], lab_id: uuid.UUID, by: uuid.UUID) -> None:
    second = _person("meerim@demo.test")
    run_id = payouts.draw_up(labs, lab_id, by=by).id
    payouts.approve(labs, run_id, by=second)
    for at, payout_id in enumerate(
        db.session.scalars(select(Payout.id).where(Payout.run_id == run_id)).all()
    ):
        payouts.paid(labs, payout_id, by=second, proof=f"2026-{1000 + at}")


@use_case
def _complain(lab_id: uuid.UUID) -> None:
    """Let one buyer say that something is wrong with what she has."""
    found = db.session.execute(
        select(Order.purchase_id, Order.id)
        .where(Order.lab_id == lab_id, Order.state == "collected")
        .order_by(Order.created_at.desc())
        .limit(1)
    ).first()
    if found is not None:
        text = "Бир чети ажырап калыптыр."
        cases.open_one(found.purchase_id, found.id, "damaged", text)


def _shops(lab_id: uuid.UUID) -> list[tuple[uuid.UUID, uuid.UUID]]:
    rows = db.session.execute(
        select(Shop.id, Shop.person_id).where(Shop.lab_id == lab_id)
    )
    return [(shop_id, person_id) for shop_id, person_id in rows]


def _person(email: str) -> uuid.UUID:
    return db.session.scalars(select(Person.id).where(Person.email == email)).one()
