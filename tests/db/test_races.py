"""Two at once: the same answers on SQLite, where writers queue, and on PostgreSQL."""

import threading
import time
import uuid
from io import BytesIO

import pytest
from sqlalchemy import func, select

from marketplace.catalog.models import Photo, Variant
from marketplace.catalog.services import photos
from marketplace.catalog.services.photos import sweeping, uploads
from marketplace.catalog.services.photos.uploads import Upload
from marketplace.db import use_case
from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.orders.models import BasketItem, Purchase
from marketplace.orders.services import basket, checkout
from tests import people
from tests.catalog.test_changes import picture
from tests.catalog.test_photos_of_a_form import jpeg

BUYER = checkout.Buyer("Bermet", "0555123456", "ky")


def placing(token: str, key: str):
    return lambda: (
        checkout.place(token, BUYER, {}, submit_key=key, provider="sandbox").id
    )


def basket_of(*variants) -> str:
    token = None
    for variant in variants:
        token = basket.add(token, variant)
    return token


@pytest.mark.parametrize("turn", range(5))
def test_a_form_sent_twice_at_once_is_one_purchase(at_once, turn) -> None:
    token = basket_of(people.variant_of(people.on_sale(stock=9).id))
    ids = at_once(placing(token, "k" * 20), placing(token, "k" * 20))
    assert len(set(ids)) == 1, ids
    assert db.session.scalar(select(Variant.stock)) == 8


@pytest.mark.parametrize("turn", range(5))
def test_one_basket_in_two_windows_is_bought_once(at_once, turn) -> None:
    token = basket_of(people.variant_of(people.on_sale(stock=9).id))
    ends = at_once(placing(token, "a" * 20), placing(token, "b" * 20))
    empty = [end for end in ends if isinstance(end, Conflict)]
    assert [error.code for error in empty] == ["basket_empty"], ends
    assert db.session.scalar(select(func.count()).select_from(Purchase)) == 1
    assert db.session.scalar(select(Variant.stock)) == 8


@pytest.mark.parametrize("turn", range(5))
def test_baskets_with_the_same_things_do_not_wait_in_a_ring(at_once, turn) -> None:
    one, two = (people.variant_of(people.on_sale(stock=9).id) for _ in range(2))
    there, back = basket_of(one, two), basket_of(two, one)
    ids = at_once(placing(there, "a" * 20), placing(back, "b" * 20))
    assert not [end for end in ids if isinstance(end, Exception)], ids
    assert db.session.scalars(select(Variant.stock)).all() == [7, 7]


@pytest.mark.parametrize("turn", range(5))
def test_the_last_piece_goes_to_one(at_once, turn) -> None:
    thing = people.variant_of(people.on_sale(stock=1).id)
    ends = at_once(
        placing(basket_of(thing), "a" * 20), placing(basket_of(thing), "b" * 20)
    )
    gone = [end for end in ends if isinstance(end, Conflict)]
    assert [error.code for error in gone] == ["sold_out"], ends
    assert db.session.scalar(select(Variant.stock)) == 0


@pytest.mark.parametrize("turn", range(5))
def test_put_into_the_basket_twice_at_once_is_two(at_once, turn) -> None:
    one, two = (people.variant_of(people.on_sale(stock=9).id) for _ in range(2))
    token = basket_of(one)
    add = [lambda: basket.add(token, two)] * 2
    assert at_once(*add) == [token, token]
    found = dict(
        db.session.execute(select(BasketItem.variant_id, BasketItem.quantity)).all()
    )
    assert found == {one: 1, two: 2}


def sending(name: uuid.UUID, data: bytes):
    upload = Upload(people.seller().shop_id, name)
    return lambda: uploads.receive(upload, BytesIO(data)).id


@pytest.mark.parametrize("turn", range(5))
def test_a_photo_sent_twice_at_once_is_one_photo(at_once, turn) -> None:
    data, name = jpeg(400, 300), uuid.uuid4()
    same_name = at_once(sending(name, data), sending(name, data))
    same_bytes = at_once(sending(uuid.uuid4(), data), sending(uuid.uuid4(), data))
    assert {*same_name, *same_bytes} == set(db.session.scalars(select(Photo.id)))
    assert db.session.scalar(select(func.count()).select_from(Photo)) == 1


@pytest.mark.parametrize("turn", range(5))
def test_a_last_piece_that_comes_twice_at_once_makes_one_photo(at_once, turn) -> None:
    data = jpeg(400, 300)
    upload = Upload(people.seller().shop_id, uuid.uuid4())
    uploads.begin(upload, len(data))

    def last():
        return uploads.add(upload, 0, BytesIO(data)).id

    found = at_once(last, last)
    photo = db.session.scalars(select(Photo.id)).one()
    assert photo in found
    others = [one for one in found if one != photo]
    assert all(isinstance(one, Conflict) for one in others), others


def test_the_sweep_leaves_a_photo_that_is_being_put_on_a_thing(app, at_once) -> None:
    her = people.seller()
    photo_id = photos.remember(her.shop_id, picture("old")).id
    draft = people.listings.create(her.shop_id, people.draft(), by=her.person_id).id
    written = threading.Event()

    @use_case
    def save() -> None:
        content = people.draft(photo_ids=(photo_id,))
        people.listings.save(her.shop_id, draft, content, by=her.person_id)
        written.set()
        time.sleep(0.5)  # the sweep comes to it before this is committed

    def sweep() -> None:
        written.wait(5)
        sweeping._delete(photo_id)

    assert at_once(save, sweep) == [None, None]
    assert db.session.get_one(Photo, photo_id).listing_id == draft


def test_fifty_buyers_of_the_last_one_make_one_order_and_49_clear_answers(
    at_once,
) -> None:
    last = people.variant_of(people.on_sale(stock=1).id)
    tokens = [basket_of(last) for _ in range(50)]
    ends = at_once(*(placing(token, uuid.uuid4().hex) for token in tokens))
    sold = [end for end in ends if isinstance(end, uuid.UUID)]
    told = [end for end in ends if isinstance(end, Conflict)]
    assert (len(sold), len(told)) == (1, 49), ends
    assert {error.code for error in told} == {"sold_out"}
    assert db.session.scalar(select(func.count()).select_from(Purchase)) == 1
    assert db.session.scalar(select(Variant.stock)) == 0
