"""Without a network: a page of ours, and nothing private on the phone."""

import pytest

from tests.journeys.conftest import wait_for
from tests.journeys.persons import Person

KEPT = """async () => {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map((request) => new URL(request.url).pathname);
}"""
WORKS = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.active)"


@pytest.fixture
def aigul(chromium, site):
    """Aigul, signed in on a phone where our worker has begun."""
    person = Person(chromium, site, javascript=True)
    person.go("/ky/")
    wait_for(lambda: person.page.evaluate(WORKS), why="the worker")
    person.sign_in("aigul")
    yield person
    person.context.close()


def test_without_a_network_our_own_page_says_what_to_do(aigul) -> None:
    aigul.go("/ky/my/things")
    aigul.context.set_offline(True)
    aigul.page.goto(aigul.site.url + "/ru/my/orders")
    assert "Нет сети" in aigul.words()
    aigul.page.goto(aigul.site.url + "/ky/my/things")
    assert "Тармак жок" in aigul.words()
    assert aigul.has_no_overflow()
    aigul.context.set_offline(False)
    aigul.go("/ky/my/things")
    assert "Тармак жок" not in aigul.words()


def test_nothing_of_hers_is_kept(aigul) -> None:
    for path in ("/ky/my/things", "/ky/my/orders", "/ky/my/money", "/ky/l/kiyiz-sumka"):
        aigul.page.goto(aigul.site.url + path)
    static = {"/static/css/app.css", "/static/img/icons.svg", "/static/img/mark.svg"}
    offline = {"/ky/offline", "/ru/offline", "/en/offline", "/uz/offline"}
    assert set(aigul.page.evaluate(KEPT)) == static | offline


def test_keeping_pages_does_not_change_her_language(aigul) -> None:
    cookies = {one["name"]: one["value"] for one in aigul.context.cookies()}
    assert cookies["language"] == "ky"
