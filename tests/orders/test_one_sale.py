"""One sale, by use cases: from two shops to a released balance."""

import pytest
from sqlalchemy import select

from marketplace import ledger
from marketplace.catalog.models import Variant
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.infra.payments import sandbox
from marketplace.orders import queries
from marketplace.orders.models import Order, Payment, Purchase
from marketplace.orders.services import basket, checkout, fulfil, payments
from tests import people


def bought(*listings, contact="bermet@lab.test", deliveries=None, key="k" * 20, **more):
    """Put things into a basket and check out; return the purchase's id."""
    token = None
    for listing in listings:
        token = basket.add(
            token, people.variant_of(listing.id), more.get("quantity", 1)
        )
    buyer = checkout.Buyer("Bermet", contact, "ky", more.get("address", ""))
    return checkout.place(
        token, buyer, deliveries or {}, submit_key=key, provider="sandbox"
    ).id


def pay(purchase_id, outcome="paid"):
    """Go to the sandbox, press a button, come back."""
    payments.begin(purchase_id)
    payment = db.session.scalars(
        select(Payment).where(
            Payment.purchase_id == purchase_id, Payment.state == "open"
        )
    ).one()
    payment_id, reference = payment.id, payment.reference
    sandbox.decide(reference, outcome)
    return payments.sync(payment_id)


def orders_of(purchase_id):
    return db.session.scalars(
        select(Order).where(Order.purchase_id == purchase_id).order_by(Order.position)
    ).all()


def test_a_sale_over_two_shops_moves_the_money_to_each(app) -> None:
    purchase_id = bought(people.on_sale(som=1500), people.on_sale("farida", som=800))
    assert pay(purchase_id) == "paid"
    mine, hers = orders_of(purchase_id)
    assert (mine.state, mine.fee_minor, hers.fee_minor) == ("in_progress", 15000, 4000)
    assert ledger.balance(f"held:{mine.id}").minor == -150000

    aigul = people.seller()
    fulfil.hand_over(fulfil.Keeper(aigul.shop_id), mine.id, by=aigul.person_id)
    fulfil.confirm(purchase_id, mine.id)

    assert ledger.balance(f"held:{mine.id}").minor == 0
    assert ledger.balance(f"payable:{aigul.shop_id}").minor == -135000
    assert ledger.balance(f"income:fee:{people.lab().id}").minor == -15000
    assert ledger.balance(f"held:{hers.id}").minor == -80000, "hers is still held"
    assert ledger.problems() == []
    money = queries.money_of(aigul.shop_id)
    assert (money.payable.minor, money.held.minor) == (135000, 0)


def test_delivery_is_hers_and_carries_no_fee(app) -> None:
    aigul = people.seller()
    purchase_id = bought(
        people.on_sale(som=1000),
        deliveries={aigul.shop_id: "post"},
        address="Bishkek, Chuy 1",
    )
    (order,) = orders_of(purchase_id)
    assert (order.items_minor, order.delivery_minor, order.total_minor) == (
        100000,
        15000,
        115000,
    )
    assert order.fee_minor == 10000


def test_the_post_needs_an_address_and_nothing_is_reserved(app) -> None:
    thing = people.on_sale(stock=1)
    with pytest.raises(Invalid, match="address_needed"):
        bought(thing, deliveries={people.seller().shop_id: "post"})
    assert db.session.scalars(select(Variant.stock)).one() == 1


def test_the_same_form_sent_twice_is_one_purchase(app) -> None:
    thing = people.on_sale(stock=5)
    assert bought(thing) == bought(thing)
    assert len(db.session.scalars(select(Purchase)).all()) == 1


def test_what_is_sold_out_is_said_and_leaves_no_trace(app) -> None:
    rare, plenty = people.on_sale(stock=1), people.on_sale(stock=9, title="Башка")
    bought(rare)
    token = basket.add(None, people.variant_of(plenty.id))
    basket.add(token, people.variant_of(rare.id))
    buyer = checkout.Buyer("Bermet", "0555123456", "ky")
    with pytest.raises(Conflict) as caught:
        checkout.place(token, buyer, {}, submit_key="z" * 20, provider="sandbox")
    assert caught.value.facts["title"] == "Кызыл шырдак"
    assert len(db.session.scalars(select(Order)).all()) == 1
    db.session.expire_all()
    assert sorted(db.session.scalars(select(Variant.stock)).all()) == [0, 9]


def test_a_failed_payment_takes_nothing_and_can_be_tried_again(app) -> None:
    purchase_id = bought(people.on_sale())
    assert pay(purchase_id, "failed") == "failed"
    assert [order.state for order in orders_of(purchase_id)] == ["awaiting_payment"]
    assert pay(purchase_id) == "paid"
    assert [order.state for order in orders_of(purchase_id)] == ["in_progress"]


def test_syncing_a_paid_payment_again_changes_nothing(app) -> None:
    purchase_id = bought(people.on_sale())
    pay(purchase_id)
    payment = db.session.scalars(select(Payment)).one()
    for _ in range(3):
        assert payments.sync(payment.id) == "paid"
    (order,) = orders_of(purchase_id)
    assert ledger.balance(f"held:{order.id}").minor == -order.total_minor


def test_an_abandoned_purchase_expires_and_gives_its_stock_back(app, travel) -> None:
    purchase_id = bought(people.on_sale(stock=2))
    payments.begin(purchase_id)
    travel(minutes=36)
    assert payments.expire() == 1
    assert [order.state for order in orders_of(purchase_id)] == ["expired"]
    assert db.session.scalars(select(Variant.stock)).one() == 2


def test_money_that_came_in_the_last_moment_is_kept_not_lost(app, travel) -> None:
    purchase_id = bought(people.on_sale(stock=2))
    payments.begin(purchase_id)
    sandbox.decide(db.session.scalars(select(Payment.reference)).one(), "paid")
    travel(minutes=36)
    payments.expire()
    assert [order.state for order in orders_of(purchase_id)] == ["in_progress"]


def test_a_stranger_cannot_touch_anothers_order(app) -> None:
    purchase_id = bought(people.on_sale())
    pay(purchase_id)
    (order,) = orders_of(purchase_id)
    farida = people.seller("farida")
    with pytest.raises(NotFound):
        fulfil.hand_over(fulfil.Keeper(farida.shop_id), order.id, by=farida.person_id)
    other = bought(people.on_sale(title="Башка"), key="o" * 20)
    with pytest.raises(NotFound):
        fulfil.confirm(other, order.id)


def test_the_buyer_cannot_confirm_what_was_not_handed_over(app) -> None:
    purchase_id = bought(people.on_sale())
    pay(purchase_id)
    (order,) = orders_of(purchase_id)
    with pytest.raises(Conflict, match="moved_on"):
        fulfil.confirm(purchase_id, order.id)
    assert ledger.balance(f"held:{order.id}").minor == -order.total_minor
