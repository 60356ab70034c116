"""Folding: what counts as the same letter, and what counts as a word."""

from __future__ import annotations

import re
import unicodedata

# Kyrgyz letters are missing on many keyboards, and hardly anybody types ё.
_FOLD = str.maketrans({"ө": "о", "ү": "у", "ң": "н", "ё": "е"})
_APOSTROPHE = re.compile(r"['’ʼ`´](?:s\b)?")
_HYPHEN = "-‐‑–"
_WORD = re.compile(rf"[^\W_]+(?:[{_HYPHEN}][^\W_]+)*")
_SPLIT = re.compile(rf"[{_HYPHEN}]")
_LONGEST = 40  # letters; longer "words" are pasted rubbish and only swell the lexicon


def fold(text: str) -> str:
    """Return the text in one case, with Kyrgyz letters and ё on their plain twins."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _APOSTROPHE.sub("", plain).translate(_FOLD)


def pieces(text: str) -> list[str]:
    """Return the folded words of a text; a hyphen parts words."""
    return [part for word in _words(text) for part in _SPLIT.split(word)]


def tokens(text: str) -> list[str]:
    """Return `pieces`, and after each hyphenated word's parts also the parts joined."""
    found: list[str] = []
    for word in _words(text):
        parts = _SPLIT.split(word)
        found += parts
        if len(parts) > 1:
            found.append(joined(parts))
    return found


def joined(parts: list[str]) -> str:
    """Return the parts as one word."""
    return "".join(parts)[:_LONGEST]


def _words(text: str) -> list[str]:
    return [word[:_LONGEST].strip(_HYPHEN) for word in _WORD.findall(fold(text))]
