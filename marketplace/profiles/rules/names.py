"""Names become addresses."""

import re
import unicodedata

_CYRILLIC = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"
_SOUNDS = (
    "a b v g d e yo j z i y k l m n n o o p r s t u u f h ts ch sh sch - y - e yu ya"
)
_LATIN = {
    letter: sound.strip("-")
    for letter, sound in zip(_CYRILLIC, _SOUNDS.split(), strict=True)
}


def slug(text: str, fallback: str = "x") -> str:
    """Write a name for an address: lower-case Latin letters, digits and hyphens."""
    latin = "".join(_LATIN.get(letter, letter) for letter in text.casefold())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or fallback
