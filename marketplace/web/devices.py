"""What kind of device asks, in a word: enough to know one's own, no more."""

import re

from marketplace.i18n import _l

# The first that is found in the browser's own description decides.
_KINDS = (
    ("iPad", "ipad"),
    ("iPhone", "iphone"),
    ("Android", "android"),
    ("Windows", "windows"),
    ("Macintosh", "mac"),
    ("Linux", "linux"),
)
# Who reads pages without being a reader: crawlers, previews of links, watchers, scripts.
_ROBOTS = re.compile(
    r"bot|crawl|spider|slurp|archiv|preview|external(hit|agent)|whatsapp|telegram|viber"
    r"|skype|vkshare|monitor|uptime|headless|lighthouse|curl|wget|python|java/|okhttp"
    r"|go-http|libwww|scrapy|feed|http-?client|axios|node-fetch|ruby|perl",
    re.IGNORECASE,
)
NAMES = {
    "android": _l("Android phone"),
    "iphone": _l("iPhone"),
    "ipad": _l("iPad"),
    "windows": _l("Windows computer"),
    "mac": _l("Mac computer"),
    "linux": _l("Linux computer"),
    "other": _l("Another device"),
    "": _l("Another device"),
}


def kind_of(user_agent: str) -> str:
    """Return the code of a device."""
    return next((code for word, code in _KINDS if word in user_agent), "other")


def is_robot(user_agent: str) -> bool:
    """Whether a browser's own description is none of a reader's."""
    return not user_agent or _ROBOTS.search(user_agent) is not None


def name_of(code: str) -> str:
    """Return a device's name for the reader."""
    return str(NAMES.get(code, NAMES["other"]))
