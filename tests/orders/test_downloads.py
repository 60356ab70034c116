"""What was bought as a file: who can fetch it, when, and for how long."""

from urllib.parse import quote

import pytest
from sqlalchemy import select

from marketplace import ledger
from marketplace.catalog.models import DigitalFile, Variant
from marketplace.catalog.queries import content_of
from marketplace.catalog.services import listings
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.orders.models import BasketItem, Order, OrderLine, Purchase
from marketplace.orders.services import downloads, fulfil, payments
from marketplace.profiles.services import closing
from tests import people
from tests.orders.test_one_sale import bought, orders_of, pay
from tests.orders.test_pages import check_out, fill_basket, secret


@pytest.fixture
def pattern(app):
    return people.on_sale(content=people.file(b"%PDF-1.7 sold", "Үлгү 1.pdf"))


def link(purchase_id) -> str:
    """Return the address of the file of a purchase."""
    found = db.session.get_one(Purchase, purchase_id).secret
    line = db.session.scalars(
        select(OrderLine.id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.purchase_id == purchase_id, OrderLine.file_key != "")
    ).one()
    return f"/en/o/{found}/file/{line}"


@use_case
def set_state(purchase_id, state: str) -> None:
    for order in orders_of(purchase_id):
        order.state = state


def test_from_the_shop_to_the_file_without_an_address(pattern, client) -> None:
    assert "To download after paying" in client.words(f"/en/l/{pattern.slug}")
    fill_basket(client, pattern)
    fill_basket(client, pattern)
    words = client.words("/en/basket")
    assert "To download after paying" in words
    assert "Pick up for free" not in words
    quantity = db.session.scalars(select(BasketItem.quantity)).one()
    assert quantity == 1, "nobody pays twice for one file"
    page = client.get("/en/checkout").text
    assert 'name="delivery-' not in page
    assert 'name="address"' not in page
    at_the_provider = check_out(client).location
    order = db.session.scalars(select(Order)).one()
    assert (order.delivery, order.delivery_minor) == ("download", 0)
    assert "/file/" not in client.get(f"/en/o/{secret()}").text
    client.get(client.send(at_the_provider, outcome="paid").location)
    purchase = f"/en/o/{secret()}"
    words = client.words(purchase)
    assert "Ready to download" in words
    assert "Collected at the Lab" not in words
    assert "Үлгү 1.pdf" in words
    address = link(db.session.scalars(select(Purchase.id)).one())
    assert f'href="{address}"' in client.get(purchase).text
    assert client.get(address).data == b"%PDF-1.7 sold"


def test_it_goes_out_to_be_kept_and_never_to_be_run(pattern, client) -> None:
    purchase_id = bought(pattern)
    pay(purchase_id)
    headers = client.get(link(purchase_id)).headers
    said = headers["Content-Disposition"]
    assert said.startswith("attachment;")
    assert f"filename*=UTF-8''{quote('Үлгү 1.pdf')}" in said
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "no-store"


def test_before_it_is_paid_there_is_nothing(pattern, client) -> None:
    purchase_id = bought(pattern)
    assert client.get(link(purchase_id)).status_code == 404
    pay(purchase_id, "failed")
    assert client.get(link(purchase_id)).status_code == 404
    pay(purchase_id)
    assert client.get(link(purchase_id)).status_code == 200


def test_what_expired_or_was_cancelled_is_not_handed_out(
    pattern, client, travel
) -> None:
    purchase_id = bought(pattern)
    address = link(purchase_id)
    travel(minutes=36)
    assert payments.expire() == 1
    assert client.get(address).status_code == 404
    other = bought(pattern, key="o" * 20)
    pay(other)
    set_state(other, "cancelled")
    assert client.get(link(other)).status_code == 404


def test_only_the_secret_of_its_own_purchase_opens_it(pattern, client) -> None:
    mine = bought(pattern)
    pay(mine)
    other = bought(people.on_sale(title="Сумка"), key="o" * 20)
    pay(other)
    line = link(mine).rsplit("/", 1)[-1]
    foreign = db.session.get_one(Purchase, other).secret
    assert client.get(f"/en/o/{foreign}/file/{line}").status_code == 404
    assert client.get(f"/en/o/{'x' * 32}/file/{line}").status_code == 404
    bag = db.session.scalars(select(OrderLine.id).where(OrderLine.file_key == "")).one()
    assert client.get(f"/en/o/{foreign}/file/{bag}").status_code == 404, "no file"


def test_what_she_changes_later_changes_nothing_for_who_has_bought(
    pattern, client, travel, doors
) -> None:
    purchase_id = bought(pattern)
    pay(purchase_id)
    her = people.seller()
    new = people.file(b"%PDF-1.7 new", "other.pdf")
    trust_aigul()
    listings.save(her.shop_id, pattern.id, new, by=her.person_id)
    assert content_of(pattern.id).files == new.files
    travel(days=9)
    downloads.sweep()
    answer = client.get(link(purchase_id))
    assert answer.data == b"%PDF-1.7 sold"
    assert quote("Үлгү 1.pdf") in answer.headers["Content-Disposition"]
    assert db.session.query(DigitalFile).count() == 1


@use_case
def trust_aigul() -> None:
    people.shop("aigul").trusted = True


def test_a_parcel_of_files_is_handed_over_as_soon_as_it_is_paid(pattern, as_) -> None:
    purchase_id = bought(pattern)
    pay(purchase_id)
    (order,) = orders_of(purchase_id)
    assert (order.state, order.state_shown) == ("collected", "downloadable")
    words = as_("aigul").words(f"/en/my/orders/{order.id}")
    assert "You have nothing to do" in words
    assert "It is packed" not in words
    assert "Collected at the Lab" not in words
    fulfil.confirm(purchase_id, order.id)
    assert ledger.balance(f"payable:{order.shop_id}").minor == -27_000
    assert ledger.problems() == []


def test_a_mixed_parcel_goes_its_way_and_its_file_is_there_at_once(
    pattern, client
) -> None:
    shop = people.seller().shop_id
    purchase_id = bought(
        people.on_sale(), pattern, deliveries={shop: "post"}, address="Ош, 1"
    )
    pay(purchase_id)
    (order,) = orders_of(purchase_id)
    assert (order.delivery, order.delivery_minor) == ("post", 15_000)
    assert order.state == "in_progress"
    assert client.get(link(purchase_id)).status_code == 200


def test_a_parcel_of_files_needs_no_address_whatever_the_form_says(pattern) -> None:
    shop = people.seller().shop_id
    purchase_id = bought(pattern, deliveries={shop: "post"})
    (order,) = orders_of(purchase_id)
    assert (order.delivery, order.total_minor) == ("download", 30_000)


def test_nobody_gets_a_thing_for_download(app) -> None:
    shop = people.seller().shop_id
    purchase_id = bought(people.on_sale(), deliveries={shop: "download"})
    assert [order.delivery for order in orders_of(purchase_id)] == ["pickup"]


def test_a_file_never_runs_out(pattern) -> None:
    for key in ("a" * 20, "b" * 20, "c" * 20):
        pay(bought(pattern, key=key))
    assert db.session.scalars(select(Variant.stock)).one() == 0
    assert content_of(pattern.id).variants[0].mode == "digital"


def test_when_she_closes_her_account_her_buyers_keep_what_they_bought(
    pattern, client, travel, doors
) -> None:
    people.on_sale(content=people.file(b"%PDF-1.7 unsold"))
    purchase_id = bought(pattern)
    pay(purchase_id)
    address = link(purchase_id)
    set_state(purchase_id, "completed")
    closing.close(people.person_id("aigul"))
    travel(days=8)
    downloads.sweep()
    assert client.get(address).data == b"%PDF-1.7 sold"
    left = [doors.storage.get(key) for key, _ in doors.storage.walk()]
    assert b"%PDF-1.7 unsold" not in left
