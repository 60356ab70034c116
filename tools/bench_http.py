"""The part of the checkout bench that goes through a real server."""

import multiprocessing
import random
import re
import time
from typing import Any

import requests

from marketplace.config import Settings
from tests.live import free_port, hidden, serve, stop

FORK = multiprocessing.get_context("fork")


def things_of(base: str) -> list[str]:
    """Return the addresses of what is on sale, from the shop's pages."""
    found: set[str] = set()
    path: str | None = "/en/c/shyrdak"
    while path:
        page = requests.get(base + path, timeout=30).text
        found |= set(re.findall(r'href="(/en/l/[^"?#]+)"', page))
        more = re.search(r'href="([^"]*[?&]after=[^"]*)"', page)
        path = more[1].replace("&amp;", "&") if more else None
    return sorted(found)


def buy(base: str, thing: str) -> tuple[str, float]:
    """Walk from the thing to the payment; return the outcome, and ms of the last form."""
    browser = requests.Session()
    page = browser.get(base + thing, timeout=60)
    if (variant := hidden(page.text, "variant")) == "":
        return ("sold_out" if page.ok else f"status {page.status_code}"), 0.0
    fields = {"csrf_token": hidden(page.text, "csrf_token"), "variant": variant}
    added = browser.post(
        f"{base}/en/basket/add", data=fields, timeout=60, allow_redirects=False
    )
    page = browser.get(f"{base}/en/checkout", timeout=60)
    if added.status_code != 303 or page.status_code != 200:
        return f"status {added.status_code} and {page.status_code}", 0.0
    fields = {name: hidden(page.text, name) for name in ("csrf_token", "submit_key")}
    fields |= {"name": "Bermet", "contact": "0555123456"}
    start = time.perf_counter()
    answer = browser.post(
        f"{base}/en/checkout", data=fields, timeout=60, allow_redirects=False
    )
    taken = (time.perf_counter() - start) * 1000
    outcome = {303: "sold", 422: "sold_out", 503: "locked"}
    return outcome.get(answer.status_code, f"status {answer.status_code}"), taken


def _client(number: int, base: str, attempts: int, things: list[str], out: Any) -> None:
    chance = random.Random(number)
    out.put([buy(base, chance.choice(things)) for _ in range(attempts)])


def rush(
    settings: Settings, processes: int, attempts: int
) -> tuple[list[tuple[str, float]], float]:
    """Let client processes buy from a server of 2 × 4; return outcomes and seconds."""
    port = free_port()
    options = ("--processes", "2", "--threads", "4", "--no-worker")
    server = serve(settings.folder, port, *options)
    base = f"http://127.0.0.1:{port}"
    taken: list[tuple[str, float]] = []
    try:
        things, out = things_of(base), FORK.Queue()
        assert things, "nothing is on sale"
        given = (base, attempts, things, out)
        start = time.perf_counter()
        clients = [
            FORK.Process(target=_client, args=(n, *given)) for n in range(processes)
        ]
        for client in clients:
            client.start()
        for _ in clients:
            taken += out.get(timeout=120)
        seconds = time.perf_counter() - start
        for client in clients:
            client.join()
    finally:
        stop(server)
    return taken, seconds
