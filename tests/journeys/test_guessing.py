"""Guessing a password against four server processes at once."""

import threading

import pytest
import requests

from tests.journeys.conftest import Site
from tests.live import hidden

LIMIT, TRIES = 5, 60


def _try(site: Site, ready: threading.Barrier, said: list[int]) -> None:
    visit = requests.Session()
    page = visit.get(f"{site.url}/en/sign-in", timeout=30).text
    form = {"contact": "aigul@lab.test", "password": "wrong one here"}
    ready.wait(60)
    answer = visit.post(
        f"{site.url}/en/sign-in",
        data={"csrf_token": hidden(page, "csrf_token"), **form},
        timeout=60,
    )
    said.append(answer.status_code)


@pytest.mark.browser
@pytest.mark.processes(4)
def test_sixty_at_once_over_four_processes_get_exactly_five_tries(site) -> None:
    said: list[int] = []
    ready = threading.Barrier(TRIES)
    crowd = [
        threading.Thread(target=_try, args=(site, ready, said)) for _ in range(TRIES)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    print(f"{TRIES} tries: {said.count(422)} looked at, {said.count(429)} refused")
    assert (said.count(422), said.count(429)) == (LIMIT, TRIES - LIMIT)
