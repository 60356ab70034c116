"""What people write, shown safely."""

import re

from markupsafe import Markup, escape

_LINK = re.compile(r"https?://[^\s<>\"']{4,500}")
_ENDS = ".,;:!?)»"


def links(text: str) -> Markup:
    """Return a text with its web addresses as links that give nobody a good name."""
    out, at = Markup(), 0
    for match in _LINK.finditer(text):
        address = match.group().rstrip(_ENDS)
        out += escape(text[at : match.start()])
        out += Markup('<a href="{0}" rel="nofollow noopener ugc">{0}</a>').format(
            address
        )
        at = match.start() + len(address)
    return out + escape(text[at:])
