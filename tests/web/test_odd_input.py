"""Odd things people and machines send: an answer in words, never a fault."""

import base64

import pytest

from tests import people


@pytest.mark.parametrize(
    "path",
    ["/ky/l/a%00b", "/ky/shop/a%00", "/ky/o/a%00", "/ky/sandbox/a%00", "/ky/c/%00"],
)
def test_a_nul_in_an_address_leads_nowhere(app, client, path) -> None:
    assert client.get(path).status_code == 404


def test_a_nul_in_a_question_or_an_answer_is_refused(app, client) -> None:
    assert client.get("/ky/search?q=a%00b").status_code == 422
    answer = client.send("/ky/sign-in", contact="a\0b", password="x")
    assert answer.status_code == 422


def test_a_cursor_of_brackets_means_the_first_page(app, client) -> None:
    deep = base64.urlsafe_b64encode(b"[" * 2500).decode()
    assert client.get(f"/ky/c/felt?after={deep}").status_code == 200


def test_blank_answers_are_no_answers(app, client) -> None:
    answer = client.send(
        "/en/sign-up", name="   ", contact="0555 10 20 30", password="seven blue foxes"
    )
    assert answer.status_code == 422
    assert "Fill this in" in answer.get_data(as_text=True)


@pytest.mark.parametrize("stock", ["abc", "-1", "99999", "1.5", "٣٣٣٣٣٣"])
def test_a_wrong_number_gets_one_message_in_her_language(app, as_, stock) -> None:
    answer = as_("aigul").send("/ky/my/things/new", language="ky", stock=stock)
    body = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert body.count('id="stock-error"') == 1
    assert "Not a valid" not in body


def test_a_decision_nobody_offers_is_refused_in_words(app, as_) -> None:
    waiting = people.apply("bermet").id
    answer = as_("cholpon").send(
        f"/ky/desk/applications/{waiting}", decision="burn", note="x"
    )
    assert answer.status_code == 422
    assert "Not a valid" not in answer.get_data(as_text=True)


def test_a_wrong_number_does_not_take_from_the_basket(app, client) -> None:
    variant = str(people.variant_of(people.on_sale(stock=9).id))
    client.send("/en/basket/add", variant=variant, quantity="5")
    client.send("/en/basket/add", variant=variant, quantity="abc")
    assert 'value="5"' in client.get("/en/basket").get_data(as_text=True)


def test_what_is_paused_is_not_counted_in_the_basket(app, client) -> None:
    from marketplace.catalog.services import listings

    thing, her = people.on_sale(), people.seller()
    client.send("/en/basket/add", variant=str(people.variant_of(thing.id)))
    assert 'class="count"' in client.get("/en/").get_data(as_text=True)
    listings.switch(her.shop_id, thing.id, "pause", by=her.person_id)
    assert 'class="count"' not in client.get("/en/").get_data(as_text=True)


def test_a_basket_and_an_order_are_stored_on_no_phone(app, client) -> None:
    for path in ("/en/basket", "/en/o/unknown"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_signing_out_takes_the_basket_along(app, client) -> None:
    client.send("/en/basket/add", variant=str(people.variant_of(people.on_sale().id)))
    client.sign_in("bermet").send("/en/sign-out")
    assert client.get_cookie("basket") is None


def test_an_edit_keeps_the_language_and_the_tyiyn(app, as_) -> None:
    from marketplace.catalog.models import ListingText
    from marketplace.extensions import db
    from marketplace.money import Money
    from tests.catalog.test_things import decide

    draft = people.draft()
    thing = people.handed_in(content=draft)
    thing_id = thing.id
    decide(thing_id, "ask", note="Оңдоңуз")
    aigul = as_("aigul")
    page = aigul.get(f"/ru/my/things/{thing_id}").get_data(as_text=True)
    assert 'name="language" type="hidden" value="ky"' in page
    aigul.send(
        f"/ru/my/things/{thing_id}",
        language="ky", title="Жаңы ат", price="1234567,89", stock="1",
        category=str(draft.category_id), description="Сөз",
    )  # fmt: skip
    rows = db.session.query(ListingText).filter_by(listing_id=thing_id).all()
    assert [(row.locale, row.title) for row in rows] == [("ky", "Жаңы ат")]
    page = aigul.get(f"/ky/my/things/{thing_id}").get_data(as_text=True)
    assert 'value="1234567.89"' in page
    assert Money(123456789).minor == db.session.get(type(thing), thing_id).price_minor


def test_judging_a_password_holds_up_nobody(app, monkeypatch) -> None:
    from marketplace.extensions import db
    from marketplace.profiles import rules
    from marketplace.profiles.services import accounts

    depths = []
    monkeypatch.setattr(
        rules,
        "check_password",
        lambda *_, **__: depths.append(db.session().info.get("depth")),
    )
    accounts.sign_up(
        name="N", contact="n@lab.test", password="long enough", language="ky"
    )
    assert depths in ([None], [0]), "judged before the write has begun"
