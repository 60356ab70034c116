"""One text in the three languages of the house."""

from __future__ import annotations

import re
from typing import NamedTuple


def _sentences(text: str) -> str:
    """Begin every sentence with a capital letter (a filled gap may stand first)."""
    return re.sub(r"(^|[.!?] )(\w)", lambda found: found[0].upper(), text)


class Said(NamedTuple):
    """The same thing in Kyrgyz, Russian and English."""

    ky: str
    ru: str
    en: str

    def filled(self, gaps: Said) -> Said:
        """Return the texts with `{}` replaced by the gap of the same language."""
        pairs = zip(self, gaps, strict=True)
        return Said(*(_sentences(text.replace("{}", gap)) for text, gap in pairs))

    def then(self, *others: Said) -> Said:
        """Return the texts with the others after them, a space between."""
        return Said(*(" ".join(texts) for texts in zip(self, *others, strict=True)))

    def capital(self) -> Said:
        """Return the texts each with a capital first letter."""
        return Said(*(text[:1].upper() + text[1:] for text in self))


def same(text: str) -> Said:
    """Return a text which needs no translation."""
    return Said(text, text, text)
