"""A light Kyrgyz stemmer: suffix facts as data, and one small loop.

It works on folded words (ө→о, ү→у, ң→н), strips one ending at a time from the right
while vowel harmony and consonant assimilation allow it, and goes on to a fixpoint. A
stem need not be a dictionary word; every form of a word must only come to the same one.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

_VOWELS = frozenset("аеиоуыэюя")
_VOICELESS = frozenset("кпстфхцчшщ")
_SOFT = frozenset("йр")  # the plural follows them as it follows a vowel
_VOICED = frozenset("бвгджзлмн")

# What a suffix wants to stand after.
_AFTER = {
    "V": _VOWELS,
    "C": _VOICELESS | _VOICED | _SOFT,
    "T": _VOICELESS,
    "D": _VOICED | _SOFT,  # any voiced consonant
    "Z": _VOICED,  # voiced, but neither р nor й
    "L": _VOWELS | _SOFT,
    "G": _VOWELS | _VOICED | _SOFT,
}

# The suffix vowels A and I that may follow a last stem vowel. о and у stand for two
# vowels each since ө and ү are folded.
_HARMONY = {
    "а": ("а", "ы"),
    "я": ("а", "ы"),
    "ы": ("а", "ы"),
    "о": ("о", "у"),
    "у": ("ао", "у"),
    "ю": ("ао", "у"),
    "е": ("е", "и"),
    "и": ("е", "и"),
    "э": ("е", "и"),
}

# (suffix with A and I for its vowels, what it stands after)
_NOMINAL = (
    # plural
    *(("лAр", "L"), ("дAр", "Z"), ("тAр", "T")),
    # cases: genitive, accusative, dative, locative, ablative, similative
    *(("нIн", "V"), ("дIн", "D"), ("тIн", "T")),
    *(("нI", "V"), ("дI", "D"), ("тI", "T")),
    *(("гA", "G"), ("кA", "T")),
    *(("дA", "G"), ("тA", "T")),
    *(("дAн", "G"), ("тAн", "T")),
    *(("дAй", "G"), ("тAй", "T")),
    # where it is, whose it is
    *(("дAгI", "G"), ("тAгI", "T"), ("нIкI", "V"), ("дIкI", "D"), ("тIкI", "T")),
    # possessives: my, thy, your, his, our, your (plural)
    *(("Iм", "C"), ("м", "V"), ("Iн", "C"), ("н", "V"), ("IнIз", "C"), ("нIз", "V")),
    *(("сI", "V"), ("I", "C"), ("IбIз", "C"), ("бIз", "V")),
    *(("IнAр", "C"), ("нAр", "V"), ("IнIздAр", "C"), ("нIздAр", "V")),
    # «his» and a case: the suffixes grow together
    *(("сIн", "V"), ("IнA", "C"), ("сIнA", "V"), ("IндA", "C"), ("сIндA", "V")),
    *(("IнAн", "C"), ("сIнAн", "V"), ("IндAгI", "C"), ("сIндAгI", "V")),
    *(("IнIн", "C"), ("сIнIн", "V"), ("IндAй", "C"), ("сIндAй", "V")),
    # «my» and «thy» in the dative
    *(("IмA", "C"), ("мA", "V"), ("нA", "V")),
    # having, with
    *(("луу", "L"), ("дуу", "Z"), ("туу", "T")),
)
_VERBAL = (
    *(("гAн", "G"), ("кAн", "T")),
    *(("уу", "C"), ("Iп", "C")),
)
_VERBAL_NOUN = ("оо", "а")  # жасоо → жаса
_CHOICES = {"A": "аео", "I": "ыиу"}

# Nouns of our trades which the rules would cut (шырдагы is no «шыр» + «дагы»), folded.
_WHOLE = frozenset({"шырдак", "килем", "кийим", "чапан", "чепкен", "буюм", "дептер"})
_WHOLE |= {"чыны", "кошого", "топу", "жууркан", "дасторкон"}


class _Rule(NamedTuple):
    after: frozenset[str]  # letters the stem may end with
    under: frozenset[str]  # last vowels of the stem which allow the suffix


def _follows(role: str, vowel: str) -> frozenset[str]:
    """Return the vowels after which `vowel` may stand in for A or I."""
    column = "AI".index(role)
    return frozenset(last for last in _HARMONY if vowel in _HARMONY[last][column])


def _spellings(suffix: str) -> list[tuple[str, frozenset[str]]]:
    """Spell a suffix in every vowel row; with each, what its first vowel follows."""
    role = next((letter for letter in suffix if letter in "AI"), "")
    if not role:
        return [(suffix, _VOWELS)]
    head, tail = suffix.split(role, 1)
    return [
        (head + vowel + rest, _follows(role, vowel))
        for vowel in _CHOICES[role]
        for rest, under in _spellings(tail)
        if vowel in under
    ]


def _spelled(table: tuple[tuple[str, str], ...]) -> dict[str, list[_Rule]]:
    rules: dict[str, list[_Rule]] = {}
    for suffix, after in table:
        for spelling, under in _spellings(suffix):
            rules.setdefault(spelling, []).append(_Rule(_AFTER[after], under))
    return rules


@cache
def _nominal() -> dict[str, list[_Rule]]:
    return _spelled(_NOMINAL)  # takes a while: only for whoever searches or indexes


@cache
def _verbal() -> dict[str, list[_Rule]]:
    return _spelled(_VERBAL)


_LONGEST = 7  # letters of an ending
_ENOUGH = 3  # letters of a stem; two before a long suffix, or vowel first (үй, эл)


def stem(word: str) -> str:
    """Return the stem of a folded Cyrillic word; "" never, at worst the word itself."""
    plain = word.replace("ь", "").replace("ъ", "")
    if _unvoiced_end(plain) in _WHOLE:
        return _unvoiced_end(plain)
    return _unvoiced_end(_strip_verb(_strip_all(plain, _nominal()))) or word


def _strip_all(word: str, rules: dict[str, list[_Rule]]) -> str:
    if _unvoiced_end(word) in _WHOLE:
        return word
    shorter = _strip_one(word, rules)
    return word if shorter == word else _strip_all(shorter, rules)


def _strip_one(word: str, rules: dict[str, list[_Rule]]) -> str:
    """Take off one ending: the longest, unless another leaves a whole word."""
    lefts = [
        word[:-length]
        for length in range(min(_LONGEST, len(word) - 2), 0, -1)
        if any(_fits(word, length, rule) for rule in rules.get(word[-length:], ()))
    ]
    whole = [left for left in lefts if _unvoiced_end(left) in _WHOLE]
    return (whole or lefts or [word])[0]


def _fits(word: str, length: int, rule: _Rule) -> bool:
    left = word[:-length]
    shortest = _ENOUGH - (length > 1 or left[0] in _VOWELS)
    if left[-1] not in rule.after or len(left) < shortest:
        return False
    last = next((letter for letter in reversed(left) if letter in _VOWELS), "")
    return last in rule.under


def _strip_verb(word: str) -> str:
    noun_end, verb_end = _VERBAL_NOUN
    if word.endswith(noun_end) and len(word) > _ENOUGH:
        return word.removesuffix(noun_end) + verb_end
    return _strip_one(word, _verbal())


def _unvoiced_end(word: str) -> str:
    """Undo the voicing before a lost vowel: шырдаг(ы) → шырдак, китеб(и) → китеп."""
    if len(word) < _ENOUGH or word[-2] not in _VOWELS:
        return word
    return word[:-1] + {"г": "к", "б": "п"}.get(word[-1], word[-1])
