"""The basket and the checkout, from «Where to?» to the sum that is paid."""

import re
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.extensions import db
from marketplace.orders.models import Basket, Order, Purchase, ShippingRate
from marketplace.orders.rules.delivery import LAB_PARCEL, packed_by
from marketplace.orders.services import basket, delivery
from tests import people
from tests.architecture.test_query_counts import Counter
from tests.orders import shipping
from tests.orders.shipping import thing
from tests.orders.test_pages import fill_basket
from tests.pages import csrf_of

BUYER = {"name": "Bermet", "contact": "0555 12 34 56", "address": "Чүй 1"}


@pytest.fixture
def aigul(app) -> uuid.UUID:
    """Return Aigul's shop; Osh has rates."""
    shipping.rates()
    return people.seller().shop_id


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def hidden(page: str) -> dict[str, str]:
    """Return what a page's form sends along by itself."""
    found = re.findall(r"<input[^>]*hidden[^>]*>", page)
    named = [(re.search(r'name="([^"]+)"', one), one) for one in found]
    return {
        name[1]: re.search(r'value="([^"]*)"', one)[1] for name, one in named if name
    }


def send(client, page: str, **fields):
    return client.post("/en/checkout", data={**hidden(page), **BUYER, **fields})


def test_prices_and_days_are_there_before_anything_personal_is_asked(
    aigul, client
) -> None:
    fill_basket(client, thing())
    words = plain(client.words("/en/basket"))
    assert "By post: 150 KGS" in words
    assert "In one parcel through the Lab: 100.01 KGS" in words
    day = packed_by(clock.today()) + timedelta(days=5)
    assert f"with you by {day.day} {day:%B %Y}" in words
    page = client.get("/en/checkout").text
    assert page.index("Where to?") < page.index("By post") < page.index("Your name")


def test_the_country_is_kept_and_home_until_said(aigul, client) -> None:
    fill_basket(client, thing())
    assert 'value="KG" selected' in client.get("/en/basket").text
    client.send("/en/basket/country", country="DE")
    assert 'value="DE" selected' in client.get("/en/basket").text
    words = plain(client.words("/en/checkout"))
    assert "In one parcel through the Lab: 2,500 KGS" in words
    assert "By post: not to this country" in words
    assert 'selected value="DE"' in client.get("/en/checkout").text


@pytest.mark.parametrize("country", ["", "XX", "kg"])
def test_another_country_than_ours_is_refused_in_words(aigul, client, country) -> None:
    fill_basket(client, thing())
    client.send("/en/basket/country", country=country)
    assert "Choose a country of the list" in client.words("/en/basket")
    assert db.session.scalars(select(Basket.country)).one() == "KG"


def test_countries_are_named_in_the_readers_language(aigul, client) -> None:
    fill_basket(client, thing())
    assert "Өзбекстан" in client.words("/ky/basket")
    assert "Кыргызстан" in client.words("/ru/basket")
    assert "United Kingdom" in client.words("/en/basket")


def test_the_sum_is_reckoned_anew_and_nothing_is_placed_or_lost(aigul, client) -> None:
    fill_basket(client, thing(som=1000))
    page = client.get("/en/checkout").text
    assert "1,000 KGS" in plain(page)
    way = {f"delivery-{aigul}": "post", "recalculate": "1"}
    answer = send(client, page, **way, country="KG")
    assert answer.status_code == 200
    assert "1,150 KGS" in plain(answer.text)
    assert 'value="Bermet"' in answer.text
    assert "Чүй 1" in answer.text
    assert db.session.scalars(select(Order)).all() == []


def test_another_country_changes_the_prices_and_keeps_what_is_typed(
    aigul, client
) -> None:
    fill_basket(client, thing())
    page = client.get("/en/checkout").text
    pickup = {f"delivery-{aigul}": "pickup"}
    shown = send(client, page, **pickup, country="KZ", recalculate="1")
    assert shown.status_code == 200
    assert f'id="lab_parcel-{aigul}" name="delivery-{aigul}"' in shown.text
    assert re.search(f'id="lab_parcel-{aigul}"[^>]*checked', shown.text)
    assert 'value="Bermet"' in shown.text
    placed = send(client, shown.text, **{f"delivery-{aigul}": LAB_PARCEL}, country="KZ")
    assert placed.status_code == 303
    order = db.session.scalars(select(Order)).one()
    assert (order.country, order.delivery_minor) == ("KZ", 900_00)


def test_who_orders_at_once_for_another_country_sees_its_prices_first(
    aigul, client
) -> None:
    fill_basket(client, thing())
    page = client.get("/en/checkout").text
    answer = send(client, page, **{f"delivery-{aigul}": "post"}, country="DE")
    assert answer.status_code == 422
    assert "You have chosen another country" in answer.text
    assert db.session.scalars(select(Order)).all() == []


def test_a_price_that_rose_meanwhile_is_said_with_the_new_one(aigul, client) -> None:
    fill_basket(client, thing())
    page = client.get("/en/checkout").text
    lab, rows = people.lab().id, db.session.scalars(select(ShippingRate)).all()
    for rate in rows:
        delivery.delete_rate(lab, rate.id)
    shipping.rates(shipping.Band("post", "KG", 5000, 180_00, 2, 5))
    way = {f"delivery-{aigul}": "post"}
    answer = send(client, page, **way, country="KG")
    assert answer.status_code == 422
    assert "Sending costs more now" in answer.text
    assert "By post: 180 KGS" in plain(answer.text)
    assert send(client, answer.text, **way, country="KG").status_code == 303
    assert db.session.scalars(select(Order.delivery_minor)).one() == 180_00


def test_a_maker_with_a_patent_is_said_and_the_basket_stays(aigul, client) -> None:
    shipping.on_patent()
    fill_basket(client, thing())
    client.send("/en/basket/country", country="DE")
    said = "This maker cannot send abroad. Choose Kyrgyzstan or pick it up."
    assert client.words("/en/basket").count(said) == 1
    page = client.get("/en/checkout").text
    assert said in page
    assert not re.search(f'name="delivery-{aigul}"[^>]*checked', page)
    answer = send(client, page, country="DE")
    assert "Choose how it comes: «Ак кийиз»." in answer.text
    pickup = {f"delivery-{aigul}": "pickup"}
    assert send(client, page, **pickup, country="DE").status_code == 303


def test_what_is_too_heavy_says_whom_to_ask(aigul, client) -> None:
    fill_basket(client, thing(grams=9000))
    assert "too heavy for one parcel: ask the Lab" in client.words("/en/basket")


def test_a_signed_in_buyer_types_neither_name_nor_contact(aigul, as_) -> None:
    bermet = as_("bermet")
    fill_basket(bermet, thing())
    page = bermet.get("/en/checkout").text
    assert 'value="Bermet"' in page
    assert 'value="bermet@lab.test"' in page


def test_who_helps_a_resident_does_not_see_her_contact(aigul, as_) -> None:
    from marketplace.permissions import Scope
    from marketplace.profiles.services import helping

    her, cholpon = people.person_id("aigul"), as_("cholpon")
    consent = helping.give(her, list(Scope), how="herself", days=7, by=her).id
    fill_basket(cholpon, thing("farida"))
    cholpon.send(f"/en/desk/help/{consent}")
    page = cholpon.get("/en/checkout").text
    assert "You act for: Aigul" in page
    assert "aigul@lab.test" not in page


def test_at_most_seven_fields_are_typed(aigul, client) -> None:
    fill_basket(client, thing(), shipping.to_order(title="Дагы"))
    page = client.get("/en/checkout").text
    main = page[page.index("<main") : page.index("</main")]
    typed = re.findall(
        r'<textarea|<select|<input(?![^>]*type="(?:hidden|radio)")', main
    )
    assert len(typed) <= 7


def test_buyer_and_seller_read_how_it_goes_and_by_when(aigul, as_, client) -> None:
    from tests.orders.test_one_sale import pay

    token = shipping.filled(thing(grams=700), country="KZ")
    (order,) = shipping.placed(token, {aigul: LAB_PARCEL})
    order_id, purchase_id, day = order.id, order.purchase_id, order.promised_by
    pay(purchase_id)
    path = f"/en/o/{db.session.get_one(Purchase, purchase_id).secret}"
    said = f"{day.day} {day:%B} {day.year}"
    words = client.words(path)
    assert "Through the Lab toЧүй 1 Kazakhstan" in words
    assert f"With you by{said}" in words
    hers = as_("aigul").words(f"/en/my/orders/{order_id}")
    assert "Bring it to your Lab" in hers
    assert f"Promised by{said}" in hers
    assert "0.7 kg" in hers


def test_a_basket_asks_no_more_questions_with_more_in_it(aigul, client) -> None:
    shipping.rates(slug="jalal-abad")
    fill_basket(client, thing())
    counts = []
    for _ in range(2):
        for path in ("/en/basket", "/en/checkout"):
            with Counter() as asked:
                client.get(path)
            counts.append(len(asked.statements))
        fill_basket(client, thing("farida"), thing(title="Дагы"), thing(title="Жана"))
    assert counts[:2] == counts[2:]


def test_a_basket_that_is_gone_has_no_country(app) -> None:
    basket.send_to("never there", "DE")
    basket.send_to(None, "DE")
    assert db.session.scalars(select(Basket)).all() == []


def test_a_form_without_its_token_places_nothing(aigul, client) -> None:
    fill_basket(client, thing())
    page = client.get("/en/checkout").text
    assert csrf_of(page)
    assert send(client, page, csrf_token="x").status_code == 400
