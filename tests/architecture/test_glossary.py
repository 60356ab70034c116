"""One word for one thing: what the glossary fixes is so in every translation."""

import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "marketplace" / "translations"
TERMS = tomllib.loads((ROOT / "tests/data/terms.toml").read_text("utf-8"))["term"]
HOLE = re.compile(r"%\(\w+\)[sd]")


def _texts(language: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return each source text with its translations: one, or one for each plural."""
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    found = []
    for one in catalogue:
        source = one.id if isinstance(one.id, str) else one.id[0]
        words = (one.string,) if isinstance(one.string, str) else tuple(one.string)
        found.append((HOLE.sub("", source), words))
    return found


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_word_is_translated_by_the_same_word_everywhere(language) -> None:
    texts = _texts(language)
    other = []
    for term in TERMS:
        named = re.compile(term["en"], re.IGNORECASE)
        but = re.compile(term.get("but", r"(?!)"))
        meant = [pair for pair in texts if named.search(pair[0])]
        assert meant, f"{term['en']}: nothing says it any more"
        ours = re.compile(term[language], re.IGNORECASE)
        other += [
            (term["en"], source, words)
            for source, words in meant
            if not but.search(source) and not all(map(ours.search, words))
        ]
    assert other == []
