"""Things: written, looked at, on sale, found."""

import pytest

from marketplace.catalog import queries
from marketplace.catalog.queries.find import find
from marketplace.catalog.rules import LISTING
from marketplace.catalog.rules.asking import Asked
from marketplace.catalog.services import listings, looking, search
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.infra.search import SearchQuery
from marketplace.money import Money
from tests import people


@pytest.fixture
def waiting(app):
    return people.handed_in().id


def decide(listing_id, decision="publish", who="cholpon", note="x"):
    return looking.decide(listing_id, decision, by=people.person_id(who), note=note)


def test_a_thing_is_not_seen_before_it_was_looked_at(waiting, client) -> None:
    assert queries.newest().rows == []
    slug = people.db.session.get(people.Listing, waiting).slug
    assert client.get(f"/en/l/{slug}").status_code == 404
    decide(waiting)
    assert client.get(f"/en/l/{slug}").status_code == 200


def test_asking_for_changes_needs_a_note_and_she_can_send_it_again(waiting) -> None:
    with pytest.raises(Invalid, match="note_needed"):
        decide(waiting, "ask", note="")
    decide(waiting, "ask", note="Сүрөт кошуңуз")
    her = people.seller()
    fresh = people.draft("Жаңы", som=2000)
    listings.save(her.shop_id, waiting, fresh, by=her.person_id)
    again = listings.submit(her.shop_id, waiting, by=her.person_id)
    assert (again.state, again.price_minor) == ("in_review", 200000)


def test_nobody_lets_her_own_thing_through(waiting) -> None:
    with pytest.raises(NotAllowed, match="own_listing"):
        decide(waiting, who="aigul")


def test_what_is_being_looked_at_stays_as_it_is_until_she_takes_it_back(
    waiting,
) -> None:
    her = people.seller()
    with pytest.raises(Conflict, match="being_looked_at"):
        listings.save(her.shop_id, waiting, people.draft("Башка"), by=her.person_id)
    listings.take_back(her.shop_id, waiting, by=her.person_id)
    saved = listings.save(her.shop_id, waiting, people.draft("Башка"), by=her.person_id)
    assert (saved.listing.state, saved.waits) == ("draft", False)


def test_another_shops_thing_is_not_there_for_her(waiting) -> None:
    farida = people.seller("farida")
    for call in (
        lambda: listings.save(
            farida.shop_id, waiting, people.draft(), by=farida.person_id
        ),
        lambda: listings.submit(farida.shop_id, waiting, by=farida.person_id),
        lambda: listings.copy(farida.shop_id, waiting, by=farida.person_id),
        lambda: listings.take_back(farida.shop_id, waiting, by=farida.person_id),
        lambda: queries.my_content(farida.shop_id, waiting),
        lambda: queries.preview_of(farida.shop_id, waiting),
        lambda: listings.switch(
            farida.shop_id, waiting, "archive", by=farida.person_id
        ),
        lambda: queries.my_listing(farida.shop_id, waiting),
    ):
        with pytest.raises(NotFound):
            call()


@pytest.mark.parametrize("som", [0, 50_000_001])
def test_a_price_out_of_reason_is_refused(app, som) -> None:
    her = people.seller()
    with pytest.raises(Invalid, match="price_range"):
        listings.create(her.shop_id, people.draft(som=som), by=her.person_id)


def test_every_move_of_the_table_ends_in_the_table() -> None:
    assert {end for moves in LISTING.values() for end in moves.values()} <= set(LISTING)


def test_it_is_found_by_another_form_of_a_word_once_the_worker_was_there(
    app, work
) -> None:
    thing = people.on_sale(title="Кызыл шырдак")
    assert find(Asked("шырдактар")).cards == []
    work()
    assert [card.id for card in find(Asked("шырдактар")).cards] == [thing.id]
    assert [card.id for card in find(Asked("shyrdak")).cards] == [thing.id]


def test_a_paused_thing_is_gone_from_search_at_once(app, work) -> None:
    thing = people.on_sale()
    work()
    her = people.seller()
    listings.switch(her.shop_id, thing.id, "pause", by=her.person_id)
    assert find(Asked("шырдак")).cards == [], "the index is stale, the database is not"
    work()
    assert find(Asked("шырдак")).total == 0
    listings.switch(her.shop_id, thing.id, "resume", by=her.person_id)
    work()
    assert len(find(Asked("шырдак")).cards) == 1


def test_without_an_index_titles_are_looked_at_and_it_is_said(
    app, doors, client
) -> None:
    from marketplace.infra.search import SearchUnavailable

    people.on_sale(title="Felt bag")

    class Broken:
        def search(self, *_args, **_more):
            raise SearchUnavailable

    doors.search = Broken()
    assert find(Asked("felt")).degraded
    assert "only titles" in client.words("/en/search?q=felt")
    assert "Felt bag" in client.words("/en/search?q=felt")
    assert client.get("/en/search?q=%25%25%25__").status_code == 200


def test_a_rebuild_holds_what_is_on_sale_and_nothing_else(app, doors) -> None:
    on_sale = people.on_sale()
    her = people.seller()
    listings.create(her.shop_id, people.draft("Жашыруун"), by=her.person_id)
    assert search.rebuild() == 1
    assert doors.search.search(SearchQuery("шырдак")).ids == (str(on_sale.id),)


def test_pages_follow_each_other_without_a_gap_or_a_repeat(app, client) -> None:
    from marketplace.web.paging import Cursor

    ids = [people.on_sale(title=f"Шырдак {n}").id for n in range(7)]
    seen, after = [], None
    while True:
        page = queries.newest(Cursor.decode(after), size=3)
        seen += [card.id for card in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == ids[::-1]


def test_a_text_in_another_language_says_so(app, client) -> None:
    thing = people.on_sale(texts={"ky": ("Көк шырдак", "Жүн."), "ru": ("Синий", "Ок.")})
    english = client.get(f"/en/l/{thing.slug}").get_data(as_text=True)
    assert '<h1 lang="ru">Синий</h1>' in english
    assert "Русский" in english
    assert "<h1>Көк шырдак</h1>" in client.get(f"/ky/l/{thing.slug}").get_data(True)


def test_the_category_and_its_section_show_it(app, client) -> None:
    people.on_sale(title="Кызыл шырдак")
    for slug in ("felt", "shyrdak"):
        assert "Кызыл шырдак" in client.words(f"/ky/c/{slug}")
    assert "Кызыл шырдак" not in client.words("/ky/c/slippers")


def test_markup_in_a_title_stays_text(app, client) -> None:
    thing = people.on_sale(title="<script>alert(1)</script>")
    body = client.get(f"/ky/l/{thing.slug}").get_data(as_text=True)
    assert "<script>alert" not in body
    assert "&lt;script&gt;" in body


def test_money_of_a_card_is_the_price(app) -> None:
    people.on_sale(som=12500)
    assert queries.newest().rows[0].price == Money(1250000)
