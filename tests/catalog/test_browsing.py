"""Lists to browse: what is in them, in which order, and that pages fit together."""

import itertools
import re
from dataclasses import replace
from html import unescape

import pytest
from sqlalchemy import select

from marketplace.catalog import queries
from marketplace.catalog.models import Listing
from marketplace.catalog.queries import browse
from marketplace.catalog.queries.content import content_of
from marketplace.catalog.rules.browsing import BANDS, SORTS, Wish, band_of
from marketplace.catalog.services import listings
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.profiles.models import LabText, Technique
from marketplace.profiles.services import shops
from marketplace.web.paging import PAGE
from tests import people

PRICES = (500, 900, 900, 1000, 2500, 2500, 7000, 12_000)


@pytest.fixture
def shelf(app) -> list[Listing]:
    """Eight things of two makers at prices of every band, some twice the same."""
    made = []
    for number, som in enumerate(PRICES):
        who = "aigul" if number % 2 else "farida"
        more = {"may_export": number % 3 > 0, "stock": number % 4}
        made.append(people.on_sale(who, title=f"Шырдак {number}", som=som, **more))
    return made


def pages(wish: Wish, slug: str = "felt") -> list[str]:
    """Return the titles of all pages, three things each."""
    section, found, after = queries.section(slug)[0], [], None
    for _ in range(10):
        page = queries.in_category(section, wish, after, size=3)
        found += [card.title for card in page.rows]
        if page.next is None:
            return found
        after = page.next
    raise AssertionError("the pages have no end")


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_every_order_show_everything_once(shelf, sort) -> None:
    found = pages(Wish(sort=sort))
    assert sorted(found) == sorted(f"Шырдак {n}" for n in range(len(PRICES)))
    prices = [PRICES[int(title.split()[1])] for title in found]
    assert sort == "new" or prices == sorted(prices, reverse=sort == "dear")
    assert sort != "new" or found == [f"Шырдак {n}" for n in reversed(range(8))]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("price", ["", *BANDS])
def test_what_is_narrowed_is_what_fits(shelf, sort, price) -> None:
    for ready, abroad in itertools.product((False, True), repeat=2):
        found = pages(Wish(sort, ready, abroad, price))
        low, high = BANDS.get(price, (0, None))
        fitting = [
            f"Шырдак {number}"
            for number, som in enumerate(PRICES)
            if low <= som * 100
            and (high is None or som * 100 < high)
            and (not ready or number % 4)
            and (not abroad or number % 3)
        ]
        assert sorted(found) == sorted(fitting)


def test_links_keep_what_is_chosen(client) -> None:
    for number in range(PAGE + 1):
        people.on_sale(title=f"Шырдак {number}")
    page = client.get("/en/c/felt?sort=cheap&abroad=1").get_data(as_text=True)
    link = unescape(re.search(r'rel="next" href="([^"]+)"', page)[1])
    assert link.startswith("/en/c/felt?sort=cheap&abroad=1&after=")
    assert 'href="/en/c/felt?sort=cheap"' in page, "choosing it again takes it away"
    assert 'href="/en/c/felt?sort=cheap&amp;abroad=1&amp;price=2"' in page
    assert client.get(link).status_code == 200


def test_a_cursor_of_another_order_means_the_first_page(app, shelf) -> None:
    section = queries.section("felt")[0]
    by_price = browse.ORDERS["cheap"].cursor(900_00, shelf[0].id).encode()
    page = queries.in_category(section, Wish(), by_price)
    assert len(page.rows) == len(PRICES)


@pytest.mark.parametrize(
    "odd", ["sort=x", "price=9", "ready=yes", "sort=cheap&after=x"]
)
def test_an_odd_address_shows_the_page_all_the_same(client, shelf, odd) -> None:
    assert "Шырдак 0" in client.get(f"/en/c/felt?{odd}").get_data(as_text=True)


def test_the_band_follows_the_price(app) -> None:
    thing = people.on_sale(som=500)
    assert thing.price_band == band_of(500_00) == 1
    her, now = people.seller(), content_of(thing.id)
    dearer = replace(now, variants=(replace(now.variants[0], price_minor=200_00),))
    listings.save(her.shop_id, thing.id, dearer, by=her.person_id)
    assert db.session.get(Listing, thing.id).price_minor == 200_00
    bands = {key: band_of(low) for key, (low, _) in BANDS.items()}
    assert bands == {key: int(key) for key in BANDS}


def technique(slug: str = "shyrdak"):
    return db.session.scalars(select(Technique.id).where(Technique.slug == slug)).one()


def test_a_technique_shows_what_is_made_so(app, client) -> None:
    people.on_sale(title="Башка", content=people.draft("Башка"))
    for name in ("Биринчи", "Экинчи"):
        people.on_sale(content=people.draft(name, techniques=(technique(),)))
    people.handed_in(content=people.draft("Күтөт", techniques=(technique(),)))
    found = queries.of_technique(technique(), None).rows
    assert [card.title for card in found] == ["Экинчи", "Биринчи"]
    page = client.get("/en/technique/shyrdak").get_data(as_text=True)
    assert "Биринчи" in page
    assert "Күтөт" not in page


def test_a_change_keeps_a_thing_on_the_page_of_its_technique(app) -> None:
    thing = people.on_sale(content=people.draft(techniques=(technique(),)))
    her, now = people.seller(), content_of(thing.id)
    listings.save(
        her.shop_id,
        thing.id,
        replace(now, variants=(replace(now.variants[0], stock=9, stock_seen=3),)),
        by=her.person_id,
    )
    assert [one.id for one in queries.of_technique(technique(), None).rows] == [
        thing.id
    ]


def test_a_region_shows_what_its_labs_have(app, client) -> None:
    people.on_sale("aigul", title="Ошто")
    people.on_sale("farida", title="Жалал-Абадда")
    page = client.get("/en/region/osh").get_data(as_text=True)
    assert "Ошто" in page
    assert "Жалал-Абадда" not in page
    _call("jalal-abad", "Osh")
    page = client.get("/en/region/osh").get_data(as_text=True)
    assert page.index("Жалал-Абадда") < page.index("Ошто"), "the newest first, of both"
    assert client.get("/en/region/jalal-abad").status_code == 404


@use_case
def _call(slug: str, region: str) -> None:
    texts = select(LabText).where(LabText.lab_id == people.lab(slug).id)
    for row in db.session.scalars(texts):
        row.region = region


def test_ready_now_leaves_out_what_has_to_be_made(app, client) -> None:
    people.on_sale(title="Даяр", stock=1)
    people.on_sale(title="Сатылган", stock=0)
    page = client.get("/en/ready").get_data(as_text=True)
    assert "Даяр" in page
    assert "Сатылган" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/en/",
        "/en/new",
        "/en/ready",
        "/en/c/felt",
        "/en/region/osh",
        "/en/technique/shyrdak",
    ],
)
def test_a_hidden_shop_is_gone_from_every_list_at_once(client, path) -> None:
    people.on_sale(content=people.draft("Жашыруун", techniques=(technique(),)))
    assert "Жашыруун" in client.get(path).get_data(as_text=True)
    shops.show_to(people.seller().shop_id, "hidden")
    assert "Жашыруун" not in client.get(path).get_data(as_text=True)


def test_beside_a_thing_stand_alike_ones_of_others_and_more_of_hers(app) -> None:
    shown = people.on_sale(content=people.draft("Бул", techniques=(technique(),)))
    people.on_sale("farida", content=people.draft("Алыс"))
    people.on_sale("farida", content=people.draft("Жакын", techniques=(technique(),)))
    hers = people.on_sale(title="Дагы")
    hidden = people.on_sale(title="Кийин")
    listings.switch(
        people.seller().shop_id, hidden.id, "pause", by=people.person_id("aigul")
    )
    found = queries.beside(queries.listing_view(shown.slug))
    assert [card.title for card in found.alike] == ["Жакын", "Алыс"]
    assert [card.id for card in found.hers] == [hers.id]


def test_one_maker_does_not_fill_what_is_alike(app) -> None:
    shown = people.on_sale(title="Бул")
    for number in range(4):
        people.on_sale("farida", title=f"Анын {number}")
    assert len(queries.beside(queries.listing_view(shown.slug)).alike) == 2


PLANS = {
    "ix_listings_newest": browse.Shelf(begun=True),
    "ix_listings_ready": browse.Shelf(ready=True, begun=True),
    "ix_listings_section": browse.Shelf(place="section", begun=True),
    "ix_listings_category": browse.Shelf(place="category", ready=True, begun=True),
    "ix_listings_section_band": browse.Shelf(place="section", priced="band"),
    "ix_listings_category_band": browse.Shelf(
        place="category", priced="band", begun=True
    ),
    "ix_listings_section_price": browse.Shelf("cheap", "section", priced="range"),
    "ix_listings_category_price": browse.Shelf("dear", "category", begun=True),
    "ix_listings_lab": browse.Shelf(place="lab", places=2),
    "ix_listing_techniques_newest": browse.Shelf("technique", "technique", begun=True),
}


@pytest.mark.parametrize("index", PLANS)
def test_each_list_follows_its_index(app, index) -> None:
    """Only SQLite says so without many rows; `make bench-pages` shows both."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by the number of rows")
    asked = browse._statement(PLANS[index]).compile(db.engine)
    plan = [
        row[3]
        for row in db.session.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {asked}", tuple(None for _ in asked.positiontup)
        )
    ]
    assert any(
        f"USING INDEX {index} " in one or f"INDEX {index} (" in one for one in plan
    )
    # The rows of one page may be sorted; nothing else, and no shop is begun with.
    assert sum("TEMP B-TREE" in one for one in plan) <= 1
    assert not any(one.startswith("SCAN shops") for one in plan)
