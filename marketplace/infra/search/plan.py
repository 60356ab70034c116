"""From documents and questions to tokens in fields, the same for every engine.

Fields: `x` exact words of titles, `t` their stems, ~skeletons and §meanings, `g` the same
of the tags, `b` stems and §meanings of the bodies, `w` words of titles as they are
written, to suggest and to mend by (no tags: a maker's name is nothing to suggest).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from marketplace.infra.search.analysis import (
    STOP_WORDS,
    SYNONYMS,
    Concepts,
    Lexicon,
    chain_version,
    fold,
    is_latin,
    joined,
    pieces,
    read,
    term,
    tokens,
    transliterated,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from marketplace.infra.search.port import SearchDoc

EXACT, TITLE, TAGS, BODY, WRITTEN = "x", "t", "g", "b", "w"
FIELDS = (EXACT, TITLE, TAGS, BODY, WRITTEN)
MAX_WORDS = 12  # of a query; more is no question, and every word costs ~12 look-ups
_JOIN_UP_TO = 3  # in longer queries a compound written apart is not worth the look-ups
# What a title is about stands before «and», «with» or a comma.
_ASIDE = re.compile(r"[,;:/+&(|]|\b(?:жана|менен|и|с|со|and|with)\b")
HEAD, ASIDE = 2, 1  # weights of a title's tokens

# Weights of clauses; their order comes from search.md §7, tried on judged queries.
_EXACT, _STEM, _SOUND, _LOOSE = 2.8, 2.5, 2.0, 0.6
_MEANING = 3.0
_BESIDE = 0.3  # letters of a word whose meaning is known: «жака көйнөк» is no «көйнөк»
_IN_TAGS, _IN_BODY = 0.6, 0.15
_QUALITY = 0.5  # of what another word is worth
OFTEN = 2  # more repetitions in a body say nothing more


class Clause(NamedTuple):
    """A token to look for in one field, and what finding it is worth."""

    field: str
    token: str
    weight: float


class Group(NamedTuple):
    """One word or phrase: any of its clauses will do.

    The best of `letters` and the best of `meanings` add up; `body` is asked only when
    titles and tags give less than a page. `weight` is what the word is worth beside
    others of the same rarity.
    """

    letters: tuple[Clause, ...]
    meanings: tuple[Clause, ...]
    body: tuple[Clause, ...]
    weight: float = 1.0


Reading = tuple[Group, ...]  # words: all should be there


class Plan(NamedTuple):
    """Ways to read the query, as typed first; `corrected` when a word was mended."""

    readings: tuple[Reading, ...]
    corrected: str | None = None


class Chain:
    """The analysis chain with the synonym files in use: ours, and `more`.

    Files are read when they are first needed.
    """

    def __init__(self, *more: Path) -> None:
        """Remember the files."""
        self._files = (SYNONYMS, *more)

    @cached_property
    def concepts(self) -> Concepts:
        """The meanings. Raises BadSynonyms, OSError."""
        return read(self._files)

    @cached_property
    def version(self) -> str:
        """8 hex digits which change with the chain and its files. Raises OSError."""
        return chain_version(*self._files)

    def fields(self, doc: SearchDoc) -> dict[str, Counter[str]]:
        """Return the tokens of a document by field, with their weights."""
        found = {name: Counter[str]() for name in FIELDS}
        for title in doc.titles:
            head, aside = _parts(title)
            self._put(found[TITLE], head, HEAD)
            self._put(found[TITLE], aside, ASIDE)
            found[EXACT].update(dict.fromkeys(tokens(head), HEAD))
            found[EXACT].update(dict.fromkeys(tokens(aside), ASIDE))
        for tag in doc.tags:
            self._put(found[TAGS], tag, 1)
        for body in doc.bodies:
            self._put(found[BODY], body, 1, loose=False)
        found[WRITTEN].update({word for title in doc.titles for word in written(title)})
        return found

    def plan(
        self,
        text: str,
        lexicon: Lexicon,
        anywhere: Callable[[Sequence[str]], bool],
        *,
        as_typed: bool = False,
    ) -> Plan | None:
        """Return how to answer a query; None when it holds no word.

        `anywhere` says whether the index has any of these stems or words in any field;
        a word without is mended, unless the query is to be taken `as_typed`.
        """
        words = pieces(text)[:MAX_WORDS]
        mended = words if as_typed else self._mended(words, lexicon, anywhere)
        ways = tuple(self._readings(mended, lexicon))
        if not ways:
            return None
        return Plan(ways, _say(words, mended, lexicon))

    def _put(
        self, into: Counter[str], text: str, weight: int, *, loose: bool = True
    ) -> None:
        seen: Counter[str] = Counter()
        for one in map(term, tokens(text)):
            seen.update(one.stems)
            if loose:
                seen.update(f"~{word}" for word in one.skeletons)
        for found in self.concepts.find(pieces(text)):
            seen.update(f"§{name}" for name in found.names)
        for token, times in seen.items():
            into[token] = max(into[token], weight if loose else min(times, OFTEN))

    def _meanings(self, word: str, lexicon: Lexicon) -> tuple[str, ...]:
        """Return what a word means; one we do not know, what its kin in titles does."""
        kin = lexicon.kin(word)
        return self.concepts.of_word(word) or (
            self.concepts.of_word(fold(kin)) if kin else ()
        )

    def _mended(
        self,
        words: list[str],
        lexicon: Lexicon,
        anywhere: Callable[[Sequence[str]], bool],
    ) -> list[str]:
        understood = {
            word
            for found in self.concepts.find(words)
            for word in words[found.start : found.start + found.length]
        }
        return [
            word
            if word in STOP_WORDS
            or word in understood
            or lexicon.known(word)
            or anywhere((word, *term(word).stems))
            else fold(lexicon.repair(word) or word)
            for word in words
        ]

    def _readings(self, words: list[str], lexicon: Lexicon) -> Iterator[Reading]:
        plain = [word for word in words if word not in STOP_WORDS] or words
        if not plain:
            return
        yield tuple(self._plainly(words, lexicon)) or tuple(
            self._group(word, lexicon) for word in plain
        )
        yield from self._by_phrases(words, lexicon)
        if len(plain) <= _JOIN_UP_TO:
            yield from self._joined(plain, lexicon)

    def _plainly(self, words: list[str], lexicon: Lexicon) -> Iterator[Group]:
        """Yield a group for each word; within a phrase a word means nothing alone."""
        phrased = {
            at
            for found in self.concepts.find(words)
            if found.length > 1
            for at in range(found.start, found.start + found.length)
        }
        for at, word in enumerate(words):
            if word not in STOP_WORDS:
                yield self._group(word, lexicon, alone=at not in phrased)

    def _by_phrases(self, words: list[str], lexicon: Lexicon) -> Iterator[Reading]:
        groups: list[Group] = []
        at = 0
        for found in self.concepts.find(words):
            if found.length > 1:
                groups += self._groups(words[at : found.start], lexicon)
                groups.append(self._phrase(found.names, found.length))
                at = found.start + found.length
        if at:
            yield (*groups, *self._groups(words[at:], lexicon))

    def _joined(self, words: list[str], lexicon: Lexicon) -> Iterator[Reading]:
        """Yield readings with two neighbours as one, where that is a known word."""
        for at in range(len(words) - 1):
            one = joined(words[at : at + 2])
            if is_latin(one):  # «silverring» would be cut to «silver»
                continue
            if lexicon.holds(one) or self.concepts.of_word(one):
                group = self._group(one, lexicon)
                group = group._replace(weight=2 * group.weight)
                rest = (*words[:at], *words[at + 2 :])
                yield (group, *self._groups(rest, lexicon))

    def _groups(self, words: Iterable[str], lexicon: Lexicon) -> list[Group]:
        kept = [word for word in words if word not in STOP_WORDS]
        return [self._group(word, lexicon) for word in kept]

    def _group(self, word: str, lexicon: Lexicon, *, alone: bool = True) -> Group:
        meant = self._phrase(self._meanings(word, lexicon) if alone else (), 1)
        scale = _BESIDE if meant.meanings else 1.0
        found, sounds = term(word), transliterated(word)
        loose = _SOUND if sounds else _LOOSE
        tokens_ = [(stem, _STEM) for stem in found.stems]
        tokens_ += [(stem, _SOUND) for stem in sounds]
        tokens_ += [(f"~{sound}", loose) for sound in found.skeletons]
        letters = [Clause(EXACT, found.exact, scale * _EXACT)]
        letters += [Clause(TITLE, token, scale * worth) for token, worth in tokens_]
        letters += [
            Clause(TAGS, token, scale * _IN_TAGS * worth) for token, worth in tokens_
        ]
        body = [
            Clause(BODY, stem, scale * _IN_BODY * _STEM)
            for stem in dict.fromkeys((*found.stems, *sounds))
        ]
        return meant._replace(letters=tuple(letters), body=(*body, *meant.body))

    def _phrase(self, names: tuple[str, ...], words: int) -> Group:
        found = [f"§{name}" for name in names]
        meanings = [Clause(TITLE, token, _MEANING) for token in found]
        meanings += [Clause(TAGS, token, _IN_TAGS * _MEANING) for token in found]
        body = [Clause(BODY, token, _IN_BODY * _MEANING) for token in found]
        quality = bool(names) and self.concepts.qualities.issuperset(names)
        weight = words * (_QUALITY if quality else 1.0)
        return Group((), tuple(meanings), tuple(body), weight)


def _parts(title: str) -> tuple[str, str]:
    """Part a title into what it is about and what it names besides."""
    plain = fold(title)
    cut = _ASIDE.search(plain)
    if cut is None or not _has_words(plain[: cut.start()]):
        return plain, ""
    return plain[: cut.start()], plain[cut.start() :]


def _has_words(text: str) -> bool:
    return any(word not in STOP_WORDS for word in pieces(text))


def _say(words: list[str], mended: list[str], lexicon: Lexicon) -> str | None:
    if words == mended:
        return None
    return " ".join(
        word if word == was else lexicon.shown(word)
        for was, word in zip(words, mended, strict=True)
    )
