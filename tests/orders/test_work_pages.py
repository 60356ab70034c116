"""Work on its pages: order, answer, talk, hand in, correct, accept."""

from io import BytesIO

import pytest

from marketplace.extensions import db
from marketplace.orders import queries
from marketplace.orders.models import (
    Purchase,
    Quote,
    Thread,
    Wanted,
    WantedQuestion,
)
from tests import people
from tests.orders import deals, work

OFFER = {"place": "remote", "valid_days": "7"}


@pytest.fixture
def logo(app):
    """Return a service of Aigul's that asks for a name, a choice and measures."""
    return work.service(
        questions=(
            "Аты эмне?",
            {"text": "Түсү?", "kind": "choice", "choices": ["кызыл", "көк"]},
            {"text": "Өлчөм?", "kind": "measures", "choices": []},
        ),
        extras=(people.Extra("Шашылыш", 50_000, 2),),
    )


def form_of(client, path: str) -> dict[str, str]:
    """Return the hidden fields of the form of a page."""
    from lxml import html

    page = html.fromstring(client.get(path).get_data(as_text=True))
    return {
        field.get("name"): field.get("value") or ""
        for field in page.xpath("//main//input[@type='hidden']")
        if field.get("name") != "csrf_token"
    }


def test_a_guest_orders_a_package_and_walks_with_it_to_the_end(
    logo, client, as_
) -> None:
    words = client.words(f"/en/l/{logo.slug}")
    assert "Order this" in words
    path = f"/en/packages/{work.package(logo).id}"
    hidden = form_of(client, path)
    shown = client.send(path, **hidden, recalculate="1", extras="0")
    assert "2,500" in shown.get_data(as_text=True)
    seen = {**hidden, "seen": "250000"}
    missing = client.send(path, **seen, extras="0", name="", contact="x@y.kg")
    assert missing.status_code == 422
    answer = client.send(
        path, **seen, extras="0", name="Бермет", contact="b@lab.kg", way="sandbox"
    )
    assert answer.status_code == 303
    assert "/sandbox/" in answer.location
    purchase = db.session.query(Purchase).one()
    deals.press(purchase.id)
    here = f"/en/o/{purchase.secret}"
    page = client.words(here)
    assert "The maker asks before she begins" in page
    order = deals.order(purchase.id)
    wrong = client.send(
        f"{here}/orders/{order.id}/brief", **{"answer-0": "Ай", "answer-1": "жашыл"}
    )
    assert wrong.status_code == 422
    assert "Ай" in wrong.get_data(as_text=True)
    client.send(
        f"{here}/orders/{order.id}/brief",
        **{
            "answer-0": "Ай",
            "answer-1": "көк",
            "answer-2-chest": "92",
            "answer-2-waist": "74",
            "answer-2-hips": "98",
        },
    )
    assert work.get(order.id).state == "in_progress"
    aigul = as_("aigul")
    hers = f"/en/my/orders/{order.id}"
    assert "Chest: 92" in aigul.words(hers)
    aigul.send(
        f"{hers}/deliver",
        text="Мына https://felt.example/logo",
        files=(BytesIO(b"%PDF-1.7\n..\n%%EOF"), "logo.pdf"),
    )
    assert "logo.pdf" in client.words(here)
    client.send(f"{here}/orders/{order.id}/revise", text="Көгүрөөк болсун")
    assert work.get(order.id).state == "revision_requested"
    aigul.send(f"{hers}/deliver", text="Жаңысы")
    client.send(f"{here}/orders/{order.id}/accept")
    assert work.get(order.id).state == "completed"
    assert deals.payable() == 225_000
    deals.sound()


def test_a_question_begins_a_conversation_both_can_go_on_with(
    logo, client, as_
) -> None:
    path = f"/en/ask/l/{logo.slug}"
    answer = client.send(
        path, name="Бермет", contact="b@lab.kg", kind="question", text="Канча күн?"
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    thread = db.session.query(Thread).one()
    aigul = as_("aigul")
    listed = aigul.words("/en/my/messages")
    assert "Бермет" in listed
    assert "Канча күн?" in listed
    hers = f"/en/my/messages/{thread.id}"
    assert "Канча күн?" in aigul.words(hers)
    aigul.send(hers, text="Беш күн, 0555 12 34 56")
    assert "You: Беш күн" in aigul.words("/en/my/messages")
    theirs = client.words(f"/en/t/{thread.secret}")
    assert "Беш күн" in theirs
    assert "0555" not in theirs
    assert "hidden until something is paid" in theirs
    for name in ("elnura", "farida"):
        assert as_(name).get(hers).status_code in {403, 404}


def test_an_offer_is_countered_twice_agreed_and_paid(logo, client, as_) -> None:
    client.send(
        f"/en/ask/l/{logo.slug}",
        name="Бермет",
        contact="b@lab.kg",
        kind="quote",
        text="Беш логотип",
    )
    thread = db.session.query(Thread).one()
    aigul, hers = as_("aigul"), f"/en/my/messages/{thread.id}"
    theirs = f"/en/t/{thread.secret}"
    aigul.send(f"{hers}/offer", **OFFER, text="Беш логотип", price="8000", days="10")
    quote = db.session.query(Quote).one()
    assert "8,000" in client.words(theirs)
    client.send(
        f"{theirs}/quotes/{quote.id}/counter", price="6000", days="12", text="Аз"
    )
    aigul.send(f"{hers}/offer", **OFFER, text="Орточо", price="7000", days="11")
    client.send(
        f"{theirs}/quotes/{quote.id}/counter", price="6500", days="12", text="Ушул"
    )
    aigul.send(f"{hers}/quotes/{quote.id}/take")
    words = client.words(theirs)
    assert "Older versions (4)" in words
    accept = f"{theirs}/quotes/{quote.id}/accept"
    hidden = form_of(client, accept)
    assert hidden["version"] == "5"
    answer = client.send(accept, **{**hidden, "way": "sandbox"})
    assert answer.status_code == 303, answer.get_data(as_text=True)[:3000]
    purchase = db.session.query(Purchase).one()
    deals.press(purchase.id)
    order = deals.order(purchase.id)
    assert (order.total_minor, order.state) == (650_000, "needs_brief")
    assert queries.thread_by(thread.secret).paid


def test_something_wanted_is_answered_by_two_and_given_to_one(client, as_) -> None:
    answer = client.send(
        "/en/wanted/new",
        title="Жыйырма жаздык",
        category=str(people.category("shyrdak")),
        text="Кафеге, 40х40. Телефонум 0555123456",
        budget="20000",
        name="Бермет",
        contact="b@lab.kg",
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    row = db.session.query(Wanted).one()
    public, mine = f"/en/wanted/{row.id}", f"/en/w/{row.secret}"
    assert "0555" not in client.words(public)
    aigul, farida = as_("aigul"), as_("farida")
    aigul.send(f"{public}/ask", text="Кайсы түс?")
    asked = db.session.query(WantedQuestion).one()
    client.send(f"{mine}/questions/{asked.id}", text="Көк")
    assert "Көк" in farida.words(public)
    for who, price in ((aigul, "18000"), (farida, "17000")):
        terms = {"text": "Жасайм", "price": price, "days": "20", **OFFER}
        sent = who.send(f"{public}/offer", **terms)
        assert sent.status_code == 303, sent.get_data(as_text=True)
    assert "17,000" not in aigul.words(public)
    words = client.words(mine)
    assert "18,000" in words
    assert "17,000" in words
    first = db.session.query(Quote).filter_by(shop_id=people.seller().shop_id).one()
    thread = db.session.get_one(Thread, first.thread_id)
    accept = f"/en/t/{thread.secret}/quotes/{first.id}/accept"
    client.send(accept, **{**form_of(client, accept), "way": "sandbox"})
    deals.press(db.session.query(Purchase).one().id)
    db.session.expire_all()
    states = {quote.shop_id: quote.state for quote in db.session.query(Quote)}
    assert states[people.seller().shop_id] == "accepted"
    assert states[people.seller("farida").shop_id] == "withdrawn"
    assert db.session.query(Wanted).one().state == "awarded"
