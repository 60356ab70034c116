"""Send a server as much as it takes, and tell what came back.

wrk does it where it is installed. The client of our own (a thread a connection) is
slower: what it shows above some thousand requests a second is itself.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Work:
    """Requests of one kind: the paths and bodies take turns."""

    name: str
    paths: tuple[str, ...]
    bodies: tuple[str, ...] = ()  # with any it is a POST
    headers: dict[str, str] = field(default_factory=dict)
    clients: int = 8
    expected: int = 200  # the answer of the first request

    @property
    def method(self) -> str:
        """GET, or POST when there is something to send."""
        return "POST" if self.bodies else "GET"


@dataclass(frozen=True)
class Load:
    """What came back: times in milliseconds, `failed` are 4xx, 5xx and broken lines."""

    requests: int = 0
    seconds: float = 0.0
    p50: float = 0.0
    p99: float = 0.0
    failed: int = 0

    @property
    def per_second(self) -> float:
        """Requests a second that were answered well."""
        good = self.requests - self.failed
        return good / self.seconds if self.seconds else 0.0


def has_wrk() -> bool:
    """Say whether wrk is there; on Debian as root, try to install it first."""
    if shutil.which("wrk"):
        return True
    if shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "wrk"]
        subprocess.run(install, check=False, **quiet)  # type: ignore[call-overload]
    return shutil.which("wrk") is not None


def send(base: str, work: Work, seconds: int) -> Load:
    """Send one kind of request for so long."""
    if shutil.which("wrk"):
        return _wrk(base, work, seconds)
    asked = json.dumps([base, work.__dict__, seconds])
    client = [sys.executable, "-m", "tools.bench_pages.client"]
    done = subprocess.run(
        client, input=asked, capture_output=True, text=True, check=True
    )
    return Load(**json.loads(done.stdout))


def _wrk(base: str, work: Work, seconds: int) -> Load:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_lua(work))
        script.flush()
        done = subprocess.run(
            [
                "wrk",
                "-t1",
                f"-c{work.clients}",
                f"-d{seconds}s",
                "--latency",
                "--timeout=20s",
                f"-s{script.name}",
                base,
            ],
            capture_output=True,
            text=True,
            check=True,
        )
    return _read(done.stdout)


def _lua(work: Work) -> str:
    """Return a script that cycles over paths and bodies."""
    headers = "".join(
        f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}\n"
        for name, value in work.headers.items()
    )
    body = "bodies[i % #bodies + 1]" if work.bodies else "nil"
    return (
        f"{headers}local paths = {_table(work.paths)}\nlocal bodies = "
        f"{_table(work.bodies)}\nlocal i = 0\nfunction request()\n  i = i + 1\n  return "
        f'wrk.format("{work.method}", paths[i % #paths + 1], nil, {body})\nend\n'
    )


def _table(texts: tuple[str, ...]) -> str:
    return "{" + ", ".join(f"[==[{one}]==]" for one in texts) + "}"


def _read(text: str) -> Load:
    """Read what wrk prints."""

    def found(pattern: str) -> tuple[str, ...]:
        match = re.search(pattern, text)
        return match.groups() if match else ()

    def percentile(part: str) -> float:
        number, unit = found(rf"\s{part}%\s+([\d.]+)(us|ms|s|m)\b") or ("0", "ms")
        return float(number) * UNITS[unit]

    done = found(r"(\d+) requests in ([\d.]+)(us|ms|s|m)\b")
    if not done:
        raise RuntimeError(f"wrk says:\n{text}")
    refused = found(r"Non-2xx or 3xx responses: (\d+)") or ("0",)
    broken = found(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)"
    )
    return Load(
        requests=int(done[0]),
        seconds=float(done[1]) * UNITS[done[2]] / 1000,
        p50=percentile("50"),
        p99=percentile("99"),
        failed=int(refused[0]) + sum(int(number) for number in broken),
    )
