"""Who may open what: every address × everybody of the cast."""

import pytest

from marketplace.permissions import Access, Permission
from marketplace.web import access
from tests.architecture.walk import CAST, addresses, make_world

COORDINATORS = {"cholpon", "dinara", "gulnara"}
SELLERS = {"aigul", "farida"}
# Signed in, these need a shop: without one there is nothing here (404).
SHOP_PAGES = ("catalog.my_", "catalog.new_", "catalog.edit_", "catalog.switch_")
SHOP_PAGES += ("orders.my_", "orders.order_")
# What belongs to Aigul, or to her Lab: everybody else gets 404, and so no hint.
HERS = {
    "catalog.edit_thing": {"aigul"},
    "orders.my_order": {"aigul"},
    "coordinator.application": {"cholpon", "gulnara"},
    "coordinator.thing": {"cholpon", "gulnara"},
}


def _expected(app, endpoint: str, who: str) -> set[int]:
    wanted = access.declared(app, endpoint)
    if endpoint == "media.picture":
        return {404}
    if wanted is Access.PUBLIC:
        return {200, 302, 303}
    if who == "nobody":
        return {303}
    if isinstance(wanted, Permission):
        if who not in COORDINATORS:
            return {403}
        return {200} if who in HERS.get(endpoint, COORDINATORS) else {404}
    if endpoint.startswith(SHOP_PAGES):
        return {200} if who in HERS.get(endpoint, SELLERS) else {404}
    return {200, 303}


@pytest.mark.parametrize("who", CAST)
def test_every_page_opens_for_whom_it_should(app, client, as_, who) -> None:
    world = make_world()
    browser = client if who == "nobody" else as_(who)
    wrong = {}
    for endpoint, path in addresses(app, world, "GET").items():
        answer = browser.get(path)
        if answer.status_code not in _expected(app, endpoint, who):
            wrong[endpoint] = answer.status_code
        if answer.status_code == 303 and "sign-in" in answer.location:
            assert who == "nobody", endpoint
    assert wrong == {}


@pytest.mark.parametrize("who", CAST)
def test_every_form_without_a_csrf_token_is_refused(app, client, as_, who) -> None:
    world = make_world()
    browser = client if who == "nobody" else as_(who)
    taken = {
        endpoint: code
        for endpoint, path in addresses(app, world, "POST").items()
        if (code := browser.post(path, data={"csrf_token": "forged"}).status_code)
        != 400
    }
    assert taken == {}


@pytest.mark.parametrize("who", ["nobody", "elnura", "farida", "dinara"])
def test_no_form_of_aigul_or_her_lab_works_for_others(app, client, as_, who) -> None:
    world = make_world()
    browser = client if who == "nobody" else as_(who)
    for endpoint, path in addresses(app, world, "POST").items():
        hers = endpoint.startswith((*SHOP_PAGES, "coordinator."))
        if not hers or endpoint == "catalog.new_thing_post":
            continue
        answer = browser.send(path, decision="publish", note="x", action="archive")
        assert answer.status_code in {303, 403, 404}, (endpoint, answer.status_code)
        if answer.status_code == 303:
            assert "sign-in" in answer.location, endpoint
