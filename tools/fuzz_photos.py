"""Throw changed photos at the part of the pipeline that reads strangers' bytes.

Every run changes one file of the corpus (PNG checksums are made right again, or no change
would get past them) and asks for the picture. It must come, or be refused by a code that
has words. Runs go in a child process: one that dies is a finding too, and the next child
goes on behind it. A run is made from its seed and number alone, so a finding can be had
again: `--seed S --first N --runs 1`. Findings are saved; exits 1 when there is one.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import re
import resource
import signal
import struct
import sys
import time
import traceback
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from marketplace.infra.media import PhotoRefused, images, sniff  # noqa: E402
from marketplace.infra.media.wire import Limits  # noqa: E402
from tests.infra.media.corpus import CASES  # noqa: E402

LARGEST = 150_000  # bytes of a seed: small ones are read fast and hit often
BATCH = 5_000
EVERY = 50  # one run in so many makes the whole set, not only the master's pixels
CODES = {*re.findall(r"\| (photo_\w+)", PhotoRefused.__doc__ or "")}
Seeds = dict[str, list[bytes]]
Target = Callable[[bytes, int], None]


@dataclass
class Tally:
    """What has come of the runs so far; `worst` in CPU seconds."""

    runs: int = 0
    worst: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    uncaught: dict[int, str] = field(default_factory=dict)
    crashes: dict[int, str] = field(default_factory=dict)

    def add(self, part: dict) -> None:
        """Take over what a child has told."""
        self.runs += part["runs"]
        self.worst = max(self.worst, part["worst"])
        self.outcomes.update(part["outcomes"])
        self.uncaught |= {
            int(number): text for number, text in part["uncaught"].items()
        }


def seeds() -> Seeds:
    """Return the small accepted files of the corpus by kind."""
    found: Seeds = {}
    for case in CASES.values():
        if case.upright and case.code == "ok" and len(data := case.make()) <= LARGEST:
            found.setdefault(sniff(data), []).append(data)
    return found


def changed(known: Seeds, seed: int, number: int) -> bytes:
    """Return the file of this run: the kinds take turns."""
    chance = Random(f"{seed}/{number}")
    kinds = sorted(known)
    kind = kinds[number % len(kinds)]
    data = mutated(chance.choice(known[kind]), chance)
    return repaired(data) if kind == "PNG" and chance.random() < 0.9 else data


def mutated(data: bytes, chance: Random) -> bytes:
    """Return the file with bytes changed, cut out, doubled or its end lost."""
    out = bytearray(data)
    # Headers are short and decide most: half of the changes go there.
    reach = chance.choice((len(out), min(len(out), 700)))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(min(reach, len(out)))
        length = chance.randrange(1, 40)
        match chance.randrange(6):
            case 0:
                out[at] = chance.randrange(256)
            case 1:
                out[at] ^= 1 << chance.randrange(8)
            case 2:
                del out[at : at + length]
                out = out or bytearray(b"\0")
            case 3:
                out[at:at] = out[at : at + length]
            case 4:
                out[at : at + 4] = chance.choice((b"\0" * 4, b"\xff" * 4, b"\x7f\xff"))
            case _:
                out[at : at + 4] = struct.pack(">I", chance.randrange(1 << 16))
    return bytes(
        out if chance.random() < 0.8 else out[: chance.randrange(len(out)) + 1]
    )


def repaired(data: bytes) -> bytes:
    """Return the PNG with the right checksum after every chunk that is whole."""
    out, at = bytearray(data), 8
    while at + 12 <= len(out):
        end = at + 8 + int.from_bytes(out[at : at + 4], "big")
        if end + 4 > len(out):
            break
        out[end : end + 4] = struct.pack(">I", zlib.crc32(out[at + 4 : end]))
        at = end + 4
    return bytes(out)


def pipeline(data: bytes, number: int) -> None:
    """Have the picture made, or at times the whole set. Raises `PhotoRefused`."""
    if number % EVERY:
        images.upright(data)
    else:
        images.card_set(data)


def fuzz(known: Seeds, seed: int, numbers: range, target: Target = pipeline) -> Tally:
    """Do the runs of these numbers, `BATCH` in a child at a time."""
    tally = Tally()
    todo = [
        range(first, min(first + BATCH, numbers.stop)) for first in numbers[::BATCH]
    ][::-1]
    while todo:
        batch = todo.pop()
        died, number, part = _in_child(
            lambda b, mark: _runs(known, seed, b, target, mark), batch
        )
        if died:
            tally.crashes[number] = signal.Signals(died).name
            tally.runs += 1
            # The child took what it knew with it: the runs before are done once more.
            parts = (range(number + 1, batch.stop), range(batch.start, number))
            todo += [part for part in parts if part]
            continue
        tally.add(part)
        if batch.stop % 50_000 == 0:
            print(f"  {tally.runs:,} runs", file=sys.stderr, flush=True)
    return tally


def _in_child(
    work: Callable[[range, mmap.mmap], dict], batch: range
) -> tuple[int, int, dict]:
    """Return the signal a child has died of, the run it was at, and what it tells."""
    mark = mmap.mmap(-1, 8)
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(readable)
        try:
            _limit()
            told = json.dumps(work(batch, mark)).encode()
            with os.fdopen(writable, "wb") as stream:
                stream.write(told)
        except BaseException:
            traceback.print_exc()
            os.kill(os.getpid(), signal.SIGABRT)
        finally:
            os._exit(0)
    os.close(writable)
    with os.fdopen(readable, "rb") as stream:
        told = stream.read()
    _, status = os.waitpid(child, 0)
    died = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return died, int.from_bytes(mark[:], "big"), {} if died else json.loads(told)


def _limit() -> None:
    memory = Limits().memory
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _runs(
    known: Seeds, seed: int, batch: range, target: Target, mark: mmap.mmap
) -> dict:
    worst, outcomes, uncaught = 0.0, Counter[str](), {}
    for number in batch:
        mark[:] = number.to_bytes(8, "big")
        data = changed(known, seed, number)
        signal.setitimer(signal.ITIMER_PROF, Limits().cpu)  # a hang is a crash, too
        start = time.process_time()
        try:
            target(data, number)
            outcomes["ok"] += 1
        except PhotoRefused as refusal:
            outcomes[refusal.code] += 1
            if refusal.code not in CODES:
                uncaught[number] = f"a code without words: {refusal.code}"
        except Exception:
            uncaught[number] = traceback.format_exc(limit=-6)
        worst = max(worst, time.process_time() - start)
    signal.setitimer(signal.ITIMER_PROF, 0)
    return {
        "runs": len(batch),
        "worst": worst,
        "outcomes": outcomes,
        "uncaught": uncaught,
    }


def save(tally: Tally, known: Seeds, seed: int, folder: Path) -> None:
    """Write the file and the story of each finding into the folder."""
    findings = tally.uncaught | tally.crashes
    if findings:
        folder.mkdir(parents=True, exist_ok=True)
    for number, story in findings.items():
        path = folder / f"seed-{seed}-run-{number}"
        path.with_suffix(".photo").write_bytes(changed(known, seed, number))
        path.with_suffix(".txt").write_text(story)


def report(tally: Tally, seconds: float) -> None:
    """Print what the runs have shown."""
    print(f"execs      {tally.runs:>10,}")
    print(f"execs/s    {tally.runs / seconds:>10,.0f}")
    print(f"worst ms   {tally.worst * 1000:>10,.0f}  (CPU)")
    for code, count in tally.outcomes.most_common():
        print(f"  {code:24} {count:>10,}")
    print(f"uncaught   {len(tally.uncaught):>10,}")
    print(f"crashes    {len(tally.crashes):>10,}")


def main() -> int:
    """Run as asked; 1 when there is a finding."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--runs", type=int, default=100_000)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--first", type=int, default=0, help="number of the first run")
    ask.add_argument("--findings", type=Path, default=ROOT / "var" / "fuzz")
    given = ask.parse_args()
    known = seeds()
    counts = ", ".join(f"{len(known[kind])} {kind}" for kind in sorted(known))
    print(f"seed {given.seed}; {counts}", flush=True)
    start = time.monotonic()
    tally = fuzz(known, given.seed, range(given.first, given.first + given.runs))
    report(tally, time.monotonic() - start)
    save(tally, known, given.seed, given.findings)
    return 1 if tally.uncaught or tally.crashes else 0


if __name__ == "__main__":
    sys.exit(main())
