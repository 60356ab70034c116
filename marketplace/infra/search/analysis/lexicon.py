"""The words there are in titles: to mend a typing slip, and to finish a word begun.

A slip is looked for in four steps (search.md §3): in whole words, in stems (the slip is
in the stem, the ending is right), by the longest known beginning (the slip is in the
ending), and by a beginning with a slip. Words that are known are never touched.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from heapq import nlargest
from typing import TYPE_CHECKING

from marketplace.infra.search.analysis.fold import fold, tokens
from marketplace.infra.search.analysis.slips import distance, near
from marketplace.infra.search.analysis.stems import is_latin
from marketplace.infra.search.analysis.words import term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SHORTEST = 4  # letters; a shorter unknown word may be anything
_FAR = 7  # letters from which two slips are looked for
_MANY = 50  # words from which sorting anew is cheaper than putting each in its place
_SOUNDS = 3  # from which a slip is looked for in the sound of a word: qqqq is one k
_KEPT = 0.6  # of a word: less of a beginning says nothing

_Best = dict[str, tuple[int, str]]  # form -> (how often, the word to show for it)


class Lexicon:
    """Words with how many titles have them, as they are written there."""

    def __init__(self, words: Iterable[tuple[str, int]] = ()) -> None:
        """Read (word in lower case, its count)."""
        self._exact: _Best = {}
        self._stems: _Best = {}
        self._skeletons: _Best = {}
        self._counts: dict[str, int] = {}
        self._sorted: list[tuple[str, str]] = []
        self._long: dict[str, list[str]] = {}
        self.add(words)

    def add(self, words: Iterable[tuple[str, int]]) -> None:
        """Learn more words; of one known already the higher count is kept.

        Others may read meanwhile.
        """
        fresh = []
        for word, count in words:
            if word not in self._counts:
                fresh.append((fold(word), word))
            if self._counts.get(word, 0) < count:
                self._learn(word, count)
        if len(fresh) > _MANY:
            self._sorted = sorted([*self._sorted, *fresh])
        else:
            for pair in fresh:
                insort(self._sorted, pair)

    def known(self, word: str) -> bool:
        """Say whether a folded word, or another form of it, is in a title."""
        if word in self._exact:
            return True
        found = term(word)
        if any(stem in self._stems for stem in found.stems):
            return True
        # Of a word in Latin letters its sound is all that can be known.
        return is_latin(word) and any(one in self._skeletons for one in found.skeletons)

    def kin(self, word: str) -> str | None:
        """Return the commonest title word of the same stem, or of the same sound."""
        found = term(word)
        stems = [self._stems[stem] for stem in found.stems if stem in self._stems]
        sounds = [self._skeletons.get(one, (0, "")) for one in found.skeletons]
        return max(stems or sounds or [(0, "")])[1] or None

    def holds(self, word: str) -> bool:
        """Say whether a folded word is in a title in just this form."""
        return word in self._exact

    def shown(self, word: str) -> str:
        """Return a folded word as titles write it."""
        return self._exact.get(word, (0, word))[1]

    def repair(self, word: str) -> str | None:
        """Return the word that was probably meant by an unknown folded word."""
        if len(word) < _SHORTEST or any(letter.isdigit() for letter in word):
            return None
        return next(filter(None, self._tries(word)), None)

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        """Return the commonest words that begin so, as they are written."""
        folded = fold(prefix)
        if not folded:
            return []
        start = bisect_left(self._sorted, (folded, ""))
        end = bisect_left(self._sorted, (folded + "\uffff", ""))
        words = {word: self._counts[word] for _, word in self._sorted[start:end]}
        return nlargest(limit, words, key=lambda word: (words[word], word))

    def count(self, word: str) -> int:
        """Return how many titles have a word as it is written."""
        return self._counts.get(word, 0)

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self._counts)

    def _learn(self, word: str, count: int) -> None:
        self._counts[word] = count
        for found in map(term, tokens(word)):
            if found.exact not in self._exact and len(found.exact) >= _FAR - 2:
                self._long.setdefault(found.exact[:1], []).append(found.exact)
            _keep(self._exact, (found.exact,), count, word)
            _keep(self._stems, found.stems, count, word)
            _keep(self._skeletons, found.skeletons, count, word)

    def _tries(self, word: str) -> Iterator[str | None]:
        found = term(word)
        yield _likeliest(found.skeletons[:1], self._skeletons, word)
        yield _likeliest(near(word), self._exact, word)
        for stem in found.stems:
            yield _likeliest(near(stem), self._stems, stem)
        for one in found.skeletons:
            if len(one) >= _SOUNDS:
                yield _likeliest(near(one), self._skeletons, one)
        yield from self._by_part(word)
        yield self._two_slips(word)

    def _by_part(self, word: str) -> Iterator[str | None]:
        shortest = max(_SHORTEST, round(len(word) * _KEPT))
        parts = [word[:end] for end in range(len(word) - 1, shortest - 1, -1)]
        for part in parts:
            yield _likeliest((part,), self._stems, part)
        for part in parts:
            yield _likeliest(near(part), self._stems, part)

    def _two_slips(self, word: str) -> str | None:
        if len(word) < _FAR:
            return None
        close = [
            other
            for other in self._long.get(word[:1], ())
            if abs(len(other) - len(word)) <= 2 and distance(word, other, 2) <= 2
        ]
        return _likeliest(close, self._exact, word)


def _keep(into: _Best, forms: Iterable[str], count: int, word: str) -> None:
    for form in forms:
        if into.get(form, (0, ""))[0] < count:
            into[form] = (count, word)


def _likeliest(forms: Iterable[str], known: _Best, word: str) -> str | None:
    """Return the word of the known form that begins alike and is commonest."""
    found = [
        (form[:1] == word[:1], *known[form]) for form in set(forms) if form in known
    ]
    return max(found)[2] if found else None
