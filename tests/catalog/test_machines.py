"""What search engines and messengers read of a page, and what they must not."""

import json

import pytest
from lxml import html as lxml_html

from marketplace.catalog import queries
from marketplace.extensions import db
from marketplace.profiles.models import Shop
from marketplace.profiles.services import shops
from tests import people

HOST = "http://127.0.0.1:8000"
DATA = "//script[@type='application/ld+json']/text()"


class Read:
    """What a machine reads of a page."""

    def __init__(self, client, path: str) -> None:
        """Fetch it."""
        answer = client.get(path)
        assert answer.status_code == 200, path
        self.page = lxml_html.document_fromstring(answer.text)
        meta = self.page.xpath("//meta[@content]")
        self.meta = {n.get("name") or n.get("property"): n.get("content") for n in meta}
        graph = [json.loads(one)["@graph"] for one in self.page.xpath(DATA)]
        self.said = {one["@type"]: one for part in graph for one in part}

    @property
    def canonical(self) -> list[str]:
        """The one address, if it says one."""
        return self.page.xpath("//link[@rel='canonical']/@href")

    @property
    def languages(self) -> dict[str, str]:
        """Its addresses by language."""
        found = self.page.xpath("//link[@rel='alternate' and @hreflang]")
        return {node.get("hreflang"): node.get("href") for node in found}


@pytest.fixture
def bag(app):
    """A thing of Aigul's with a review."""
    thing = people.on_sale(title="Кийиз </script> сумка", som=900, stock=4)
    people.reviewed(thing, text="Абдан жакшы")
    return thing


def test_a_thing_says_its_price_its_maker_and_where_it_stands(client, bag) -> None:
    read = Read(client, f"/en/l/{bag.slug}")
    thing, crumbs = read.said["Product"], read.said["BreadcrumbList"]
    assert thing["name"] == "Кийиз </script> сумка"
    (offer,) = thing["offers"]
    assert offer["price"] == "900.00"
    assert offer["priceCurrency"] == "KGS"
    assert offer["availability"].endswith("InStock")
    assert thing["brand"]["name"] == people.shop("aigul").alias
    assert thing["aggregateRating"]["reviewCount"] == 1
    steps = crumbs["itemListElement"]
    assert [step["position"] for step in steps] == [*range(1, len(steps) + 1)]
    assert steps[-1] == {
        "@type": "ListItem",
        "position": len(steps),
        "name": thing["name"],
    }
    for address in [step["item"] for step in steps[:-1]] + [thing["brand"]["url"]]:
        assert client.get(address.removeprefix(HOST)).status_code == 200


def test_what_is_sold_out_says_so(client) -> None:
    rug = people.on_sale(title="Шырдак", stock=0)
    (offer,) = Read(client, f"/ky/l/{rug.slug}").said["Product"]["offers"]
    assert offer["availability"].endswith("OutOfStock")


def test_a_service_says_its_packages(client) -> None:
    logo = people.on_sale(content=people.service("Логотип", 2000))
    service = Read(client, f"/ru/l/{logo.slug}").said["Service"]
    assert [offer["price"] for offer in service["offers"]] == ["2000.00"]
    assert service["provider"]["@type"] == "Organization"


def test_shop_and_lab_say_who_they_are(client, bag) -> None:
    shop = Read(client, f"/ky/shop/{people.shop('aigul').slug}").said["Organization"]
    lab = Read(client, f"/ky/lab/{people.lab().slug}").said["Organization"]
    assert shop["parentOrganization"]["name"] == lab["name"]
    assert shop["parentOrganization"]["url"] == lab["url"]
    assert lab["address"]["addressCountry"] == "KG"


@pytest.mark.parametrize("rest", ["/", "/labs", "/new", "/lab/osh", "/c/felt"])
def test_a_page_names_itself_in_every_language(client, bag, rest) -> None:
    for language in ("ky", "ru", "uz", "en"):
        read = Read(client, f"/{language}{rest}?utm_source=x")
        assert read.canonical == [f"{HOST}/{language}{rest}"]
        assert set(read.languages) == {"ky", "ru", "uz", "en", "x-default"}
        assert read.languages[language] == read.canonical[0]
        for address in read.languages.values():
            assert client.get(address.removeprefix(HOST)).status_code in {200, 302}
        assert read.meta["og:url"] == read.canonical[0]
        assert read.meta["og:locale"].startswith(language)
        assert read.meta["description"].strip()
        assert "robots" not in read.meta


def test_a_further_page_of_a_list_is_a_page_of_its_own(client) -> None:
    for number in range(queries.browse.PAGE + 1):
        people.on_sale(title=f"Шырдак {number}")
    first = Read(client, "/en/new")
    (further,) = first.page.xpath("//a[@rel='next']/@href")
    assert Read(client, further).canonical == [HOST + further]


def test_a_shop_only_for_those_with_its_link_is_for_no_machine(client, bag) -> None:
    shop_id = people.shop("aigul").id
    shops.show_to(shop_id, "link")
    key = db.session.get_one(Shop, shop_id).link_key
    for path in (f"/ky/shop/{key}", f"/ky/l/{bag.slug}"):
        read = Read(client, path)
        assert read.meta["robots"] == "noindex"
        assert read.canonical == []
        assert read.languages == {}
        assert read.said == {}
        assert read.meta["og:title"], "a messenger still shows what the link is"


@pytest.mark.parametrize("path", ["/ky/sign-in", "/ky/basket", "/ky/wanted"])
def test_what_is_not_meant_for_machines_says_so(client, path) -> None:
    read = Read(client, path)
    assert read.meta["robots"] == "noindex"
    assert "og:title" not in read.meta


@pytest.mark.parametrize("path", ["/", "/c/felt", "/lab/osh", "/shop/ak-kiyiz"])
def test_a_page_of_things_names_its_feed(client, bag, path) -> None:
    feed = Read(client, f"/en{path}").page.xpath(
        "//link[@type='application/atom+xml']/@href"
    )
    answer = client.get(feed[0])
    assert answer.mimetype == "application/atom+xml"
    assert f"{HOST}/en/l/{bag.slug}" in answer.text
