"""The page of a thing is kept for strangers with a blank where the token goes."""

import pytest

from marketplace.catalog.models import Variant
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.profiles.services import shops
from marketplace.web import forms_of_strangers
from tests import pages, people


@pytest.fixture
def thing(app):
    return people.on_sale(title="Кызыл шырдак", stock=2)


@pytest.fixture
def rendered(monkeypatch):
    """Count how often the page of a thing is really made."""
    from marketplace.catalog.views import browse

    made = []
    real = browse._listing

    def counted(*args):
        made.append(args[0])
        return real(*args)

    monkeypatch.setattr(browse, "_listing", counted)
    return made


def path(thing):
    return f"/en/l/{thing.slug}"


def test_it_is_made_once_and_every_visit_has_a_token_that_works(
    app, thing, rendered
) -> None:
    one, other = app.test_client(), app.test_client()
    tokens = [pages.csrf_of(browser.get(path(thing)).text) for browser in (one, other)]
    assert len(set(tokens)) == 2
    assert len(rendered) == 1
    variant = str(people.variant_of(thing.id))
    for browser, token in zip((one, other), tokens, strict=True):
        sent = browser.post(
            "/en/basket/add", data={"csrf_token": token, "variant": variant}
        )
        assert sent.status_code == 303
    crossed = app.test_client().post(
        "/en/basket/add", data={"csrf_token": tokens[0], "variant": variant}
    )
    assert crossed.status_code == 400, "nobody else's token works"


def test_the_blank_is_in_no_page(app, thing, client) -> None:
    for _ in range(2):
        assert forms_of_strangers._BLANK not in client.get(path(thing)).text


def test_what_is_sold_out_says_so_at_once(app, thing, client, rendered) -> None:
    assert "Sold out" not in client.words(path(thing))

    @use_case
    def sell_all() -> None:
        variant = db.session.get_one(Variant, people.variant_of(thing.id))
        variant.stock = 0

    sell_all()
    assert "Sold out" in client.words(path(thing))
    assert len(rendered) == 2


def test_a_hidden_shop_is_gone_at_once(app, thing, client) -> None:
    assert client.get(path(thing)).status_code == 200
    shops.show_to(thing.shop_id, "hidden")
    assert client.get(path(thing)).status_code == 404


def test_whoever_is_known_gets_a_page_of_her_own(app, thing, as_, rendered) -> None:
    app.test_client().get(path(thing))
    for browser in (as_("bermet"), as_("aigul")):
        browser.get(path(thing))
    buyer = app.test_client()
    buyer.send("/en/basket/add", variant=str(people.variant_of(thing.id)))
    assert 'class="count"' in buyer.get(path(thing)).text
    assert len(rendered) == 4
    assert 'class="count"' not in app.test_client().get(path(thing)).text


def test_an_address_with_more_in_it_is_not_kept(app, thing, client, rendered) -> None:
    for _ in range(2):
        client.get(f"{path(thing)}?from=mail")
    assert len(rendered) == 2
