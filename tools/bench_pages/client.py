"""A load generator of the standard library alone, where there is no wrk."""

import http.client
import json
import sys
import threading
import time
from itertools import count
from typing import Any
from urllib.parse import urlsplit


def _one(
    address: str, work: dict[str, Any], turns: Any, until: float, out: Any
) -> None:
    line = http.client.HTTPConnection(address, timeout=20)
    paths, bodies = work["paths"], work["bodies"]
    form = {"Content-Type": "application/x-www-form-urlencoded"} if bodies else {}
    while (begin := time.perf_counter()) < until:
        turn = next(turns)
        body = bodies[turn % len(bodies)] if bodies else None
        try:
            line.request(
                "POST" if bodies else "GET",
                paths[turn % len(paths)],
                body,
                {**form, **work["headers"]},
            )
            answer = line.getresponse()
            answer.read()
            good = answer.status < 400
        except OSError:
            line.close()
            good = False
        out.append(((time.perf_counter() - begin) * 1000, good))


def main() -> None:
    """Read what to send as JSON, send it, print what came back as JSON."""
    base, work, seconds = json.load(sys.stdin)
    out: list[tuple[float, bool]] = []
    begin = time.perf_counter()
    given = (urlsplit(base).netloc, work, count(1), begin + seconds, out)
    lines = [threading.Thread(target=_one, args=given) for _ in range(work["clients"])]
    for line in lines:
        line.start()
    for line in lines:
        line.join()
    times = sorted(ms for ms, _good in out) or [0.0]
    print(
        json.dumps(
            {
                "requests": len(out),
                "seconds": time.perf_counter() - begin,
                "p50": times[len(times) // 2],
                "p99": times[int(len(times) * 0.99)],
                "failed": sum(not good for _ms, good in out),
            }
        )
    )


if __name__ == "__main__":
    main()
