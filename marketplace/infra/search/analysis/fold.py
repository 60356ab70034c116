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
_FOREIGN = re.compile(r"([a-z0-9]{2,})[а-я]+")  # a Latin word with our ending: SMMди
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


def written(text: str) -> list[str]:
    """Return the words of a text in lower case, with their own letters."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def joined(parts: list[str]) -> str:
    """Return the parts as one word."""
    return "".join(parts)[:_LONGEST]


def _words(text: str) -> list[str]:
    found = (word[:_LONGEST].strip(_HYPHEN) for word in _WORD.findall(fold(text)))
    return [_FOREIGN.sub(r"\1", word) for word in found]
