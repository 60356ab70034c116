"""Light or dark, as somebody has chosen in this browser."""

import pytest

from tests import people

DARK, LIGHT = 'data-look="dark"', 'data-look="light"'


@pytest.fixture
def thing(app):
    return people.on_sale(title="Кызыл шырдак")


def choose(browser, look: str) -> None:
    answer = browser.send("/ky/look", look=look)
    assert answer.status_code == 303


def test_it_is_as_the_phone_has_it_until_somebody_chooses(client) -> None:
    assert "data-look" not in client.get("/ky/").text
    choose(client, "dark")
    assert DARK in client.get("/ky/").text
    choose(client, "")
    assert "data-look" not in client.get("/ky/").text


def test_what_we_do_not_know_is_no_look(client) -> None:
    choose(client, "dark")
    choose(client, '"><script>')
    assert "data-look" not in client.get("/ky/").text


def test_each_look_has_its_own_kept_page(app, thing) -> None:
    dark, light, other = (app.test_client() for _ in range(3))
    choose(dark, "dark")
    choose(light, "light")
    for path in ("/ky/", f"/ky/l/{thing.slug}", "/ky/c/felt"):
        for _ in range(2):  # made, then from memory
            assert DARK in dark.get(path).text
            assert LIGHT in light.get(path).text
            assert "data-look" not in other.get(path).text


@pytest.mark.parametrize("odd", ["look =dark", "look=dark; look=light", 'look="dark"'])
def test_an_odd_cookie_never_colours_the_page_of_others(app, thing, odd) -> None:
    for path in ("/ky/", f"/ky/l/{thing.slug}"):
        for header in (odd, ""):
            page = app.test_client(use_cookies=False).get(
                path, headers={"Cookie": header}
            )
            if not header:
                assert "data-look" not in page.text, path
        chosen = app.test_client()
        chosen.set_cookie("look", "light")
        assert LIGHT in chosen.get(path).text


def test_who_has_chosen_is_still_answered_from_memory(app, thing, monkeypatch) -> None:
    from flask import Flask

    for _ in range(2):  # two readers who have chosen the same
        reader = app.test_client()
        reader.set_cookie("look", "dark")
        assert DARK in reader.get("/ky/").text
        monkeypatch.setattr(Flask, "full_dispatch_request", None)
