"""What the book says of whole sales, as tables in stories/ (payments.md §5.4).

WRITE_STORIES=1 make test TESTS=tests/ledger/test_stories.py writes them anew; read the
difference: it is what the change does to people's money.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock, ledger
from marketplace.catalog.models import Variant
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.ledger.models import LedgerEntry
from marketplace.money import Money
from marketplace.orders.models import BankLine, Dispute, Payout
from marketplace.orders.services import (
    cash,
    disputes,
    fulfil,
    payments,
    payouts,
    rates,
    refund_moves,
    refunds,
    transfers,
)
from marketplace.orders.services.transfers import Statement
from tests import people
from tests.fakes.scripted import Scripted
from tests.ledger.story import FOLDER, compare
from tests.orders import deals, shipping
from tests.orders.cards import ask, dispute, draw, pay, sync

STORIES: dict[str, Callable[[Scripted], None]] = {}


def story(tell: Callable[[Scripted], None]) -> Callable[[Scripted], None]:
    """Take a story into the collection by its name."""
    STORIES[tell.__name__] = tell
    return tell


def paid(bank, *listings, **more):
    made = deals.buy(*(listings or [people.on_sale()]), way="scripted", **more)
    pay(bank, made)
    return made


def completed(bank, *listings, **more):
    made = paid(bank, *listings, **more)
    deals.send(made)
    for order in deals.orders(made):
        fulfil.confirm(made, order.id)
    return made


def by(name: str):
    return people.person_id(name)


def line(text: str, som: int) -> None:
    one = Statement(clock.today(), Money(som * 100), text)
    transfers.enter(deals.labs(), people.lab().id, one, by=by("cholpon"))


@story
def card_paid_and_released(bank) -> None:
    completed(bank)


@story
def card_for_two_makers(bank) -> None:
    completed(bank, people.on_sale(), people.on_sale("farida", som=701))


@story
def fee_told_later(bank) -> None:
    bank.late_fees = True
    made = completed(bank)
    bank.settle()
    sync(made)


@story
def transfer_paid_and_released(bank) -> None:
    deals.lab_takes("transfer")
    made = deals.buy(people.on_sale(), way="transfer")
    line(deals.attempt(made).reference, 1500)
    fulfil.confirm(made, deals.send(made))


@story
def cash_at_the_lab(bank) -> None:
    deals.lab_takes("cash")
    made = deals.buy(people.on_sale(), way="cash_lab")
    order = deals.order(made)
    cash.take(deals.of_lab(), order.id, order.pickup_code, by=by("lira"), cash=True)


@story
def cash_counted_with_a_difference(bank) -> None:
    cash_at_the_lab(bank)
    cash.count(
        deals.labs(),
        people.lab().id,
        deals.som(1490),
        deals.som(1000),
        by=by("lira"),
        note="10 сом жок",
    )


@story
def cash_to_the_maker_then_a_sale(bank) -> None:
    deals.lab_takes("cod")
    made = deals.buy(people.on_sale(), way="cod")
    fulfil.confirm(made, deals.send(made))
    completed(bank, people.on_sale(title="Башка"))


@story
def refund_before_the_release(bank) -> None:
    made = paid(bank)
    ask(made, 500)
    payments.reconcile()
    fulfil.confirm(made, deals.send(made))


@story
def refund_after_the_release_in_three(bank) -> None:
    made = completed(bank)
    for som in (333, 333, 834):
        ask(made, som)
    payments.reconcile()


@story
def refund_that_failed_and_was_tried_again(bank) -> None:
    bank.slow_refunds = True
    made = paid(bank)
    refund_id = ask(made, 500).id
    payments.reconcile()
    (name,) = bank.sessions[deals.attempt(made).reference].refunds
    bank.end_refund(name, "failed")
    sync(made)
    bank.slow_refunds = False
    refunds.again(deals.labs(), refund_id, by=by("meerim"))
    payments.reconcile()


@story
def refund_that_failed_after_the_release(bank) -> None:
    made = paid(bank)
    ask(made, 500)
    payments.reconcile()
    fulfil.confirm(made, deals.send(made))
    (name,) = bank.sessions[deals.attempt(made).reference].refunds
    bank.end_refund(name, "failed")
    sync(made)


@story
def dispute_won_before_the_release(bank) -> None:
    made = paid(bank)
    dispute(bank, made, "won")
    fulfil.confirm(made, deals.send(made))


@story
def dispute_lost_before_the_release(bank) -> None:
    dispute(bank, paid(bank), "lost")


@story
def dispute_won_after_the_release(bank) -> None:
    dispute(bank, completed(bank), "won")


@story
def dispute_lost_after_the_release(bank) -> None:
    dispute(bank, completed(bank), "lost")


@story
def dispute_lost_and_the_seller_at_fault(bank) -> None:
    dispute_lost_after_the_release(bank)
    (key,) = db.session.scalars(select(Dispute.id))
    disputes.blame(deals.labs(), key, by=by("cholpon"))
    disputes.blame(deals.labs(), key, by=by("meerim"))


def late(bank):
    """Buy, expire, and pay the page that seemed dead."""
    made = deals.buy(people.on_sale(stock=1), way="scripted")
    with clock.pretend(clock.now() + timedelta(hours=1)):
        payments.expire()
    bank.sessions[deals.attempt(made).reference].status = "open"
    return made


@story
def paid_late_and_still_there(bank) -> None:
    pay(bank, late(bank))


@story
def paid_late_and_sold_to_another(bank) -> None:
    made = late(bank)

    @use_case
    def sell_out() -> None:
        db.session.query(Variant).update({"stock": 0})

    sell_out()
    pay(bank, made)


@story
def paid_twice(bank) -> None:
    made = deals.buy(people.on_sale(), way="scripted")
    first = deals.attempt(made).id
    reference = deals.attempt(made).reference
    bank.decline(reference)
    payments.sync(first)
    payments.begin(made)
    pay(bank, made)
    bank.sessions[reference].status = "open"
    bank.pay(reference)
    payments.sync(first)


@story
def transfer_of_more_allocated_and_the_rest_sent_back(bank) -> None:
    deals.lab_takes("transfer")
    made = deals.buy(people.on_sale(), way="transfer")
    payment_id = deals.attempt(made).id
    line(deals.attempt(made).reference, 1700)
    transfers.allocate(deals.labs(), payment_id, by=by("cholpon"))
    back = transfers.give_back(deals.labs(), payment_id, by=by("cholpon"))
    refund_moves.sent(deals.labs(), back, by=by("meerim"))


@story
def transfer_from_nowhere_and_whose_it_was(bank) -> None:
    deals.lab_takes("transfer")
    made = deals.buy(people.on_sale(), way="transfer")
    payment = deals.attempt(made)
    payment_id, code = payment.id, payment.reference
    line("Шырдак үчүн", 1500)
    (row,) = db.session.scalars(select(BankLine.id))
    transfers.assign(deals.labs(), row, code, by=by("cholpon"))
    transfers.allocate(deals.labs(), payment_id, by=by("cholpon"))


def approved() -> object:
    """Draw a payout up and approve it; return its id."""
    payouts.approve(deals.labs(), draw(), by=by("meerim"))
    return db.session.scalars(select(Payout.id).where(Payout.state == "approved")).one()


def details() -> None:
    her = people.seller()
    payouts.set_details(her.shop_id, "bank", "MBank 0555123456", by=her.person_id)


@story
def payout_paid(bank) -> None:
    completed(bank)
    details()
    payouts.paid(deals.labs(), approved(), by=by("lira"), proof="77")


@story
def payout_that_came_back_and_was_paid_again(bank) -> None:
    completed(bank)
    details()
    payouts.failed(deals.labs(), approved(), by=by("lira"), note="Эсеп туура эмес")
    payouts.paid(deals.labs(), approved(), by=by("lira"), proof="78")


@story
def no_fee(bank) -> None:
    @use_case
    def nothing() -> None:
        people.lab().fee_bps = 0

    nothing()
    completed(bank)


@story
def lab_parcel(bank) -> None:
    shipping.rates()
    made = completed(
        bank,
        shipping.thing(),
        deliveries={people.seller().shop_id: "lab_parcel"},
    )
    ask(made, 1050)
    payments.reconcile()


@story
def dollars_with_a_refund(bank) -> None:
    bank.currencies = ("USD",)
    rates.enter(clock.today(), "USD", "87.4500")
    made = paid(bank)
    ask(made, 500)
    payments.reconcile()
    fulfil.confirm(made, deals.send(made))


@story
def correction_by_a_reversal(bank) -> None:
    line("Кат башка Лабга", 1500)
    (key,) = db.session.scalars(select(LedgerEntry.event_key))
    ledger.reverse(key, f"undo:{key}", "typed at the wrong Lab", by=by("lira"))


@story
def debt_waived(bank) -> None:
    made = completed(bank)
    details()
    payouts.paid(deals.labs(), approved(), by=by("lira"), proof="77")
    ask(made, 1500)
    payments.reconcile()
    shop_id = people.seller().shop_id
    payouts.waive(deals.labs(), shop_id, by=by("cholpon"), note="Тагдыр")


@pytest.mark.parametrize("name", sorted(STORIES))
def test_the_book_tells_the_story(bank, name) -> None:
    STORIES[name](bank)
    deals.sound()
    compare(name)


def test_no_table_is_left_of_a_story_nobody_tells() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(STORIES)
