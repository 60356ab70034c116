"""The demo that is looked at: its six pages, and who looks at them."""

import re
from dataclasses import dataclass

import requests

from marketplace.cli.demo.seed import PASSWORD, SELLER
from tests.live import hidden


@dataclass(frozen=True)
class Page:
    """An address, and who looks at it; `private`: kept from search engines on purpose."""

    name: str
    address: str
    cookie: str = ""
    private: bool = False


def pages(base: str) -> list[Page]:
    """Return what is looked at: six pages in Kyrgyz."""
    goods, work = _first(base, "shyrdak"), _first(base, "logos")
    return [
        Page("home", f"{base}/ky/"),
        Page("catalogue", f"{base}/ky/c/felt"),
        Page("product", base + goods),
        Page("service", base + work),
        Page("form", f"{base}/ky/my/things/new", _seller(base), private=True),
        Page("checkout", f"{base}/ky/checkout", _buyer(base, goods), private=True),
    ]


def _first(base: str, section: str) -> str:
    page = requests.get(f"{base}/ky/c/{section}", timeout=30).text
    return re.findall(r'href="(/ky/l/[^"?#]+)"', page)[0]


def _seller(base: str) -> str:
    """Sign in as one who sells; return her cookies."""
    browser = requests.Session()
    address = f"{base}/ky/sign-in"
    token = hidden(browser.get(address, timeout=30).text, "csrf_token")
    fields = {"csrf_token": token, "contact": SELLER, "password": PASSWORD}
    browser.post(address, data=fields, timeout=30)
    return _cookies(browser)


def _buyer(base: str, thing: str) -> str:
    """Put a thing into a basket; return the cookies it hangs on."""
    browser = requests.Session()
    page = browser.get(base + thing, timeout=30).text
    variant = re.search(r'name="variant"[^>]*value="([^"]+)"', page)
    fields = {
        "csrf_token": hidden(page, "csrf_token"),
        "variant": variant[1] if variant else "",
    }
    browser.post(f"{base}/ky/basket/add", data=fields, timeout=30)
    return _cookies(browser)


def _cookies(browser: requests.Session) -> str:
    return "; ".join(f"{one.name}={one.value}" for one in browser.cookies)
