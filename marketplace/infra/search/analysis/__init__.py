"""From text to search tokens, for Kyrgyz, Russian and English at once.

No engine's own analysers are used and no language is guessed: every word yields its
exact folded form, its stems and its transliteration skeletons. This chain, not the
engine, decides how good the answers are (search.md §3).
"""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from importlib.metadata import version as installed
from pathlib import Path
from typing import NamedTuple

from marketplace.infra.search.analysis.fold import joined, pieces, tokens
from marketplace.infra.search.analysis.skeleton import skeleton, to_cyrillic
from marketplace.infra.search.analysis.stems import is_latin, stems
from marketplace.infra.search.analysis.stopwords import STOP_WORDS

__all__ = ["MAX_WORDS", "Term", "chain_version", "readings", "terms"]

MAX_WORDS = 12  # of a query; more is no question, and every word costs ~12 look-ups
_JOIN_UP_TO = 3  # in longer queries a compound written apart is not worth the look-ups


class Term(NamedTuple):
    """One word: its folded form, its stems, its skeletons (each deduplicated)."""

    exact: str
    stems: tuple[str, ...]
    skeletons: tuple[str, ...]


def terms(text: str) -> list[Term]:
    """Return one Term per word of a text, hyphenated words also in parts, for indexing.

    Stop words keep their exact form only.
    """
    return [_term(token) for token in tokens(text)]


def readings(text: str) -> list[list[Term]]:
    """Return the ways to read a query; each is a list of words which must all be there.

    The first is as written. The others join two neighbours («туш кийиз» → «тушкийиз»)
    and carry no skeletons, for a joined word must be met strictly. Empty text: [].
    """
    words = [word for word in pieces(text) if word not in STOP_WORDS] or pieces(text)
    words = words[:MAX_WORDS]
    if not words:
        return []
    return [[_term(word) for word in words], *_joined_readings(words)]


@cache
def chain_version() -> str:
    """Return 8 hex digits which change whenever the chain may yield other tokens."""
    digest = hashlib.sha256(installed("snowballstemmer").encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:8]


@lru_cache(maxsize=50_000)
def _term(token: str) -> Term:
    if token in STOP_WORDS:
        return Term(token, (), ())
    return Term(token, stems(token), _skeletons(token))


def _skeletons(token: str) -> tuple[str, ...]:
    word = to_cyrillic(token) if is_latin(token) else token
    return tuple(dict.fromkeys(skeleton(form) for form in (word, *stems(word))))


def _joined_readings(words: list[str]) -> list[list[Term]]:
    if len(words) > _JOIN_UP_TO:
        return []
    return [_join_at(words, at) for at in range(len(words) - 1) if _joins(words, at)]


def _joins(words: list[str], at: int) -> bool:
    # English Snowball makes «silver» of «silverring»: Latin words stay apart.
    return not any(is_latin(word) for word in words[at : at + 2])


def _join_at(words: list[str], at: int) -> list[Term]:
    one = _term(joined(words[at : at + 2]))._replace(skeletons=())
    rest = [_term(word) for word in (*words[:at], *words[at + 2 :])]
    return [one, *rest]
