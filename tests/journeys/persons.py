"""People with browsers of their own, and what a phone would photograph."""

import re
from pathlib import Path

from PIL import Image, ImageDraw

from tests import people
from tests.journeys.conftest import Site

PHONE = {"width": 360, "height": 740}
SUBMIT = "main form:not(.leave) button[type=submit]"


class Person:
    """Somebody with a browser of her own; console errors and CSP faults fail."""

    def __init__(self, chromium, site: Site, *, javascript: bool) -> None:
        self.site = site
        self.context = chromium.new_context(
            viewport=PHONE, java_script_enabled=javascript, locale="ky"
        )
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console",
            lambda m: self.faults.append(m.text) if self._is_fault(m) else None,
        )

    @staticmethod
    def _is_fault(message) -> bool:
        # A refused form answers 422, which Chromium reports as a failed resource.
        return message.type == "error" and "status of 422" not in message.text

    def go(self, path: str) -> None:
        answer = self.page.goto(self.site.url + path)
        assert answer.status == 200, (path, answer.status)

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.fill(f"main [name={name}]", value)

    def press(self, selector: str = SUBMIT) -> None:
        self.touch(self.page.locator(selector).first)

    def follow(self, name: str) -> None:
        """Touch the only link of that name."""
        self.touch(self.page.get_by_role("link", name=name))

    def touch(self, locator) -> None:
        locator.click()
        # A click returns once the next page answers: its scripts have not run yet.
        self.page.wait_for_load_state()

    def words(self) -> str:
        return " ".join(self.page.inner_text("main").split())

    def sign_in(self, name: str, password: str = people.PASSWORD) -> "Person":
        """Sign in by the form; staff write the code the demo shows."""
        self.go("/ky/sign-in")
        contact = name if "@" in name or name[0].isdigit() else f"{name}@lab.test"
        self.fill(contact=contact, password=password)
        self.press(SUBMIT)
        if self.page.url.split("?")[0].endswith("/sign-in/code"):
            self.fill(code=re.search(r"\d{6}", self.words())[0])
            self.press(SUBMIT)
        return self

    def has_no_overflow(self) -> bool:
        self.page.wait_for_load_state()  # a page on its way has no width yet
        width = self.page.evaluate("document.documentElement.scrollWidth")
        return bool(width <= PHONE["width"])


def photo(folder: Path, name: str, colour: str) -> str:
    """Write what a phone would: 12 megapixels, lying on its side, with a position."""
    image = Image.new("RGB", (4000, 3000), colour)
    ImageDraw.Draw(image).rectangle((0, 0, 1200, 1200), "#ffffff")
    for step in range(0, 4000, 40):  # wool, so that the bytes are not too few
        ImageDraw.Draw(image).line((step, 0, 4000 - step, 3000), "#803020", 3)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    path = folder / name
    image.save(path, "JPEG", quality=90, exif=exif)
    return str(path)
