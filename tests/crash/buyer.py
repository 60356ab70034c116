"""A buyer with a phone, a bad line and patience."""

import time

import requests

from tests.crash.house import House
from tests.live import hidden


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
            except requests.ConnectionError:
                self.broken += 1
                time.sleep(0.1)
        raise TimeoutError("the server did not come back")

    def choose(self) -> None:
        """Put the thing into the basket and fill in the form, not yet sent."""
        page = self.ask("GET", f"/en/l/{self.slug}").text
        fields = {name: hidden(page, name) for name in ("csrf_token", "variant")}
        assert self.ask("POST", "/en/basket/add", data=fields).status_code == 303
        page = self.ask("GET", "/en/checkout").text
        self.form = {name: hidden(page, name) for name in ("csrf_token", "submit_key")}
        self.form |= {"name": "Bermet", "contact": self.email}

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

    def breaks(self, method: str, path: str, **given) -> bool:
        """Ask once and tell whether the line broke."""
        try:
            self.once(method, path, **given)
        except requests.ConnectionError:
            return True
        return False
