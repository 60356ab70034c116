"""How parcels travel: bands, countries, one parcel through the Lab, what is promised."""

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Variant
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.orders import queries
from marketplace.orders.models import Order, ShippingRate
from marketplace.orders.rules import delivery as rules
from marketplace.orders.rules.delivery import LAB_PARCEL, POST, Band, Parcel, Why
from marketplace.orders.services import basket, delivery
from marketplace.web import labels
from marketplace.web.messages import TEXTS
from tests import people
from tests.orders import shipping
from tests.orders.shipping import BANDS, filled, placed, thing

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


@pytest.fixture
def aigul(app) -> uuid.UUID:
    """Return Aigul's shop; Osh has rates."""
    shipping.rates()
    return people.seller().shop_id


# The rules


@pytest.mark.parametrize(
    ("country", "grams", "price"),
    [
        ("KG", 1, 150_00),
        ("KG", 1000, 150_00),
        ("KG", 1001, 300_00),
        ("KG", 5000, 300_00),
    ],
)
def test_the_smallest_band_that_carries_it_is_taken(country, grams, price) -> None:
    assert rules.band_for(BANDS, POST, country, grams).price_minor == price


def test_a_country_with_its_own_bands_never_takes_those_of_the_world() -> None:
    assert rules.band_for(BANDS, LAB_PARCEL, "DE", 3000).price_minor == 2500_00
    assert rules.band_for(BANDS, LAB_PARCEL, "KZ", 3000).price_minor == 900_00
    small = (Band(POST, "KZ", 500, 1, 1, 1), Band(POST, "*", 9000, 2, 1, 1))
    assert rules.band_for(small, POST, "KZ", 501) is Why.HEAVY
    assert rules.band_for(BANDS, POST, "DE", 100) is Why.NOWHERE


def test_what_was_not_weighed_counts_as_half_a_kilo() -> None:
    assert rules.weight_of([(0, 2), (300, 3)]) == 1900


@pytest.mark.parametrize(
    ("today", "packed"),
    [
        (MONDAY, date(2026, 11, 25)),
        (FRIDAY, date(2026, 12, 1)),
        (date(2026, 11, 28), date(2026, 12, 1)),
        (date(2026, 11, 29), date(2026, 12, 1)),
    ],
)
def test_packing_takes_two_working_days(today, packed) -> None:
    assert rules.packed_by(today) == packed


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**5), min_size=1, max_size=30))
def test_a_shared_price_adds_up_to_the_tyiyn(total, weights) -> None:
    parts = rules.split(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert part in {total * weight // whole, total * weight // whole + 1}


PARCELS = st.lists(st.integers(1, 900), min_size=1, max_size=6)


@given(PARCELS, st.integers(0, 10**7), st.data())
def test_whoever_travels_together_pays_the_parcel_once(weights, price, data) -> None:
    lab, band = uuid.uuid4(), (Band(LAB_PARCEL, "KG", 10_000, price, 1, 9),)
    parcels = [
        Parcel(uuid.uuid4(), lab, grams, MONDAY + timedelta(days=at), band)
        for at, grams in enumerate(weights)
    ]
    joined = data.draw(st.sets(st.sampled_from(parcels), min_size=1))
    wishes = {one.shop_id: LAB_PARCEL for one in joined}
    plan = rules.plan(parcels, "KG", wishes)
    assert plan.delivery_minor == price, "once, whoever is in it"
    days = {plan.choices[key].taken.by for key in wishes}
    last = max(one.ready_on for one in joined)
    assert days == {last + timedelta(days=9)}, "it leaves when the last one is ready"


def test_every_reason_a_way_is_shut_has_words() -> None:
    assert set(Why) == set(labels.CLOSED)
    assert set(Why) <= set(TEXTS)
    assert set(labels.WAYS) == set(rules.WAYS)


# The sale


def test_a_lab_without_rates_sends_at_home_at_its_one_price(app) -> None:
    her = people.seller().shop_id
    token = filled(thing(grams=30_000))
    offers = queries.basket_page(token).plan.choices[her].offers
    assert set(offers) == {"pickup", "post"}
    assert (offers["post"].price_minor, offers["post"].days) == (150_00, (3, 7))
    abroad = queries.basket_page(token, country="DE").plan.choices[her]
    assert abroad.offers["post"].why == Why.NOWHERE
    assert abroad.way == "", "nobody abroad is made to come and get it by default"


def test_what_was_agreed_is_frozen_on_the_order(aigul) -> None:
    with clock.pretend(clock.now()):
        token = filled(thing(grams=800), country="KZ")
        (order,) = placed(token, {aigul: LAB_PARCEL})
    ready = rules.packed_by(clock.today())
    expected = ("lab_parcel", "KZ", 900_00, 800, ready + timedelta(days=14))
    for rate in db.session.scalars(select(ShippingRate)).all():
        delivery.delete_rate(people.lab().id, rate.id)
    basket.send_to(token, "DE")
    order = db.session.get_one(Order, order.id, populate_existing=True)
    found = (order.delivery, order.country, order.delivery_minor, order.weight_g)
    assert (*found, order.promised_by) == expected
    assert order.address == "Чүй 1"
    assert order.total_minor == order.items_minor + 900_00
    assert order.fee_minor == order.items_minor // 10, "no fee on the delivery"


def test_all_shops_of_a_lab_share_one_parcel(aigul) -> None:
    jamilya = shipping.second_shop_of_osh()
    token = filled(thing(grams=1000), thing("jamilya", grams=500))
    orders = placed(token, {aigul: LAB_PARCEL, jamilya: LAB_PARCEL})
    assert [order.delivery_minor for order in orders] == [66_67, 33_34]
    assert sum(order.delivery_minor for order in orders) == 100_01


def test_a_shop_of_another_lab_has_a_parcel_of_its_own(aigul) -> None:
    farida = people.seller("farida").shop_id
    shipping.rates(slug="jalal-abad")
    token = filled(thing(), thing("farida"))
    orders = placed(token, {aigul: LAB_PARCEL, farida: LAB_PARCEL})
    assert [order.delivery_minor for order in orders] == [100_01, 100_01]


def test_together_too_heavy_is_refused_though_each_alone_is_not(aigul) -> None:
    jamilya = shipping.second_shop_of_osh()
    token = filled(thing(grams=2000), thing("jamilya", grams=2000))
    with pytest.raises(Conflict, match="parcel_heavy"):
        placed(token, {aigul: LAB_PARCEL, jamilya: LAB_PARCEL})
    assert len(placed(token, {aigul: LAB_PARCEL, jamilya: "pickup"})) == 2


def test_what_is_too_heavy_is_not_sent_and_nothing_is_reserved(aigul) -> None:
    token = filled(thing(grams=6000))
    choice = queries.basket_page(token).plan.choices[aigul]
    assert choice.offers["post"].why == Why.HEAVY
    with pytest.raises(Conflict, match="parcel_heavy"):
        placed(token, {aigul: "post"})
    assert db.session.scalars(select(Variant.stock)).all() == [9]


@pytest.mark.parametrize("why", ["maker_stays_home", "thing_stays_home"])
def test_what_may_not_leave_the_country_is_not_sent_abroad(aigul, why) -> None:
    listing = thing(may_export=why != "thing_stays_home")
    if why == "maker_stays_home":
        shipping.on_patent()
    token = filled(listing, country="DE")
    choice = queries.basket_page(token).plan.choices[aigul]
    assert {one.why for one in choice.offers.values()} == {"", why}
    for way in (LAB_PARCEL, "post"):
        with pytest.raises(Conflict, match=why) as caught:
            placed(token, {aigul: way})
        assert caught.value.facts["alias"] == "Ак кийиз"
    basket.send_to(token, "KG")
    assert placed(token, {aigul: "post"})[0].country == "KG"


def test_a_patent_that_is_over_lets_her_send_no_farther(aigul, travel) -> None:
    shipping.on_patent()
    travel(days=40)
    page = queries.basket_page(filled(thing(), country="KZ"))
    assert page.plan.choices[aigul].offers[LAB_PARCEL].why == "maker_stays_home"


def test_who_stays_at_home_makes_no_parcel_abroad_dearer(aigul) -> None:
    jamilya = shipping.second_shop_of_osh()
    shipping.on_patent("jamilya")
    token = filled(thing(grams=1000), thing("jamilya", grams=2900), country="DE")
    page = queries.basket_page(token, wishes={aigul: LAB_PARCEL, jamilya: LAB_PARCEL})
    offer = page.plan.choices[aigul].offers[LAB_PARCEL]
    assert (offer.price_minor, offer.shared) == (2500_00, 1)


def test_the_slowest_of_a_parcel_makes_its_day_and_time_moves_it(aigul, travel) -> None:
    token = filled(thing(), shipping.to_order(days=20, title="Буйрутма"))
    today = clock.today()
    offers = queries.basket_page(token).plan.choices[aigul].offers
    assert offers["pickup"].by == today + timedelta(days=20)
    assert offers["post"].by == today + timedelta(days=25)
    travel(days=3)
    (order,) = placed(token, {aigul: "post"})
    assert order.promised_by == today + timedelta(days=28)


def test_what_is_picked_up_says_when_it_is_ready(aigul) -> None:
    (order,) = placed(filled(thing()))
    assert order.promised_by == rules.packed_by(clock.today())
    assert (order.delivery_minor, order.address) == (0, "")


def test_a_file_is_there_at_once_in_any_country(aigul) -> None:
    pattern = people.on_sale(content=people.file())
    (order,) = placed(filled(pattern, country="US"), {aigul: LAB_PARCEL})
    found = (order.delivery, order.delivery_minor, order.promised_by, order.weight_g)
    assert found == ("download", 0, None, 0)


def test_a_shop_may_send_otherwise_than_its_lab(aigul) -> None:
    own = Band(POST, "KG", 2000, 90_00, 1, 2)
    delivery.add_rate(people.lab().id, own, shop_id=aigul)
    jamilya = shipping.second_shop_of_osh()
    token = filled(thing(grams=400), thing("jamilya", grams=400))
    orders = placed(token, {aigul: "post", jamilya: "post"})
    assert [order.delivery_minor for order in orders] == [90_00, 150_00]


def test_delivery_that_has_become_dearer_is_said_before_anything_is_placed(
    aigul,
) -> None:
    token = filled(thing())
    with pytest.raises(Conflict, match="delivery_dearer"):
        placed(token, {aigul: "post"}, shown={aigul: 149_99})
    assert db.session.scalars(select(Order)).all() == []
    (order,) = placed(token, {aigul: "post"}, shown={aigul: 200_00})
    assert order.delivery_minor == 150_00, "what has become cheaper is just cheaper"


def test_a_way_that_is_gone_is_never_exchanged_for_another(aigul) -> None:
    token = filled(thing())
    for rate in db.session.scalars(select(ShippingRate)).all():
        delivery.delete_rate(people.lab().id, rate.id)
    with pytest.raises(Conflict, match="way_gone"):
        placed(token, {aigul: LAB_PARCEL})


def test_the_same_form_twice_is_one_purchase_also_by_parcel(aigul) -> None:
    token = filled(thing(), country="KZ")
    (first,) = placed(token, {aigul: LAB_PARCEL})
    (second,) = placed(token, {aigul: LAB_PARCEL})
    assert first.id == second.id
    for other in ({"address": "Чүй 2"}, {"country": "DE"}):
        with pytest.raises(Conflict, match="placed_already"):
            placed(token, {aigul: LAB_PARCEL}, **other)


def test_a_parcel_needs_an_address(aigul) -> None:
    with pytest.raises(Invalid, match="address_needed"):
        placed(filled(thing()), {aigul: LAB_PARCEL}, address=" ")


@pytest.mark.parametrize("country", ["", "XX", "kg", "*"])
def test_nothing_goes_where_we_do_not_send(aigul, country) -> None:
    token = filled(thing())
    with pytest.raises(Invalid, match="country"):
        basket.send_to(token, country)
    assert queries.basket_page(token).plan.country == "KG"
