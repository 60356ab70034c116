"""What messengers show of a link: of what everybody may see, and nothing else."""

import dataclasses
from io import BytesIO

import pytest
from lxml import html as lxml_html
from PIL import Image

from marketplace.catalog.services import listings, photos, sharing
from marketplace.catalog.services.sharing import ShareCard
from marketplace.infra.media import PhotoRefused
from marketplace.profiles.queries import address_of
from marketplace.profiles.services import shops
from tests import people

HOST = "http://127.0.0.1:8000"


def said(client, path: str) -> dict[str, str]:
    """Return what a page says to messengers."""
    page = lxml_html.document_fromstring(client.get(path).text)
    meta = page.xpath("//meta[@property or @name]")
    return {n.get("property") or n.get("name"): n.get("content") for n in meta}


def picture(client, path: str) -> str:
    """Return the address of a page's card."""
    return said(client, path)["og:image"].removeprefix(HOST)


@pytest.fixture
def drawings(monkeypatch) -> list[dict]:
    """Note every card that is drawn; draw it in a moment."""
    found: list[dict] = []

    def draw(words, photo, font) -> bytes:
        found.append({**words, "photo": photo, "font": font})
        return b"\xff\xd8 drawn"

    monkeypatch.setattr(sharing.media, "share_card", draw)
    return found


@pytest.fixture
def rug(app, doors):
    """A rug of Aigul's with a photo."""
    shown = dataclasses.replace(people.PICTURE, key="p/bb/shown")
    photo = photos.remember(people.seller().shop_id, shown).id
    doors.storage.put("p/bb/shown/360.webp", b"her photo")
    return people.on_sale(title="Кызыл шырдак", photo_ids=[photo])


def test_the_card_of_a_thing_says_what_where_and_for_how_much(
    client, rug, drawings
) -> None:
    address = picture(client, f"/ky/l/{rug.slug}")
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert "immutable" in answer.headers["Cache-Control"]
    (card,) = drawings
    assert card["title"] == "Кызыл шырдак"
    assert card["price"].replace("\u00a0", " ") == "1 500 сом"
    assert card["lines"][0] == "Ак кийиз"
    assert "Ош" in " ".join(card["lines"])
    assert card["photo"] == b"her photo"


def test_it_is_drawn_once_and_kept_for_a_month(
    client, rug, drawings, doors, travel
) -> None:
    address = picture(client, f"/ky/l/{rug.slug}")
    assert client.get(address).data == client.get(address).data
    assert len(drawings) == 1
    travel(days=20)
    assert sharing.sweep_cards() == 0
    travel(days=20)
    assert sharing.sweep_cards() == 1
    assert doors.storage.exists("p/bb/shown/360.webp"), "only cards go"
    client.get(address)
    assert len(drawings) == 2


def test_other_words_get_another_address_and_the_old_one_leads_there(
    client, rug, drawings
) -> None:
    old = picture(client, f"/ky/l/{rug.slug}")
    assert picture(client, f"/ky/l/{rug.slug}") == old, "it stays while nothing changes"
    assert picture(client, f"/ru/l/{rug.slug}") != old, "it speaks the page's language"
    content = people.content_of(rug.id)
    cheaper = [
        dataclasses.replace(unit, price_minor=90_000) for unit in content.variants
    ]
    content = dataclasses.replace(content, variants=tuple(cheaper))
    her = people.seller()
    listings.save(her.shop_id, rug.id, content, by=her.person_id)
    new = picture(client, f"/ky/l/{rug.slug}")
    assert new != old
    answer = client.get(old)
    assert (answer.status_code, answer.location) == (302, new)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert drawings == []


def test_every_part_of_a_card_is_in_its_mark() -> None:
    card = ShareCard("a", "b", ("c",), "d", "e")
    others = [
        dataclasses.replace(card, **{name: ("x",) if name == "lines" else "x"})
        for name in ("title", "price", "lines", "seed", "photo")
    ]
    assert len({one.mark for one in (card, *others)}) == 6


@pytest.mark.parametrize("seen_by", ["hidden", "lab", "link"])
def test_what_not_everybody_may_see_has_no_card(
    app, client, as_, rug, drawings, seen_by
) -> None:
    shop = f"/ky/shop/{people.shop('aigul').slug}"
    cards = [picture(client, f"/ky/l/{rug.slug}"), picture(client, shop)]
    for card in cards:
        client.get(card)
    shops.show_to(people.seller().shop_id, seen_by)
    for card in cards:
        assert client.get(card).status_code == 404, "not even what was drawn before"
        for name in ("bermet", "aigul"):
            assert as_(name).get(card).status_code == 404
    mine = said(as_("aigul"), f"/ky/l/{rug.slug}")
    assert "/media/c/" not in mine.get("og:image", "")


def test_the_secret_link_of_a_shop_opens_its_page_and_no_card(app, client) -> None:
    shops.show_to(people.seller().shop_id, "link")
    address = address_of(people.shop("aigul"))
    assert "/media/c/" not in said(client, f"/ky/shop/{address}").get("og:image", "")
    assert client.get(f"/media/c/ky/s/{address}/{'0' * 20}.jpg").status_code == 404


def test_a_draft_has_no_card_for_a_stranger_nor_for_herself(app, client, as_) -> None:
    waiting = people.handed_in(title="Сырдуу")
    path = f"/media/c/ky/l/{waiting.slug}/{'0' * 20}.jpg"
    for browser in (client, as_("elnura"), as_("aigul")):
        assert browser.get(path).status_code == 404


def test_a_shop_and_the_site_have_one(client, rug, drawings) -> None:
    shop = picture(client, f"/ky/shop/{people.shop('aigul').slug}")
    home = picture(client, "/ru/")
    for address in (shop, home):
        assert client.get(address).status_code == 200
    hers, ours = drawings
    assert (hers["title"], hers["photo"]) == ("Ак кийиз", b"her photo")
    assert (ours["photo"], ours["price"]) == (None, "")
    meta = said(client, "/ru/")
    assert (meta["og:image:width"], meta["og:image:height"]) == ("1200", "630")
    assert meta["twitter:card"] == "summary_large_image"


@pytest.mark.parametrize(
    "path",
    ["/media/c/xx/home/0.jpg", "/media/c/ky/l/no/0.jpg", "/media/c/ky/s/no/0.jpg"],
)
def test_what_is_not_there_is_not_found(client, path) -> None:
    assert client.get(path).status_code == 404


def test_a_workshop_without_time_says_come_again_and_keeps_nothing(
    client, rug, doors, monkeypatch
) -> None:
    def late(*_) -> bytes:
        raise PhotoRefused("photo_timeout")

    monkeypatch.setattr(sharing.media, "share_card", late)
    answer = client.get(picture(client, f"/ky/l/{rug.slug}"))
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert not [key for key, _ in doors.storage.walk() if key.startswith("c/")]


def test_the_whole_way_gives_a_picture(client, rug) -> None:
    data = client.get(picture(client, f"/ky/l/{rug.slug}")).data
    image = Image.open(BytesIO(data))
    assert (image.format, image.size) == ("JPEG", (1200, 630))
    assert len(data) <= 60_000
