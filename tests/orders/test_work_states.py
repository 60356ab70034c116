"""Every state × every action × every role: allowed moves happen, all others change nothing.

Of work, of quotes, of changes. `accepted` is passed through and never rested in.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.errors import Conflict, MarketplaceError, NotFound
from marketplace.extensions import db
from marketplace.ledger.models import LedgerPosting
from marketplace.orders import queries, rules
from marketplace.orders.models import Change, Message, Order, Quote, Thread
from marketplace.orders.rules.quotes import OfferTerms
from marketplace.orders.services import (
    beginnings,
    changes,
    fulfil,
    payments,
    quote_ends,
    quotes,
    threads,
    works,
)
from marketplace.orders.services.changes import More
from marketplace.orders.services.fulfil import Keeper
from marketplace.orders.services.threads import Said
from marketplace.profiles.models import Transition
from tests import people
from tests.orders import deals, work

STATES = ("awaiting_payment", "needs_brief", "in_progress", "delivered")
STATES += ("revision_requested", "completed", "cancelled", "expired")
BY = uuid.UUID(int=1)


def order_in(state: str) -> uuid.UUID:
    """Bring a new order into a state by what people do."""
    listing = work.service(name="aigul", capacity=9)
    if state in {"awaiting_payment", "cancelled", "expired"}:
        purchase_id = work.order(listing)
        if state != "awaiting_payment":
            payments.end(purchase_id, {"cancelled": "cancel"}.get(state, "expire"))
        return deals.order(purchase_id).id
    key = work.paid(listing)
    for reached, step in (
        ("needs_brief", work.brief),
        ("in_progress", work.deliver),
        ("delivered", work.revise),
    ):
        if state == reached:
            return key
        if reached == "delivered" and state == "completed":
            return work.accept(key)
        step(key)
    return key


def _her() -> uuid.UUID:
    return people.person_id("aigul")


def _later() -> Any:
    return clock.today() + timedelta(days=60)


Act = Callable[[Order, Keeper, uuid.UUID], Any]
MAKER: dict[str, tuple[Act, set[str]]] = {
    "deliver": (
        lambda one, who, _p: works.deliver(who, one.id, Said("Мына"), by=_her()),
        {"in_progress", "revision_requested"},
    ),
    "resume": (
        lambda one, who, _p: works.resume(who, one.id, by=_her()),
        {"revision_requested"},
    ),
    "postpone": (
        lambda one, who, _p: works.postpone(who, one.id, _later(), "Ооруп", by=_her()),
        {"in_progress", "revision_requested"},
    ),
    "refuse": (
        lambda one, who, _p: fulfil.refuse(who, one.id, by=_her(), note="Болбойт"),
        {"needs_brief", "in_progress", "revision_requested"},
    ),
    "change": (
        lambda one, who, _p: changes.offer(who, one.id, More("Дагы", 100), by=_her()),
        {"needs_brief", "in_progress", "revision_requested", "delivered"},
    ),
    "accept as a parcel": (
        lambda one, who, _p: fulfil.accept(who, one.id, _later(), by=_her()),
        set(),
    ),
    "send as a parcel": (
        lambda one, who, _p: fulfil.hand_over(who, one.id, by=_her()),
        set(),
    ),
    "make ready": (
        lambda one, who, _p: fulfil.make_ready(who, one.id, by=_her()),
        set(),
    ),
}
BUYER: dict[str, tuple[Act, set[str]]] = {
    "brief": (
        lambda one, _w, p: works.send_brief(p, one.id, {"answer-0": "Ай"}, {}),
        {"needs_brief"},
    ),
    "revise": (
        lambda one, _w, p: works.revise(p, one.id, Said("Көгүрөөк")),
        {"delivered"},
    ),
    "accept": (lambda one, _w, p: fulfil.confirm(p, one.id), {"delivered"}),
    "step back": (lambda one, _w, p: fulfil.step_back(p, one.id), {"needs_brief"}),
}


def mark(key: uuid.UUID) -> tuple[Any, ...]:
    """Return everything about an order that a move could change."""
    db.session.rollback()
    one, terms = work.get(key), work.terms(key)
    counts = [
        db.session.scalar(select(func.count()).select_from(model))
        for model in (Transition, LedgerPosting, Message, Change)
    ]
    return (one.state, one.ready_on, one.since, terms.used, terms.revisions, *counts)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", [*MAKER, *BUYER])
def test_work_moves_only_as_its_table_says(app, state, action) -> None:
    act, allowed = {**MAKER, **BUYER}[action]
    key = order_in(state)
    assert work.get(key).state == state
    whose = work.get(key).purchase_id
    before = mark(key)
    if state not in allowed:
        with pytest.raises(MarketplaceError) as error:
            act(work.get(key), deals.hers(), whose)
        assert error.value.status in {404, 409}, error.value.code
        assert mark(key) == before
    else:
        act(work.get(key), deals.hers(), whose)
        after = mark(key)
        assert after != before
        if after[0] != state:  # what moves on cannot be done a second time
            with pytest.raises(MarketplaceError):
                act(work.get(key), deals.hers(), whose)
    deals.sound()


@pytest.mark.parametrize("action", MAKER)
def test_her_lab_has_the_same_steps_and_nobody_else_any(app, action) -> None:
    act, allowed = MAKER[action]
    for state in sorted(allowed)[:1]:
        key = order_in(state)
        whose, before = work.get(key).purchase_id, mark(key)
        for stranger in (deals.hers("farida"), deals.of_lab("jalal-abad"), Keeper()):
            with pytest.raises(NotFound):
                act(work.get(key), stranger, whose)
            assert mark(key) == before
        act(work.get(key), deals.of_lab("osh"), whose)
        assert mark(key) != before


@pytest.mark.parametrize("action", BUYER)
def test_another_buyer_moves_nothing(app, action) -> None:
    act, allowed = BUYER[action]
    key = order_in(min(allowed))
    other = work.get(order_in("needs_brief")).purchase_id
    before = mark(key)
    with pytest.raises(NotFound):
        act(work.get(key), deals.hers(), other)
    assert mark(key) == before


def test_the_tables_name_only_states_they_have() -> None:
    for table in (rules.SERVICE, rules.QUOTE, rules.CHANGE, rules.WANTED):
        for state, moves in table.items():
            assert set(moves.values()) <= set(table), state


TERMS = OfferTerms("Жасайм", 500_000, 10)
QUOTE_STATES = ("requested", "offered", "accepted", "declined", "withdrawn", "expired")


def quote_in(state: str) -> tuple[uuid.UUID, str]:
    """Bring a quote into a state; return its id and the buyer's secret."""
    her = people.seller()
    quote = quotes.ask(her.shop_id, work.BUYER, Said("Беш логотип"))
    key, secret = quote.id, threads.secret_of(quote.thread_id)
    if state in {"offered", "accepted", "expired"}:
        quotes.offer(her.shop_id, key, TERMS, by=her.person_id)
    if state == "accepted":
        _accept(key, secret)
    elif state == "declined":
        quote_ends.decline(her.shop_id, key, "Болбойт", by=her.person_id)
    elif state == "withdrawn":
        quote_ends.withdraw(secret, key)
    elif state == "expired":
        quote_ends.lapse(key, at=clock.now() + timedelta(days=8))
    return key, secret


def _accept(key: uuid.UUID, secret: str) -> Any:
    return quotes.accept(
        secret,
        key,
        1,
        address="",
        submit_key=uuid.uuid4().hex,
        provider="sandbox",
    )


Step = Callable[[uuid.UUID, str, uuid.UUID], Any]
ON_QUOTES: dict[str, tuple[Step, set[str]]] = {
    "offer": (
        lambda key, _s, shop: quotes.offer(shop, key, TERMS, by=_her()),
        {"requested", "offered", "expired"},
    ),
    "decline": (
        lambda key, _s, shop: quote_ends.decline(shop, key, "Болбойт", by=_her()),
        {"requested", "offered"},
    ),
    "take": (lambda key, _s, shop: quotes.take(shop, key, by=_her()), set()),
    "counter": (
        lambda key, secret, _shop: quotes.counter(secret, key, 400_000, 12, "Аз"),
        {"offered"},
    ),
    "accept": (lambda key, secret, _shop: _accept(key, secret), {"offered"}),
    "withdraw": (
        lambda key, secret, _shop: quote_ends.withdraw(secret, key),
        {"requested", "offered", "accepted"},
    ),
    "ask again": (
        lambda key, secret, _shop: quote_ends.ask_again(secret, key),
        {"expired"},
    ),
}
HERS = ("offer", "decline", "take")


def quote_mark(key: uuid.UUID) -> tuple[Any, ...]:
    db.session.rollback()
    row = db.session.get_one(Quote, key, populate_existing=True)
    counts = [
        db.session.scalar(select(func.count()).select_from(model))
        for model in (Transition, Message, Order)
    ]
    return (row.state, len(quotes.versions(key)), *counts)


@pytest.mark.parametrize("state", QUOTE_STATES)
@pytest.mark.parametrize("action", ON_QUOTES)
def test_a_quote_moves_only_as_its_table_says(app, state, action) -> None:
    act, allowed = ON_QUOTES[action]
    key, secret = quote_in(state)
    before, shop = quote_mark(key), people.seller().shop_id
    assert before[0] == state
    if state in allowed:
        act(key, secret, shop)
        assert quote_mark(key) != before
    else:
        with pytest.raises(Conflict):
            act(key, secret, shop)
        assert quote_mark(key) == before


@pytest.mark.parametrize("action", ON_QUOTES)
def test_nobody_else_moves_a_quote(app, action) -> None:
    act, _allowed = ON_QUOTES[action]
    key, _secret = quote_in("offered")
    _other, foreign = quote_in("offered")
    before = quote_mark(key)
    whose = people.seller("farida" if action in HERS else "aigul").shop_id
    with pytest.raises(NotFound):
        act(key, foreign, whose)
    assert quote_mark(key) == before


CHANGE_STATES = ("offered", "accepted", "paid", "declined", "withdrawn", "expired")
ON_CHANGES: dict[str, set[str]] = {
    "accept": {"offered"},
    "decline": {"offered", "accepted"},
    "withdraw": {"offered", "accepted"},
}


def change_in(state: str) -> tuple[uuid.UUID, uuid.UUID]:
    """Bring a change into a state; return its id and that of its order."""
    key = order_in("in_progress")
    made = changes.offer(deals.hers(), key, More("Дагы", 100_000, 2, 1), by=_her())
    change_id, whose = made.id, work.get(key).purchase_id
    if state in {"accepted", "paid"}:
        purchase = changes.accept(whose, change_id)
        if state == "paid":
            assert purchase is not None
            purchase_id = purchase.id
            payments.begin(purchase_id)
            deals.press(purchase_id)
    elif state == "declined":
        changes.decline(whose, change_id)
    elif state == "withdrawn":
        changes.withdraw(deals.hers(), change_id, by=_her())
    elif state == "expired":
        changes.lapse(change_id, at=clock.now() + timedelta(days=8))
    return change_id, key


def change_mark(change_id: uuid.UUID, key: uuid.UUID) -> tuple[Any, ...]:
    db.session.rollback()
    row = db.session.get_one(Change, change_id, populate_existing=True)
    return (row.state, row.child_id, *mark(key))


@pytest.mark.parametrize("state", CHANGE_STATES)
@pytest.mark.parametrize("action", ON_CHANGES)
def test_a_change_moves_only_as_its_table_says(app, state, action) -> None:
    change_id, key = change_in(state)
    whose = work.get(key).purchase_id
    steps = {
        "accept": lambda: changes.accept(whose, change_id),
        "decline": lambda: changes.decline(whose, change_id),
        "withdraw": lambda: changes.withdraw(deals.hers(), change_id, by=_her()),
    }
    before = change_mark(change_id, key)
    assert before[0] == state
    if state in ON_CHANGES[action]:
        steps[action]()
        assert change_mark(change_id, key) != before
    elif (state, action) == ("accepted", "accept"):  # the same page to pay, once more
        steps[action]()
        assert change_mark(change_id, key) == before
    else:
        with pytest.raises(Conflict):
            steps[action]()
        assert change_mark(change_id, key) == before


def test_a_paid_change_counts_and_ends_with_its_order(app) -> None:
    change_id, key = change_in("paid")
    terms = work.terms(key)
    assert (terms.revisions, terms.days) == (2, 7)
    assert work.get(key).ready_on == clock.today() + timedelta(days=7)
    child = db.session.get_one(Change, change_id).child_id
    assert child is not None
    assert work.get(child).state == "in_progress"
    work.accept(work.deliver(key))
    for one in beginnings.children(key):
        works.end_with(one)
    assert work.get(child).state == "completed"
    assert deals.payable() == 180_000 + 90_000
    deals.sound()


def test_a_paid_change_goes_back_with_its_order(app) -> None:
    change_id, key = change_in("paid")
    fulfil.refuse(deals.hers(), key, by=_her(), note="Болбойт")
    for one in beginnings.children(key):
        works.end_with(one)
    child = db.session.get_one(Change, change_id).child_id
    assert work.get(child).state == "cancelled"
    assert deals.held(work.get(child)) == 0
    assert deals.payable() == 0
    deals.sound()


def test_only_its_buyer_answers_a_change_and_only_its_maker_takes_it_back(app) -> None:
    change_id, key = change_in("offered")
    other = work.get(order_in("in_progress")).purchase_id
    before = change_mark(change_id, key)
    for step in (
        lambda: changes.accept(other, change_id),
        lambda: changes.decline(other, change_id),
        lambda: changes.withdraw(deals.hers("farida"), change_id, by=_her()),
    ):
        with pytest.raises(NotFound):
            step()
        assert change_mark(change_id, key) == before


def test_contacts_are_open_once_money_has_come(app) -> None:
    key = order_in("awaiting_payment")
    secret = work.thread(key).secret
    assert not queries.thread_by(secret).paid
    deals.press(work.get(key).purchase_id)
    assert queries.thread_by(secret).paid
    assert db.session.query(Thread).count() == 1
