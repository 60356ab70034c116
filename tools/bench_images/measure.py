"""Measure CPU seconds in a process of its own, and medians of works that take turns."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Measured:
    """`cpu` in seconds; `value` is what the work returned."""

    cpu: float
    value: Any


def measured(work: Callable[[], Any]) -> Measured:
    """Do the work once in a forked child. Raises RuntimeError when the child dies."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            start = time.process_time()
            value = work()
            told = json.dumps([time.process_time() - start, value])
            with os.fdopen(writable, "wb") as stream:
                stream.write(told.encode())
        finally:
            os._exit(0)
    os.close(writable)
    with os.fdopen(readable, "rb") as stream:
        told = stream.read()
    os.waitpid(child, 0)
    if not told:
        raise RuntimeError("the measured process has died")
    return Measured(*json.loads(told))


def in_turns(rounds: int, **works: Callable[[], Measured]) -> dict[str, Measured]:
    """Return the median of each; they take turns, so that a slow minute hits all."""
    taken: dict[str, list[Measured]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(work())
    return {
        name: Measured(median(m.cpu for m in each), each[0].value)
        for name, each in taken.items()
    }
