"""Ten thousand changed secrets of every kind: none is ever taken (security.md A11)."""

import random
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from marketplace.errors import Invalid, MarketplaceError
from marketplace.extensions import db
from marketplace.orders import queries as orders
from marketplace.orders.models import Purchase
from marketplace.orders.services import basket
from marketplace.profiles import queries
from marketplace.profiles.models import RecoveryCode, Shop
from marketplace.profiles.services import sessions, shops, tokens, two_step
from tests import people
from tests.orders.test_one_sale import bought
from tests.profiles.test_two_step import code_of

pytestmark = pytest.mark.long
TRIES = 10_000
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"


def changed(good: str) -> Iterator[str]:
    """Yield secrets that differ from a good one by a letter, a length, a case."""
    chance = random.Random(7)
    for number in range(TRIES):
        at = chance.randrange(len(good))
        other = chance.choice(LETTERS.replace(good[at], ""))
        bad = good[:at] + other + good[at + 1 :]
        yield bad[: -(number % 5)] if number % 7 == 0 and number % 5 else bad


def refuses(check: Callable[[str], object]) -> Callable[[str], bool]:
    """Return whether a check takes a secret; a refusal in words is a no."""

    def takes(secret: str) -> bool:
        try:
            return bool(check(secret))
        except MarketplaceError:
            return False

    return takes


def none_is_taken(good: str, check: Callable[[str], object]) -> None:
    takes = refuses(check)
    assert takes(good), "the good one works"
    taken = sum(takes(bad) for bad in changed(good))
    assert taken == 0
    assert takes(good), "and goes on working"


@pytest.mark.parametrize("purpose", list(tokens.LIFE))
def test_links_and_codes_that_were_sent_out(app, purpose) -> None:
    good = tokens.make(people.person_id("aigul"), purpose)
    none_is_taken(good, lambda secret: tokens.find(purpose, secret))
    for other in set(tokens.LIFE) - {purpose}:
        with pytest.raises(Invalid):
            tokens.find(other, good)


def test_sessions(app) -> None:
    none_is_taken(sessions.start(people.person_id("aigul")), queries.viewer_of)


def test_half_sessions(app) -> None:
    good = sessions.start(people.person_id("aigul"), half=True)
    none_is_taken(good, sessions.half_of)
    assert queries.viewer_of(good) is None


def test_the_secret_link_of_a_purchase(app) -> None:
    purchase_id = bought(people.on_sale())
    good = db.session.get_one(Purchase, purchase_id).secret
    none_is_taken(good, orders.purchase_by)


def test_baskets(app) -> None:
    good = basket.add(None, people.variant_of(people.on_sale().id))
    none_is_taken(good, orders.find_basket)


def test_the_secret_link_of_a_shop(app) -> None:
    from marketplace.catalog.queries import shop_view

    shop_id = people.seller().shop_id
    shops.show_to(shop_id, "link")
    none_is_taken(db.session.get_one(Shop, shop_id).link_key, shop_view)


def test_codes_on_paper(app) -> None:
    her = people.person_id("aigul")
    two_step.begin(her)
    good = two_step.finish(her, code_of("aigul"))[0].replace("-", "")
    hashes = set(db.session.scalars(select(RecoveryCode.code_hash)))
    none_is_taken(good, lambda code: two_step.hashed(her, code) in hashes)


def test_the_signed_cookie_of_a_visit(app, client) -> None:
    """Its signature is what counts: a changed one is an empty visit."""
    client.get("/en/sign-in")
    good = client.get_cookie("visit").value
    reader = app.session_interface.get_signing_serializer(app)

    def read(value: str) -> bool:
        from itsdangerous import BadSignature

        try:
            return bool(reader.loads(value))
        except BadSignature:
            return False

    # The last letter of base64 carries bits nobody reads: it is left as it is.
    keep = good[-1]
    taken = [
        bad for bad in changed(good[:-1]) if read(bad + keep) and bad + keep != good
    ]
    assert read(good)
    assert taken == []
