"""The search page: words kept, filters as links, kept searches, hints."""

import json
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from lxml import html
from sqlalchemy import func, select

from marketplace import clock
from marketplace.catalog import queries
from marketplace.catalog.rules.asking import FACETS, Asked
from marketplace.catalog.services import search, searches
from marketplace.db import use_case
from marketplace.errors import Invalid
from marketplace.extensions import db
from marketplace.infra.search import SearchUnavailable
from marketplace.profiles.models import Notice
from tests import people

ALIAS = "Ак кийиз"  # Aigul's


@pytest.fixture
def stall(app):
    """Some things of Aigul's, one of them dear, one a service."""
    people.on_sale(title="Кызыл шырдак", som=1200)
    people.on_sale(title="Көк шырдак", som=9000)
    people.on_sale(title="Felt bag", som=300)
    search.rebuild()


def page(client, path):
    return html.fromstring(client.get(path).get_data(as_text=True))


def test_the_words_are_kept_in_the_form(client, stall) -> None:
    found = page(client, "/en/search?q=кызыл++шырдак&sort=cheapest")
    assert found.xpath("//input[@id='q']/@value") == ["кызыл шырдак"]
    assert found.xpath("//form[@role='search']//input[@name='sort']/@value") == [
        "cheapest"
    ]


def test_a_filter_is_a_link_and_is_taken_away_by_one(client, stall) -> None:
    found = page(client, "/en/search?q=шырдак")
    assert found.xpath("//main//ul[@class='grid']/li") != []
    (dear,) = [
        link for link in found.xpath("//a[@class='facet']") if "3,000 to" in link.text
    ]
    filtered = page(client, dear.get("href"))
    titles = filtered.xpath("//main//*[@class='card__title']//text()")
    assert titles == ["Көк шырдак"]
    (chip,) = filtered.xpath("//ul[contains(@class,'chips--chosen')]//a")
    assert len(page(client, chip.get("href")).xpath("//main//li[@class='card']")) >= 2


def test_counts_beside_a_filter_are_what_it_shows(client, stall) -> None:
    for link in page(client, "/en/search?q=шырдак").xpath("//a[@class='facet']"):
        said = int(link.xpath("./span[@class='num']/text()")[0])
        shown = page(client, link.get("href")).xpath("//main//li[@class='card']")
        assert len(shown) == said, link.get("href")


def test_nothing_found_offers_the_same_words_without_filters(client, stall) -> None:
    words = client.words("/en/search?q=кызыл+шырдак&price=4")
    assert "Nothing found" in words
    assert re.search(r"Show \d+ without filters", words)


def test_a_mended_slip_is_said_and_can_be_undone(client, stall) -> None:
    found = page(client, "/en/search?q=шырдк")
    assert "results for «шырдак»" in found.text_content()
    (link,) = [one for one in found.xpath("//main//a/@href") if one.endswith("typed=1")]
    assert "Nothing found" in page(client, link).text_content()


def test_search_pages_are_for_no_search_engine(client, stall) -> None:
    assert client.get("/en/search?q=шырдак").headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=шырдак&after=zzz",
        "q=шырдак&after=W251bGwsbnVsbCxudWxsXQ",
        "q=шырдак&after=W05hTiwwLCJ4Il0",
        "q=шырдак&after=WzFlOTk5LDEsIngiXQ",
        "q=шырдак&sort=nonsense&kind=x&kind=y&price=99&lab=%27",
        "q=" + "а" * 5000,
        "q=шырдак" + "&colour=c" * 500,
        "q='|!&:*()<->",
        "q=~шырдак §red",
        "q=\\\\",
    ],
)
def test_odd_addresses_are_answered(client, stall, query) -> None:
    assert client.get(f"/en/search?{query}").status_code in {200, 404, 422}


def test_hints_are_words_sections_and_makers(client, stall) -> None:
    for typed, wanted in (("шы", "шырдак"), ("felt", "Felt"), (ALIAS[:3], ALIAS)):
        answer = client.get(f"/en/search/hints?q={quote(typed)}")
        texts = [hint["text"] for hint in json.loads(answer.text)["hints"]]
        assert any(wanted.lower() in text.lower() for text in texts), (typed, texts)


def test_a_hidden_maker_is_no_hint(client, stall) -> None:
    from marketplace.profiles.services import shops

    path = f"/en/search/hints?q={quote(ALIAS[:3])}"
    assert ALIAS in json.dumps(client.get(path).json, ensure_ascii=False)
    shops.show_to(people.seller().shop_id, "hidden")
    assert ALIAS not in json.dumps(client.get(path).json, ensure_ascii=False)
    search.index_changes()
    assert json.loads(client.get("/en/search/hints?q=шы").text) == {"hints": []}


def test_hints_without_an_index_are_fewer_and_no_error(client, stall, doors) -> None:
    class Broken:
        def suggest(self, *_args):
            raise SearchUnavailable

    doors.search = Broken()
    assert client.get("/en/search/hints?q=fe").status_code == 200


def test_last_words_stay_on_a_phone_that_is_hers_only(as_, stall) -> None:
    hers, lent = as_("bermet", own_phone=True), as_("bermet")
    for browser in (hers, lent):
        browser.get("/en/search?q=шырдак")
    assert "Searched for lately" in hers.words("/en/search")
    assert "Searched for lately" not in lent.words("/en/search")
    hers.send("/en/sign-out")
    assert "Searched for lately" not in hers.words("/en/search")


def test_she_is_told_once_of_what_is_new(app, as_, stall) -> None:
    bermet = as_("bermet")
    bermet.send("/en/search/save", q="шырдак", colour="red")
    assert "You keep this search" in bermet.words("/en/search?q=шырдак&colour=red")
    assert searches.tell_new() == 0, "what was there is not new"
    bermet.send("/en/search/save", q="шырдак")
    later(minutes=5)
    people.on_sale(title="Жаңы шырдак")
    search.index_changes()
    assert [searches.tell_new(), searches.tell_new()] == [1, 0]
    (link,) = notices()
    assert "Жаңы шырдак" in bermet.words(f"/en{link}").split("2,")[0]


def test_the_same_search_is_kept_once_and_at_most_twenty(app) -> None:
    bermet = people.person_id("bermet")
    for number in (1, 1, *range(2, 21)):
        searches.keep(bermet, f"q=w{number}", "ky")
    assert len(queries.saved_searches(bermet)) == searches.MOST
    with pytest.raises(Invalid, match="searches_full"):
        searches.keep(bermet, "q=more", "ky")


def test_a_search_without_words_is_not_kept(app, as_) -> None:
    assert (
        "Write what you look for"
        in as_("bermet").send("/en/search/save", q=" ", follow_redirects=True).text
        or queries.saved_searches(people.person_id("bermet")) == []
    )


def test_she_forgets_one(app, as_) -> None:
    bermet = people.person_id("bermet")
    searches.keep(bermet, "q=шырдак", "ky")
    (kept,) = queries.saved_searches(bermet)
    as_("bermet").send(f"/en/account/searches/{kept.id}/forget")
    assert queries.saved_searches(bermet) == []


def test_what_she_keeps_goes_along_with_her_and_goes_with_her(app) -> None:
    from marketplace.catalog.services import leaving

    bermet = people.person_id("bermet")
    searches.keep(bermet, "q=шырдак", "ky")
    assert [one["query"] for one in leaving.searches_of(bermet)] == ["q=шырдак"]
    leaving.put_away(bermet)
    assert leaving.searches_of(bermet) == []


def later(**more) -> None:
    """Let every kept search be older than what comes now."""

    @use_case
    def move() -> None:
        from marketplace.catalog.models import SavedSearch

        for row in db.session.scalars(select(SavedSearch)):
            row.seen_at = clock.now() - timedelta(**more)

    move()


def notices() -> list[str]:
    rows = select(Notice.link).where(Notice.kind == "search.found")
    return list(db.session.scalars(rows))


def test_an_address_reads_and_writes_the_same() -> None:
    asked = Asked.read(
        {"q": [" кызыл  шырдак "], "colour": ["red", "blue", "red"], "sort": ["newest"]}
    )
    assert asked.text == "кызыл шырдак"
    pairs = asked.pairs()
    again: dict[str, list[str]] = {}
    for name, value in pairs:
        again.setdefault(name, []).append(value)
    assert Asked.read(again) == asked
    assert asked.toggled("colour", "red").filters == {"colour": ("blue",)}
    assert asked.toggled("kind", "service").toggled("kind", "product").filters[
        "kind"
    ] == ("product",)
    assert set(asked.filters) <= set(FACETS)


def test_what_changes_is_noted_once_with_one_job(app) -> None:
    from marketplace.catalog.models import SearchChange
    from marketplace.infra.jobs import Job

    thing = people.on_sale(title="Шырдак")
    search.index_changes()
    before = db.session.scalar(select(func.count()).where(Job.kind == search.JOB))

    @use_case
    def twice() -> None:
        search.changed(thing.id)
        search.changed(thing.id)

    twice()
    rows = db.session.scalar(select(func.count()).select_from(SearchChange))
    jobs = db.session.scalar(select(func.count()).where(Job.kind == search.JOB))
    assert (rows, jobs - before) == (1, 1)


def test_a_change_while_it_is_indexed_is_not_lost(app, doors) -> None:
    thing = people.on_sale(title="Шырдак")
    real = doors.search.upsert

    def slow(docs, gone=()):
        doors.search.upsert = real
        real(docs, gone)
        search_again()

    @use_case
    def search_again() -> None:
        search.changed(thing.id)

    doors.search.upsert = slow
    search.index_changes()
    assert search.waiting() == 0
    assert search.problems() == []
