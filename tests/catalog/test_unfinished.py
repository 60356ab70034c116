"""What she has begun to write is not lost, and what is sent twice is one thing."""

import re
import uuid
from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.catalog import queries
from marketplace.catalog.models import Listing, UnfinishedForm
from marketplace.catalog.services import unfinished
from marketplace.db import use_case
from marketplace.errors import Invalid, NotFound
from marketplace.extensions import db
from tests import people
from tests.catalog.test_writing import only, thing

HALF = {"language": ["ky"], "title": ["Боз шырдак"], "price": ["көп"]}


@pytest.fixture
def aigul(as_):
    return as_("aigul")


def form_of(browser, path="/ky/my/things/new") -> str:
    """Open a form and return its own name."""
    page = browser.get(path).get_data(as_text=True)
    return re.search(r'name="draft" type="hidden" value="([^"]+)"', page)[1]


def kept() -> list[UnfinishedForm]:
    return db.session.query(UnfinishedForm).all()


def keep(form_id: uuid.UUID, fields=HALF, *, shop_id=None, new=True) -> None:
    shop_id = shop_id or people.seller().shop_id
    unfinished.keep(shop_id, form_id, "product", fields, new=new)


def test_the_same_form_sent_twice_is_one_thing_as_it_was_sent_last(aigul) -> None:
    name = form_of(aigul)
    first = aigul.send("/ky/my/things/new", **thing(draft=name))
    again = aigul.send("/ky/my/things/new", **thing(draft=name, title="Ак шырдак"))
    assert first.location == again.location
    assert str(only().id) == name
    assert "Ак шырдак" in aigul.words(again.location)


def test_a_thing_that_was_sent_on_to_the_lab_is_not_sent_over(aigul) -> None:
    name = form_of(aigul)
    aigul.send("/ky/my/things/new", **thing(draft=name))
    aigul.send(f"/ky/my/things/{name}/send")
    again = aigul.send("/ky/my/things/new", **thing(draft=name, title="Башка"))
    assert again.status_code == 303
    assert queries.content_of(only().id).title == "Боз шырдак"
    assert only().state == "in_review"


def test_a_name_of_somebody_elses_thing_gives_nothing(aigul, as_) -> None:
    listing = people.on_sale("farida", title="Тумар")
    answer = aigul.send("/ky/my/things/new", **thing(draft=str(listing.id)))
    assert answer.status_code == 422
    assert only().shop_id == people.seller("farida").shop_id
    assert queries.content_of(listing.id).title == "Тумар"


def test_half_a_form_waits_on_her_page_and_is_as_she_left_it(aigul) -> None:
    name = form_of(aigul)
    answer = aigul.send(f"/ky/my/unfinished/{name}?new=1", title="Боз ш", price="көп")
    assert answer.status_code == 204
    assert "Боз ш" in aigul.words("/ky/my/things")
    page = aigul.get(f"/ky/my/things/new?draft={name}").get_data(as_text=True)
    assert 'value="Боз ш"' in page
    assert 'value="көп"' in page
    assert f'value="{name}"' in page
    assert db.session.query(Listing).count() == 0


def test_half_a_service_opens_as_a_service(aigul) -> None:
    name = form_of(aigul, "/ky/my/things/new?kind=service")
    aigul.send(f"/ky/my/unfinished/{name}?new=1&kind=service", title="Логотип")
    page = aigul.get(f"/ky/my/things/new?draft={name}").get_data(as_text=True)
    assert 'name="price_0"' in page
    assert 'value="Логотип"' in page


def test_what_is_sent_is_no_longer_unfinished(aigul) -> None:
    name = form_of(aigul)
    aigul.send(f"/ky/my/unfinished/{name}?new=1", title="Боз ш")
    aigul.send("/ky/my/things/new", **thing(draft=name))
    assert kept() == []
    gone = aigul.get(f"/ky/my/things/new?draft={name}")
    assert gone.location.endswith("/ky/my/things"), "no empty form under its name"


def test_what_was_overtaken_on_a_slow_line_does_not_come_back(aigul) -> None:
    name = form_of(aigul)
    aigul.send("/ky/my/things/new", **thing(draft=name))
    late = aigul.send(f"/ky/my/unfinished/{name}?new=1", title="Боз")
    assert late.status_code == 204
    assert kept() == []


def test_a_change_of_a_thing_waits_until_she_goes_on_or_throws_it_away(aigul) -> None:
    aigul.send("/ky/my/things/new", **thing())
    path = f"/ky/my/things/{only().id}"
    aigul.send(f"/ky/my/unfinished/{only().id}", **thing(title="Ак шырдак"))
    page = aigul.get(path).get_data(as_text=True)
    assert 'value="Боз шырдак"' in page, "what counts is what was sent"
    assert f'href="{path}?draft=1"' in page
    assert 'value="Ак шырдак"' in aigul.get(f"{path}?draft=1").get_data(as_text=True)
    aigul.send(f"/ky/my/unfinished/{only().id}/forget")
    assert f'href="{path}?draft=1"' not in aigul.get(path).get_data(as_text=True)


def test_nobody_reads_or_overwrites_what_another_shop_has_begun(aigul, as_) -> None:
    name = uuid.uuid4()
    keep(name)
    farida = people.seller("farida").shop_id
    with pytest.raises(NotFound):
        keep(name, shop_id=farida)
    unfinished.forget(farida, name)
    assert queries.unfinished(farida, name) is None
    assert len(kept()) == 1
    other = as_("farida")
    assert HALF["title"][0] not in other.words("/ky/my/things")
    page = other.get(f"/ky/my/things/new?draft={name}").get_data(as_text=True)
    assert HALF["title"][0] not in page


@pytest.mark.usefixtures("app")
def test_a_change_of_another_shops_thing_is_not_kept() -> None:
    listing = people.on_sale("farida", title="Тумар")
    with pytest.raises(NotFound):
        keep(listing.id, new=False)


@pytest.mark.usefixtures("app")
def test_what_is_too_long_is_refused_and_the_oldest_gives_way() -> None:
    with pytest.raises(Invalid):
        keep(uuid.uuid4(), {"title": ["ы" * (unfinished.LONGEST + 1)]})
    first = uuid.uuid4()
    keep(first)
    for _ in range(unfinished.MOST):
        keep(uuid.uuid4())
    assert len(kept()) == unfinished.MOST
    assert first not in {row.id for row in kept()}


@pytest.mark.usefixtures("app")
def test_an_old_copy_from_a_phone_does_not_replace_what_is_newer() -> None:
    name, shop_id = uuid.uuid4(), people.seller().shop_id
    keep(name)
    long_ago = clock.now() - timedelta(hours=1)
    unfinished.keep(
        shop_id, name, "product", {"title": ["Эски"]}, new=True, at=long_ago
    )
    assert kept()[0].title == "Боз шырдак"


def test_while_she_is_asked_about_an_older_one_nothing_is_kept_over_it(aigul) -> None:
    aigul.send("/ky/my/things/new", **thing())
    path = f"/ky/my/things/{only().id}"
    assert "data-unfinished=" in aigul.get(path).get_data(as_text=True)
    aigul.send(f"/ky/my/unfinished/{only().id}", **thing(title="Ак шырдак"))
    assert "data-unfinished=" not in aigul.get(path).get_data(as_text=True)
    assert "data-unfinished=" in aigul.get(f"{path}?draft=1").get_data(as_text=True)


@pytest.mark.usefixtures("app")
def test_after_a_week_it_is_forgotten() -> None:
    old, fresh = uuid.uuid4(), uuid.uuid4()
    keep(old)
    keep(fresh)
    _age(old)
    unfinished.forget_old()
    assert [row.id for row in kept()] == [fresh]


@use_case
def _age(form_id: uuid.UUID) -> None:
    row = db.session.get_one(UnfinishedForm, form_id)
    row.kept_at = clock.now() - unfinished.KEPT - timedelta(minutes=1)
