"""Meanings: which words say the same in Kyrgyz, Russian and English.

A meaning found in a text becomes one more token, «§shyrdak», beside its words. So a
query is one look-up wider for all languages together, not one for each synonym.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from marketplace.infra.search.analysis import kyrgyz
from marketplace.infra.search.analysis.fold import joined, pieces
from marketplace.infra.search.analysis.skeleton import skeleton, to_cyrillic
from marketplace.infra.search.analysis.stems import is_latin, russian, stems
from marketplace.infra.search.analysis.words import transliterated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_NAME = re.compile(r"(\+?)([a-z0-9][a-z0-9-]*)")
_LANGUAGES = ("ky", "ru", "en")
_LONGEST = 5  # words of a phrase
_SOUNDS_FROM = 3  # letters
_SOFT_ENDS = "аеийоуыьэюя"
_CASES = [
    "а",
    "у",
    "ом",
    "е",
    "ы",
    "и",
    "ов",
    "ей",
    "ам",
    "ами",
    "ах",
    "ой",
    "ем",
    "ям",
]

Key = str  # «ky:шырдак»: a stem, and by which language's rules it was made


class BadSynonyms(ValueError):  # noqa: N818
    """A line of a synonym file cannot be read; the text names file and line."""


class Found(NamedTuple):
    """Meanings at some words of a text."""

    start: int
    length: int
    names: tuple[str, ...]


@dataclass
class Concepts:
    """The meanings of one or more synonym files."""

    singles: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    phrases: dict[Key, list[tuple[tuple[frozenset[Key], ...], str]]] = field(
        default_factory=dict
    )
    qualities: set[str] = field(default_factory=set)

    def add(self, name: str, language: str, phrase: str) -> None:
        """Say that a word or phrase of a language has a meaning."""
        words = pieces(phrase)
        if phrase.startswith("="):
            self._keep(f"={joined(words)}", name)
            return
        if len(words) > 1:
            self._add_phrase(name, language, words)
        if len(words) == 1 or (len(words) == 2 and not is_latin(phrase)):
            self._add_word(name, language, joined(words))

    def find(self, words: Sequence[str]) -> Iterator[Found]:
        """Yield the meanings of folded words from left to right, the longest first."""
        at = 0
        while at < len(words):
            found = self._phrase_at(words, at) or self._single_at(words, at)
            if found is None:
                at += 1
                continue
            yield found
            at += found.length

    def of_word(self, word: str) -> tuple[str, ...]:
        """Return the meanings of one folded word."""
        for keys in ((f"={word}",), keys_of(word), loose_keys_of(word)):
            names = [name for key in keys for name in self.singles.get(key, ())]
            if names:
                return tuple(dict.fromkeys(names))
        return ()

    def _add_word(self, name: str, language: str, word: str) -> None:
        for key in _keys_in(language, word):
            self._keep(key, name)

    def _keep(self, key: Key, name: str) -> None:
        known = self.singles.get(key, ())
        self.singles[key] = tuple(dict.fromkeys((*known, name)))

    def _add_phrase(self, name: str, language: str, words: list[str]) -> None:
        first, *rest = (frozenset(_keys_in(language, word)) for word in words)
        for key in first:
            self.phrases.setdefault(key, []).append((tuple(rest), name))

    def _phrase_at(self, words: Sequence[str], at: int) -> Found | None:
        found: dict[int, list[str]] = {}
        for key in (*keys_of(words[at]), *loose_keys_of(words[at])):
            for rest, name in self.phrases.get(key, ()):
                if _follows(words, at + 1, rest):
                    found.setdefault(1 + len(rest), []).append(name)
        if not found:
            return None
        longest = max(found)
        return Found(at, longest, tuple(dict.fromkeys(found[longest])))

    def _single_at(self, words: Sequence[str], at: int) -> Found | None:
        names = self.of_word(words[at])
        return Found(at, 1, names) if names else None


def _follows(words: Sequence[str], at: int, rest: tuple[frozenset[Key], ...]) -> bool:
    if at + len(rest) > len(words):
        return False
    return all(
        not keys.isdisjoint((*keys_of(word), *loose_keys_of(word)))
        for word, keys in zip(words[at:], rest, strict=False)
    )


@lru_cache(maxsize=50_000)
def keys_of(word: str) -> tuple[Key, ...]:
    """Return the keys of a folded word by the rules of its languages."""
    if is_latin(word):
        return (f"en:{stems(word)[0]}",)
    return (f"ky:{kyrgyz.stem(word)}", *(f"ru:{stem}" for stem in russian(word)))


@lru_cache(maxsize=50_000)
def loose_keys_of(word: str) -> tuple[Key, ...]:
    """Return the keys of a word in Latin letters, read as Kyrgyz or Russian."""
    if not is_latin(word):
        return ()
    return _loose(to_cyrillic(word), *transliterated(word))


def _keys_in(language: str, word: str) -> tuple[Key, ...]:
    """Return the keys under which a word of one language is kept."""
    if is_latin(word):
        return (*keys_of(word), *loose_keys_of(word))
    forms = (kyrgyz.stem(word),) if language == "ky" else _russian_forms(word)
    strict = [f"{language}:{form}" for form in forms]
    return tuple(dict.fromkeys((*strict, *_loose(word, *forms))))


def _russian_forms(word: str) -> tuple[str, ...]:
    """Return the stems of a word's cases: Snowball does not bring all to one.

    «одеяло» becomes «одея», but «одеялу» «одеял».
    """
    base = word.rstrip(_SOFT_ENDS)
    cases = (word, *(base + ending for ending in _CASES))
    return tuple(dict.fromkeys(stem for case in cases for stem in russian(case)))


def _loose(*forms: str) -> tuple[Key, ...]:
    # The sound of a short stem says nothing: «ала» is not «алый».
    sounds = (skeleton(form) for form in forms if len(form) >= _SOUNDS_FROM)
    return tuple(dict.fromkeys(f"~{sound}" for sound in sounds))


def read(paths: Iterable[Path]) -> Concepts:
    """Read synonym files; a line with a known name replaces the earlier one.

    Raises BadSynonyms.
    """
    lines: dict[str, _Line] = {}
    for path in paths:
        lines |= {line.name: line for line in _lines_of(path)}
    made = Concepts()
    for line in lines.values():
        if line.quality:
            made.qualities.add(line.name)
        for language, phrases in zip(_LANGUAGES, line.columns, strict=True):
            for phrase in phrases:
                made.add(line.name, language, phrase)
    return made


class _Line(NamedTuple):
    name: str
    quality: bool
    columns: list[list[str]]


def _lines_of(path: Path) -> Iterator[_Line]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        head, _, rest = line.partition(":")
        name = _NAME.fullmatch(head)
        columns = [_phrases(column) for column in rest.split("|")]
        if not name or len(columns) != len(_LANGUAGES):
            raise BadSynonyms(
                f"{path.name}, line {number}: not «name: ky, ky | ru, ru | en»"
            )
        yield _Line(name[2], bool(name[1]), columns)


def _phrases(column: str) -> list[str]:
    phrases = [phrase.strip() for phrase in column.split(",")]
    return [phrase for phrase in phrases if 0 < len(pieces(phrase)) <= _LONGEST]
