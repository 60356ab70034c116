"""Who gets what at every address: nine roles × every route × every method.

`matrix.txt` declares each cell; `python -m tests.architecture.matrix` prints it anew
(read the diff: a cell is decided on purpose). Cells: a status, or `in` for «sign in
first», `2s` for «set up your code first».
"""

from pathlib import Path

from flask import Flask, url_for

from tests.snapshots import Snapshot

ROLES = {
    "anonymous": None,
    "buyer": "bermet",
    "applicant": "indira",
    "seller": "aigul",
    "suspended": "jamilya",
    "mentor": "kanykei",
    "osh": "cholpon",
    "jalal": "dinara",
    "admin": "gulnara",
}
FILE = Path(__file__).with_name("matrix.txt")
HEAD = "METHOD endpoint".ljust(48) + " ".join(role[:5].rjust(5) for role in ROLES)


def requests(app: Flask, world: dict) -> list[tuple[str, str, str]]:
    """Return (method, endpoint, address) of everything there is."""
    with app.test_request_context("/en/"):
        return [
            (
                method,
                rule.endpoint,
                url_for(rule.endpoint, **world.get(rule.endpoint, {})),
            )
            for rule in sorted(app.url_map.iter_rules(), key=lambda r: r.endpoint)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        ]


def cell(response) -> str:
    """Write an answer as a cell."""
    if response.status_code in {301, 302, 303}:
        if "/sign-in" in response.location:
            return "in"
        if response.location.endswith("/two-step"):
            return "2s"
    return str(response.status_code)


def ask(browser, token: str, method: str, path: str):
    """Open an address as a page of ours would: a form with its token, otherwise empty."""
    if method == "GET":
        return browser.get(path)
    return browser.open(path, method=method, data={"csrf_token": token})


def table(app: Flask, browsers: dict, world: dict, snapshot: Snapshot) -> list[str]:
    """Ask everything as everybody; return the lines of the file."""
    lines = []
    for method, endpoint, path in requests(app, world):
        cells = []
        for browser, token, cookies in browsers.values():
            browser._cookies = dict(cookies)  # whoever was signed out is back
            response = ask(browser, token, method, path)
            cells.append(cell(response).rjust(5))
            if method != "GET" and response.status_code < 400:
                snapshot.restore()
        lines.append(f"{method:6} {endpoint}".ljust(48) + " ".join(cells))
    return lines


def cells_of(lines: list[str]) -> dict[tuple[str, str, str], str]:
    """Return (method, endpoint, role) → cell."""
    found = {}
    for line in lines:
        method, endpoint, *cells = line.split()
        for role, value in zip(ROLES, cells, strict=True):
            found[method, endpoint, role] = value
    return found
