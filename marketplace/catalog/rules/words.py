"""Words that a coordinator should look at twice: a hint, never a block."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+")


def found_words(texts: Iterable[str], watched: Iterable[str]) -> list[str]:
    """Return the watched words that occur, as they were written down.

    «word» is that word with any case; «word*» every word that begins so.
    """
    said = {word for text in texts for word in _WORD.findall(text.casefold())}
    return [word for word in watched if _occurs(word.casefold().strip(), said)]


def _occurs(watched: str, said: set[str]) -> bool:
    if watched.endswith("*"):
        return any(word.startswith(watched[:-1]) for word in said)
    wanted = _WORD.findall(watched)
    return bool(wanted) and set(wanted) <= said
