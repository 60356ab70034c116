"""Skeletons: a word in Latin or Cyrillic letters comes down to the same string.

«shyrdak», «şırdak» and «шырдак» all become «шырдак» with ы read as и. There is no one
way in which people write Kyrgyz in Latin letters, so the skeleton keeps only what all
of them agree on; it is loose, and engines give it a small weight.
"""

from __future__ import annotations

import re

# Longest first: the pattern below tries them in this order.
_LATIN = {
    "shch": "ш",
    "dzh": "ж",
    "sch": "ш",
    "sh": "ш",
    "zh": "ж",
    "dj": "ж",
    "ch": "ч",
    "kh": "х",
    "ts": "ц",
    "ck": "к",
    "ph": "ф",
    "oe": "о",
    "ue": "у",
    **dict(zip("abcdefghijklmnopqrstuvwxz", "абкдефгхижклмнопкрстуввхз", strict=True)),
    **dict(zip("öüñşçğıəåä", "оуншчгиеаа", strict=True)),
}
_VOWELS = "aeiouöüıəä"
_YO = re.compile(rf"(?<=[^{_VOWELS}\W])yo")  # kovyor: ё, which is folded to е
_GLIDE = re.compile(f"(?<=[{_VOWELS}])y|y(?=[{_VOWELS}])")
_LETTERS = re.compile("|".join(_LATIN))

_BACK = re.compile(r"(?<=[аоуы])[^аеиоуыэюя]*и(?:[^аеоуэюя]*и)*")

_SAME = str.maketrans(
    {"ы": "и", "э": "е", "щ": "ш", "ъ": "", "ь": "", "я": "йа", "ю": "йу"}
)
_PAIRS = re.compile(r"йе|нг|дж|(.)\1+")
_PAIR = {"йе": "е", "нг": "н", "дж": "ж"}


def to_cyrillic(word: str) -> str:
    """Spell a folded Latin word in Cyrillic; «y» is й beside a vowel, else ы."""
    glided = _GLIDE.sub("й", _YO.sub("e", word)).replace("y", "ы")
    return _LETTERS.sub(lambda found: _LATIN[found[0]], glided)


def harmonised(word: str) -> str:
    """Return a Cyrillic word with и after а, о, у and ы read as ы.

    Latin «i» is often ы («kuurchagy», «kuurchagi»), and the Kyrgyz stemmer goes by that.
    """
    return _BACK.sub(lambda found: found[0].replace("и", "ы"), word)


def skeleton(word: str) -> str:
    """Return the skeleton of a folded Cyrillic word."""
    plain = word.translate(_SAME)
    return _PAIRS.sub(lambda found: _PAIR.get(found[0], found[0][0]), plain)
