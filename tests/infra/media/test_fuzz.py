"""Changed photos: a picture or a code, never another error, never a dead process.

The fuzzer forks; it runs in processes of its own, away from the threads of this one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.infra.media.cases import changed, plain
from tests.infra.media.samples import opened
from tools.fuzz_photos import repaired

FUZZER = Path(__file__).parents[3] / "tools" / "fuzz_photos.py"
SABOTAGE = """
import os, signal, sys
from pathlib import Path
from tools import fuzz_photos
from marketplace.infra.media import PhotoRefused

def target(data, number):
    if number == 7:
        os.kill(os.getpid(), signal.SIGSEGV)
    if number == 9:
        {}["a decoder's own mistake"]
    if number == 11:
        raise PhotoRefused("photo_of_no_code")
    if number == 13:
        fuzz_photos.signal.setitimer(signal.ITIMER_PROF, 0.05)
        while True: pass
    raise PhotoRefused("photo_empty")

known = {"JPEG": [bytes(range(256))]}
tally = fuzz_photos.fuzz(known, 1, range(20), target)
assert tally.runs == 20, tally
assert tally.crashes == {7: "SIGSEGV", 13: "SIGPROF"}, tally
assert set(tally.uncaught) == {9, 11}, tally
assert tally.outcomes["photo_empty"] == 16, tally
fuzz_photos.save(tally, known, 1, Path(sys.argv[1]))
"""


def fuzzed(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(FUZZER), *options],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_no_change_brings_about_another_error_or_a_crash(tmp_path: Path) -> None:
    done = fuzzed("--runs", "3000", "--seed", "3", "--findings", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    # Changes must be mild enough that decoders are met at all.
    for outcome in (
        " ok ",
        "photo_damaged",
        "photo_incomplete",
        "photo_too_many_pixels",
    ):
        assert outcome in done.stdout
    assert not list(tmp_path.iterdir())


def test_a_crash_a_hang_and_an_error_are_findings_and_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "findings"
    command = [sys.executable, "-c", SABOTAGE, str(folder)]
    subprocess.run(command, check=True, timeout=60, cwd=FUZZER.parents[1])
    kept = {path.name for path in folder.iterdir()}
    assert kept == {
        f"seed-1-run-{number}.{kind}"
        for number in (7, 9, 11, 13)
        for kind in ("photo", "txt")
    }


def test_checksums_are_made_right_so_that_the_decoder_is_reached() -> None:
    wrong = changed(plain("PNG"), 29, b"\0\0\0\0")
    assert repaired(wrong) == plain("PNG")
    assert opened(repaired(wrong)).size == (320, 240)
