"""Measure the photo pipeline against plain Pillow, against sharp and against its limits.

CPU seconds, not wall clock, but for what isolation adds; medians of turns in one run.
Sharp is installed by npm into the data folder and skipped, with a word, without npm.
Exits 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / "tools" / "bench_images"
sys.path[:0] = [str(ROOT), str(TOOLS)]

import pictures  # noqa: E402
from measure import Measured, in_turns, measured  # noqa: E402
from PIL import Image, ImageOps  # noqa: E402

from marketplace.infra.media import images, isolated  # noqa: E402


@dataclass(frozen=True)
class Row:
    """One target: what was measured must not be above it."""

    name: str
    target: float
    measured: float
    unit: str = "x"

    @property
    def met(self) -> bool:
        """Tell whether it is."""
        return self.measured <= self.target

    def __str__(self) -> str:
        """Return it as a line of the table."""
        verdict = "pass" if self.met else "FAIL"
        digits = 2 if self.unit == "x" else 0
        target, got = (f"{n:.{digits}f}" for n in (self.target, self.measured))
        return f"{self.name:42} {target:>6} {got:>8} {self.unit:3} {verdict}"


def naive(data: bytes, widths: list[int]) -> None:
    """Resize as most sites do: turn the whole photo, then each width from all of it."""
    image = ImageOps.exif_transpose(Image.open(BytesIO(data)))
    for width in widths:
        height = round(width * image.height / image.width)
        image.resize((width, height), Image.Resampling.LANCZOS)


def ours(data: bytes) -> None:
    """Resize as the pipeline does, colours and all."""
    list(images.cascade(images.upright(data)))


def widths_of(data: bytes) -> list[int]:
    """Return the widths the pipeline serves of this photo, in px."""
    image = images.upright(data)
    return [step.width for step in images.cascade(image)]


def cards(data: bytes) -> None:
    """Make what a page needs at once."""
    images.card_set(data)


def whole(data: bytes) -> dict[str, int]:
    """Make every file; return the bytes of the AVIF."""
    files = images.avif_set(images.card_set(data).master)
    return {"avif": sum(len(file.data) for file in files)}


def resizing(photos: dict[str, bytes], rounds: int) -> Iterator[Row]:
    """Compare the resize stage with the naive one."""
    for (name, data), target in zip(photos.items(), (0.35, 0.2), strict=True):
        widths = widths_of(data)
        taken = in_turns(
            rounds,
            ours=partial(measured, partial(ours, data)),
            naive=partial(measured, partial(naive, data, widths)),
        )
        ratio = taken["ours"].cpu / taken["naive"].cpu
        yield Row(f"resize {name}, of naive Pillow's CPU", target, ratio)


def jobs(data: bytes, path: Path, folder: Path, rounds: int) -> Iterator[Row]:
    """Compare the whole job with its parts, its limit and sharp."""
    works = {
        "cards": partial(measured, partial(cards, data)),
        "whole": partial(measured, partial(whole, data)),
    }
    if sharp := _sharp(folder):
        works["sharp"] = partial(sharp, path, widths_of(data))
    taken = in_turns(rounds, **works)
    share = taken["cards"].cpu / taken["whole"].cpu
    yield Row("card set, of the whole job's CPU", 0.6, share)
    yield Row("memory above rest, 12 MP JPEG", 80, _peak(path, "all"), "MB")
    if other := taken.get("sharp"):
        yield Row("whole job, of sharp's CPU", 0.4, taken["whole"].cpu / other.cpu)
        size = taken["whole"].value["avif"] / other.value["avif"]
        yield Row("bytes of AVIF, of sharp's", 1.05, size)


def _sharp(folder: Path):
    """Return a function that measures sharp, or None with a word why not."""
    if not (shutil.which("npm") and shutil.which("node")):
        print("node or npm is not here: the rows with sharp are left out")
        return None
    shutil.copy(TOOLS / "package.json", folder)
    quiet = ("--no-package-lock", "--no-audit", "--no-fund", "--silent")
    done = subprocess.run(["npm", "install", *quiet], cwd=folder, check=False)
    if done.returncode:
        print("npm could not install sharp: its rows are left out")
        return None
    return partial(_by_sharp, folder / "node_modules")


def _by_sharp(modules: Path, path: Path, widths: list[int]) -> Measured:
    command = ["node", str(TOOLS / "job.cjs"), str(path), *map(str, widths)]
    environment = {**os.environ, "NODE_PATH": str(modules)}
    told = json.loads(subprocess.check_output(command, env=environment))
    return Measured(told["cpu"], told)


def isolation(path: Path, rounds: int) -> Row:
    """Compare the card set in the isolated child with the same in this process."""
    data = path.read_bytes()
    added: list[float] = []
    isolated.card_set(path)  # the workshop opens once
    for _ in range(rounds * 2 + 1):
        start = time.perf_counter()
        images.card_set(data)
        middle = time.perf_counter()
        isolated.card_set(path)
        added.append(time.perf_counter() - middle - (middle - start))
    return Row("isolation adds, wall clock", 80, median(added) * 1000, "ms")


def memory(folder: Path) -> Iterator[Row]:
    """Measure the peak of the dearest files that are accepted."""
    for name, make in pictures.dearest().items():
        path = pictures.written(folder, name, make)
        yield Row(f"memory above rest, {name}", 450, _peak(path, "cards"), "MB")


def _peak(path: Path, what: str) -> float:
    command = [sys.executable, str(TOOLS / "peak.py"), str(path), what]
    return float(subprocess.check_output(command))


def main() -> int:
    """Print the table; 1 when a target is missed."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--folder", type=Path, default=ROOT / "var" / "bench-images")
    given = ask.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    makes = {
        "12 MP": partial(pictures.phone, 4032, 3024, 92),
        "48 MP": partial(pictures.phone, 8064, 6048, 90),
    }
    paths = {
        name: pictures.written(given.folder, name, make) for name, make in makes.items()
    }
    photos = {name: path.read_bytes() for name, path in paths.items()}
    rows: list[Row] = []
    print(f"{'':42} {'target':>6} {'measured':>8}")
    for row in _rows(photos, paths, given.folder, given.rounds):
        print(row, flush=True)
        rows.append(row)
    return 0 if all(row.met for row in rows) else 1


def _rows(
    photos: dict[str, bytes], paths: dict[str, Path], folder: Path, rounds: int
) -> Iterator[Row]:
    yield from resizing(photos, rounds)
    yield from jobs(photos["12 MP"], paths["12 MP"], folder, rounds)
    yield from memory(folder)
    yield isolation(paths["12 MP"], rounds)


if __name__ == "__main__":
    sys.exit(main())
