"""Measure the checkout under a rush: many processes, few things, every one a writer.

Each attempt puts one of 20 things into a fresh basket and checks out, by the real use
cases. SQLite with its write gate, SQLite without and PostgreSQL take turns in slices of
the same run (`--compare` attempts each), so that a slow minute of the computer hits all
three; then SQLite with the gate and PostgreSQL go on to the whole number, most of it
after everything is sold out.
A part of it again over HTTP. Exits 1 when anything was oversold, locked (gate on) or a
5xx.
"""

import argparse
import dataclasses
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from bench_http import rush  # noqa: E402

from marketplace import create_app  # noqa: E402
from marketplace.catalog.models import Variant  # noqa: E402
from marketplace.config import DEMO_SECRET, Settings  # noqa: E402
from marketplace.errors import Conflict  # noqa: E402
from marketplace.extensions import db  # noqa: E402
from marketplace.orders.models import OrderLine  # noqa: E402
from marketplace.orders.services import basket, checkout  # noqa: E402
from tests import people  # noqa: E402

THINGS, STOCK = 20, 50
GATE, NO_GATE, POSTGRES = "sqlite, gate", "sqlite, no gate", "postgresql"
WEB = "http, gate"
MAKER = ROOT / "tools" / "with_postgres.sh"
FORK = multiprocessing.get_context("fork")


@dataclass
class Result:
    """What one way of running has shown; times in milliseconds."""

    row: str
    mode: str
    taken: list[tuple[str, float, float]] = field(default_factory=list)
    seconds: float = 0.0
    oversold: int = 0

    def count(self, outcome: str) -> int:
        """Return how many attempts ended so."""
        return Counter(kind for kind, *_ in self.taken)[outcome]

    def unexpected(self) -> Counter[str]:
        """Return what should not happen, by its name."""
        known = {"sold", "sold_out", "locked"}
        return Counter(kind for kind, *_ in self.taken if kind not in known)

    def times(self, *, sold_only: bool = False) -> list[float]:
        """Return the sorted times of all attempts or of the sales."""
        return sorted(
            ms for kind, ms, _ in self.taken if kind == "sold" or not sold_only
        )

    def writes(self) -> list[float]:
        """Return the sorted times of both writes of each attempt together."""
        return sorted(both for _, _, both in self.taken)


def at(times: list[float], part: float) -> float:
    """Return a percentile of sorted times."""
    return times[min(len(times) - 1, int(len(times) * part))] if times else 0.0


def prepare(settings: Settings) -> list[uuid.UUID]:
    """Migrate, open a shop, put the things on sale; return what can be bought."""
    app = create_app(settings)
    with app.app_context():
        upgrade(directory=str(app.extensions["migrate"].directory))
        people.write_cast()
        things = [
            people.on_sale(title=f"Шырдак {number}", stock=STOCK).id
            for number in range(THINGS + 1)  # the first is to warm up with
        ]
        return [people.variant_of(thing) for thing in things]


def drift(settings: Settings) -> int:
    """Return how many pieces were sold twice or got lost."""
    with create_app(settings).app_context():
        sold = dict(
            db.session.execute(
                select(OrderLine.variant_id, func.sum(OrderLine.quantity)).group_by(
                    OrderLine.variant_id
                )
            ).all()
        )
        left = dict(db.session.execute(select(Variant.id, Variant.stock)).all())
    return sum(abs(STOCK - stock - sold.get(key, 0)) for key, stock in left.items())


def apart(function: Any, *given: Any) -> Any:
    """Run in a process of its own: the parent must not hold connections when it forks."""
    with FORK.Pool(1) as pool:
        return pool.apply(function, given)


def attempt(app: Flask, variant: uuid.UUID) -> tuple[str, float, float]:
    """Fill a basket, check out; return the end, ms of `place`, ms of both writes."""
    buyer = checkout.Buyer("Bermet", "0555123456", "ky")
    with app.app_context():
        first = start = time.perf_counter()
        try:
            token = basket.add(None, variant)
            start = time.perf_counter()
            key = uuid.uuid4().hex
            checkout.place(token, buyer, {}, submit_key=key, provider="sandbox")
            outcome = "sold"
        except Conflict as error:
            outcome = error.code
        except OperationalError:
            outcome = "locked"
        except Exception as error:  # the report names it
            outcome = f"{type(error).__name__}: {error}"[:80]
        end = time.perf_counter()
        return outcome, (end - start) * 1000, (end - first) * 1000


def buyer_process(
    number: int,
    modes: dict[str, tuple[Settings, list[uuid.UUID]]],
    slices: list[tuple[str, str, int]],
    barrier: Any,
    results: Any,
) -> None:
    """Buy slice after slice; all processes are in the same slice at a time."""
    chance = random.Random(number)
    apps = {mode: create_app(settings) for mode, (settings, _) in modes.items()}
    for mode, (_, (warm_up, *_rest)) in modes.items():
        for _ in range(3):
            attempt(apps[mode], warm_up)
    taken: dict[str, list[tuple[str, float, float]]] = {row: [] for row, _, _ in slices}
    seconds = dict.fromkeys(taken, 0.0)
    for row, mode, size in slices:
        things = modes[mode][1][1:]
        barrier.wait()
        start = time.perf_counter()
        taken[row] += [attempt(apps[mode], chance.choice(things)) for _ in range(size)]
        barrier.wait()
        seconds[row] += time.perf_counter() - start
    results.put((taken, seconds))


def run(
    modes: dict[str, tuple[Settings, list[uuid.UUID]]],
    slices: list[tuple[str, str, int]],
    processes: int,
) -> list[Result]:
    """Let the processes loose; return one result per row of the table."""
    barrier, queue = FORK.Barrier(processes), FORK.Queue()
    started = [
        FORK.Process(target=buyer_process, args=(n, modes, slices, barrier, queue))
        for n in range(processes)
    ]
    for process in started:
        process.start()
    results = {row: Result(row, mode) for row, mode, _ in slices}
    for _ in started:
        taken, seconds = queue.get(timeout=600)
        for row, result in results.items():
            result.taken += taken[row]
            result.seconds = max(result.seconds, seconds[row])
    for process in started:
        process.join()
    return list(results.values())


def turns(modes: list[str], compared: int, attempts: int) -> list[tuple[str, str, int]]:
    """Return (row, mode, attempts): all by turns, then the rest of those that hold."""
    size = max(1, compared // 5)
    slices = [(mode, mode, size) for _ in range(compared // size) for mode in modes]
    rest = attempts - compared // size * size
    going_on = [mode for mode in modes if mode != NO_GATE and rest > 0]
    return slices + [(f"{mode}, on", mode, rest) for mode in going_on]


def table(results: list[Result]) -> None:
    """Print what was measured."""
    head = ("mode", "attempts", "sold", "oversold", "locked", "5xx/odd")
    times = ("p50", "p99", "max ms", "sold p50", "sold p99", "sold max", "tries/s")
    print(f"{head[0]:17}", *(f"{name:>8}" for name in (*head[1:], *times)))
    for one in results:
        every, sold = one.times(), one.times(sold_only=True)
        numbers = (len(one.taken), one.count("sold"), one.oversold)
        faults = (one.count("locked"), sum(one.unexpected().values()))
        measured = [at(t, part) for t in (every, sold) for part in (0.5, 0.99, 1.0)]
        print(
            f"{one.row:17}",
            *(f"{number:8}" for number in (*numbers, *faults)),
            *(f"{number:8.1f}" for number in measured),
            f"{len(one.taken) / one.seconds:8.0f}",
        )
    for one in results:
        for what, number in one.unexpected().most_common(5):
            print(f"  {one.row}: {number} × {what}")


def gate_is_worth(results: list[Result]) -> None:
    """Print how much longer a checkout takes without the gate."""
    by_row = {result.row: result for result in results}
    with_it, without = by_row[GATE], by_row[NO_GATE]
    print("Without the gate / with it, by turns in the same run:")
    for what, one, other in (
        ("checkout.place", with_it.times(), without.times()),
        ("basket.add and checkout.place", with_it.writes(), without.writes()),
    ):
        shown = [
            f"{name} {at(other, part):.0f}/{at(one, part):.0f} ms = "
            f"× {at(other, part) / at(one, part):.1f}"
            for name, part in (("p50", 0.5), ("p99", 0.99), ("max", 1.0))
        ]
        print(f"  {what}: {', '.join(shown)}")


def settings_of(folder: Path, **more: Any) -> Settings:
    """Return the settings of one database."""
    return Settings(secret_key=DEMO_SECRET, demo=True, data_dir=str(folder), **more)


def chosen_modes(folder: Path) -> dict[str, Settings]:
    """Return what can be measured on this computer."""
    modes = {
        GATE: settings_of(folder / "gate"),
        NO_GATE: settings_of(folder / "no_gate", write_gate=False),
    }
    if url := os.environ.get("MARKETPLACE_TEST_DATABASE_URL", ""):
        modes[POSTGRES] = settings_of(folder / "postgres", database_url=url)
    else:
        print("No PostgreSQL on this computer: it is left out.")
    return modes


def beside_postgres() -> None:
    """Start ourselves anew beside a durable throw-away PostgreSQL, if there is any."""
    if "MARKETPLACE_TEST_DATABASE_URL" in os.environ:
        return
    if subprocess.run([MAKER, "true"], check=False).returncode == 0:
        os.environ["WITH_POSTGRES_DURABLE"] = "1"
        os.execv(MAKER, [str(MAKER), sys.executable, *sys.argv])


def main() -> None:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--attempts", type=int, default=1250, help="by each process")
    parser.add_argument("--compare", type=int, default=125, help="of them by turns")
    parser.add_argument("--http-attempts", type=int, default=15, help="by each, HTTP")
    options = parser.parse_args()
    beside_postgres()
    with tempfile.TemporaryDirectory(prefix="bench-checkout-") as name:
        modes = chosen_modes(Path(name))
        ready = {mode: (s, apart(prepare, s)) for mode, s in modes.items()}
        slices = turns(list(modes), options.compare, options.attempts)
        results = run(ready, slices, options.processes)
        modes[WEB] = dataclasses.replace(modes[GATE], data_dir=str(Path(name) / "web"))
        apart(prepare, modes[WEB])
        taken, seconds = rush(modes[WEB], options.processes, options.http_attempts)
        forms = [(end, ms, ms) for end, ms in taken]
        results.append(Result(WEB, WEB, forms, seconds))
        for result in results:
            result.oversold = apart(drift, modes[result.mode])
    table(results)
    gate_is_worth(results)
    bad = [
        result.row
        for result in results
        if result.oversold
        or result.unexpected()
        or (result.mode != NO_GATE and result.count("locked"))
    ]
    if bad:
        sys.exit(f"FAILED: {', '.join(bad)}")
    print("Nothing oversold, nothing locked, no 5xx.")


if __name__ == "__main__":
    main()
