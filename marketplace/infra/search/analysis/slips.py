"""Slips of typing: a letter left out, added, mistaken, or two that changed places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CYRILLIC = "абвгджзийклмнопрстуфхцчшщъыьэюяе"
_LATIN = "abcdefghijklmnopqrstuvwxyz"


def near(word: str) -> Iterator[str]:
    """Yield every string one slip away (some twice): about 70 for each letter."""
    letters = _LATIN if "a" <= word[:1] <= "z" else _CYRILLIC
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in letters:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def distance(one: str, other: str, most: int) -> int:
    """Return how many slips apart two words are, or more than `most`.

    Optimal string alignment: a pair that changed places counts as one slip.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            best = min(
                before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against)
            )
            if i > 1 and j > 1 and letter == other[j - 2] and against == one[i - 2]:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]
