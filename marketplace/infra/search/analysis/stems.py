"""Stems of a folded word, from every language that its letters allow."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from importlib import import_module
from typing import Protocol, cast

from marketplace.infra.search.analysis import kyrgyz

_LATIN = re.compile("[a-z]")
_FLEETING = re.compile("(?<=..[^аеиоуыэюя])(?:о(?=[кл]$)|е(?=[гклнцр]$))")
_THREAD = threading.local()


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802


def is_latin(word: str) -> bool:
    """Say whether a word is written in Latin letters."""
    return _LATIN.search(word) is not None


@lru_cache(maxsize=50_000)
def stems(word: str) -> tuple[str, ...]:
    """Return the different stems of a folded word, the likeliest first."""
    if word.isdigit():
        return (word,)
    if is_latin(word):
        return (_snowball("english", word),)
    return tuple(dict.fromkeys((kyrgyz.stem(word), *russian(word))))


def russian(word: str) -> tuple[str, ...]:
    """Return the Russian stem of a folded Cyrillic word, and it without fleeting vowel."""
    stem = _snowball("russian", word)
    return tuple(dict.fromkeys((stem, fleeting(stem))))


def fleeting(stem: str) -> str:
    """Return a Russian stem without its fleeting vowel and soft signs.

    Snowball leaves «ковер» and «ковр» apart: the vowel of -ок, -ол, -ек, -ел, -ец, -ер
    comes and goes in Russian.
    """
    return _FLEETING.sub("", stem).replace("ь", "")


def _snowball(language: str, word: str) -> str:
    # A Snowball stemmer keeps the word in itself while at work: one for each thread.
    stemmer = getattr(_THREAD, language, None)
    if stemmer is None:
        # It brings the rules of thirty languages: not for a process that never searches.
        snowball = import_module("snowballstemmer")
        stemmer = snowball.stemmer(language)
        setattr(_THREAD, language, stemmer)
    return cast("_Stemmer", stemmer).stemWord(word)
