"""A language nobody speaks, `xx`: English in brackets, with accents, and 40 % longer.

It is made from the English texts while the tests run, in their place, at `/en/`. A text
on a page that is not in brackets is hard-coded; a page that fits it fits any language.
"""

import re
from gettext import NullTranslations

LONGER = 0.4
OPEN, SHUT = "⟦", "⟧"
PLAIN = "aeiouyAEIOUYcnszCNSZ"
ACCENTED = "áéíóúýÁÉÍÓÚÝçñšžÇÑŠŽ"
ACCENTS = str.maketrans(PLAIN, ACCENTED)
# Gaps for values, tags, entities: what a program reads stays as it is.
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|<[^>]+>|&\w+;)")


def said(text: str) -> str:
    """Return an English text as `xx` has it."""
    if not text:
        return text
    parts = KEPT.split(text)
    parts[::2] = [part.translate(ACCENTS) for part in parts[::2]]
    letters = sum(map(len, parts[::2]))
    more = " ".join(["lorem"] * (1 + int(letters * LONGER) // 6))
    return f"{OPEN}{''.join(parts)} {more}{SHUT}"


class Glass(NullTranslations):
    """Texts seen through it."""

    def gettext(self, message: str) -> str:
        """Return a text in `xx`."""
        return said(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the right English plural in `xx`."""
        return said(msgid1 if n == 1 else msgid2)

    ugettext, ungettext = gettext, ngettext
