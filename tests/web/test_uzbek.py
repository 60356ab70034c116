"""Uzbek in Cyrillic: a fourth language of pages and letters, Russian where it has gaps."""

from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale
from lxml import html as lxml_html
from werkzeug.datastructures import LanguageAccept

from marketplace import i18n
from marketplace.i18n import _, _n
from marketplace.infra import mail
from marketplace.money import Money
from tests import people
from tests.architecture import matrix
from tests.architecture.test_weights import READERS
from tests.architecture.walk import make_world
from tools.messages import translated

UZ = i18n.regional("uz")
PARTLY = "Not everything is translated yet: some texts are in Russian."


def _only_russian() -> str:
    """Return a text that is in the Russian catalogue and not in the Uzbek one."""
    uzbek, russian = translated("uz"), translated("ru")
    return next(
        one.id
        for one in russian
        if isinstance(one.id, str) and one.id and "%" not in one.id
        if (found := uzbek.get(one.id)) is None or not found.string
    )


def test_a_page_in_uzbek_says_so_and_leads_to_the_other_languages(client) -> None:
    page = client.get("/uz/")
    read = lxml_html.document_fromstring(page.text)
    assert read.get("lang") == "uz"
    assert "Ҳунармандлар бозори" in page.text
    links = {a.get("hreflang"): a.text for a in read.xpath("//footer//a[@hreflang]")}
    assert links == i18n.NAMES
    assert links["uz"] == "Ўзбекча"
    assert read.xpath("//link[@rel='alternate'][@hreflang='uz']/@href")
    assert read.xpath("//a[@hreflang='ky']/@href") == ["/ky/"]


def test_what_uzbek_does_not_say_yet_is_said_in_russian(app) -> None:
    text = _only_russian()
    with force_locale(i18n.regional("ru")):
        russian = _(text)
    with force_locale(UZ):
        assert russian not in {text, ""}
        assert _(text) == russian
        assert i18n.catalogue("uz").gettext(text) == russian, "in templates, too"


def test_a_plural_that_is_missing_counts_in_russian(app, monkeypatch) -> None:
    with force_locale(UZ):
        found = i18n.get_translations()
        ours = ("%(num)s review", "%(num)s reviews")
        assert _n(*ours, 3) == "3 та фикр"
        kept = {key: text for key, text in found._catalog.items() if ours[0] not in key}
        monkeypatch.setattr(found, "_catalog", kept)
        assert _n(*ours, 3) == "3 отзыва", "three forms there, two here"
        assert _n(*ours, 5) == "5 отзывов"


def test_only_uzbek_pages_ask_for_help_with_the_translation(client, app) -> None:
    with force_locale(UZ):
        words = _(PARTLY)
    assert words != PARTLY
    assert words in client.get("/uz/").text
    assert PARTLY not in client.get("/en/").text


def test_money_and_days_are_written_the_uzbek_way(app) -> None:
    with force_locale(UZ):
        assert i18n.money(Money(150_000, "KGS")) == "1\xa0500\xa0сом"
        assert i18n.day(date(2026, 11, 23)) == "23 ноябр, 2026"
        assert i18n.moment(datetime(2026, 11, 23, 9, tzinfo=UTC)) == "23 ноябр, 15:00"
        assert i18n.country("KG") == "Қирғизистон"


@pytest.mark.parametrize("wish", ["uz", "uz-UZ", "uz-Cyrl-UZ"])
def test_a_browser_that_asks_for_uzbek_gets_it(wish) -> None:
    assert i18n.choose(LanguageAccept([(wish, 1)])) == "uz"


def test_letters_come_in_uzbek(app, doors) -> None:
    letter = mail.render(
        "profiles/reset", to="a@lab.test", language="uz", path="/uz/reset/x"
    )
    assert "янги пароль" in letter.text


def test_she_can_choose_uzbek_for_what_we_write_to_her(as_) -> None:
    her = as_("bermet")
    answer = her.send("/ky/account/name", name="Бермет", language="uz")
    assert answer.location.startswith("/uz/")
    assert people.person("bermet").language == "uz"


def test_a_thing_nobody_has_told_of_in_uzbek_is_shown_as_what_it_is(client) -> None:
    texts = {"ky": ("Кызыл шырдак", ""), "ru": ("Красный шырдак", "")}
    thing = people.on_sale(texts=texts)
    read = lxml_html.document_fromstring(client.get(f"/uz/l/{thing.slug}").text)
    assert read.xpath("//h1[@lang='ru']")[0].text == "Красный шырдак"
    assert "Русский" in read.text_content(), "and the page says which language it is"


def test_who_reads_uzbek_writes_her_things_in_a_language_that_is_kept(as_) -> None:
    page = as_("aigul").get("/uz/my/things/new")
    read = lxml_html.document_fromstring(page.text)
    assert read.xpath("//input[@name='language']/@value") == ["ru"]


def test_every_address_answers_in_uzbek(app, client, as_) -> None:
    world = make_world()
    broken = []
    for name in filter(None, READERS):
        browser = as_(name)
        for method, _endpoint, path in matrix.requests(app, world):
            if method == "GET":
                answer = browser.get(path.replace("/en/", "/uz/", 1))
                broken += [path] if answer.status_code >= 500 else []
    assert broken == []
