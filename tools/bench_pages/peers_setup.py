"""What the peers need, made below var/peers: environments, catalogue, pictures, shop."""

import os
import subprocess
import sys
import urllib.parse
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import requests

from tests.live import free_port
from tools.bench_pages.house import FORM, ROOT, WRITERS, House
from tools.bench_pages.load import Work
from tools.bench_pages.processes import Server, postmaster, serving

PLACE = ROOT / "var" / "peers"
PACKAGES = (
    "django-oscar==3.2.4",  # the last that browses by SQL alone
    "sorl-thumbnail==12.10.0",
    "psycopg2-binary",
    "gunicorn",
    "setuptools<81",
)
READY = "/catalogue/listing-1_1/"
TOKEN = "a" * 32  # Django takes any of this form that comes twice
LISTINGS = 300


class Missing(SystemExit):
    """Something is not on this computer; the text says what to do."""


@dataclass(frozen=True)
class Peers:
    """The folder of the harness and what was made of it for one size."""

    folder: Path
    size: int

    @property
    def catalogue(self) -> Path:
        """The file of everything that is for sale, here and there."""
        return PLACE / f"catalogue_{self.size}.db"


def prepared(folder: Path, size: int) -> Peers:
    """Make what is missing; Missing says what nobody but the reader can do."""
    if not (folder / "oscar" / "load.py").exists():
        raise Missing(
            f"There are no peers in {folder}.\nPut the folder with oscar/, flask_ceiling/"
            " and data/ there, or say where it is: make peers PEERS=…"
        )
    PLACE.mkdir(parents=True, exist_ok=True)
    peers = Peers(folder, size)
    _packages()
    if not peers.catalogue.exists():
        new = peers.catalogue.with_suffix(".new")
        _run(sys.executable, folder / "data" / "gen_catalogue.py", str(size), new)
        new.rename(peers.catalogue)
    if not (PLACE / "media").exists():
        _run(sys.executable, folder / "data" / "gen_images.py", PLACE / "media")
    return peers


def _packages() -> None:
    """Give Oscar an environment of its own: its pins are not ours."""
    mark = PLACE / "oscar" / ".ready"
    if mark.exists():
        return
    print("Installing django-oscar, once …", flush=True)
    venv.create(PLACE / "oscar", with_pip=True)
    try:
        _run(_oscar("pip"), "install", "-q", "--disable-pip-version-check", *PACKAGES)
    except subprocess.CalledProcessError as error:
        raise Missing(
            "django-oscar could not be installed: is there a package index within"
            f" reach of pip?\nThen again; or by hand: {_oscar('pip')} install"
            f" {' '.join(PACKAGES)}"
        ) from error
    mark.touch()


def _oscar(command: str) -> Path:
    return PLACE / "oscar" / "bin" / command


def _run(*command: object, env: dict[str, str] | None = None) -> None:
    log = PLACE / "log"
    with log.open("ab") as out:
        subprocess.run(
            [str(part) for part in command],
            check=True,
            stdout=out,
            stderr=out,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(env or {})},
        )


@contextmanager
def oscar(peers: Peers, url: str) -> Iterator[Server]:
    """Serve the stock Oscar shop as its authors would: 2 processes, loaded before."""
    env = {
        "OSCAR_DB": f"sqlite:{PLACE / f'oscar_{peers.size}.db'}",
        "OSCAR_STATIC": str(PLACE / "static"),
        "OSCAR_MEDIA": str(PLACE / "media"),
    }
    if url:
        env |= _cluster(url)
    _shop(peers, env, fresh=bool(url))
    port = free_port()
    options = ["-w2", f"-b127.0.0.1:{port}", "--preload", "--no-control-socket"]
    with serving(
        [str(_oscar("gunicorn")), *options, "wsgi:application"],
        port=port,
        ready=READY,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **env},
        cwd=peers.folder / "oscar",
        log=PLACE / "oscar.log",
        others=postmaster(url),
    ) as server:
        yield server


def _cluster(url: str) -> dict[str, str]:
    """Make the role and the database its settings name; return where they are."""
    with psycopg.connect(url, autocommit=True) as line:
        if not line.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = 'postgres'"
        ).fetchone():
            line.execute("CREATE ROLE postgres SUPERUSER LOGIN")
        line.execute("DROP DATABASE IF EXISTS oscar")
        line.execute("CREATE DATABASE oscar OWNER postgres")
    host = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["host"][0]
    return {"OSCAR_DB": "pg:oscar", "PGHOST": host, "PGPORT": "5432"}


def _shop(peers: Peers, env: dict[str, str], *, fresh: bool) -> None:
    """Fill Oscar's database with the catalogue, once for SQLite."""
    mark = PLACE / f"oscar_{peers.size}.filled"
    if mark.exists() and not fresh:
        return
    print(f"Filling Oscar with {peers.size} things …", flush=True)
    if not fresh:
        Path(env["OSCAR_DB"].removeprefix("sqlite:")).unlink(missing_ok=True)
    here = peers.folder / "oscar"
    python = _oscar("python")
    _run(python, here / "manage.py", "migrate", "-v0", env=env)
    _run(python, here / "load.py", peers.catalogue, env=env)
    _run(python, here / "manage.py", "collectstatic", "--noinput", "-v0", env=env)
    if not fresh:
        mark.touch()


@contextmanager
def ceiling(peers: Peers) -> Iterator[Server]:
    """Serve bare Flask under our own server: no page can be faster."""
    port = free_port()
    options = ["-w2", "-kgthread", "--threads=4", f"-b127.0.0.1:{port}"]
    with serving(
        [sys.executable, "-m", "gunicorn", *options, "--no-control-socket", "app:app"],
        port=port,
        ready="/tpl",
        env={
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "1",
            "CEIL_DB": str(peers.catalogue),
        },
        cwd=peers.folder / "flask_ceiling",
        log=PLACE / "ceiling.log",
    ) as server:
        yield server


def oscar_works(server: Server, house: House) -> dict[str, Work]:
    """Return what is asked of Oscar for each kind of work."""
    step = max(1, house.size // LISTINGS)
    numbers = range(1, house.size + 1, step)[:LISTINGS]
    things = tuple(f"/catalogue/listing-{number}_{number}/" for number in numbers)
    category = requests.get(f"{server.base}/catalogue/category/felt_1/", timeout=60)
    category.raise_for_status()
    form = {
        "Cookie": f"csrftoken={TOKEN}",
        "Content-Type": FORM,
        "Referer": f"{server.base}/",
    }
    body = urllib.parse.urlencode(
        {"csrfmiddlewaretoken": TOKEN, "quantity": 1, "next": "/basket/"}
    )
    return {
        "catalogue": Work("catalogue", ("/catalogue/",)),
        "category": Work("category", ("/catalogue/category/felt_1/",)),
        "listing": Work("listing", things),
        "basket": Work(
            "basket",
            tuple(f"/basket/add/{number}/" for number in numbers),
            (body,),
            form,
            clients=WRITERS,
        ),
    }
