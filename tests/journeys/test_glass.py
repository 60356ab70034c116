"""Every page seen through `xx`: longer words fit, and no text of ours is hard-coded."""

import re

import pytest
from babel import Locale
from sqlalchemy import MetaData, String, cast, select

from marketplace import i18n
from marketplace.extensions import db
from tests.architecture.test_weights import READERS
from tests.architecture.walk import make_world
from tests.journeys.glass import OPEN, SHUT, Glass, said
from tests.journeys.test_every_screen import HOST, PARTS, WIDTH, Screen, screens_of

NARROW = (320, 360)
WORDS = """() => [document.title, document.body.innerText,
    ...[...document.querySelectorAll('[placeholder], [aria-label], [alt], [title]')]
        .flatMap(node => ['placeholder', 'aria-label', 'alt', 'title']
            .map(name => node.getAttribute(name) || ''))]"""
BRACKETED = re.compile(f"{OPEN}[^{OPEN}{SHUT}]*{SHUT}")
WORD = re.compile(r"[^\W\d_]{3,}")
# Names, which every language writes alike.
ALIKE = {"csv", "zip", "pdf", "jpg", "png", "webp", "kgs", "usd", "eur", "rub", "kzt"}
ALIKE |= {"telegram", "whatsapp", "xml"}


@pytest.fixture
def glass(app, monkeypatch) -> None:
    """Put `xx` in the place of English."""
    monkeypatch.setattr(i18n.SpokenTexts, "get_translations", lambda _: Glass())
    monkeypatch.setattr(i18n, "_catalogues", {})


def _in_the_database() -> set[str]:
    """Return every word somebody has written, and what Babel writes in English.

    A word of ours that stands there, too, is not found: it is seldom the only one.
    """
    there = MetaData()
    there.reflect(db.engine)
    found = []
    for table in there.tables.values():
        for column in table.columns:
            found += db.session.scalars(select(cast(column, String)).distinct())
    english = Locale.parse(i18n.regional("en"))
    found += [*english.territories.values(), *i18n.NAMES.values()]
    for width in ("wide", "abbreviated"):
        found += [*english.months["format"][width].values()]
        found += [*english.months["stand-alone"].get(width, {}).values()]
    return {word.lower() for text in found if text for word in WORD.findall(text)}


def _bare(texts: list[str]) -> list[str]:
    """Return the words that stand in no brackets."""
    words = []
    for text in texts:
        rest, left = "", text
        while rest != left:
            rest, left = left, BRACKETED.sub(" ", left)
        words += WORD.findall(left)
    return words


@pytest.mark.browser
@pytest.mark.parametrize("part", range(PARTS))
def test_longer_words_fit_and_no_text_is_hard_coded(
    app, client, as_, chromium, glass, part
) -> None:
    browsers = [as_(name) if name else client for name in READERS]
    # What is only for those who write the site is in English (site/components.html).
    screens = [
        one for one in screens_of(app, make_world(), browsers) if "/dev/" not in one[0]
    ]
    theirs = _in_the_database() | ALIKE
    screen, wrong = Screen(chromium), []
    for path, screen.reader in screens[part::PARTS]:
        screen.page.goto(HOST + path)
        for width in NARROW:
            screen.page.set_viewport_size({"width": width, "height": 740})
            wide = screen.page.evaluate(WIDTH)
            if wide > width:
                wrong.append(f"{path} {wide} px wide at {width}")
        bare = _bare(screen.page.evaluate(WORDS))
        wrong += [f"{path} says {word}" for word in bare if word.lower() not in theirs]
    screen.context.close()
    assert wrong == [], "\n".join(wrong)


def test_gaps_and_tags_stay_as_they_are() -> None:
    text = said("%(num)s of <b>%(all)s</b>&nbsp;left")
    assert "%(num)s" in text
    assert "<b>%(all)s</b>&nbsp;" in text
    assert "léft" in text
    assert len(text) > 1.4 * len("%(num)s of <b>%(all)s</b>&nbsp;left") - 12
