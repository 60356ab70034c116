"""A buyer with a phone, a bad line and patience."""

import re
import time

import requests

from tests.crash.house import House
from tests.live import hidden

BROKEN = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


class Buyer:
    """Walks from a thing to the payment as a person does."""

    def __init__(self, house: House, number: int) -> None:
        self.base = house.base
        self.slug = house.slugs[number % len(house.slugs)]
        self.email = f"buyer{number}@lab.test"
        self.browser = requests.Session()
        self.broken = 0
        self.form: dict[str, str] = {}

    def once(self, method: str, path: str, **given) -> requests.Response:
        """Ask once; a connection that dies raises ConnectionError."""
        return self.browser.request(
            method, self.base + path, allow_redirects=False, timeout=30, **given
        )

    def ask(self, method: str, path: str, **given) -> requests.Response:
        """Ask, and again when the line breaks, until there is an answer."""
        for _ in range(300):
            try:
                return self.once(method, path, **given)
            except BROKEN:
                self.broken += 1
                time.sleep(0.1)
        raise TimeoutError("the server did not come back")

    def choose(self, way: str = "sandbox") -> None:
        """Put the thing into the basket and fill in the form, not yet sent."""
        page = self.ask("GET", f"/en/l/{self.slug}").text
        fields = {name: hidden(page, name) for name in ("csrf_token", "variant")}
        assert self.ask("POST", "/en/basket/add", data=fields).status_code == 303
        page = self.ask("GET", "/en/checkout").text
        self.form = {name: hidden(page, name) for name in ("csrf_token", "submit_key")}
        self.form |= {"name": "Bermet", "contact": self.email, "way": way}

    def order(self) -> str:
        """Send the form until it is answered; return where to pay."""
        answer = self.ask("POST", "/en/checkout", data=self.form)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def pay(self, path: str) -> str:
        """Pay at the sandbox; return the path back."""
        page = self.ask("GET", path).text
        fields = {"csrf_token": hidden(page, "csrf_token"), "outcome": "paid"}
        answer = self.ask("POST", path, data=fields)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def buy(self) -> str:
        """Do all of it; return the path of her purchase's page."""
        self.choose()
        back = self.pay(self.order())
        assert self.ask("GET", back).status_code == 303
        return back.removesuffix("/return")

    def press(self, page: str, action: str) -> tuple[str, dict[str, str]]:
        """Return where a button of her page leads («cancel», «received»), and its form."""
        text = self.ask("GET", page).text
        found = re.search(rf'action="([^"]*/orders/[^"]*/{action})"', text)
        assert found, f"no button «{action}» on {page}"
        return found[1], {"csrf_token": hidden(text, "csrf_token")}

    def breaks(self, method: str, path: str, **given) -> bool:
        """Ask once and tell whether the line broke."""
        try:
            self.once(method, path, **given)
        except BROKEN:
            return True
        return False
