"""How she is taxed: hers to say, never shown, and in the log without its number."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.errors import Invalid
from marketplace.extensions import db
from marketplace.profiles.models import AuditEvent, Shop
from marketplace.profiles.rules import taxes as rules
from marketplace.profiles.services import closing, taxes
from marketplace.web import labels
from tests import people
from tests.pages import text_of

TIN = "12345678901234"
PATH = "/en/my/money/tax"


def test_she_says_how_she_is_taxed(app, as_) -> None:
    aigul, until = as_("aigul"), clock.today() + timedelta(days=20)
    fields = {"regime": "patent", "tin": "1234 5678 901234"}
    answer = aigul.send(PATH, **fields, patent_until=until.isoformat())
    assert answer.status_code == 303
    shop = people.shop("aigul")
    assert (shop.tax_regime, shop.tin, shop.patent_until) == ("patent", TIN, until)
    assert f'value="{TIN}"' in aigul.get(PATH).text
    aigul.send(PATH, regime="cip", tin=TIN, patent_until=until.isoformat())
    assert people.shop("aigul").patent_until is None, "no patent, no day of it"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"regime": "patent"}, "Choose the last day of your patent"),
        ({"regime": "patent", "patent_until": "1999-01-01"}, "Choose the last day"),
        ({"regime": "none", "tin": "123"}, "A tax number has 14 digits"),
        ({"regime": "none", "tin": "x" * 14}, "A tax number has 14 digits"),
        ({"regime": "rich"}, "Choose one of the list"),
        ({}, "Choose an answer"),
    ],
)
def test_what_does_not_fit_is_said_and_changes_nothing(app, as_, fields, said) -> None:
    answer = as_("aigul").send(PATH, **fields)
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert people.shop("aigul").tax_regime == "none"


def test_the_log_says_that_it_changed_and_never_the_number(app) -> None:
    shop = people.seller().shop_id
    taxes.change(shop, "single_tax", TIN, None)
    taxes.change(shop, "single_tax", TIN, None)
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "shop.tax")
    ).one()
    assert event.details["regime"] == ["none", "single_tax"]
    assert event.person_id == people.person_id("aigul")
    assert TIN not in str(event.details)


def test_nobody_else_reads_her_number(app, as_, client) -> None:
    taxes.change(people.seller().shop_id, "patent", TIN, clock.today())
    thing = people.on_sale()
    her = people.person_id("aigul")
    cholpon = as_("cholpon")
    pages = [
        client.get(f"/en{path}") for path in ("/shop/ak-kiyiz", f"/l/{thing.slug}")
    ]
    pages.append(cholpon.get(f"/en/desk/residents/{her}"))
    assert all(TIN not in page.text for page in pages)
    assert cholpon.get(PATH).status_code == 404, "she has no shop of her own"


def test_only_a_patent_keeps_her_at_home() -> None:
    abroad = {regime for regime in rules.REGIMES if rules.may_export(regime)}
    assert abroad == set(rules.REGIMES) - {"patent"}
    assert set(labels.REGIMES) == set(rules.REGIMES)


def test_a_regime_we_do_not_know_is_refused() -> None:
    with pytest.raises(Invalid, match="choose_one"):
        rules.patent_day("rich", None, date(2026, 11, 27))


def test_her_number_goes_when_she_closes_her_account(app) -> None:
    taxes.change(people.seller().shop_id, "patent", TIN, clock.today())
    closing.close(people.person_id("aigul"))
    db.session.expire_all()
    assert TIN not in db.session.scalars(select(Shop.tin)).all()
