"""One word: its exact folded form, its stems and its transliteration skeletons."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from marketplace.infra.search.analysis.fold import tokens
from marketplace.infra.search.analysis.skeleton import (
    harmonised,
    skeleton,
    to_cyrillic,
)
from marketplace.infra.search.analysis.stems import is_latin, stems
from marketplace.infra.search.analysis.stopwords import STOP_WORDS


class Term(NamedTuple):
    """One word: its folded form, its stems, its skeletons (each deduplicated)."""

    exact: str
    stems: tuple[str, ...]
    skeletons: tuple[str, ...]


@lru_cache(maxsize=50_000)
def term(word: str) -> Term:
    """Return the term of a folded word; a stop word keeps its exact form only."""
    if word in STOP_WORDS:
        return Term(word, (), ())
    return Term(word, stems(word), _skeletons(word))


def terms(text: str) -> list[Term]:
    """Return one Term per word of a text, hyphenated words also in parts."""
    return [term(token) for token in tokens(text)]


def transliterated(word: str) -> tuple[str, ...]:
    """Return the stems of a word in Latin letters read as Cyrillic; () for others."""
    if not is_latin(word):
        return ()
    plain = to_cyrillic(word)
    return tuple(dict.fromkeys((*stems(plain), *stems(harmonised(plain)))))


def _skeletons(word: str) -> tuple[str, ...]:
    if is_latin(word):
        forms = (to_cyrillic(word), *transliterated(word))
    else:
        forms = (word, *stems(word))
    return tuple(dict.fromkeys(map(skeleton, forms)))
