"""Set our pages beside django-oscar's and bare Flask's, in one run.

All three sell the same catalogue on the same computer and take turns, round after
round, for each kind of work, so that a slow minute hits all. Ratios are those of the
medians. The targets are those of the project, set for 100,000 things (Oscar is slower
then); one that is missed is named.
"""

import argparse
import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tools.bench_pages import house as ours
from tools.bench_pages import peers_setup as setup
from tools.bench_pages.__main__ import beside_postgres
from tools.bench_pages.load import Work, has_wrk
from tools.bench_pages.processes import Server, end_well

TARGETS = {  # how many times as many requests a second as Oscar
    "catalogue, uncached": 30,
    "catalogue, warm": 150,
    "catalogue, 304": 250,
    "category, uncached": 30,
    "listing, uncached": 7,
    "listing": 7,
    "basket": 5,
}
SIDES = ("ours", "Oscar", "Flask")
CEILING = Work("ceiling", ("/tpl",))


@dataclass(frozen=True)
class Side:
    """Who is asked for what."""

    server: Server
    work: Work


@dataclass(frozen=True)
class Shown:
    """Medians of all rounds; `failed` and `requests` of them and of what went before."""

    per_second: float
    cpu_ms: float
    failed: int
    requests: int


def by_turns(sides: list[Side], rounds: int, seconds: int) -> list[Shown]:
    """Measure several servers round after round."""
    # Thumbnails, plans, compiled templates: nobody's time, but everybody's failures.
    first = [side.server.measure(side.work, 2) for side in sides]
    taken = [
        [side.server.measure(side.work, seconds) for side in sides]
        for _ in range(rounds)
    ]
    return [
        Shown(
            median(load.per_second for load, _ in column),
            median(cpu for _, cpu in column),
            sum(load.failed for load, _ in (*column, warm)),
            sum(load.requests for load, _ in (*column, warm)),
        )
        for column, warm in zip(zip(*taken, strict=True), first, strict=True)
    ]


def pairs(
    house: ours.House, plain: Server, cached: Server, oscar: Server
) -> dict[str, tuple[Side, Side]]:
    """Return for each kind of work what is asked of us and what of Oscar."""
    theirs = setup.oscar_works(oscar, house)
    read = {work.name: work for work in ours.reading(house, plain)}
    warm = {work.name: work for work in ours.cached(cached)}
    mine: dict[str, tuple[Server, Work | None, str]] = {
        "catalogue, uncached": (plain, read[ours.CATALOGUE], "catalogue"),
        "catalogue, warm": (cached, warm["catalogue, warm"], "catalogue"),
        "catalogue, 304": (cached, warm.get("catalogue, 304"), "catalogue"),
        "category, uncached": (plain, read["category, page 1"], "category"),
        "listing, uncached": (plain, read[ours.THINGS], "listing"),
        "listing": (cached, read[ours.THINGS], "listing"),
        "basket": (plain, ours.filling(house, plain), "basket"),
    }
    return {
        name: (Side(server, work), Side(oscar, theirs[kind]))
        for name, (server, work, kind) in mine.items()
        if work is not None
    }


def line(name: str, shown: list[Shown]) -> str:
    """Print one kind of work; return what is missed, if anything."""
    mine, oscar, flask = shown
    ratio = mine.per_second / max(oscar.per_second, 0.001)
    cells = [f"{one.per_second:9.1f} {one.cpu_ms:8.2f}" for one in shown]
    of_cpu = oscar.cpu_ms / max(mine.cpu_ms, 0.001)
    target = TARGETS[name]
    parts = (*cells, f"{ratio:8.1f} {of_cpu:8.1f}", f"{'≥' + str(target):>7}")
    ceiling = f"{mine.per_second / flask.per_second:6.0%}"
    wrong = f"{mine.failed:6} {oscar.failed / max(1, oscar.requests):7.0%}"
    print(f"{name:20}", *parts, ceiling, wrong)
    if mine.failed:
        return f"{name}: {mine.failed} of {mine.requests} requests failed"
    return f"{name}: {ratio:.1f} × Oscar, not {target} ×" if ratio < target else ""


def head(sides: tuple[str, ...]) -> None:
    """Print what the columns are."""
    print(f"{'':20}", *(f"{side:>18}" for side in sides), f"{'ours / Oscar':>17}")
    one = f"{'req/s':>9} {'CPU ms':>8}"
    ratios = f"{'req/s':>8} {'CPU':>8} {'target':>7}"
    print(
        f"{'':20}", one, one, one, ratios, f"{'Flask':>6} {'failed':>6} {'theirs':>7}"
    )


def compare(
    house: ours.House, peers: setup.Peers, url: str, rounds: int, seconds: int
) -> list[str]:
    """Measure everything; return what is missed."""
    with ExitStack() as stack:
        plain = stack.enter_context(house.serving(page_cache=False))
        cached = stack.enter_context(house.serving(page_cache=True))
        oscar = stack.enter_context(setup.oscar(peers, url))
        flask = Side(stack.enter_context(setup.ceiling(peers)), CEILING)
        chosen = pairs(house, plain, cached, oscar)
        head(SIDES)
        missed = []
        for name, (mine, theirs) in chosen.items():
            before = ours.baskets_filled(house)
            shown = by_turns([mine, theirs, flask], rounds, seconds)
            missed.append(line(name, shown))
            if name == "basket":
                kept = ours.baskets_filled(house) - before
                print(
                    f"  {shown[0].requests} answers of ours, {kept} things in baskets"
                )
        missed += [f"{name}: no answer 304" for name in TARGETS if name not in chosen]
    return [text for text in missed if text]


def main() -> None:
    """Measure, print, name what is missed."""
    end_well()
    parser = argparse.ArgumentParser(description=__doc__)
    here = ours.ROOT.parent / "shared" / "peers"
    parser.add_argument("--peers", type=Path, default=here)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="for each turn")
    parser.add_argument(
        "--database", default="sqlite", choices=("sqlite", "postgresql")
    )
    options = parser.parse_args()
    if options.database == "postgresql":
        beside_postgres("tools.bench_pages.peers")
        url = os.environ.get("MARKETPLACE_TEST_DATABASE_URL", "")
        if not url:
            sys.exit("There is no PostgreSQL on this computer.")
    else:
        url = ""
    if not has_wrk():
        print(
            "No wrk: our own slow client measures; warm pages look worse than they are."
        )
    peers = setup.prepared(options.peers.absolute(), options.size)
    house = ours.prepared(options.size, url=url, source=peers.catalogue, index=False)
    print(
        f"\n{options.size} things on {house.database}; ours gthread 2 × 4,"
        " Oscar 3.2.4 sync 2, Flask gthread 2 × 4"
    )
    missed = compare(house, peers, url, rounds=options.rounds, seconds=options.seconds)
    for text in missed:
        print(f"MISSED {text}")
    print(
        "Every target is met." if not missed else f"{len(missed)} targets are missed."
    )


if __name__ == "__main__":
    main()
