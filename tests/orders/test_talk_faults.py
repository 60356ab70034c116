"""Ways in which talk could go wrong, each once found and now shut; who waits for whom."""

import time
import uuid
from io import BytesIO

import pytest

from marketplace.errors import Conflict, TooMany
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.orders import queries
from marketplace.orders.models import (
    Attachment,
    Order,
    Quote,
)
from marketplace.orders.rules.quotes import OfferTerms
from marketplace.orders.rules.talk import Buyer
from marketplace.orders.services import (
    awards,
    commissions,
    payments,
    quotes,
    reports,
    threads,
    wanted,
    works,
)
from marketplace.orders.services.threads import Said
from marketplace.orders.services.wanted import Wish
from tests import people
from tests.orders import deals, work
from tests.orders.test_work_faults import child_of, offered, paid_part, wish_with_two
from tests.orders.test_work_states import (
    TERMS,
    _accept,
    _her,
    change_in,
    order_in,
)

# What must stay hidden


def test_a_name_and_a_file_are_no_way_to_say_a_number(app, client) -> None:
    buyer = Buyer("Бермет 0555 12 34 56", "b@lab.kg", "ky")
    secret = threads.ask(people.seller().shop_id, buyer, Said("Салам"))
    client.post(
        f"/en/t/{secret}",
        data={
            "csrf_token": client.token(),
            "files": [(BytesIO(b"hello"), "call 0555 66 77 88.txt")],
        },
        content_type="multipart/form-data",
    )
    view = queries.thread_by(secret)
    assert "0555" not in view.thread.name
    assert "0555" not in view.lines[-1].files[0].name


def test_agreeing_without_paying_shows_no_number(app, client) -> None:
    her = people.seller()
    quote = quotes.ask(her.shop_id, work.BUYER, Said("Беш"))
    terms = OfferTerms("Жазыңыз 0777 11 22 33", 500_000, 10)
    quotes.offer(her.shop_id, quote.id, terms, by=her.person_id)
    purchase_id = _accept(quote.id, threads.secret_of(quote.thread_id)).id
    page = f"/en/o/{deals.secret(purchase_id)}"
    assert "0777" not in client.words(page)
    payments.begin(purchase_id)
    deals.press(purchase_id)
    assert "0777" in client.words(page)


# Files and odd input


def stored() -> int:
    return len(list(adapters().storage.walk()))


def test_who_may_not_send_leaves_no_file_behind(app, client, as_) -> None:
    key = order_in("in_progress")
    secret = deals.secret(work.get(key).purchase_id)
    before = stored()

    def file():
        return BytesIO(b"hello"), "a.txt"

    for answer in (
        as_("farida").send(f"/en/my/orders/{key}/deliver", text="x", files=file()),
        client.send(
            f"/en/o/{secret}/orders/{uuid.uuid4()}/brief", **{"answer-0": file()}
        ),
        client.send(f"/en/o/{secret}/orders/{key}/revise", text="x", files=file()),
    ):
        assert answer.status_code in {303, 404, 422}
    talk = work.thread(key)
    reports.block_as_buyer(talk.secret)
    client.send(f"/en/t/{talk.secret}", text="x", files=file())
    assert stored() == before


def test_a_brief_takes_files_only_where_one_is_asked_for(app, client) -> None:
    key = order_in("needs_brief")
    secret = deals.secret(work.get(key).purchase_id)
    files = {f"answer-{at}": (BytesIO(b"hello"), "a.txt") for at in range(1, 5)}
    client.send(f"/en/o/{secret}/orders/{key}/brief", **{"answer-0": "Ай"}, **files)
    assert work.get(key).state == "in_progress"
    assert db.session.query(Attachment).count() == 0


@pytest.mark.parametrize("odd", ["²", "9" * 5000, "-1", "٣"])
def test_odd_numbers_are_refused_and_never_our_mistake(app, client, odd) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    logo = work.service(extras=(people.Extra("Шашылыш", 50_000, 2),))
    path = f"/en/packages/{work.package(logo).id}"
    key, secret, _thread = offered()
    asked = quotes.ask(people.seller().shop_id, work.BUYER, Said("Алты"))
    bare = f"/en/t/{threads.secret_of(asked.thread_id)}/quotes/{asked.id}/accept"
    for where, fields in (
        (path, {"recalculate": "1", "extras": odd, "seen": odd}),
        (f"/en/t/{secret}/quotes/{key}/accept", {"version": odd, "way": "sandbox"}),
        (bare, {"version": odd}),
    ):
        answer = client.send(where, submit_key="k" * 20, **fields)
        assert answer.status_code < 500, where


def test_a_ready_phrase_is_sent_by_its_button_alone(app, client) -> None:
    secret = threads.ask(people.seller().shop_id, work.BUYER, Said("Салам"))
    client.send(f"/en/t/{secret}", text="", phrase="Канча күн кетет?")
    assert queries.thread_by(secret).lines[-1].text == "Канча күн кетет?"


def test_nobody_asks_for_ever_under_one_wish(app) -> None:
    row = wanted.post(work.BUYER, Wish(people.category("shyrdak"), "Жаздык", "Көп"))
    key, shop_id = row.id, people.seller().shop_id
    for _ in range(10):
        wanted.ask(shop_id, key, "Кайсы түс?")
    with pytest.raises(TooMany):
        wanted.ask(shop_id, key, "Кайсы түс?")


# Who waits for whom (PostgreSQL has a lock for each row; on SQLite they take turns)


def slow(monkeypatch, module, name: str, seconds: float) -> None:
    """Let a function take its time, so that two who could meet do."""
    real = getattr(module, name)

    def late(*args, **more):
        time.sleep(seconds)
        return real(*args, **more)

    monkeypatch.setattr(module, name, late)


def fine(results) -> None:
    """Nobody waited in a ring: what was refused was refused in words."""
    strange = [
        one
        for one in results
        if isinstance(one, Exception) and not isinstance(one, Conflict)
    ]
    assert strange == []


def test_paying_a_change_and_handing_in_do_not_wait_in_a_ring(
    app, at_once, monkeypatch
) -> None:
    change_id, key = change_in("accepted")
    purchase_id = work.get(child_of(change_id)).purchase_id
    payments.begin(purchase_id)
    her, keeper = _her(), deals.hers()
    slow(monkeypatch, awards, "award", 0.4)
    slow(monkeypatch, works, "_thread", 0.2)
    db.session.rollback()
    fine(
        at_once(
            lambda: deals.press(purchase_id),
            lambda: works.deliver(keeper, key, Said("x"), by=her) and None,
        )
    )
    assert work.get(key).state == "delivered"
    deals.sound()


def test_offering_and_agreeing_do_not_wait_in_a_ring(app, at_once, monkeypatch) -> None:
    key, secret, thread_id = offered()
    her = people.seller()
    shop_id, me = her.shop_id, her.person_id
    slow(monkeypatch, threads, "by_secret", 0.3)
    slow(monkeypatch, threads, "check_open", 0.2)
    db.session.rollback()
    fine(
        at_once(
            lambda: quotes.offer_in(shop_id, thread_id, TERMS, by=me) and None,
            lambda: _accept(key, secret) and None,
        )
    )


def test_paying_for_a_wish_and_offering_for_it_do_not_wait_in_a_ring(
    app, at_once, monkeypatch
) -> None:
    first, other = wish_with_two()
    purchase_id = _accept(*first).id
    payments.begin(purchase_id)
    farida = people.seller("farida")
    shop_id, me = farida.shop_id, farida.person_id
    wanted_id = db.session.get_one(Quote, other[0]).wanted_id
    slow(monkeypatch, awards, "tell_others", 0.4)
    slow(monkeypatch, wanted, "_seller", 0.2)
    db.session.rollback()
    fine(
        at_once(
            lambda: deals.press(purchase_id),
            lambda: wanted.offer(shop_id, wanted_id, TERMS, by=me) and None,
            lambda: _accept(*other) and None,
        )
    )
    paid = [one for one in db.session.query(Order) if one.paid_at is not None]
    assert len(paid) == 1


def test_handing_in_and_agreeing_anew_do_not_wait_in_a_ring(
    app, at_once, monkeypatch
) -> None:
    listing_id = work.service(questions=()).id
    her = people.seller()
    quote = quotes.ask(her.shop_id, work.BUYER, Said("Беш"), listing_id=listing_id)
    key, thread_id = quote.id, quote.thread_id
    secret = threads.secret_of(thread_id)
    quotes.offer(her.shop_id, key, TERMS, by=her.person_id)
    order_id = paid_part(key, secret)
    quotes.offer_in(her.shop_id, thread_id, TERMS, by=her.person_id)
    fresh = db.session.query(Quote).filter(Quote.id != key).one().id
    me, keeper = her.person_id, deals.hers()
    slow(monkeypatch, works, "step", 0.3)
    slow(monkeypatch, commissions, "place", 0.2)
    db.session.rollback()
    fine(
        at_once(
            lambda: works.deliver(keeper, order_id, Said("x"), by=me) and None,
            lambda: _accept(fresh, secret) and None,
        )
    )
    assert work.get(order_id).state == "delivered"
