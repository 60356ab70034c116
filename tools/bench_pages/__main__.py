"""Measure our pages on big catalogues, small and large beside each other.

A server as in real life (gunicorn, 2 processes of 4 threads, no worker beside them) is
asked for each page for some seconds. CPU is that of the whole process tree, with
PostgreSQL's where it is the database: it hardly depends on who else is at work here,
so it is what the sizes are compared by, asked by turns in the same run. Nothing is judged
but failed requests.
"""

import argparse
import gzip
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import requests

from tools.bench_pages import house as ours
from tools.bench_pages.house import House
from tools.bench_pages.load import Load, Work, has_wrk
from tools.bench_pages.processes import Server, end_well, memory

BESIDE = Path(__file__).parents[1] / "with_postgres.sh"
ROUNDS = 2
HEAD = ("req/s", "p50 ms", "p99 ms", "CPU ms", "HTML B", "gzip B", "SQL", "failed")


@dataclass(frozen=True)
class Row:
    """What one kind of request has shown."""

    load: Load
    cpu_ms: float
    html: int
    zipped: int
    sql: int | None
    failed: int


@dataclass(frozen=True)
class Report:
    """What one site has shown."""

    size: int
    rows: dict[str, Row]
    start_seconds: float
    rss: float
    pss: float


Asked = tuple[Server, Work]


def measure(houses: list[House], seconds: int) -> list[Report]:
    """Ask sites for everything, by turns: a slow minute hits all of them."""
    rows: list[dict[str, Row]] = [{} for _ in houses]
    with ExitStack() as stack:
        plain = [stack.enter_context(one.serving(page_cache=False)) for one in houses]
        works = [ours.reading(*pair) for pair in zip(houses, plain, strict=True)]
        sql = [ours.questions(*pair) for pair in zip(houses, works, strict=True)]
        for same in zip(*works, strict=True):
            asked = list(zip(plain, same, strict=True))
            _note(rows, asked, seconds, sql)
        _writing(houses, plain, seconds, rows)
    with ExitStack() as stack:
        kept = [stack.enter_context(one.serving(page_cache=True)) for one in houses]
        for same in zip(*(ours.cached(server) for server in kept), strict=True):
            _note(rows, list(zip(kept, same, strict=True)), seconds, [])
        return [
            Report(
                house.size,
                rows[place],
                server.start_seconds,
                memory(server.pid, "Rss"),
                memory(server.pid, "Pss"),
            )
            for place, (house, server) in enumerate(zip(houses, kept, strict=True))
        ]


def by_turns(asked: list[Asked], seconds: int) -> list[tuple[Load, float]]:
    """Ask each for the same kind of request, round after round."""
    for server, work in asked:
        server.measure(work, 1)  # all its processes have seen it then
    taken = [
        [server.measure(work, seconds) for server, work in asked] for _ in range(ROUNDS)
    ]
    return [_together(column) for column in zip(*taken, strict=True)]


def _together(rounds: Sequence[tuple[Load, float]]) -> tuple[Load, float]:
    loads = [load for load, _cpu in rounds]
    requests = sum(load.requests for load in loads)
    spent = sum(load.requests * cpu for load, cpu in rounds)
    load = Load(
        requests=requests,
        seconds=sum(load.seconds for load in loads),
        p50=median(load.p50 for load in loads),
        p99=max(load.p99 for load in loads),
        failed=sum(load.failed for load in loads),
    )
    return load, spent / max(1, requests)


def _note(
    rows: list[dict[str, Row]],
    asked: list[Asked],
    seconds: int,
    sql: list[dict[str, int]],
) -> None:
    sizes = [_bytes(*one) for one in asked]
    for place, (load, cpu) in enumerate(by_turns(asked, seconds)):
        name = asked[place][1].name
        questions = sql[place].get(name) if sql else None
        rows[place][name] = Row(load, cpu, *sizes[place], questions, load.failed)


def _writing(
    houses: list[House], servers: list[Server], seconds: int, rows: list[dict[str, Row]]
) -> None:
    """A redirect says little: what lies in the baskets afterwards is counted."""
    for place, (house, server) in enumerate(zip(houses, servers, strict=True)):
        work = ours.filling(house, server)
        before = ours.baskets_filled(house)
        load, cpu = server.measure(work, seconds * ROUNDS)
        # What was still on its way when the time was up may have arrived.
        missing = max(0, load.requests - (ours.baskets_filled(house) - before))
        failed = max(load.failed, missing)
        rows[place][work.name] = Row(load, cpu, 0, 0, None, failed)


def _bytes(server: Server, work: Work) -> tuple[int, int]:
    plain = {"Accept-Encoding": "identity", **work.headers}
    answer = requests.get(server.base + work.paths[0], headers=plain, timeout=60)
    if answer.status_code != work.expected:
        raise RuntimeError(f"{work.name}: {answer.status_code}")
    body = answer.content
    return len(body), len(gzip.compress(body, 6)) if body else 0


def table(reports: list[Report]) -> None:
    """Print every size beside the others."""
    print(f"{'':26}", *(f"{f'{report.size} things':>58}" for report in reports))
    head = " ".join(f"{name:>{_width(name)}}" for name in HEAD)
    print(f"{'':26}", *([head] * len(reports)), *(["CPU ×"] if reports[1:] else []))
    for name in reports[0].rows:
        cells = [_cells(report.rows[name]) for report in reports if name in report.rows]
        print(f"{name:26}", *cells, _growth(name, reports))
    for report in reports:
        print(
            f"{report.size}: start {report.start_seconds:.2f} s,"
            f" memory after the load {report.rss:.0f} MB RSS, {report.pss:.0f} MB PSS"
        )


def _width(name: str) -> int:
    return 4 if name == "SQL" else max(6, len(name))


def _cells(row: Row) -> str:
    sql = "–" if row.sql is None else str(row.sql)
    cells = (f"{row.load.per_second:.0f}", f"{row.load.p50:.1f}", f"{row.load.p99:.1f}")
    cells += (f"{row.cpu_ms:.2f}", str(row.html), str(row.zipped), sql, str(row.failed))
    return " ".join(
        f"{cell:>{_width(name)}}" for name, cell in zip(HEAD, cells, strict=True)
    )


def _growth(name: str, reports: list[Report]) -> str:
    first, last = reports[0].rows[name], reports[-1].rows.get(name)
    if len(reports) < 2 or last is None or not first.cpu_ms:
        return ""
    return f"{last.cpu_ms / first.cpu_ms:5.2f}"


def databases(wanted: str) -> Iterator[tuple[str, str]]:
    """Yield name and address of each database there is."""
    if wanted in {"", "sqlite"}:
        yield "SQLite", ""
    if wanted in {"", "postgresql"}:
        if url := os.environ.get("MARKETPLACE_TEST_DATABASE_URL", ""):
            yield "PostgreSQL", url
        else:
            print("No PostgreSQL on this computer: it is left out.")


def beside_postgres(module: str) -> None:
    """Start ourselves anew beside a durable throw-away PostgreSQL, if there is any."""
    if "MARKETPLACE_TEST_DATABASE_URL" in os.environ:
        return
    if subprocess.run([BESIDE, "true"], check=False).returncode == 0:
        os.environ["WITH_POSTGRES_DURABLE"] = "1"
        command = [str(BESIDE), sys.executable, "-m", module, *sys.argv[1:]]
        os.execv(BESIDE, command)


def main() -> None:
    """Measure, print; exit with 1 when a request failed."""
    end_well()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--seconds", type=int, default=2, help="for each turn")
    parser.add_argument("--database", default="", choices=("", "sqlite", "postgresql"))
    parser.add_argument("--source", type=Path, help="the catalogue the peers sell")
    parser.add_argument(
        "--no-search", action="store_true", help="and no index: filling is faster"
    )
    options = parser.parse_args()
    if options.database != "sqlite":
        beside_postgres("tools.bench_pages")
    if not has_wrk():
        print("No wrk: our own slow client measures.")
    failed = 0
    for name, url in databases(options.database):
        sizes = [int(size) for size in options.sizes.split(",")]
        how = {"url": url, "source": options.source, "index": not options.no_search}
        houses = [ours.prepared(size, **how) for size in sizes]
        reports = measure(houses, options.seconds)
        print(f"\n{name}, gunicorn gthread 2 × 4")
        table(reports)
        failed += sum(row.failed for one in reports for row in one.rows.values())
    if failed:
        sys.exit(f"FAILED: {failed} requests")


if __name__ == "__main__":
    main()
