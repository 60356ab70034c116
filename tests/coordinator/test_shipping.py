"""What sending costs and what the som is worth: forms of the desk."""

from io import BytesIO

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.extensions import db
from marketplace.orders.models import FxRate, ShippingRate
from marketplace.permissions import Permission, Role
from marketplace.profiles.models import AuditEvent
from tests import people
from tests.architecture.test_query_counts import Counter
from tests.orders import shipping
from tests.orders.test_currencies import GOOD, xml

PATH = "/en/desk/labs/osh/shipping"


def band(**more) -> dict[str, str]:
    """Return a filled-in band."""
    fields = {"way": "post", "country": "KG", "up_to": "0,5", "price": "150 сом"}
    return {**fields, "days_min": "2", "days_max": "5", "shop": "", **more}


def test_a_coordinator_writes_a_band_and_takes_it_out(app, as_) -> None:
    cholpon = as_("cholpon")
    assert "buyers pay 150 KGS" in cholpon.words(PATH).replace("\u00a0", " ")
    assert cholpon.send(PATH, **band()).status_code == 303
    rate = db.session.scalars(select(ShippingRate)).one()
    found = (rate.up_to_g, rate.price_minor, rate.days_min, rate.days_max)
    assert found == (500, 150_00, 2, 5)
    assert "0.5 kg" in cholpon.words(PATH)
    path = f"{PATH}/{rate.id}/delete"
    assert as_("dinara").send(path).status_code == 404
    other = f"/en/desk/labs/jalal-abad/shipping/{rate.id}/delete"
    assert as_("dinara").send(other).status_code == 404, "a band of Osh"
    assert cholpon.send(path).status_code == 303
    assert db.session.scalars(select(ShippingRate)).all() == []
    kinds = db.session.scalars(select(AuditEvent.kind)).all()
    assert kinds.count("lab.shipping_changed") == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"up_to": "heavy"}, "Write a weight of up to 100 kg"),
        ({"up_to": "0"}, "Write a weight of up to 100 kg"),
        ({"up_to": "101"}, "Write a weight of up to 100 kg"),
        ({"up_to": ""}, "Fill this in"),
        ({"price": "dear"}, "Write the price in digits"),
        ({"price": "99999999"}, "Write what it costs in som"),
        ({"days_min": "12"}, "Write whole days up to 180"),
        ({"days_max": "soon"}, "Write whole days up to 180"),
        ({"country": "XX"}, "Choose one of the list"),
        ({"way": "camel"}, "Choose one of the list"),
        ({"shop": "XX"}, "Choose one of the list"),
    ],
)
def test_what_does_not_fit_is_said_and_the_rest_is_kept(app, as_, change, said) -> None:
    answer = as_("cholpon").send(PATH, **{**band(days_max="9"), **change})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="2"' in answer.text or "days_min" in change
    assert db.session.scalars(select(ShippingRate)).all() == []


def test_the_same_band_twice_is_refused_for_lab_and_shop(app, as_) -> None:
    cholpon, shop = as_("cholpon"), str(people.seller().shop_id)
    for fields in (band(), band(shop=shop)):
        assert cholpon.send(PATH, **fields).status_code == 303
        answer = cholpon.send(PATH, **fields)
        assert "There is a price for this way" in answer.text
    assert len(db.session.scalars(select(ShippingRate)).all()) == 2
    assert "Ак кийиз" in cholpon.words(PATH)


def test_a_parcel_through_the_lab_has_no_price_of_one_shop(app, as_) -> None:
    fields = band(way="lab_parcel", shop=str(people.seller().shop_id))
    answer = as_("cholpon").send(PATH, **fields)
    assert "costs the same for all its shops" in answer.text


def test_only_shops_of_the_lab_can_be_chosen(app, as_) -> None:
    cholpon = as_("cholpon")
    farida = str(people.seller("farida").shop_id)
    assert farida not in cholpon.get(PATH).text
    assert cholpon.send(PATH, **band(shop=farida)).status_code == 422


def test_the_list_of_bands_asks_no_more_with_more_of_them(app, as_) -> None:
    cholpon = as_("cholpon")
    cholpon.get(PATH)
    counts = []
    for _ in range(2):
        with Counter() as asked:
            cholpon.get(PATH)
        counts.append(len(asked.statements))
        if not db.session.scalars(select(ShippingRate)).all():
            shipping.rates()
    assert counts[0] == counts[1]


# Rates of currencies


def test_only_the_network_sets_rates() -> None:
    from marketplace.permissions import ALLOWED

    may = {role for role in Role if Permission.SET_RATES in ALLOWED[role]}
    assert may == {Role.NETWORK_LEAD, Role.ADMIN}


def test_the_network_lead_enters_a_rate(app, as_) -> None:
    nazira = as_("nazira")
    assert "No rates yet" in nazira.words("/en/desk/rates")
    day = clock.today().isoformat()
    fields = {"quote": "USD", "day": day, "value": "87,4512"}
    assert nazira.send("/en/desk/rates", **fields).status_code == 303
    assert "87.4512" in nazira.words("/en/desk/rates")
    assert db.session.scalars(select(FxRate.entered_by_id)).one() == people.person_id(
        "nazira"
    )
    log = as_("gulnara").words("/en/desk/log?kind=rates.entered")
    assert "Entered a rate" in log


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"value": "dear"}, "Write the rate in digits"),
        ({"value": "0"}, "This rate cannot be right"),
        ({"day": "2020-01-01"}, "Choose a day of the last year"),
        ({"day": "yesterday"}, "Choose a day, or write it"),
        ({"quote": "JPY"}, "Choose one of the list"),
    ],
)
def test_a_rate_that_cannot_be_is_said(app, as_, change, said) -> None:
    fields = {"quote": "USD", "day": clock.today().isoformat(), "value": "87"}
    answer = as_("nazira").send("/en/desk/rates", **{**fields, **change})
    assert answer.status_code == 422
    assert said in answer.text


def test_the_file_of_the_national_bank_is_sent_in(app, as_) -> None:
    nazira = as_("nazira")
    sent = (BytesIO(xml(**GOOD)), "daily.xml")
    assert nazira.send("/en/desk/rates/file", file=sent).status_code == 303
    words = nazira.words("/en/desk/rates")
    assert "101.3020" in words
    assert "National Bank" in words
    for bad in ((BytesIO(b"no"), "daily.xml"), ""):
        answer = nazira.send("/en/desk/rates/file", file=bad)
        assert answer.status_code == 422
        assert "not the daily file of the National Bank" in answer.text
