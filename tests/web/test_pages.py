"""What every page has: language, headers, and an answer for every trouble."""

import pytest
from lxml import html as lxml_html
from sqlalchemy.exc import OperationalError

from marketplace.errors import TooMany
from marketplace.permissions import Access
from marketplace.web.access import access
from marketplace.web.messages import explain
from tests import pages, people


@pytest.fixture
def trouble(app, monkeypatch):
    """Return a function that makes the home page raise."""

    def make(error: Exception) -> None:
        @access(Access.PUBLIC)
        def broken():
            raise error

        monkeypatch.setitem(app.view_functions, "site.home", broken)

    return make


@pytest.mark.parametrize(
    ("header", "where"),
    [
        ("", "/ky/"),
        ("ky", "/ky/"),
        ("ru-RU,ru;q=0.9", "/ru/"),
        ("en-GB", "/en/"),
        ("kk", "/ru/"),
        ("de-DE", "/en/"),
    ],
)
def test_the_front_door_speaks_the_readers_language(client, header, where) -> None:
    answer = client.get("/", headers={"Accept-Language": header} if header else {})
    assert answer.location == where


def test_the_language_chosen_last_is_kept(client) -> None:
    client.get("/ru/")
    assert client.get("/", headers={"Accept-Language": "en"}).location == "/ru/"


def test_switching_the_language_stays_on_the_page(client) -> None:
    body = client.get("/en/search?q=felt").get_data(as_text=True)
    assert 'href="/ky/search?q=felt"' in body


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (TooMany(retry_after=300), 429),
        (OperationalError("x", None, Exception("database is locked")), 503),
        (RuntimeError("secret detail"), 500),
    ],
)
def test_every_trouble_has_a_page_in_words(
    client, trouble, language, error, status
) -> None:
    trouble(error)
    answer = client.get(f"/{language}/")
    body = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert f'<html lang="{language}">' in body
    assert "secret detail" not in body
    if status in {429, 503}:
        assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_what_is_not_there_says_so_in_the_readers_language(client, language) -> None:
    answer = client.get(f"/{language}/nothing/here")
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.get_data(as_text=True)


def test_the_error_pages_differ_between_languages(client) -> None:
    texts = {client.get(f"/{code}/nothing").data for code in ("ky", "ru", "en")}
    assert len(texts) == 3


def test_a_form_without_its_token_is_refused_in_words(client) -> None:
    answer = client.post("/ru/sign-in", data={"contact": "x"})
    assert answer.status_code == 400
    assert "<h1>" in answer.get_data(as_text=True)


def test_a_stranger_at_the_desk_is_refused(as_) -> None:
    assert as_("elnura").get("/en/desk").status_code == 403


def test_too_large_a_request_is_refused(app, client, monkeypatch) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    answer = client.send("/en/sign-in", contact="x" * 2000)
    assert answer.status_code == 413


def test_every_answer_carries_the_security_headers(client) -> None:
    for path in (
        "/",
        "/en/",
        "/en/nothing",
        "/static/css/app.css",
        "/media/p/x/1.webp",
    ):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert "unsafe" not in headers["Content-Security-Policy"], path
        assert headers["X-Frame-Options"] == "DENY", path


def test_health_says_nothing_but_that_it_lives(client) -> None:
    assert client.get("/health").get_json() == {"ok": True}


def test_the_other_language_of_a_refused_form_is_its_page(app, as_) -> None:
    aigul = as_("aigul")
    fields = {"csrf_token": aigul.token(), "phone": "12"}
    came = {"Referer": "http://localhost/en/account/contact"}
    page = aigul.post("/en/account/phone", data=fields, headers=came).text
    assert 'href="/ky/account/contact"' in page
    elsewhere = {"Referer": "https://elsewhere.test/en/account/contact"}
    page = aigul.post("/en/account/phone", data=fields, headers=elsewhere).text
    assert 'href="/ky/"' in page
    assert "elsewhere.test" not in page


def test_a_link_that_is_over_leads_on(app, client) -> None:
    page = client.get("/en/reset/used-long-ago").text
    assert 'href="/en/forgot"' in page
    assert "go to your Lab" in pages.text_of(client.get("/en/stop/over").text)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(200, "4 minutes"), (3000, "50 minutes"), (4000, "2 hours"), (86_000, "tomorrow")],
)
def test_how_long_to_wait_is_said_as_it_is(app, seconds, said) -> None:
    with app.test_request_context("/en/"):
        assert said in explain(TooMany(retry_after=seconds))


def test_passing_on_is_the_last_thing_a_page_offers(app, client) -> None:
    things = [people.on_sale(title=f"Шырдак {number}") for number in range(2)]
    for path in (f"/en/l/{things[0].slug}", "/en/shop/ak-kiyiz"):
        main = lxml_html.fromstring(client.get(path).text).find(".//main")
        assert main.xpath(".//*[@class='grid']"), path
        assert main[-1].get("class") == "share", path
