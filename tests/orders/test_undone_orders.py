"""What an order had taken goes back when it is undone, whoever ends it, and once."""

from contextlib import AbstractContextManager
from datetime import timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Listing, Variant
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.orders.models import Order
from marketplace.orders.services import cases, fulfil, payments
from marketplace.orders.services.cases import Verdict
from tests import people
from tests.orders import deals, shipping
from tests.orders.cards import bought, dispute, same, sync


def stock_of(listing) -> tuple[int, int]:
    found = select(Variant.stock, Variant.in_work).where(Variant.listing_id == listing)
    return tuple(db.session.execute(found).one())


def test_what_a_lost_dispute_ends_goes_back_on_sale(bank) -> None:
    counted, to_make = people.on_sale(stock=2).id, shipping.to_order().id
    for listing in (counted, to_make):
        before = stock_of(listing)
        made = bought(bank, db.session.get_one(Listing, listing))
        dispute(bank, made, "lost")
        assert deals.order(made).state == "cancelled"
        assert stock_of(listing) == before
    same(bank)


def test_what_a_case_ends_before_it_was_sent_goes_back_on_sale(bank) -> None:
    counted, to_make = people.on_sale(stock=2).id, shipping.to_order(days=3).id
    for listing in (counted, to_make):
        before = stock_of(listing)
        made = bought(bank, db.session.get_one(Listing, listing))
        order_id = deals.order(made).id
        keeper, by = deals.hers(), people.seller().person_id
        if deals.order(made).state == "awaiting_acceptance":
            fulfil.accept(keeper, order_id, deals.order(made).ready_on, by=by)
        with _late(order_id):
            case_id = cases.open_one(made, order_id, "late", "Келген жок").id
        verdict = Verdict("refund_full", "Себеби")
        cases.decide(deals.labs(), case_id, verdict, by=people.person_id("cholpon"))
        payments.reconcile()
        assert deals.order(made).state == "cancelled"
        assert stock_of(listing) == before
    same(bank)


def test_what_is_done_again_stands_in_the_queue_once(bank) -> None:
    listing = shipping.to_order().id
    first = bought(bank, db.session.get_one(Listing, listing))
    second = bought(bank, db.session.get_one(Listing, listing))
    keeper, by = deals.hers(), people.seller().person_id
    order_id = deals.order(first).id
    fulfil.accept(keeper, order_id, deals.order(first).ready_on, by=by)
    fulfil.hand_over(keeper, order_id, by=by)
    case_id = cases.open_one(first, order_id, "damaged", "Тешик").id
    verdict = Verdict("redo", "Кайра")
    cases.decide(deals.labs(), case_id, verdict, by=people.person_id("cholpon"))
    assert stock_of(listing)[1] == 2
    fulfil.hand_over(keeper, order_id, by=by)
    assert stock_of(listing)[1] == 1
    assert deals.order(second).state == "awaiting_acceptance"


def _late(order_id) -> AbstractContextManager[None]:
    """Return a block in which the promised day is over."""

    @use_case
    def promise() -> None:
        order = db.session.get_one(Order, order_id)
        order.ready_on = order.ready_on or clock.today()

    promise()
    return clock.pretend(clock.now() + timedelta(days=10))


def test_a_lost_dispute_about_another_sum_takes_it_from_where_it_waits(bank) -> None:
    made = deals.buy(people.on_sale(), way="scripted")
    payment = deals.attempt(made)
    payment_id, reference = payment.id, payment.reference
    bank.pay(reference, deals.som(700))
    sync(made)
    assert deals.has(f"unalloc:{payment_id}") == -70_000
    bank.decide(bank.dispute(reference), "lost")
    sync(made)
    assert deals.has(f"unalloc:{payment_id}") == deals.has("exp:dispute_loss") == 0
    assert deals.order(made).state == "awaiting_payment"
    same(bank)


def test_a_dispute_while_refunds_are_on_their_way_is_divided_all_the_same(bank) -> None:
    made = bought(bank, people.on_sale(som=1000), people.on_sale("farida", som=500))
    bank.away = True
    for one in deals.orders(made):
        fulfil.refuse(
            fulfil.Keeper(one.shop_id), one.id, by=people.seller().person_id, note="-"
        )
    bank.away = False
    name = bank.dispute(deals.attempt(made).reference)
    sync(made)
    bank.decide(name, "lost")
    sync(made)
    payments.reconcile()
    assert [deals.held(one) for one in deals.orders(made)] == [0, 0]
    deals.sound()
