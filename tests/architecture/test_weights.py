"""What every page weighs on the wire, without its pictures (ux.md §7)."""

import gzip
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html as lxml_html

from marketplace.web.shared_pages import LEVEL
from marketplace.web.static_files import body_of
from tests import people
from tests.architecture import matrix
from tests.architecture.walk import make_world

STATIC = Path(__file__).parents[2] / "marketplace"
READERS = ("gulnara", "cholpon", "aigul", "bermet", "indira", None)
HTML, CSS, JS, FIRST = 8_000, 8_000, 6_000, 40_000  # bytes, packed
FILES = 5  # asked for before the first paint, the page itself among them
THINGS = 24  # as many as a page of a list has


@dataclass(frozen=True)
class Weight:
    """Packed bytes of a page and of what it links to."""

    endpoint: str
    html: int
    css: int
    js: int
    files: int

    @property
    def all(self) -> int:
        """Everything but pictures."""
        return self.html + self.css + self.js

    @property
    def fits(self) -> bool:
        """Whether every budget holds."""
        return (
            self.html <= HTML
            and self.css <= CSS
            and self.js <= JS
            and self.all <= FIRST
            and self.files <= FILES
        )


@pytest.fixture
def weights(app, client, as_) -> list[Weight]:
    """Weigh every page of ours in Kyrgyz, as the busiest reader who may open it."""
    world = make_world()
    for number in range(THINGS):
        people.on_sale(title=f"Кызыл шырдак, кой жүнү, {number}", som=1500)
    browsers = [as_(name) if name else client for name in READERS]
    found = []
    for method, endpoint, path in matrix.requests(app, world):
        if method == "GET":
            address = path.replace("/en/", "/ky/", 1)
            found += _weighed(endpoint, address, browsers)
    return found


def _weighed(endpoint: str, path: str, browsers) -> list[Weight]:
    for browser in browsers:
        answer = browser.get(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            return [_weigh(endpoint, answer.text)]
    return []


def _weigh(endpoint: str, text: str) -> Weight:
    page = lxml_html.document_fromstring(text)
    sheets = page.xpath("//link[@rel='stylesheet']/@href")
    # What comes with the page; hints, sharing and large photos come with a tap.
    later = ("@src", "@data-module")
    scripts = {
        one for name in later for one in page.xpath(f"//*/{name}") if ".js" in one
    }
    css, js = (sum(map(_packed, files)) for files in (sheets, scripts))
    icon = 1 if "icons.svg" in text else 0
    html = len(gzip.compress(text.encode(), LEVEL))
    # A module is not waited for: it runs when the page is there.
    return Weight(endpoint, html, css, js, 1 + len(sheets) + icon)


def _packed(address: str) -> int:
    body = body_of(STATIC / urlsplit(address).path.lstrip("/"))
    return len(gzip.compress(body, 9))


def test_every_page_keeps_its_budget(weights) -> None:
    lines = [
        f"{one.endpoint:36} {one.html:7} {one.css:6} {one.js:6} {one.all:7}"
        for one in sorted(weights, key=lambda one: -one.all)
    ]
    head = f"{'page (bytes, gzip)':36} {'html':>7} {'css':>6} {'js':>6} {'all':>7}"
    print("\n".join([head, *lines]))  # `make weights` shows it
    assert len(weights) > 120
    assert [one for one in weights if not one.fits] == []
