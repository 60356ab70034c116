"""What strangers see is kept in memory, is gone at once, and is for strangers only."""

import gzip
import re
from dataclasses import replace

import pytest

from marketplace import create_app
from marketplace.config import Settings
from marketplace.extensions import db
from marketplace.profiles.models import Shop
from marketplace.profiles.services import shops
from marketplace.web.shared_pages import Page, Pages, is_stranger, pages
from tests import people

SHARED = ("/ky/", "/ky/c/felt", "/ky/lab/osh", "/ky/shop/ak-kiyiz", "/ky/labs")


@pytest.fixture
def thing(app):
    """Return something of Aigul's on sale."""
    return people.on_sale(title="Кызыл шырдак")


@pytest.fixture
def made(monkeypatch):
    """Return the addresses of pages that were really made, not taken from memory."""
    from flask import Flask

    asked: list[str] = []
    whole = Flask.full_dispatch_request

    def noted(app):
        from flask import request

        asked.append(request.path)
        return whole(app)

    monkeypatch.setattr(Flask, "full_dispatch_request", noted)
    return asked


def another_process(app):
    """Return a second app over the same database, as another process has it."""
    settings: Settings = app.extensions["settings"]
    other = create_app(replace(settings))
    other.test_client_class = app.test_client_class
    return other


@pytest.mark.parametrize("path", SHARED)
def test_the_second_stranger_is_answered_from_memory(app, thing, made, path) -> None:
    first = app.test_client().get(path)
    second = app.test_client().get(path)
    assert made == [path]
    assert second.data == first.data
    assert sorted(second.headers) == sorted(first.headers), "safety headers, too"


def test_a_hidden_shop_is_gone_from_every_process_at_once(app, thing) -> None:
    other = another_process(app)
    strangers = (app.test_client(), other.test_client())
    for stranger in strangers:
        for path in SHARED[:4]:
            assert "Ак кийиз" in stranger.get(path).text
    shops.show_to(people.seller().shop_id, "hidden")
    for stranger in strangers:
        for path in SHARED[:3]:
            assert "Ак кийиз" not in stranger.get(path).text, path
        assert stranger.get("/ky/shop/ak-kiyiz").status_code == 404
    with other.app_context():
        db.engine.dispose()


def test_who_is_signed_in_gets_and_leaves_a_page_of_her_own(
    app, thing, made, as_
) -> None:
    app.test_client().get("/ky/")
    answer = as_("bermet").get("/ky/")
    assert made == ["/ky/", "/ky/"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    as_("aigul").get("/ky/c/felt")
    assert "Кирүү" in app.test_client().get("/ky/c/felt").text


def test_a_basket_is_on_no_page_of_others(app, thing) -> None:
    buyer = app.test_client()
    buyer.send("/ky/basket/add", variant=people.variant_of(thing.id))
    buyer.get("/ky/basket")  # reads the line that says so
    count = '<b class="count">1</b>'
    for path in SHARED:
        assert count in buyer.get(path).text
        assert count not in app.test_client().get(path).text
        assert count in buyer.get(path).text


def test_a_line_to_read_is_shown_to_its_reader_only(app, thing) -> None:
    buyer = app.test_client()
    app.test_client().get("/ky/")
    with buyer.session_transaction() as session:
        session["_flashes"] = [("ok", "Сакталды")]
    assert "Сакталды" in buyer.get("/ky/").text
    assert "Сакталды" not in app.test_client().get("/ky/").text


def test_who_was_given_a_form_stays_a_stranger(app, thing, made) -> None:
    reader = app.test_client()
    reader.get(f"/ky/l/{thing.slug}")
    assert reader.get_cookie("visit") is not None, "her forms need a secret"
    reader.get("/ky/")
    reader.get("/ky/")
    assert made.count("/ky/") == 1


def test_a_shop_shown_by_link_is_kept_for_nobody(app, thing, made) -> None:
    shop_id = people.seller().shop_id
    shops.show_to(shop_id, "link")
    path = f"/ky/shop/{db.session.get_one(Shop, shop_id).link_key}"
    for _ in range(2):
        answer = app.test_client().get(path)
        given = " ".join(answer.headers.getlist("Set-Cookie"))
        assert "visit=" in given, "the link is remembered"
    assert made == [path, path]


def test_arguments_a_page_does_not_know_are_not_kept(app, thing, made) -> None:
    for _ in range(2):
        app.test_client().get("/ky/c/felt?utm_source=x")
    app.test_client().get("/ky/c/felt?after=nonsense")
    app.test_client().get("/ky/c/felt?after=nonsense")
    assert made.count("/ky/c/felt") == 3


def test_no_form_of_a_page_in_memory_has_a_token(app, thing) -> None:
    for path in SHARED:
        assert "csrf" not in app.test_client().get(path).text


def test_each_language_has_its_page_and_its_cookie_only_when_it_is_new(
    app, thing
) -> None:
    reader = app.test_client()
    for language, word in (("ky", "Кирүү"), ("en", "Sign in")):
        app.test_client().get(f"/{language}/")
        warm = reader.get(f"/{language}/")
        assert word in warm.text
        assert f"language={language};" in warm.headers["Set-Cookie"]
        assert "Set-Cookie" not in reader.get(f"/{language}/").headers


@pytest.mark.parametrize("warm", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_a_browser_that_has_the_page_is_told_so(app, thing, warm, packed) -> None:
    asks = {"Accept-Encoding": "gzip"} if packed else {}
    first = app.test_client().get("/ky/c/felt", headers=asks)
    if not warm:
        pages(app).clear()
    known = {**asks, "If-None-Match": first.headers["ETag"]}
    again = app.test_client().get("/ky/c/felt", headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert (
        again.headers["ETag"].strip('"')[:24] == first.headers["ETag"].strip('"')[:24]
    )
    assert again.headers["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Encoding"} <= set(
        re.split(r",\s*", again.headers["Vary"])
    )
    people.on_sale(title="Жаңы шырдак")
    after = app.test_client().get("/ky/c/felt", headers=known)
    assert after.status_code == 200
    assert after.headers["ETag"] != first.headers["ETag"]


def test_a_page_is_sent_packed_to_whoever_can_read_it(app, thing) -> None:
    plain = app.test_client().get("/ky/c/felt")
    for _ in range(2):
        packed = app.test_client().get(
            "/ky/c/felt", headers={"Accept-Encoding": "br, gzip"}
        )
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["ETag"] != plain.headers["ETag"]
        assert gzip.decompress(packed.data) == plain.data
        pages(app).clear()
    refused = app.test_client().get(
        "/ky/c/felt", headers={"Accept-Encoding": "gzip;q=0"}
    )
    assert "Content-Encoding" not in refused.headers


def test_what_is_private_is_never_packed(app, thing, as_) -> None:
    asks = {"Accept-Encoding": "gzip"}
    for path in ("/ky/", "/ky/my/things", "/ky/basket"):
        answer = as_("aigul").get(path, headers=asks)
        assert "Content-Encoding" not in answer.headers, path


def test_a_new_day_is_a_new_page(app, thing, made, travel) -> None:
    app.test_client().get("/ky/")
    travel(days=1)
    app.test_client().get("/ky/")
    assert made == ["/ky/", "/ky/"]


def test_a_head_has_the_headers_and_no_body(app, thing) -> None:
    whole = app.test_client().get("/ky/")
    head = app.test_client().head("/ky/")
    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(whole.data))


@pytest.mark.parametrize(
    ("cookies", "yes"),
    [
        ({}, True),
        ({"language": "ky"}, True),
        ({"visit": "eyJjc3JmX3Rva2VuIjoiYSJ9.aaa.bbb"}, True),
        ({"visit": "eyJsaW5rcyI6WyJhIl19.aaa.bbb"}, False),
        ({"visit": ".eJyrVkouLUqOL8nPTs1TslJKVKoFAD6gBgQ.aaa.bbb"}, False),
        ({"visit": "nonsense"}, False),
        ({"sid": "x"}, False),
        ({"basket": "x"}, False),
        ({'"': 'a="; sid=x'}, False),
    ],
)
def test_who_is_a_stranger(cookies, yes) -> None:
    assert is_stranger(cookies, "visit") is yes


def test_memory_is_bounded_and_the_longest_unused_goes_first() -> None:
    def page(size: int) -> Page:
        from datetime import date

        return Page(1, date(2026, 1, 1), "ky", "e", (), b"x" * size, b"")

    kept = Pages(100_000)
    for number in range(30):
        kept.put((f"/{number}", ""), page(6000))
        kept.get(("/0", ""))
    assert kept.bytes <= 100_000
    assert kept.get(("/0", "")) is not None, "it is used all the time"
    assert kept.get(("/1", "")) is None
    kept.put(("/big", ""), page(50_000))
    assert kept.get(("/big", "")) is None, "one must not drive out the others"


def test_static_files_are_named_by_their_content(app, client) -> None:
    address = re.search(r"/static/css/app\.css\?v=\w+", client.get("/ky/").text)[0]
    styles = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert styles.headers["Content-Encoding"] == "gzip"
    assert "immutable" in styles.headers["Cache-Control"]
    assert styles.headers["Content-Type"] == "text/css; charset=utf-8"
    assert gzip.decompress(styles.data) == client.get(address).data
    old = client.get("/static/css/app.css?v=old")
    assert old.headers["Cache-Control"] == "no-cache", "it may not be this one for long"
    known = {"If-None-Match": styles.headers["ETag"]}
    assert client.get(address, headers=known).status_code == 304
    assert client.get("/static/../config.py").status_code == 404
    assert client.get("/static/css/none.css").status_code == 404
