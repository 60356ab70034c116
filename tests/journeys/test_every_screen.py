"""Every page of ours in a real Chromium: readable by everybody, light and dark, any width.

The pages come from the application in this process: the same world and readers as in the
access matrix, so a page that is new is looked at from its first day.
"""

import os
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.architecture import matrix
from tests.architecture.test_weights import READERS
from tests.architecture.walk import make_world
from tests.journeys.persons import PHONE

HOST = "http://127.0.0.1:9"  # nobody listens there: every request is answered here
SHOTS = os.environ.get("SCREENSHOTS")  # a folder, for `make screenshots`
LANGUAGES = os.environ.get("LANGUAGES", "ky").split(",")
PARTS = 4  # so that all processors look at once
RULES = {
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ],
    "resultTypes": ["violations"],
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
# In this world a photo is one file; a page asks for other widths too.
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"/>'
ID, UNLIKE = re.compile(r"[0-9a-f-]{36}"), re.compile(r"[^a-z0-9-]+", re.IGNORECASE)
# What lies under the bar is pushed above it with a thumb; axe looks without pushing.
LET_GO = "document.querySelector('.bar')?.style.setProperty('position', 'static')"
WIDTHS = (320, 360, 768, 1280)
TWICE = 360  # px, with text of 200 %
WIDTH = "document.documentElement.scrollWidth"
TEXT = "size => { document.documentElement.style.fontSize = size }"
# Controls no finger hits (44 px), by what they say. A link among words is as high as they
# are; a card is one large link; a box to tick is as large as its row.
SMALL = """() => [...document.querySelectorAll('a, button, summary, select, input')]
    .filter(node => node.checkVisibility() && node.type !== 'hidden')
    .filter(node => !node.closest('.card, .skip, .hidden'))
    .filter(node => node.tagName !== 'A' || getComputedStyle(node).display !== 'inline')
    .map(node => ['checkbox', 'radio'].includes(node.type)
        ? node.closest('.choice, label, li, td, p, div') : node)
    .filter(node => { const box = node.getBoundingClientRect();
                      return box.height < 43.5 || box.width < 43.5 })
    .map(node => `too small to hit: ${node.tagName} ${node.className} `
        + (node.innerText || node.name || ''))"""


class Screen:
    """A page of Chromium that is answered by the application, and its faults."""

    def __init__(self, chromium) -> None:
        """Open it on a phone."""
        self.context = chromium.new_context(viewport=PHONE, service_workers="block")
        self.page = self.context.new_page()
        self.reader = None
        self.faults: list[str] = []
        self.page.route("**/*", self._answer)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._said)

    def _said(self, message) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    def _answer(self, route) -> None:
        address = urlsplit(route.request.url)
        path = f"{address.path}?{address.query}" if address.query else address.path
        answer = self.reader.get(path)
        if path.startswith("/media/") and answer.status_code == 404:
            route.fulfill(content_type="image/svg+xml", body=PICTURE)
            return
        headers = dict(answer.headers)
        route.fulfill(status=answer.status_code, headers=headers, body=answer.data)

    def look(self, path: str) -> Iterator[str]:
        """Tell what is wrong with a page."""
        self.faults = []
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(PHONE)
        self.page.goto(HOST + path)
        self._shoot(path, "light")
        self.page.evaluate(LET_GO)
        yield from self._axe(RULES)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 740})
            wide = self.page.evaluate(WIDTH)
            if wide > width:
                yield f"{wide} px wide at {width}"
        self.page.set_viewport_size(PHONE)
        yield from self.page.evaluate(SMALL)
        yield from self._large_text()
        self.page.emulate_media(color_scheme="dark")
        self.page.set_viewport_size(PHONE)
        self._shoot(path, "dark")
        yield from (f"dark: {one}" for one in self._axe(COLOURS))
        yield from self.faults

    def _large_text(self) -> Iterator[str]:
        """Let everything be written twice as large."""
        self.page.set_viewport_size({"width": TWICE, "height": 740})
        self.page.evaluate(TEXT, "200%")
        wide = self.page.evaluate(WIDTH)
        if wide > TWICE:
            yield f"{wide} px wide at {TWICE} in text of 200 %"
        self.page.evaluate(TEXT, "")

    def _shoot(self, path: str, scheme: str) -> None:
        if SHOTS:
            name = UNLIKE.sub("_", ID.sub("id", path))[:80]
            self.page.screenshot(path=f"{SHOTS}/{name.strip('_')}.{scheme}.png")

    def _axe(self, options: dict) -> Iterator[str]:
        found = Axe().run(self.page, options=options).response["violations"]
        for one in found:
            for node in one["nodes"]:
                yield f"{one['id']}: {node['target']}"


def screens_of(app, world, browsers) -> Iterator[tuple[str, object]]:
    """Yield each page with the busiest reader who may open it."""
    for method, _endpoint, path in matrix.requests(app, world):
        for browser in browsers if method == "GET" else ():
            answer = browser.get(path)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                yield path, browser
                break


@pytest.mark.browser
@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_is_kept_out_of_a_page(app, client, as_, chromium, part) -> None:
    browsers = [as_(name) if name else client for name in READERS]
    screens = list(screens_of(app, make_world(), browsers))
    assert len(screens) > 120
    screen, wrong = Screen(chromium), []
    for path, screen.reader in screens[part::PARTS]:
        for language in LANGUAGES:
            address = path.replace("/en/", f"/{language}/", 1)
            wrong += [f"{address} {fault}" for fault in screen.look(address)]
    screen.context.close()
    assert wrong == [], "\n".join(wrong)
