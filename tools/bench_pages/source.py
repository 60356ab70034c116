"""What a big catalogue consists of: made by us, or read from the file the peers read.

The same number and seed give the same catalogue on every machine.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, chain
from pathlib import Path
from random import Random

from marketplace.cli.demo import listings as demo

SEED = 20_240
COMMON, SHARE = "войлок", 0.2  # a word of every fifth thing
RARE, RARELY = "карагатжемиш", 7  # and one of exactly seven
SHOPS, CATEGORIES, SERVICES = 500, 40, 15  # the last categories are services
REGIONS = ("Osh", "Naryn", "Talas", "Batken", "Jalal-Abad", "Issyk-Kul", "Chuy")
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
STEP = timedelta(seconds=317)  # between two things
LANGUAGES = ("ky", "ru", "en")
TAIL = 6000  # invented words, so that the index has as many terms as a real one
PAIRS = "каратомишаныбелекотужашыкымазоорнагула"  # invented words are made of
Texts = dict[str, tuple[str, str]]  # title and description by language


@dataclass(frozen=True)
class Maker:
    """A shop: its place in the list is its number."""

    name: str
    slug: str
    region: str
    story: str


@dataclass(frozen=True)
class Thing:
    """A listing; category and maker are places in their lists, the price is minor."""

    number: int
    slug: str
    kind: str
    texts: Texts
    price_minor: int
    category: int
    maker: int
    at: datetime


@dataclass(frozen=True)
class Catalogue:
    """Everything that is for sale; things come as they are needed."""

    categories: list[tuple[str, str]]  # slug, name
    makers: list[Maker]
    things: Iterator[Thing]


def made(size: int, seed: int = SEED) -> Catalogue:
    """Make a catalogue of so many things."""
    chance = Random(seed)
    names = [thing.name.ru.capitalize() for thing in demo.THINGS]
    categories = [
        (f"kind-{place}", names[place % len(names)]) for place in range(CATEGORIES)
    ]
    speech = _Speech(chance)
    makers = [
        Maker(
            f"Чебер {number}",
            f"maker-{number}",
            chance.choice(REGIONS),
            speech.said("ky", 25),
        )
        for number in range(1, SHOPS + 1)
    ]
    return Catalogue(categories, makers, _things(size, chance, speech))


def _things(size: int, chance: Random, speech: "_Speech") -> Iterator[Thing]:
    rare = set(chance.sample(range(1, size + 1), min(RARELY, size)))
    weights = [1 / (place + 5) for place in range(CATEGORIES)]
    for number in range(1, size + 1):
        category = chance.choices(range(CATEGORIES), weights)[0]
        extra = [COMMON] * (chance.random() < SHARE) + [RARE] * (number in rare)
        texts = {"ky": speech.about("ky", extra)}
        for language, share in (("ru", 0.6), ("en", 0.3)):
            if chance.random() < share:
                texts[language] = speech.about(language, [])
        yield Thing(
            number=number,
            slug=f"listing-{number}",
            kind="service" if category >= CATEGORIES - SERVICES else "product",
            texts=texts,
            price_minor=chance.randint(10, 900) * 1000,
            category=category,
            maker=chance.randrange(SHOPS),
            at=BEGIN + number * STEP,
        )


class _Speech:
    """Says things of the demo's words and of invented ones, the first ones most."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.words = {
            language: self._words(place) for place, language in enumerate(LANGUAGES)
        }
        pairs = [PAIRS[at : at + 2] for at in range(0, len(PAIRS), 2)]
        self.tail = [
            "".join(chance.choices(pairs, k=chance.randint(3, 5))) for _ in range(TAIL)
        ]
        self.sums = {
            id(words): list(accumulate(1 / (place + 12) for place in range(len(words))))
            for words in (*self.words.values(), self.tail)
        }

    def _words(self, place: int) -> list[str]:
        texts = chain.from_iterable(
            (t.name[place], t.about[place]) for t in demo.THINGS
        )
        found = {w.strip("«».,:!?()—").lower() for text in texts for w in text.split()}
        return sorted(word for word in found if len(word) > 2 and COMMON not in word)

    def _some(self, words: list[str], many: int) -> list[str]:
        return self.chance.choices(words, cum_weights=self.sums[id(words)], k=many)

    def said(self, language: str, many: int) -> str:
        """Return so many words of a language."""
        return " ".join(self._some(self.words[language], many))

    def about(self, language: str, extra: list[str]) -> tuple[str, str]:
        """Return a title and a description that holds the extra words."""
        long = self.chance.randint(30, 80)
        words = self._some(self.words[language], long * 4 // 5)
        words += self._some(self.tail, long // 5) + extra
        self.chance.shuffle(words)
        title = self.said(language, self.chance.randint(3, 7)).capitalize()
        return title, " ".join(words)


def read(path: Path) -> Catalogue:
    """Read the catalogue the peers sell (tables category, seller, listing)."""
    source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    categories = source.execute("SELECT slug, name FROM category ORDER BY id")
    makers = source.execute("SELECT name, slug, region, bio FROM seller ORDER BY id")
    rows = source.execute(
        "SELECT id, slug, kind, title, description, price_cents, category_id - 1,"
        " seller_id - 1, created_at FROM listing ORDER BY id"
    )
    things = (
        Thing(
            number=row[0],
            slug=row[1],
            kind=row[2],
            texts={"ru": (row[3], row[4])},
            price_minor=row[5],
            category=row[6],
            maker=row[7],
            at=datetime.fromisoformat(row[8]).replace(tzinfo=UTC),
        )
        for row in rows
    )
    return Catalogue(list(categories), [Maker(*row) for row in makers], things)
