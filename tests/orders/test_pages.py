"""The buyer's and the sellers' pages."""

import pytest
from sqlalchemy import select

from marketplace.extensions import db
from marketplace.orders.models import Order, Purchase
from tests import people
from tests.orders.test_one_sale import bought, pay


def fill_basket(client, *listings) -> None:
    for listing in listings:
        variant = str(people.variant_of(listing.id))
        assert client.send("/en/basket/add", variant=variant).status_code == 303


def check_out(client, **fields):
    from tests.pages import csrf_of

    body = client.get("/en/checkout").get_data(as_text=True)
    key = body.split('name="submit_key" type="hidden" value="')[1].split('"')[0]
    answers = {"name": "Bermet", "contact": "0555 12 34 56", "address": "", **fields}
    return client.post(
        "/en/checkout",
        data={"csrf_token": csrf_of(body), "submit_key": key, **answers},
    )


def secret() -> str:
    return db.session.scalars(select(Purchase.secret)).one()


def test_a_guest_needs_no_account(app, client) -> None:
    fill_basket(client, people.on_sale(som=1500), people.on_sale("farida", som=800))
    assert "2,300 KGS" in client.words("/en/basket").replace("\u00a0", " ")
    answer = check_out(client)
    assert "/en/sandbox/" in answer.location
    assert client.get(answer.location).status_code == 200
    assert "Pay 2,300 KGS" in client.words(f"/en/o/{secret()}").replace("\u00a0", " ")
    assert "The basket is empty" in client.words("/en/basket")


def test_the_form_keeps_what_she_wrote(app, client) -> None:
    fill_basket(client, people.on_sale())
    shop = people.seller().shop_id
    answer = check_out(client, contact="not one", **{f"delivery-{shop}": "post"})
    body = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="not one"' in body
    assert f'id="post-{shop}" name="delivery-{shop}" value="post" checked' in body
    assert db.session.scalars(select(Order)).all() == []


def test_what_was_sold_meanwhile_is_said_and_the_basket_stays(app, client) -> None:
    thing = people.on_sale(stock=1)
    fill_basket(client, thing)
    bought(thing)
    answer = check_out(client)
    assert answer.status_code == 422
    assert "has just been sold" in answer.get_data(as_text=True)
    assert "Sold out: take it out" in client.words("/en/basket")


def test_the_number_in_the_basket_can_be_changed(app, client) -> None:
    thing = people.on_sale(som=100, stock=9)
    fill_basket(client, thing)
    variant = str(people.variant_of(thing.id))
    client.send("/en/basket/change", variant=variant, quantity="3")
    assert "300 KGS" in client.words("/en/basket").replace("\u00a0", " ")
    for odd in ("-1", "100", "abc", "", "٣", "9" * 30):
        client.send("/en/basket/change", variant=variant, quantity=odd)
    assert "300 KGS" in client.words("/en/basket").replace("\u00a0", " ")
    client.send("/en/basket/change", variant=variant, remove="1")
    assert "empty" in client.words("/en/basket")


def test_an_empty_basket_shows_three_new_things(app, client) -> None:
    assert 'class="card"' not in client.get("/en/basket").text, "nothing is on sale"
    things = [people.on_sale(title=f"Буюм {number}") for number in range(4)]
    page = client.get("/en/basket").text
    assert page.count('class="card"') == 3
    assert "Буюм 3" in page
    fill_basket(client, things[0])
    assert 'class="card"' not in client.get("/en/basket").text, "she is buying"


def test_the_secret_link_opens_it_and_no_other_does(app, client) -> None:
    pay(bought(people.on_sale()))
    assert "Кызыл шырдак" in client.words(f"/ky/o/{secret()}")
    assert client.get("/en/o/" + "x" * 32).status_code == 404
    assert len(secret()) >= 32, "192 bits"


def test_a_seller_never_sees_the_buyers_contact_or_the_other_order(app, as_) -> None:
    purchase_id = bought(
        people.on_sale(title="Менин сумкам"),
        people.on_sale("farida", title="Анын сумкасы"),
        contact="0700 99 88 77",
    )
    pay(purchase_id)
    aigul = as_("aigul")
    words = aigul.words("/ky/my/orders")
    assert "Менин сумкам" in words
    assert "Анын" not in words
    mine = db.session.scalars(
        select(Order.id).where(Order.shop_id == people.seller().shop_id)
    ).one()
    page = aigul.get(f"/ky/my/orders/{mine}").get_data(as_text=True)
    assert "998877" not in page.replace(" ", "")


def test_unpaid_orders_do_not_trouble_the_seller(app, as_) -> None:
    bought(people.on_sale(title="Сумка"))
    assert "Сумка" not in as_("aigul").words("/ky/my/orders")


def test_no_public_page_shows_who_she_is(app, client) -> None:
    thing = people.on_sale()
    for path in ("/en/", f"/en/l/{thing.slug}", "/en/shop/ak-kiyiz", "/en/c/felt"):
        page = client.get(path).get_data(as_text=True)
        assert "Ак кийиз" in page
        for private in ("Aigul", "aigul@lab.test", "lab.test"):
            assert private not in page, path


@pytest.fixture
def completed(app, client):
    """Return the path of a purchase the buyer has confirmed."""
    from marketplace.orders.services import fulfil

    her = people.seller()
    purchase_id = bought(people.on_sale())
    pay(purchase_id)
    order_id = db.session.scalars(select(Order.id)).one()
    fulfil.hand_over(fulfil.Keeper(her.shop_id), order_id, by=her.person_id)
    path = f"/en/o/{secret()}"
    assert client.send(f"{path}/orders/{order_id}/received").status_code == 303
    return path


def test_confirming_twice_pays_once(completed, client, as_) -> None:
    from marketplace import ledger

    order_id = db.session.scalars(select(Order.id)).one()
    client.send(f"{completed}/orders/{order_id}/received")
    assert ledger.balance(f"payable:{people.seller().shop_id}").minor == -135000
    aigul = as_("aigul")
    aigul.send("/en/my/money/show")
    assert "1,350 KGS" in aigul.words("/en/my/money").replace("\u00a0", " ")


def test_the_play_payment_pays_fails_or_is_left(app, client) -> None:
    fill_basket(client, people.on_sale(som=1500))
    at_the_provider = check_out(client).location
    page = f"/en/o/{secret()}"
    back = client.send(at_the_provider, outcome="back")
    assert back.location.endswith("/return")
    assert client.get(back.location).location == page
    assert "Pay 1,500" in client.words(page)
    assert client.send(f"{page}/pay").location == at_the_provider
    client.get(client.send(at_the_provider, outcome="failed").location)
    assert "did not go through" in client.words(page)
    again = client.send(f"{page}/pay").location
    assert again != at_the_provider
    client.get(client.send(again, outcome="paid").location)
    assert "Paid: 1,500" in client.words(page)
    assert client.send(f"{page}/pay").location == page, "nothing is left to pay"


def test_the_play_payment_is_not_there_for_real(app, client, doors) -> None:
    fill_basket(client, people.on_sale())
    at_the_provider = check_out(client).location
    kept, doors.payments = doors.payments, {}
    try:
        assert client.get(at_the_provider).status_code == 404
    finally:
        doors.payments = kept


def test_a_seller_packs_and_hands_over(app, as_, client) -> None:
    pay(bought(people.on_sale(), contact="bermet@lab.test"))
    order_id = db.session.scalars(select(Order.id)).one()
    aigul = as_("aigul")
    assert aigul.send(f"/en/my/orders/{order_id}/ready").status_code == 303
    assert "Ready" in aigul.words(f"/en/my/orders/{order_id}")
    assert aigul.send(f"/en/my/orders/{order_id}/hand-over").status_code == 303
    assert aigul.send(f"/en/my/orders/{order_id}/hand-over").status_code == 409
    assert "I have it" in client.words(f"/en/o/{secret()}")
