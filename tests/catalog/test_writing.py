"""Writing a thing or a service, on pages that work without JavaScript."""

import re

import pytest

from marketplace.catalog.models import Listing, Term, Variant
from marketplace.catalog.queries import content_of
from marketplace.catalog.rules import Ask, Question
from marketplace.extensions import db
from tests import people


@pytest.fixture
def aigul(as_):
    return as_("aigul")


def thing(**more) -> dict[str, str]:
    """Return the four things she must say, as the form sends them."""
    fields = {"language": "ky", "title": "Боз шырдак", "price": "1 500 сом"}
    return {**fields, "category": str(people.category("shyrdak")), **more}


def only() -> Listing:
    return db.session.query(Listing).one()


def test_three_screens_and_four_answers_make_a_first_thing(aigul) -> None:
    assert aigul.get("/ky/my/things/new").status_code == 200
    kept = aigul.send("/en/my/things/new", **thing())
    check = aigul.words(kept.location)
    assert "1,500" in check
    assert "1,350 KGS of 1,500 KGS" in check.replace("\xa0", " "), "the Lab keeps 10 %"
    assert only().state == "draft", "nothing is sent before she has looked"
    sent = aigul.send(f"/en/my/things/{only().id}/send")
    assert "Your Lab looks at it within 1 day" in aigul.words(sent.location)
    assert only().state == "in_review"
    assert content_of(only().id).variants[0].stock == 1


def test_a_refused_form_keeps_every_word(aigul) -> None:
    answer = aigul.send("/ky/my/things/new", **thing(price="көп", size="узун"))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'value="көп"' in page
    assert 'value="узун"' in page
    assert "Боз шырдак" in page
    assert db.session.query(Listing).count() == 0


def test_a_thing_is_written_in_more_than_one_language(aigul, client) -> None:
    aigul.send("/ky/my/things/new", **thing(title_en="Grey rug", description_en="Felt"))
    listing = only()
    people.listings.submit(
        people.seller().shop_id, listing.id, by=people.person_id("aigul")
    )
    people.looking.decide(
        listing.id, "publish", by=people.person_id("cholpon"), note=""
    )
    assert "Grey rug" in client.words(f"/en/l/{listing.slug}")
    assert "Боз шырдак" in client.words(f"/ky/l/{listing.slug}")
    assert 'lang="ky"' in client.get(f"/ru/l/{listing.slug}").get_data(as_text=True)


def test_made_to_order_asks_for_the_days_and_promises_one(aigul, client) -> None:
    refused = aigul.send("/en/my/things/new", **thing(mode="made_to_order"))
    assert "Write how many days you need for one" in refused.get_data(as_text=True)
    fields = thing(mode="made_to_order", lead_days="14", weekly="2")
    kept = aigul.send("/en/my/things/new", **fields)
    assert "ready on" in aigul.words(kept.location)
    part = content_of(only().id).variants[0]
    assert (str(part.mode), part.stock, part.lead_days, part.weekly) == (
        "made_to_order", 0, 14, 2,
    )  # fmt: skip


def test_what_it_is_made_of_and_how_large_it_is_reaches_buyers(aigul, client) -> None:
    wool = db.session.query(Term).filter_by(slug="wool").one().id
    care = db.session.query(Term).filter_by(slug="shake").one().id
    aigul.send(
        "/en/my/things/new",
        **thing(materials=str(wool), care=str(care), size="120 × 80,5", weight_g="900"),
    )
    words = aigul.words(f"/en/my/things/{only().id}/preview")
    for said in ("Sheep’s wool", "Shake out the dust", "120 × 80.5 cm", "900 g"):
        assert said in words


def test_sizes_get_a_line_each_with_price_and_number(aigul, client) -> None:
    aigul.send("/en/my/things/new", **thing(stock="2"))
    path = f"/en/my/things/{only().id}"
    one = aigul.send(f"{path}/sizes", name_0="Өлчөмү", values_0="36")
    assert "Write two or more" in one.get_data(as_text=True)
    aigul.send(f"{path}/sizes", name_0="Өлчөмү", values_0="36, 37, 37 ,38")
    assert aigul.words(f"{path}/sizes").count("Price in som") == 3
    sizes = {
        f"choice-{at}": f'["{size}"]' for at, size in enumerate(("36", "37", "38"))
    }
    odd = aigul.send(f"{path}/prices", **sizes, **{"price-0": "0", "price-1": "жок"})
    assert odd.status_code == 422
    aigul.send(
        f"{path}/prices",
        **sizes,
        **{"price-0": "1000", "stock-0": "1", "price-1": "1 200", "stock-1": "0"},
        **{"price-2": "1300,50", "stock-2": "4"},
    )
    rows = db.session.query(Variant).filter_by(active=True).order_by(Variant.position)
    assert [(row.choice, row.price_minor, row.stock) for row in rows] == [
        (["36"], 100_000, 1),
        (["37"], 120_000, 0),
        (["38"], 130_050, 4),
    ]
    words = aigul.words(f"{path}/preview").replace("\xa0", " ")
    assert "from 1,000 KGS" in words
    assert "37 · 1,200 KGS sold out" in words
    again = aigul.get(path).get_data(as_text=True)
    assert "Sizes, prices and how many" in again
    saved = aigul.send(path, **thing(title="Жаңы аты"))
    assert saved.status_code == 303
    assert [part.price_minor for part in content_of(only().id).variants] == [
        100_000, 120_000, 130_050,
    ]  # fmt: skip


def test_a_service_has_packages_and_questions(aigul, as_, client) -> None:
    fields = {
        "language": "ky", "title": "Логотип", "category": str(people.category("design")),
        "price_0": "2000", "days_0": "5", "included_0": "Бир вариант",
        "price_1": "5 000", "days_1": "9", "name_1": "Толук", "revisions_1": "3",
        "ask_0": "Атыңыз?", "ask_1": "Түсү?", "ask_kind_1": "choice",
        "ask_choices_1": "кызыл, көк", "place": "lab", "capacity": "2",
        "extra_0": "Шашылыш", "extra_price_0": "500",
    }  # fmt: skip
    missing = aigul.send("/en/my/things/new?kind=service", **{**fields, "price_0": ""})
    assert missing.status_code == 422
    assert 'value="Толук"' in missing.get_data(as_text=True)
    aigul.send("/en/my/things/new?kind=service", **fields)
    content = content_of(only().id)
    assert [(one.price_minor, one.days, one.revisions) for one in content.packages] == [
        (200_000, 5, 1), (500_000, 9, 3),
    ]  # fmt: skip
    assert content.questions == (
        Question("Атыңыз?"), Question("Түсү?", Ask.CHOICE, ("кызыл", "көк")),
    )  # fmt: skip
    assert (content.place, content.capacity) == ("lab", 2)
    assert content.extras[0].price_minor == 50_000
    words = aigul.words(f"/en/my/things/{only().id}/preview").replace("\xa0", " ")
    for said in (
        "from 2,000 KGS",
        "Толук",
        "Ready in 9 days",
        "3 corrections",
        "Атыңыз?",
    ):
        assert said in words
    half = {**fields, "price_1": "5000", "days_1": ""}
    refused = aigul.send(f"/en/my/things/{only().id}", **half)
    assert refused.status_code == 422, "a package without its days is not sold"


def test_one_more_and_one_less_are_taps(aigul) -> None:
    live = people.on_sale(stock=3)
    variant = people.variant_of(live.id)
    aigul.send(f"/en/my/things/stock/{variant}", seen="3", step="more")
    aigul.send(f"/en/my/things/stock/{variant}", seen="3", step="more")
    assert "One was sold meanwhile: now there are 4" in aigul.words("/en/my/things")
    assert content_of(live.id).variants[0].stock == 4


def test_her_things_are_under_tabs(aigul) -> None:
    people.on_sale(title="Сатыкта")
    people.handed_in(title="Каралууда")
    aigul.send("/ky/my/things/new", **thing(title="Долбоор"))
    shown = {
        tab: {word for word in ("Сатыктагы", "Каралууда", "Долбоору") if word in words}
        for tab in ("live", "checking", "draft")
        if (words := aigul.words(f"/en/my/things?tab={tab}"))
    }
    assert "Каралууда" in aigul.words("/en/my/things?tab=checking")
    assert "Каралууда" not in aigul.words("/en/my/things?tab=live")
    assert "Долбоор" in aigul.words("/en/my/things?tab=draft")
    assert shown["live"] == set()


def test_the_twenty_fifth_thing_is_a_page_further(aigul) -> None:
    for number in range(26):
        people.handed_in(title=f"Буюм {number:02}.")
    words = aigul.words("/en/my/things?tab=checking")
    assert "Буюм 25." in words
    assert "Буюм 01." not in words
    page = aigul.get("/en/my/things?tab=checking").get_data(as_text=True)
    more = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    further = aigul.words(more)
    assert "Буюм 01." in further
    assert "Буюм 25." not in further


def test_she_starts_from_a_pattern_of_her_lab(aigul, as_) -> None:
    live = people.on_sale(title="Кийиз сумка")
    cholpon = as_("cholpon")
    cholpon.send(f"/en/desk/things/{live.id}/pattern", name="Сумка")
    page = aigul.get("/en/my/things").get_data(as_text=True)
    link = re.search(r"/en/my/things/start/[0-9a-f-]{36}", page)[0]
    begun = aigul.send(link)
    assert "Кийиз сумка" in aigul.get(begun.location).get_data(as_text=True)
    assert as_("farida").send(link).status_code == 404, "another Lab's"


def test_the_calculator_shows_three_prices_and_her_hour(aigul) -> None:
    words = aigul.send(
        "/en/my/price",
        materials="300",
        hours="10",
        wage="150",
        overhead="50",
        own="900",
    ).get_data(as_text=True)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words)).replace("\xa0", " ")
    for said in (
        "Covers the costs 2,060 KGS",
        "Fair",
        "Gift shop",
        "Your hour is paid: 46 KGS",
    ):
        assert said in words, said
    odd = aigul.send("/en/my/price", materials="300", hours="он", wage="150")
    assert odd.status_code == 422
    assert 'value="он"' in odd.get_data(as_text=True)


def test_her_numbers_are_kept_only_if_she_ticks_it(aigul, as_) -> None:
    live = people.on_sale()
    path = f"/en/my/things/{live.id}/price"
    fields = {"materials": "300", "hours": "2,5", "wage": "150"}
    aigul.send(path, **fields)
    assert 'value="300"' not in aigul.get(path).get_data(as_text=True)
    aigul.send(path, **fields, keep="y")
    page = aigul.get(path).get_data(as_text=True)
    assert 'value="2,5"' in page
    assert "Your price" in page
    aigul.send(f"{path}/forget")
    assert 'value="300"' not in aigul.get(path).get_data(as_text=True)
    assert as_("farida").get(path).status_code == 404


def test_closing_the_account_forgets_changes_and_costs(aigul, app) -> None:
    from marketplace.catalog.models import CostSheet, ListingRevision
    from marketplace.catalog.services import leaving

    live = people.on_sale()
    people.changed(live)
    path = f"/en/my/things/{live.id}/price"
    aigul.send(path, materials="300", hours="2", wage="150", keep="y")
    leaving.put_away(people.person_id("aigul"))
    assert db.session.query(CostSheet).count() == 0
    assert db.session.query(ListingRevision).count() == 0
    assert db.session.query(Listing).one().slug.startswith("removed-")


def test_what_she_takes_along_has_every_part(aigul, app) -> None:
    from marketplace.catalog.services import leaving

    people.changed(people.on_sale())
    people.on_sale(content=people.service())
    first, second = leaving.things_of(people.person_id("aigul"))
    assert (len(first["variants"]), len(first["changes"])) == (1, 1)
    assert len(second["packages"]) == 1
