"""A server and its children: what they cost, from /proc (Linux)."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.bench_pages.load import Load, Work, send

TICKS = os.sysconf("SC_CLK_TCK")  # a second
SLOWEST_START = 60  # seconds


def tree(pid: int) -> Iterator[int]:
    """Yield a process and everything below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in task.read_text().split():
                yield from tree(int(child))
        except OSError:  # gone meanwhile
            continue


def cpu_seconds(*pids: int) -> float:
    """Return the time processors have spent on these trees, user and system."""
    ticks = 0
    for pid in pids:
        for one in tree(pid):
            try:
                stat = Path(f"/proc/{one}/stat").read_text()
            except OSError:
                continue
            # The name, in brackets, may hold anything: count from behind it.
            fields = stat.rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def memory(pid: int, kind: str) -> float:
    """Return MB of a tree: `Rss`, or `Pss` where what is shared is shared out."""
    total = 0
    for one in tree(pid):
        try:
            rolled = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        found = re.search(rf"^{kind}:\s+(\d+)", rolled, re.MULTILINE)
        total += int(found[1]) if found else 0
    return total / 1024


@dataclass
class Server:
    """One that answers. `others` are processes that work for it: a database."""

    base: str
    pid: int
    start_seconds: float
    others: tuple[int, ...] = ()

    def measure(self, work: Work, seconds: int) -> tuple[Load, float]:
        """Send one kind of request; return what came back and CPU-ms a request."""
        before = cpu_seconds(self.pid, *self.others)
        load = send(self.base, work, seconds)
        spent = cpu_seconds(self.pid, *self.others) - before
        return load, spent * 1000 / max(1, load.requests)


def end_well() -> None:
    """Let a SIGTERM unwind as Ctrl-C does, so that no server is left behind."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


@contextmanager
def serving(
    command: list[str],
    *,
    port: int,
    ready: str,
    env: dict[str, str],
    cwd: Path,
    log: Path,
    others: tuple[int, ...] = (),
) -> Iterator[Server]:
    """Start a server, wait until `ready` answers, end it afterwards."""
    begin = time.perf_counter()
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=out, stderr=out)
    base = f"http://127.0.0.1:{port}"
    try:
        while not _answers(base + ready):
            if (
                process.poll() is not None
                or time.perf_counter() - begin > SLOWEST_START
            ):
                raise RuntimeError(f"{command[0]} did not start: see {log}")
            time.sleep(0.01)
        yield Server(base, process.pid, time.perf_counter() - begin, others)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=20):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def postmaster(url: str) -> tuple[int, ...]:
    """Return the process of a throw-away PostgreSQL: its work is ours, too."""
    if not url:
        return ()
    folder = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["host"][0]
    return (int((Path(folder) / "data" / "postmaster.pid").read_text().split()[0]),)
