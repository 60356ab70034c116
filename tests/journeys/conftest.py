"""A real server process on SQLite, with its worker, and a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = [
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
PREPARE = """
from io import BytesIO
from PIL import Image
from marketplace import create_app
from marketplace.catalog.services import photos
from marketplace.infra.adapters import adapters
from tests import people
from tests.orders import deals
app = create_app()
with app.app_context():
    people.write_cast()
    file = BytesIO()
    Image.effect_noise((800, 800), 60).convert("RGB").save(file, "JPEG")
    file.seek(0)
    photo = photos.take_in(people.seller().shop_id, file)
    storage = adapters().storage  # what the cast has sent with its applications
    seen = storage.get(f"{photo.key}/360.webp")
    storage.put(f"{people.PICTURE.key}/360.webp", seen)
    bag = people.on_sale(title="Кийиз сумка", som=900, stock=4, photo_ids=[photo.id])
    people.reviewed(bag, text="Абдансонун" * 6)
    people.on_sale("farida", title="Сайма баштык", som=800, stock=4)
    people.on_sale(content=people.service(capacity=9, questions=("Аты эмне?",)))
    deals.lab_takes("cash", "transfer", account="MBank 0555 12 34 56")
    for name in ("cholpon", "meerim", "lira"):
        people.set_up_code(name)
"""


@dataclass(frozen=True)
class Site:
    """Where the server answers and where it writes."""

    url: str
    folder: Path

    def mails(self) -> list[str]:
        """Return the texts of the mails it has sent."""
        found = (self.folder / "mail").glob("*.eml")
        letters = [
            message_from_bytes(path.read_bytes(), policy=default) for path in found
        ]
        return [letter.get_body(("plain",)).get_content() for letter in letters]


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(check, seconds: float = 20.0, why: str = ""):
    """Ask again until the answer is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = check()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"waited {seconds} s for {why or check}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


MARKETPLACE = [sys.executable, "-m", "marketplace"]


def _environment(folder: Path, url: str, undo_seconds: int) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("MARKETPLACE_")}
    return {
        **clean,
        "MARKETPLACE_DEMO": "1",
        "MARKETPLACE_DATA_DIR": str(folder),
        "MARKETPLACE_BASE_URL": url,
        "MARKETPLACE_UNDO_SECONDS": str(undo_seconds),
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the cast and a thing on sale; each site begins as a copy."""
    folder = tmp_path_factory.mktemp("prepared") / "var"
    environment = _environment(folder, "http://127.0.0.1", 1)
    for command in ([*MARKETPLACE, "init"], [sys.executable, "-c", PREPARE]):
        subprocess.run(command, check=True, env=environment, cwd=folder.parent)
    return folder


@pytest.fixture
def more_settings() -> dict[str, str]:
    """Return what a test wants its site to have set besides; override it there."""
    return {}


@pytest.fixture
def site(
    request, prepared: Path, tmp_path: Path, more_settings: dict[str, str]
) -> Iterator[Site]:
    """Start the product as its command does; end it by pid.

    A coordinator's answer goes out after a second, unless the test is marked `held`.
    """
    held = request.node.get_closest_marker("held")
    crowd = request.node.get_closest_marker("processes")
    processes = str(crowd.args[0]) if crowd else "1"
    port = _port()
    url = f"http://127.0.0.1:{port}"
    folder = tmp_path / "var"
    shutil.copytree(prepared, folder)
    server = subprocess.Popen(
        [*MARKETPLACE, "serve", "--port", str(port), "--processes", processes],
        env={**_environment(folder, url, 600 if held else 1), **more_settings},
        cwd=tmp_path,
    )
    try:
        wait_for(lambda: _answers(url), why="the server")
        yield Site(url, folder)
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="session")
def chromium():
    """Return a browser; without one say so, and in CI fail."""
    if not CHROMIUM:
        assert not os.environ.get("CI"), "CI must have chromium: .ci/run installs it"
        pytest.skip("no chromium here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def somebody(request, chromium, site: Site):
    """Return a function that brings another person to the site."""
    there = []

    from tests.journeys.persons import Person

    def come():
        there.append(Person(chromium, site, javascript=request.param))
        return there[-1]

    come.javascript = request.param
    yield come
    for person in there:
        assert person.faults == []
        person.context.close()
