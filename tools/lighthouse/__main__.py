"""Ask Lighthouse about six pages of the product as it is served, on a slow phone.

The site is a demo of its own: seeded, served by `marketplace serve` with everything that
is on in earnest (compression, caching, the security headers). Lighthouse looks at each
page a few times, as a phone behind slow 4G; the medians are held against the goals.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.live import fill, free_port, serve, stop
from tools.lighthouse.site import Page, pages

HERE = Path(__file__).parent
HOME = Path("var/lighthouse")
CHROME = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
CHROME += ' --host-resolver-rules="MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"'
CATEGORIES = {
    "performance": 99,
    "accessibility": 100,
    "best-practices": 100,
    "seo": 100,
}
SLOW_3G = (
    "--throttling.rttMs=400",
    "--throttling.throughputKbps=400",
    "--throttling.cpuSlowdownMultiplier=4",
)
AUDITS = {
    "largest-contentful-paint": "LCP ms",
    "cumulative-layout-shift": "CLS",
    "total-blocking-time": "TBT ms",
    "total-byte-weight": "bytes",
}
# What a page may take: the goal, but for the blocked time, which neighbours spoil.
MOST = {
    "largest-contentful-paint": 1800,
    "cumulative-layout-shift": 0.0,
    "total-blocking-time": 200,
}
MOST_3G = {"largest-contentful-paint": 5000, "cumulative-layout-shift": 0.0}
FAILS = {"cumulative-layout-shift": 0.05}
PATIENCE = 180  # seconds one look may take
TRIES = 2  # Chromium does not always start on a busy computer


@dataclass(frozen=True)
class Look:
    """What Lighthouse says: points of 100 by category, numbers by audit, what is amiss."""

    points: dict[str, float]
    numbers: dict[str, float]
    amiss: tuple[str, ...]


def installed() -> Path:
    """Return the folder with Lighthouse in it, after installing what is missing."""
    found = HOME / "node_modules" / "lighthouse"
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"]
    there = found / "package.json"
    if not there.exists() or (
        json.loads(there.read_text())["version"] != wanted["lighthouse"]
    ):
        print("Installing Lighthouse, once…")
        HOME.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "package.json", HOME)
        options = "--no-package-lock --ignore-scripts --no-audit --no-fund --silent"
        subprocess.run(["npm", "install", *options.split()], cwd=HOME, check=True)
    return found


def look(lighthouse: Path, page: Page, *more: str) -> Look:
    """Let Lighthouse look at a page once."""
    options = [
        "--quiet",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={CHROME}",
        "--output=json",
        *more,
    ]
    if page.cookie:
        options.append(f"--extra-headers={json.dumps({'Cookie': page.cookie})}")
    if page.private:
        options.append("--skip-audits=is-crawlable")
    command = ["node", str(lighthouse / "cli" / "index.js"), page.address, *options]
    for _attempt in range(TRIES):
        done = _asked(command)
        if done.returncode == 0:
            return _read(json.loads(done.stdout), page)
        print(f"{page.name}: Lighthouse gave up: {done.stderr.strip()[-300:]}")
    raise SystemExit(f"{page.name}: Lighthouse gave up {TRIES} times")


def _asked(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env={**os.environ, "CHROME_PATH": chromium()},
    )


def _read(said: dict, page: Page) -> Look:
    if fault := said.get("runtimeError"):
        raise SystemExit(f"{page.name}: {fault['message']}")
    if said["finalDisplayedUrl"] != page.address:
        raise SystemExit(f"{page.name} led to {said['finalDisplayedUrl']}")
    points = {
        name: round((said["categories"][name]["score"] or 0) * 100)
        for name in CATEGORIES
    }
    numbers = {name: said["audits"][name].get("numericValue", 0) for name in AUDITS}
    strict = set(CATEGORIES) - {"performance"}
    amiss = [
        f"{page.name}: {name}: {said['audits'][ref['id']]['title']}"
        for name in strict
        for ref in said["categories"][name]["auditRefs"]
        if ref["weight"] and said["audits"][ref["id"]]["score"] == 0
    ]
    return Look(points, numbers, tuple(amiss))


def chromium() -> str:
    """Return the browser's path."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise SystemExit("no chromium here: apt-get install chromium")
    return found


@contextmanager
def site() -> Iterator[str]:
    """Serve a demo of its own; yield its address."""
    with tempfile.TemporaryDirectory() as folder:
        data, port = Path(folder), free_port()
        print("Writing the demo…")
        fill(data)
        server = serve(data, port)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            stop(server)


def medians(looks: list[Look]) -> Look:
    """Return the middle of each number of some looks at a page."""
    return Look(
        {n: median(one.points[n] for one in looks) for n in CATEGORIES},
        {n: median(one.numbers[n] for one in looks) for n in AUDITS},
        tuple(dict.fromkeys(text for one in looks for text in one.amiss)),
    )


def short_of(page: Page, seen: Look, goals: dict[str, int], most: dict) -> list[str]:
    """Name each goal a page does not reach."""
    low = [
        f"{page.name}: {name} {seen.points[name]:g}, the goal is {goal}"
        for name, goal in goals.items()
        if seen.points[name] < goal
    ]
    high = [
        f"{page.name}: {AUDITS[name]} {seen.numbers[name]:.4g}, the goal is {goal}"
        for name, goal in most.items()
        if seen.numbers[name] > FAILS.get(name, goal)
    ]
    return low + high + list(seen.amiss)


def _row(page: Page, seen: Look) -> str:
    numbers = [seen.numbers[name] for name in AUDITS]
    points = "".join(f"{seen.points[name]:6g}" for name in CATEGORIES)
    lcp, cls, tbt, size = numbers
    return f"{page.name:10}{points}{lcp:8.0f}{cls:8.3f}{tbt:8.0f}{size:10.0f}"


def judged(address: str, runs: int, wanted: list[str], slow: bool) -> list[str]:
    """Look at the pages, print a table, return what falls short."""
    lighthouse = installed()
    goals, most = ({}, MOST_3G) if slow else (CATEGORIES, MOST)
    missed = []
    print("page        perf  a11y    bp   seo  LCP ms     CLS  TBT ms     bytes")
    for page in pages(address):
        if wanted and page.name not in wanted:
            continue
        more = SLOW_3G if slow else ()
        seen = medians([look(lighthouse, page, *more) for _ in range(runs)])
        print(_row(page, seen), flush=True)
        missed += short_of(page, seen, goals, most)
    net = "slow 3G (400 ms, 400 kbit/s)" if slow else "slow 4G"
    print(f"Medians of {runs}, a phone behind {net}; ", end="")
    print("form and checkout are kept from search engines: without `is-crawlable`.")
    return missed


def main() -> int:
    """Read the command line, look, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="looks at each page")
    parser.add_argument("--pages", default="", help="only these, by comma")
    parser.add_argument(
        "--slow-3g", action="store_true", help="behind 400 ms and 400 kbit/s"
    )
    given = parser.parse_args()
    wanted = [name for name in given.pages.split(",") if name]
    with site() as address:
        missed = judged(address, given.runs, wanted, given.slow_3g)
    print(*missed, sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
