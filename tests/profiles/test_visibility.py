"""Who sees a shop is her say: everywhere, at once, and a stranger learns nothing."""

import dataclasses

import pytest

from marketplace.catalog.services import photos
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.infra.search import SearchQuery
from marketplace.orders.services import basket, checkout
from marketplace.permissions import Reader
from marketplace.profiles.models import Shop
from marketplace.profiles.services import shops
from tests import people
from tests.orders.test_one_sale import bought, pay


def addresses(aigul) -> dict[str, str]:
    """Return every place where strangers could meet Aigul's shop."""
    shop, thing, photo = aigul
    return {
        "her page": f"/ky/shop/{shop.slug}",
        "her thing": f"/ky/l/{thing.slug}",
        "her photo": f"/media/{photo.key}/360.webp",
        "her feed": f"/ky/shop/{shop.slug}/feed.atom",
    }


LISTS = {
    "home": "/ky/",
    "section": "/ky/c/felt",
    "search": "/ky/search?q=шырдак",
    "lab": "/ky/lab/osh",
    "sitemap": "/sitemap.xml",
    "new things": "/ky/new.atom",
    "lab feed": "/ky/lab/osh/feed.atom",
    "category feed": "/ky/c/felt/feed.atom",
}
HERS = ("Кызыл шырдак", "Ак кийиз", "ak-kiyiz", "kyzyl-shyrdak")


def listed_in(client) -> set[str]:
    """Return the lists that mention her or her thing."""
    return {
        name
        for name, path in LISTS.items()
        if any(word in client.get(path).get_data(as_text=True) for word in HERS)
    }


def opens(client, aigul) -> set[str]:
    """Return which of her addresses open."""
    return {
        name
        for name, path in addresses(aigul).items()
        if client.get(path).status_code == 200
    }


ALL = {"her page", "her thing", "her photo", "her feed"}


def test_a_public_shop_is_everywhere(aigul, client) -> None:
    assert listed_in(client) == set(LISTS)
    assert opens(client, aigul) == ALL


@pytest.mark.parametrize("how", ["hidden", "suspended", "lab", "link"])
def test_a_shop_that_is_not_for_everybody_is_in_no_list(aigul, client, how) -> None:
    if how == "suspended":
        shops.suspend(aigul[0].id, by=people.person_id("cholpon"), reason="x")
    else:
        shops.show_to(aigul[0].id, how)
    assert listed_in(client) == set()


@pytest.mark.parametrize("how", ["hidden", "suspended", "lab"])
def test_its_old_links_are_gone_at_once(aigul, client, how) -> None:
    if how == "suspended":
        shops.suspend(aigul[0].id, by=people.person_id("cholpon"), reason="x")
    else:
        shops.show_to(aigul[0].id, how)
    assert opens(client, aigul) == set()


def test_a_hidden_shop_answers_as_a_name_that_never_existed(aigul, client) -> None:
    never = {
        "her page": "/ky/shop/never-was-there",
        "her thing": "/ky/l/never-was-there",
        "her photo": "/media/p/aa/never/360.webp",
        "her feed": "/ky/shop/never-was-there/feed.atom",
    }
    shops.show_to(aigul[0].id, "hidden")
    for name, path in addresses(aigul).items():
        hidden, unknown = client.get(path), client.get(never[name])
        assert (hidden.status_code, unknown.status_code) == (404, 404), name
        shown = [
            answer.get_data(as_text=True).replace(answer.request.path, "")
            for answer in (hidden, unknown)
        ]
        for word in (path.removeprefix("/ky"), never[name].removeprefix("/ky")):
            shown = [text.replace(word, "") for text in shown]
        assert shown[0] == shown[1], name
        kept = ("Set-Cookie", "Date", "Content-Length")
        assert [h for h in hidden.headers if h[0] not in kept] == [
            h for h in unknown.headers if h[0] not in kept
        ]


def test_even_a_stale_index_shows_nothing_of_a_hidden_shop(aigul, client) -> None:
    """No job has run: the index still has it, the database decides."""
    shops.show_to(aigul[0].id, "hidden")
    assert "Кызыл шырдак" not in client.words("/ky/search?q=шырдак")


def test_the_index_forgets_it_too(aigul, doors, work) -> None:
    assert doors.search.search(SearchQuery("шырдак")).ids
    shops.show_to(aigul[0].id, "hidden")
    work()
    assert not doors.search.search(SearchQuery("шырдак")).ids
    shops.show_to(aigul[0].id, "public")
    work()
    assert doors.search.search(SearchQuery("шырдак")).ids


def test_by_link_it_opens_for_whoever_has_the_link_only(aigul, client) -> None:
    shop, thing, _photo = aigul
    shops.show_to(shop.id, "link")
    key = db.session.get_one(Shop, shop.id).link_key
    assert opens(client, aigul) == set(), "names can be guessed"
    answer = client.get(f"/ky/shop/{key}")
    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert opens(client, aigul) == {"her thing", "her photo"}, "with the link opened"
    page = client.get(f"/ky/l/{thing.slug}")
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert f'/ky/shop/{key}"' in page.text


def test_a_new_link_shuts_everything_the_old_one_had_opened(aigul, client) -> None:
    shop, thing, _photo = aigul
    shops.show_to(shop.id, "link")
    key = db.session.get_one(Shop, shop.id).link_key
    client.get(f"/ky/shop/{key}")
    client.send("/ky/basket/add", variant=people.variant_of(thing.id))
    assert "Кызыл шырдак" in client.words("/ky/basket")
    shops.renew_link(shop.id)
    assert client.get(f"/ky/shop/{key}").status_code == 404
    assert opens(client, aigul) == set()
    fresh = db.session.get_one(Shop, shop.id).link_key
    for path in ("/ky/basket", "/ky/checkout", f"/ky/l/{thing.slug}"):
        assert fresh not in client.get(path).text, "it is told to nobody"
    assert "Кызыл шырдак" not in client.words("/ky/basket")


def test_who_has_opened_the_link_can_sign_in_and_go_on(aigul, client) -> None:
    shops.show_to(aigul[0].id, "link")
    client.get(f"/ky/shop/{db.session.get_one(Shop, aigul[0].id).link_key}")
    client.fill_in_sign_in("bermet")
    assert opens(client, aigul) == {"her thing", "her photo"}
    client.send("/ky/sign-out")
    assert opens(client, aigul) == set(), "the next one at this phone has no link"


def test_for_her_lab_it_opens_for_its_people_only(aigul, as_, client) -> None:
    shops.show_to(aigul[0].id, "lab")
    for name, sees in (
        ("jamilya", True),  # sells at Osh
        ("kanykei", True),  # its mentor
        ("cholpon", True),
        ("gulnara", True),
        ("farida", False),  # sells elsewhere
        ("dinara", False),
        ("bermet", False),
    ):
        assert opens(as_(name), aigul) == (ALL if sees else set()), name


def test_she_herself_and_her_coordinator_still_see_her_photos(
    aigul, as_, client
) -> None:
    path = addresses(aigul)["her photo"]
    shops.show_to(aigul[0].id, "hidden")
    codes = {
        name: as_(name).get(path).status_code
        for name in ("aigul", "cholpon", "dinara", "farida")
    }
    assert codes == {"aigul": 200, "cholpon": 200, "dinara": 404, "farida": 404}


def test_a_photo_two_shops_share_stays_as_long_as_one_shows_it(aigul, client) -> None:
    farida = people.seller("farida")
    same = dataclasses.replace(people.PICTURE, key=aigul[2].key)
    shared = photos.remember(farida.shop_id, same)
    people.on_sale("farida", photo_ids=[shared.id])
    shops.show_to(aigul[0].id, "hidden")
    assert client.get(addresses(aigul)["her photo"]).status_code == 200


def test_no_cache_between_keeps_a_photo(aigul, client) -> None:
    answer = client.get(addresses(aigul)["her photo"])
    assert answer.headers["Cache-Control"].startswith("private,")


def test_the_buyer_of_a_hidden_thing_still_sees_what_she_bought(aigul, client) -> None:
    from marketplace.orders.models import OrderLine, Purchase

    purchase_id = bought(aigul[1])
    pay(purchase_id)
    secret = db.session.get_one(Purchase, purchase_id).secret
    line = db.session.query(OrderLine.id).scalar()
    shops.show_to(aigul[0].id, "hidden")
    answer = client.get(f"/ky/o/{secret}/lines/{line}/photo")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get(f"/ky/o/{'a' * 32}/lines/{line}/photo").status_code == 404


def test_what_is_hidden_cannot_be_bought(aigul, client) -> None:
    variant = people.variant_of(aigul[1].id)
    token = basket.add(None, variant)
    shops.show_to(aigul[0].id, "hidden")
    with pytest.raises(NotFound):
        basket.add(token, variant)
    buyer = checkout.Buyer("Бермет", "bermet@lab.test", "ky")
    with pytest.raises(Conflict, match="basket_empty"):
        checkout.place(token, buyer, {}, submit_key="k", provider="sandbox")


def test_a_neighbour_of_her_lab_can_buy_what_is_for_the_lab(aigul) -> None:
    shops.show_to(aigul[0].id, "lab")
    variant = people.variant_of(aigul[1].id)
    neighbour = Reader(frozenset({people.lab().id}))
    with pytest.raises(NotFound):
        basket.add(None, variant)
    token = basket.add(None, variant, reader=neighbour)
    buyer = checkout.Buyer("Бермет", "bermet@lab.test", "ky")
    placed = checkout.place(
        token, buyer, {}, submit_key="k", provider="sandbox", reader=neighbour
    )
    assert placed.total_minor == 150_000


# --- her own pages ---------------------------------------------------------------


def test_one_tap_hides_the_shop(aigul, as_, client) -> None:
    her = as_("aigul")
    her.send("/ky/my/shop/visibility", visibility="hidden")
    assert opens(client, aigul) == set()
    her.send("/ky/my/shop/visibility", visibility="public")
    assert opens(client, aigul) == ALL
    assert her.send("/ky/my/shop/visibility", visibility="secret").status_code == 422


def test_she_sees_her_shop_as_buyers_would_also_when_it_is_hidden(aigul, as_) -> None:
    shops.show_to(aigul[0].id, "hidden")
    words = as_("aigul").words("/en/my/shop/preview")
    assert "So buyers see your shop. Seen now by: Nobody" in words
    assert "Кызыл шырдак" in words
    own = as_("aigul").words(f"/en/l/{aigul[1].slug}")
    assert "So buyers see your thing. Seen now by: Nobody" in own
    shops.show_to(aigul[0].id, "public")
    shops.suspend(aigul[0].id, by=people.person_id("cholpon"), reason="x")
    assert "Seen now by: Nobody" in as_("aigul").words("/en/my/shop/preview")


def test_a_suspended_shop_says_why_and_opens_again(aigul, as_, client) -> None:
    cholpon = people.person_id("cholpon")
    with pytest.raises(Invalid, match="reason_needed"):
        shops.suspend(aigul[0].id, by=cholpon, reason=" ")
    shops.suspend(aigul[0].id, by=cholpon, reason="Биз менен сүйлөшүңүз.")
    assert "Биз менен сүйлөшүңүз." in as_("aigul").words("/ky/my/shop")
    shops.reopen(aigul[0].id, by=cholpon)
    assert opens(client, aigul) == ALL


def test_her_lab_shows_its_public_makers(aigul, client, as_) -> None:
    assert "Ак кийиз" in client.words("/en/lab/osh")
    shops.show_to(aigul[0].id, "lab")
    assert "Ак кийиз" not in client.words("/en/lab/osh")
    assert "Ак кийиз" in as_("jamilya").words("/en/lab/osh"), "its people find it"
    assert "Ак кийиз" not in as_("farida").words("/en/lab/osh")
    assert client.get("/en/lab/nowhere").status_code == 404
