"""Labels for the shelf: her things on sale, a code that opens each one's page."""

import dataclasses
import re
from io import BytesIO

import pytest
import segno

from marketplace.profiles.services import shops
from tests import people

HOST = "http://127.0.0.1:8000"
SHEET = "/en/my/things/labels"


def label(thing) -> str:
    """Return the address of the label of a thing."""
    return f"/en/my/things/{thing.id}/label"


def codes(page: str) -> list[str]:
    """Return the addresses of the codes on a page."""
    return re.findall(r'src="([^"]+/label\.svg)"', page)


def test_a_label_says_what_whose_and_how_much(app, as_) -> None:
    thing = people.on_sale(title="Кызыл шырдак", som=1500)
    words = as_("aigul").words(label(thing)).replace("\u00a0", " ")
    for part in ("Кызыл шырдак", "1,500 KGS", "Ак кийиз", "Osh Lab", thing.slug):
        assert part in words
    assert "Aigul" not in words, "never her own name"


def test_the_code_opens_the_public_page_in_the_language_of_the_label(
    app, client, as_
) -> None:
    thing = people.on_sale()
    (code,) = codes(as_("aigul").get(label(thing)).text)
    answer = as_("aigul").get(code)
    assert answer.mimetype == "image/svg+xml"
    address = f"{HOST}/en/l/{thing.slug}"
    drawn = BytesIO()
    made = segno.make(address, error="m", micro=False)
    made.save(drawn, kind="svg", omitsize=True, xmldecl=False, border=4, light="#fff")
    assert answer.data == drawn.getvalue()
    assert client.get(address.removeprefix(HOST)).status_code == 200
    kyrgyz = as_("aigul").get(code.replace("/en/", "/ky/")).data
    assert kyrgyz != answer.data


def test_several_prices_are_from_the_lowest_on_both(app, as_) -> None:
    from marketplace.catalog.rules import Package

    one = people.service(som=2000)
    dearer = Package("Толук", "Логотип жана китепче", 500_000, 9)
    two = dataclasses.replace(
        people.service("Эки баа", som=3000), packages=(*one.packages, dearer)
    )
    single, several = (people.on_sale(content=content) for content in (one, two))
    aigul = as_("aigul")
    for page in (label(single), f"{SHEET}?thing={single.id}"):
        assert "from" not in aigul.words(page).split("2,000")[0][-8:]
    for page in (label(several), f"{SHEET}?thing={several.id}"):
        assert "from 2,000 KGS" in aigul.words(page).replace("\u00a0", " ")


def test_the_sheet_has_everything_on_sale_or_what_she_ticks(app, as_) -> None:
    red, blue = people.on_sale(title="Кызыл"), people.on_sale(title="Көк")
    people.on_sale("farida", title="Чоочун")
    people.handed_in(title="Күтөт")
    aigul = as_("aigul")
    every = aigul.get(SHEET).text
    assert len(codes(every)) == 2
    assert "Чоочун" not in every
    assert "Күтөт" not in every
    ticked = aigul.get(f"{SHEET}?thing={blue.id}").text
    (code,) = codes(ticked)
    assert str(blue.id) in code
    assert f'value="{red.id}"' in ticked, "she can tick it again"
    assert codes(aigul.get(f"{SHEET}?thing=nonsense").text) == []


def test_only_her_own_things_on_sale_have_a_label(app, as_, client) -> None:
    thing, waiting = people.on_sale(), people.handed_in(title="Күтөт")
    assert as_("aigul").get(label(waiting)).status_code == 404
    for name in ("farida", "elnura", "cholpon"):
        assert as_(name).get(label(thing)).status_code == 404
        assert as_(name).get(f"{label(thing)}.svg").status_code == 404
    assert "/sign-in" in client.get(label(thing)).location


@pytest.mark.parametrize("seen_by", ["hidden", "link", "lab"])
def test_who_hides_is_told_that_the_code_leads_nowhere(app, as_, seen_by) -> None:
    thing = people.on_sale()
    assert "finds nothing" not in as_("aigul").words(SHEET)
    shops.show_to(people.seller().shop_id, seen_by)
    for page in (SHEET, label(thing)):
        assert "finds nothing" in as_("aigul").words(page)


def test_without_a_thing_on_sale_she_reads_what_to_do(app, as_) -> None:
    assert "Put the first one on sale" in as_("aigul").words(SHEET)


def test_the_way_to_labels_is_beside_her_things(app, as_) -> None:
    thing = people.on_sale()
    page = as_("aigul").get("/en/my/things").text
    assert label(thing) in page
    assert f'href="{SHEET}"' in page
