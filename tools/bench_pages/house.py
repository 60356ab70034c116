"""Our own site with a big catalogue: its database, its server, what is asked of it."""

import hashlib
import os
import re
import shutil
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import psycopg
import requests
from flask import Flask
from sqlalchemy import delete, event, func, select

from marketplace import create_app
from marketplace.catalog.models import Listing, Variant
from marketplace.config import Settings
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.orders.models import Basket, BasketItem
from tests.live import environment, free_port, hidden
from tools.bench_pages.fill import fill
from tools.bench_pages.load import Work
from tools.bench_pages.processes import Server, postmaster, serving
from tools.bench_pages.source import COMMON, RARE

ROOT = Path(__file__).parents[2]
CACHE = ROOT / "var" / "bench"
LISTINGS = 300  # pages of things that take turns
DEEP = 50  # a page far down
WRITERS = 16  # clients that fill baskets
THINGS = f"listing ({LISTINGS} by turns)"
CATALOGUE = "new, page 1"  # 24 things of all, as the first page of the peers
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class House:
    """A filled site: its folder, its database, what the environment must say."""

    size: int
    database: str
    folder: Path
    url: str = ""
    index: bool = True  # whether words can be searched for

    def env(self, port: int, *, page_cache: bool) -> dict[str, str]:
        """Return the environment of its server."""
        return environment(
            self.folder,
            MARKETPLACE_BASE_URL=f"http://127.0.0.1:{port}",
            MARKETPLACE_DATABASE_URL=self.url,
            MARKETPLACE_PAGE_CACHE_MB="16" if page_cache else "0",
        )

    @contextmanager
    def app(self) -> Iterator[Flask]:
        """Give the app itself, without its page cache, and a context."""
        with mock.patch.dict(os.environ, self.env(8000, page_cache=False), clear=True):
            app = create_app(Settings.from_env())
        with app.app_context():
            yield app

    @contextmanager
    def serving(self, *, page_cache: bool) -> Iterator[Server]:
        """Serve it as in real life: 2 processes of 4 threads, the worker elsewhere."""
        port = free_port()
        options = ["--processes", "2", "--threads", "4", "--no-worker"]
        command = [sys.executable, "-m", "marketplace", "serve", "--port", str(port)]
        with serving(
            [*command, *options],
            port=port,
            ready="/health",
            env=self.env(port, page_cache=page_cache),
            cwd=ROOT,
            log=self.folder / "server.log",
            others=postmaster(self.url),
        ) as server:
            yield server


def prepared(
    size: int, *, url: str = "", source: Path | None = None, index: bool = True
) -> House:
    """Return a filled site; on SQLite the one of last time, if nothing has changed."""
    kind = "peers" if source else "own" if index else "bare"
    name = f"{kind}-{size}-{_stamp(source)}"
    if url:
        house = House(
            size, "postgresql", CACHE / f"pg-{name}", _fresh(url, size), index
        )
        shutil.rmtree(house.folder, ignore_errors=True)
    else:
        house = House(size, "sqlite", CACHE / name, index=index)
        _forget_older(house.folder)
    if url or not (house.folder / "filled").exists():
        shutil.rmtree(house.folder, ignore_errors=True)
        print(f"Filling {house.database} …", end=" ", flush=True)
        with house.app() as app:
            print(fill(app, size, source, index=index), flush=True)
        (house.folder / "filled").touch()
    with house.app():
        _empty_baskets()
    return house


def _stamp(source: Path | None) -> str:
    """Say in letters of what code and catalogue a filled database was made."""
    here = Path(__file__).parent
    code = [here / "fill.py", here / "source.py"]
    code += (ROOT / "migrations").rglob("0*.py")
    code += (ROOT / "marketplace" / "infra" / "search").rglob("*.py")
    digest = hashlib.sha256(str(source).encode())
    for path in sorted(code):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _forget_older(kept: Path) -> None:
    for folder in CACHE.glob(f"{kept.name.rpartition('-')[0]}-*"):
        if folder != kept:
            shutil.rmtree(folder)


def _fresh(url: str, size: int) -> str:
    """Make an empty database of its own in the cluster; return its address."""
    name = f"pages_{size}"
    with psycopg.connect(url, autocommit=True) as line:
        line.execute(f"DROP DATABASE IF EXISTS {name}")
        line.execute(f"CREATE DATABASE {name}")
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(path=f"/{name}"))


@use_case
def _empty_baskets() -> None:
    db.session.execute(delete(BasketItem))
    db.session.execute(delete(Basket))


def baskets_filled(house: House) -> int:
    """Return how many things lie in baskets."""
    with house.app():
        return int(db.session.scalar(select(func.count()).select_from(BasketItem)) or 0)


def reading(house: House, server: Server) -> list[Work]:
    """Return the pages that are read, in Russian as the peers' catalogue is."""
    with house.app():
        query = select(Listing.slug).order_by(Listing.id).limit(LISTINGS)
        things = tuple(f"/ru/l/{slug}" for slug in db.session.scalars(query))
    labs = requests.get(f"{server.base}/ru/labs", timeout=60).text
    thing = requests.get(server.base + things[0], timeout=60).text
    category = _busiest(house)
    page = requests.get(server.base + category, timeout=60).text
    section = _first(page, "c")  # above it
    pages = {
        "home": "/ru/",
        CATALOGUE: "/ru/new",
        f"new, page {DEEP}": _deep(server.base, "/ru/new"),
        "category, page 1": category,
        f"section, page {DEEP}": _deep(server.base, section),
        "category, cheap and ready": f"{category}?sort=cheap&ready=1",
        "category, of one price": f"{category}?price=3",
        "technique": _first(thing, "technique"),
        "region": _first(labs, "region"),
        "shop": _first(thing, "shop"),
        "lab": _first(labs, "lab"),
    }
    if house.index:
        pages["search, common word"] = _asking(COMMON)
        pages["search, rare word"] = _asking(RARE)
    pages["health (the ceiling)"] = "/health"
    works = [Work(name, (path,)) for name, path in pages.items()]
    return [works[0], Work(THINGS, things), *works[1:]]


def _asking(word: str) -> str:
    return f"/ru/search?q={urllib.parse.quote(word)}"


def _first(page: str, kind: str) -> str:
    found = re.search(rf'href="(/ru/{kind}/[^"?#/]+)"', page)
    if found is None:
        raise RuntimeError(f"the page names no {kind}")
    return found[1]


def _busiest(house: House) -> str:
    """Return the page of the category with the most things."""
    from marketplace.catalog.models import Category

    with house.app():
        slug = db.session.scalar(
            select(Category.slug)
            .join(Listing, Listing.category_id == Category.id)
            .group_by(Category.slug)
            .order_by(func.count().desc())
        )
    return f"/ru/c/{slug}"


def _deep(base: str, path: str) -> str:
    """Follow «more» as a reader would, to a page far down."""
    for _ in range(DEEP - 1):
        page = requests.get(base + path, timeout=60).text
        more = re.search(r'href="([^"]*[?&]after=[^"]*)"', page)
        if more is None:
            break
        path = more[1].replace("&amp;", "&")
    return path


def cached(server: Server) -> list[Work]:
    """Return what a page cache is for: pages that are warm and unchanged."""
    pages = {"home": "/ru/", "catalogue": "/ru/new"}
    works = []
    for name, path in pages.items():
        works.append(Work(f"{name}, warm", (path,)))
        if tag := requests.get(server.base + path, timeout=60).headers.get("ETag"):
            known = {"If-None-Match": tag}
            works.append(Work(f"{name}, 304", (path,), headers=known, expected=304))
    return works


def filling(house: House, server: Server) -> Work:
    """Return the work of putting things into new baskets, with a token of CSRF."""
    with house.app():
        rows = db.session.execute(
            select(Listing.slug, Variant.id)
            .join(Variant, Variant.listing_id == Listing.id)
            .where(Listing.ready)
            .order_by(Listing.id)
            .limit(LISTINGS)
        ).all()
    browser = requests.Session()
    page = browser.get(f"{server.base}/ru/l/{rows[0].slug}", timeout=60).text
    token = hidden(page, "csrf_token")
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    bodies = tuple(
        urllib.parse.urlencode({"csrf_token": token, "variant": row.id, "quantity": 1})
        for row in rows
    )
    return Work(
        f"basket, {WRITERS} clients",
        ("/ru/basket/add",),
        bodies,
        {"Cookie": cookies, "Content-Type": FORM, "Referer": server.base},
        clients=WRITERS,
        expected=303,
    )


def questions(house: House, works: list[Work]) -> dict[str, int]:
    """Return how many questions each page asks the database, when it is warm."""
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.append(statement)

    found = {}
    with house.app() as app:
        event.listen(db.engine, "before_cursor_execute", note)
        browser = app.test_client()
        for work in works:
            browser.get(work.paths[0], headers=work.headers)
            asked.clear()
            browser.get(work.paths[0], headers=work.headers)
            found[work.name] = len(asked)
    return found
